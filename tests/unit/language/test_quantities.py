"""What numbers count, per what, and which number a speaker settles on."""

import pytest

from aftercall.language.normalisation import normalise
from aftercall.language.quantities import Quantity, find_quantities, unit_words
from aftercall.profile import load_profile

VOCABULARY = load_profile().vocabulary
WORDS = unit_words(VOCABULARY.team_words, VOCABULARY.document_words)


def quantities(text: str) -> tuple[Quantity, ...]:
    return find_quantities(normalise(text).text, WORDS)


@pytest.mark.parametrize(
    ("text", "value", "unit", "per"),
    [
        ("there are twelve of us", 12, "people", None),
        ("fifty contracts a month", 50, "documents", "month"),
        ("we send a couple a day", 2, None, "day"),
        ("about 300 documents per week", 300, "documents", "week"),
        ("forty nine dollars per user per month", 49, "usd", "month"),
        ("twenty percent discount", 20, "percent", None),
        ("the fourteenth floor is one floor up", 1, "floor", None),
        ("nine taps to send it", 9, "taps", None),
    ],
)
def test_a_number_counts_something(text: str, value: float, unit: str | None, per: str | None) -> None:
    found = quantities(text)[0]
    assert (found.value, found.unit, found.per) == (value, unit, per)


def test_a_range_has_two_ends() -> None:
    found = quantities("eight to ten proposals a week")[0]
    assert (found.value, found.upper, found.unit, found.per) == (8, 10, "documents", "week")
    assert found.middle == 9


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("uh twenty no sorry twelve of us", 12),
        ("seven, no wait, six people", 6),
        ("fifty contracts, I mean sixty contracts", 60),
        ("ten a day, make that fifteen a day", 15),
    ],
)
def test_a_correction_replaces_what_was_said_before(text: str, kept: float) -> None:
    assert [quantity.value for quantity in quantities(text)] == [kept]
