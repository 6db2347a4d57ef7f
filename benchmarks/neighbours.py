"""The common tools for the same work: VADER, presidio and dateparser, turn by turn, on the same calls.

They are of the dependency group ``evaluation``; where that is not installed there is nothing to compare with,
and the benchmark says so.
"""

import importlib.util
from datetime import datetime
from typing import Final

from aftercall.session.models import Session

NAMES: Final = "VADER, presidio with spaCy's small model, and dateparser"
NEEDED: Final = ("vaderSentiment", "presidio_analyzer", "dateparser", "spacy")


def installed() -> bool:
    """Tell whether every one of them is there."""
    return all(importlib.util.find_spec(name) for name in NEEDED)


def read_with_neighbours(session: Session) -> int:
    """Score, search and date every turn of a call with them; gives how much they found."""
    from tests.evaluation.harness import baselines  # noqa: PLC0415 - only where the group is installed

    reference: datetime = session.start_time
    found = 0
    for turn in session.turns:
        found += baselines.vader_compound(turn.text) != 0
        found += len(baselines.presidio_spans(turn.text, context=True))
        found += len(baselines.dateparser_times(turn.text, reference))
    return found
