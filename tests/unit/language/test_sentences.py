"""Sentences end where speakers end them, marked or not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.language.normalisation import normalise
from aftercall.language.sentences import split_clauses


def clauses(text: str) -> list[str]:
    normalised = normalise(text)
    return [normalised.text[start:end] for start, end in split_clauses(normalised)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sure. Does it work? Great!", ["sure.", "does it work?", "great!"]),
        ("It costs 4.50 a month.", ["it costs 4.50 a month."]),
        ("At ten a.m. Mountain works. Thanks", ["at ten a.m. mountain works.", "thanks"]),
        ("I asked Dr. Lee about it.", ["i asked dr. lee about it."]),
        (
            "okay so we do it in word and then we print it and it takes forever can you help with that",
            [
                "okay so we do it in word",
                "and then we print it",
                "and it takes forever",
                "can you help with that",
            ],
        ),
        ("i don't know what it costs", ["i don't know what it costs"]),
    ],
)
def test_turns_are_split_into_clauses(text: str, expected: list[str]) -> None:
    assert clauses(text) == expected


@given(st.text(max_size=300))
def test_clauses_are_in_order_and_do_not_overlap(text: str) -> None:
    normalised = normalise(text)
    spans = split_clauses(normalised)
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@given(st.text(alphabet="abc .?!,", max_size=200))
def test_no_word_is_lost(text: str) -> None:
    assert "".join("".join(clauses(text)).split()) == "".join(normalise(text).text.split())
