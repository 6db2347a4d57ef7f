"""Collect words that are no names: ``python -m tests.evaluation.training.common_words``.

A word counts as common when it stands twice in small letters in meetings, e-mails, comments and
reviews (the training split), or is listed in ``further_words.txt``, by hand: of food, instruments, money,
and as chats spell them. The tagger of personal data reads the list.
"""

import re
from collections import Counter
from pathlib import Path
from typing import Any

from tests.evaluation.harness.rows import DataSets
from tests.evaluation.harness.splits import training_rows
from tests.evaluation.training.model_files import MODELS

SETS = (
    "dialogue_acts", "action_items", "sentiment_utterances", "sentiment_goemotions", "negotiation_strategies",
    "numbers", "time_expressions",
)  # fmt: skip
FEWEST = 2
FURTHER = Path(__file__).with_name("further_words.txt")
# written small by some, but hardly ever anything other than names
NAMES = frozenset((
    "agnes", "christine", "chuck", "david", "dennis", "ed", "gabriel", "jack", "jordan", "kate", "kay",
    "matt", "max", "scott", "stan", "veronica",
))  # fmt: skip
_WORD = re.compile(r"(?<!\w)[a-z]+(?:'[a-z]+)?(?!\w)")


def common_words() -> list[str]:
    """Give the words in alphabetical order."""
    counts: Counter[str] = Counter()
    for row in training_rows(DataSets(reported_only=False).rows(*SETS)):
        counts.update(_WORD.findall(_text(row)))
    seen = {word for word, count in counts.items() if count >= FEWEST and len(word) > 1 and word not in NAMES}
    return sorted(seen.union(FURTHER.read_text(encoding="utf-8").split()))


def _text(row: dict[str, Any]) -> str:
    return str(row.get("text") or row.get("utterance") or "")


def main() -> None:
    """Write the list, one word a line."""
    (MODELS / "common_words.txt").write_text("\n".join(common_words()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
