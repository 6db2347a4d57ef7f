"""Numbers in words and digits."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.language.number_words import ORDINALS, SCALES, SMALL
from aftercall.language.numbers import find_numbers

WORDS = sorted((*SMALL, *SCALES, *ORDINALS))


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
        ("eleven k and 11k", [11000, 11000]),
        ("fifty k a year", [50000]),
        ("policy k five two", [5, 2]),
        ("ten thou", [10000]),
        ("a seat costs 10.000,50", [10000.5]),
        ("1'000 francs and 100 000 more", [1000, 100000]),
        ("one million, two hundred thousand", [1.2e6]),
        ("a thousand, two of them", [1000, 2]),
        ("version 1.2.3", [1, 2, 3]),
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
        ("minus two hundred and six", [-206]),
        ("four thousand 3 hundred and 21", [4321]),
        ("three thousand million", [3e9]),
        ("2.5 million and 10bn", [2.5e6, 1e10]),
        ("two point five million", [2.5e6]),
        ("one and a half hours", [1.5]),
        ("five and a half million", [5.5e6]),
        ("half a million", [500000]),
        ("three fifths and 3/4", [0.6, 0.75]),
        ("two out of five", [0.4]),
        ("one in ten", [0.1]),
        ("the last three quarters", [3]),
        ("a third party", [3]),
        ("thousands of them", []),
        ("once a quarter", []),
        ("two zero two five", [2025]),
        ("192.168.1.2", [192, 168, 1, 2]),
        ("three dozen", [36]),
        ("one point eight two", [1.82]),
    ],
)
def test_values(text: str, values: list[float]) -> None:
    assert [number.value for number in find_numbers(text)] == values


def test_a_number_knows_where_it_stands() -> None:
    text = "so we have a hundred and twenty packets"
    number = find_numbers(text)[0]
    assert text[number.start : number.end] == "a hundred and twenty"


@pytest.mark.parametrize(
    ("text", "value"),
    [("the twenty-first", 21), ("our 42nd office", 42), ("two hundred and sixth", 206), ("third", 3)],
)
def test_an_ordinal_is_told_from_a_count(text: str, value: float) -> None:
    number = find_numbers(text)[0]
    assert number.ordinal
    assert number.value == value


@given(st.lists(st.sampled_from([*WORDS, "7", "1,200", "and", "a", "point", "-", "half", "of", "fifths"])))
def test_numbers_stand_in_order_and_do_not_overlap(words: list[str]) -> None:
    text = " ".join(words)
    numbers = find_numbers(text)
    for number in numbers:
        assert 0 <= number.start < number.end <= len(text)
    for first, second in pairwise(numbers):
        assert first.end <= second.start


@pytest.mark.parametrize("said", ["hundred", "million", "thousand million", "nine", "one hundred and"])
def test_words_without_end_are_no_endless_number(said: str) -> None:
    assert all(number.value < 10**60 for number in find_numbers(f"{said} " * 1000))


@given(st.integers(min_value=0, max_value=10**12))
def test_digits_with_thousands_marked_are_read_as_written(value: int) -> None:
    assert [number.value for number in find_numbers(f"{value:,}")] == [value]
