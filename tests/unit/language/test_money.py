"""Sums of money, as people write and say them."""

from pathlib import Path

import pytest

from aftercall.language.money import with_sums
from aftercall.language.normalisation import normalise
from aftercall.language.numbers import find_numbers
from aftercall.language.quantities import find_quantities, unit_words

EXPRESSIONS = Path(__file__).with_name("data") / "sums_of_money.txt"
NO_UNITS = unit_words((), ())


def expressions() -> list[tuple[str, str]]:
    """Give each text of the list, and what it means."""
    lines = EXPRESSIONS.read_text(encoding="utf-8").splitlines()
    rows = [line.partition(" => ") for line in lines if not line.startswith("#")]
    return [(text, meaning) for text, arrow, meaning in rows if arrow]


def sums_in(original: str) -> str:
    text = normalise(original).text
    amounts = with_sums(text, [number for number in find_numbers(text) if not number.ordinal])
    return ", ".join(f"{each.value:.15g} {each.code}" for each in amounts if each.code) or "none"


def range_in(original: str) -> str:
    return ", ".join(
        f"{each.value:.15g} to {each.upper:.15g} {each.unit}"
        for each in find_quantities(normalise(original).text, NO_UNITS)
        if each.upper is not None
    )


@pytest.mark.parametrize(("text", "meaning"), expressions())
def test_a_sum_is_read_as_it_is_meant(text: str, meaning: str) -> None:
    assert (range_in(text) if " to " in meaning else sums_in(text)) == meaning
