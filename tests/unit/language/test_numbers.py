"""Numbers in words and digits."""

import pytest

from aftercall.language.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twenty five", [25]),
        ("twenty-five people", [25]),
        ("a hundred and twenty", [120]),
        ("two thousand and eleven", [2011]),
        ("four hundred and fifty an hour", [450]),
        ("eight ten a month", [8, 10]),
        ("1,200 documents", [1200]),
        ("eleven k and 11k", [11, 11000]),
        ("$49 a month", [49]),
        ("forty-two-thousand-dollar job", [42000]),
        ("three point five", [3.5]),
        ("a couple a day", [2]),
        ("half a dozen", [6]),
        ("a couple hundred", [200]),
        ("2 million", [2000000]),
        ("that one is the right one", []),
        ("one of us", []),
        ("one page", [1]),
    ],
)
def test_values(text: str, values: list[float]) -> None:
    assert [number.value for number in find_numbers(text)] == values


def test_a_number_knows_where_it_stands() -> None:
    text = "so we have a hundred and twenty packets"
    number = find_numbers(text)[0]
    assert text[number.start : number.end] == "a hundred and twenty"
