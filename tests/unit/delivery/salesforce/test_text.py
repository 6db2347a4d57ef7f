"""Text within its field's limit, cut between words, and inert."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.delivery.salesforce.text import (
    bulleted,
    clip,
    inert,
    json_text,
    length,
    listed,
    plain,
    rich_text,
)


def test_a_text_that_fits_is_left_as_it_is() -> None:
    assert clip("Works by hand", 13) == "Works by hand"


def test_a_text_that_is_too_long_ends_after_a_whole_word_with_an_ellipsis() -> None:
    assert clip("Works by hand today", 15) == "Works by hand…"


def test_a_single_endless_word_is_cut_where_it_must_be() -> None:
    assert clip("x" * 50, 10) == "x" * 9 + "…"


@given(st.text(max_size=300), st.integers(min_value=2, max_value=80))
def test_no_text_is_ever_longer_than_its_field(text: str, limit: int) -> None:
    assert length(clip(text, limit)) <= limit


def test_an_emoji_counts_as_the_two_units_that_salesforce_stores() -> None:
    assert length("🎉") == 2


def test_a_line_break_counts_as_two() -> None:
    assert length("a\nb") == 4


@pytest.mark.parametrize("text", ["=1+1", "+4", "-2", "@SUM(A1)", '=HYPERLINK("https://evil.example")'])
def test_what_a_spreadsheet_takes_for_a_formula_becomes_text(text: str) -> None:
    assert inert(text) == f"'{text}"


def test_an_ordinary_sentence_is_not_touched() -> None:
    assert inert("We send 300 documents - by hand = slow.") == "We send 300 documents - by hand = slow."


def test_a_reference_of_the_composite_api_is_broken() -> None:
    assert inert("call @{person.id} now") == "call @ {person.id} now"


def test_control_characters_are_left_out() -> None:
    assert inert("a\x00b\x07c") == "abc"


def test_nothing_to_say_is_none() -> None:
    assert plain(" \n ", 10) is None


def test_lines_are_bulleted_once_each() -> None:
    assert bulleted(["slow", "dear", "slow"], 100) == "• slow\n• dear"


def test_a_bullet_is_no_formula() -> None:
    assert bulleted(["=1+1"], 100) == "• '=1+1"


def test_lines_that_do_not_fit_are_counted() -> None:
    text = bulleted([f"problem number {number}" for number in range(20)], 90)

    assert text == "• problem number 0\n• problem number 1\n• problem number 2\n… and 17 more"


@given(st.lists(st.text(max_size=60), max_size=20), st.integers(min_value=20, max_value=200))
def test_bulleted_lines_stay_within_the_field(lines: list[str], limit: int) -> None:
    assert length(bulleted(lines, limit) or "") <= limit


def test_items_stand_on_one_line_once_each() -> None:
    assert listed(["CFO (decision maker)", "IT\n lead", "CFO (decision maker)"], 255) == (
        "CFO (decision maker); IT lead"
    )


def test_rich_text_that_fits_is_whole() -> None:
    assert rich_text(["<p>a</p>", "<p>b</p>"], "<p>end</p>", 100) == "<p>a</p><p>b</p><p>end</p>"


def test_rich_text_is_cut_between_paragraphs_and_keeps_its_ending() -> None:
    text = rich_text(["<p>aaaa</p>"] * 10, '<p><a href="https://x.example">all</a></p>', 80)

    assert text == '<p>aaaa</p><p>aaaa</p><p>…</p><p><a href="https://x.example">all</a></p>'
    assert length(text) <= 80


def test_json_that_fits_is_whole() -> None:
    assert json_text({"a": [1, 2]}, 100) == '{"a":[1,2]}'


def test_json_that_is_too_long_stays_json_and_says_that_it_was_clipped() -> None:
    text = json_text({"score": 7, "moments": [{"at": number} for number in range(1000)]}, 500)
    document = json.loads(text)

    assert length(text) <= 500
    assert document["score"] == 7
    assert document["clipped"] is True
    assert document["moments"][0] == {"at": 0}


def test_json_whose_texts_alone_are_too_long_says_only_that_it_was_clipped() -> None:
    assert json.loads(json_text({"text": "x" * 500}, 100)) == {"clipped": True}


def test_json_holds_no_reference_of_the_composite_api() -> None:
    assert "@{" not in json_text({"reason": "see @{person.id}"}, 100)
