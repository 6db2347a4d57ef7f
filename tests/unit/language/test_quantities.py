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


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$20 43", 20.43, "usd"),
        ("twenty dollars and forty three cents", 20.43, "usd"),
        ("EUR 1,200", 1200, "eur"),
        ("three hundred pounds", 300, "gbp"),
        ("about 75 USD million", 75e6, "usd"),
        ("A$4.7 billion", 4.7e9, "aud"),
        ("twelve Canadian dollars", 12, "cad"),
        ("99 cents", 0.99, "usd"),
        ("it costs a dollar", 1, "usd"),
        ("500 pesos", 500, "peso"),
        ("30 MUSD", 30e6, "usd"),
        ("₹12,34,567", 1234567, "inr"),
        ("half a dollar", 0.5, "usd"),
        ("only twelve euro fifty I think", 12.5, "eur"),
        ("47.25 cents a share", 0.4725, "usd"),
        ("minus $20", -20, "usd"),
        ("3 1/2 million dollars", 3.5e6, "usd"),
        ("Rs. 20", 20, "inr"),
        ("a couple of bucks", 2, "usd"),
        ("four dollars and a half", 4.5, "usd"),
        ("dollars 50", 50, "usd"),
        ("USD: 42", 42, "usd"),
        ("42 U.S. dollars", 42, "usd"),
        ("$-10", -10, "usd"),
    ],
)
def test_a_sum_has_its_currency(text: str, value: float, unit: str) -> None:
    found = quantities(text)
    assert [(each.value, each.unit) for each in found] == [(value, unit)]


def test_a_dollar_amount_is_no_dollar() -> None:
    assert quantities("what is a dollar amount") == ()


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("two to three million dollars", (2e6, 3e6)),
        ("two or three hundred contracts", (200, 300)),
        ("20 to 30k", (20000, 30000)),
        ("five to ten", (5, 10)),
    ],
)
def test_a_scale_said_once_holds_for_both_ends(text: str, ends: tuple[float, float]) -> None:
    found = quantities(text)[0]
    assert (found.value, found.upper) == ends


def test_a_range_of_money_has_two_ends() -> None:
    found = quantities("between ten and 20 dollars")[0]
    assert (found.value, found.upper, found.unit) == (10, 20, "usd")


@pytest.mark.parametrize("text", ["half of us", "three quarters of the contracts"])
def test_a_part_of_a_group_counts_nothing(text: str) -> None:
    assert quantities(text) == ()


def test_half_an_hour_is_a_quantity_and_no_rate() -> None:
    found = quantities("it takes half an hour")[0]
    assert (found.value, found.unit, found.per) == (0.5, "hour", None)


@pytest.mark.parametrize("text", ["ten years old", "a 10-year-old firm", "3 years of age"])
def test_an_age_is_told_from_a_duration(text: str) -> None:
    assert quantities(text)[0].age
    assert not quantities("ten years")[0].age
