"""Case, punctuation and fillers change little: each part stays within a band of its plain figure.

The rows are the reported ones, once as they are, once in lower case without punctuation, once with a
filler after every fifth word. A band is the largest loss that is accepted.
"""

from functools import cache

import pytest

from tests.evaluation.harness.probes import Probe
from tests.evaluation.harness.rows import DataSets
from tests.evaluation.harness.variants import VARIANTS
from tests.evaluation.parts.acts import ACTS, COMMITMENTS
from tests.evaluation.parts.dates import DATES
from tests.evaluation.parts.numbers import NUMBERS
from tests.evaluation.parts.objections import OBJECTIONS_PART
from tests.evaluation.parts.personal_data import PERSONAL_DATA
from tests.evaluation.parts.sentiment import FRUSTRATION, SENTIMENT

PARTS = {
    part.name: part
    for part in (SENTIMENT, FRUSTRATION, ACTS, COMMITMENTS, OBJECTIONS_PART, NUMBERS, DATES, PERSONAL_DATA)
}
# part, subset, measure: what may be lost without case and punctuation, and with fillers
BANDS = {
    ("sentiment", "mixed sources", "macro-F1"): (0.02, 0.03),
    ("frustration", "angry against the rest", "macro-F1"): (0.02, 0.03),
    ("acts", "questions, unpunctuated", "F1"): (0.01, 0.02),
    ("acts", "acknowledgements, unpunctuated", "F1"): (0.01, 0.02),
    ("commitments", "meetings, with hard negatives", "F1"): (0.02, 0.03),
    ("commitments", "sentences of e-mails", "F1"): (0.05, 0.02),
    ("objections", "resisting turns of negotiations", "macro-F1"): (0.02, 0.05),
    ("numbers", "numbers, percentages, ages", "exact"): (0.02, 0.08),
    ("numbers", "sums of money", "value found"): (0.03, 0.10),
    ("dates", "points in time", "exact"): (0.02, 0.05),
    ("personal_data", "generated sentences", "character F1"): (0.03, 0.02),
    ("personal_data", "real chats", "character F1"): (0.02, 0.02),
}


@cache
def probe(part: str, subset: str, measure: str) -> Probe:
    return next(each for each in PARTS[part].probes if (each.subset, each.measure) == (subset, measure))


@cache
def score(part: str, subset: str, measure: str, variant: str) -> float:
    asked = probe(part, subset, measure)
    rows = [row for row in DataSets().rows(*PARTS[part].sets) if asked.applies(row)]
    if variant:
        rows = [VARIANTS[variant](row) for row in rows]
    return asked.score([asked.label(row) for row in rows], [asked.ours(row) for row in rows])


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("part", "subset", "measure"), BANDS)
def test_a_part_stays_within_its_band(part: str, subset: str, measure: str, variant: str) -> None:
    lost = score(part, subset, measure, "") - score(part, subset, measure, variant)
    assert lost <= BANDS[part, subset, measure][list(VARIANTS).index(variant)]


def test_every_part_that_reads_single_texts_has_a_band() -> None:
    assert {part for part, *_ in BANDS} == set(PARTS)
