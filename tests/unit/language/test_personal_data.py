"""Personal data, written and spoken."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.language.personal_data import find_personal_data, spoken_email_address


def found(text: str, names: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(text[item.start : item.end], item.kind) for item in find_personal_data(text, names)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to dana.reyes@brightline.example.", ("dana.reyes@brightline.example", "EMAIL")),
        ("it's j dot ortiz at brightline dot co", ("j dot ortiz at brightline dot co", "EMAIL")),
        ("sam underscore lee at bright line dot com", ("sam underscore lee at bright line dot com", "EMAIL")),
        ("call me at 503-555-0114", ("503-555-0114", "PHONE")),
        (
            "two five one five five five oh one four two",
            ("two five one five five five oh one four two", "PHONE"),
        ),
        ("the card is 4111 1111 1111 1111", ("4111 1111 1111 1111", "CARD")),
        ("my social is 123-45-6789", ("123-45-6789", "SSN")),
        ("we are at 12 Garden Street", ("12 Garden Street", "ADDRESS")),
        ("My name is Dana Reyes and I sell doors", ("Dana Reyes", "PERSON")),
        ("Thank you, Dana!", ("Dana", "PERSON")),
    ],
)
def test_personal_data_is_found(text: str, expected: tuple[str, str]) -> None:
    assert expected in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "we send 150 a month",
        "This is Great",
        "Thanks, Perfect.",
        "look at it dot by dot",
        "4111 1111 1111 1112 is no card",
    ],
)
def test_ordinary_words_are_none(text: str) -> None:
    assert [kind for _, kind in found(text) if kind in {"CARD", "PERSON", "EMAIL"}] == []


def test_known_names_are_found_wherever_they_stand() -> None:
    assert ("ortiz", "PERSON") in found("this is for ortiz and me", names=("Ortiz",))


def test_a_spoken_address_can_be_written() -> None:
    assert spoken_email_address("it's j dot ortiz at bright line dot co") == "j.ortiz@brightline.co"


@given(st.text(max_size=200))
def test_spans_lie_within_the_text_and_do_not_overlap(text: str) -> None:
    items = find_personal_data(text)
    assert all(0 <= item.start < item.end <= len(text) for item in items)
    assert all(left.end <= right.start for left, right in pairwise(items))
