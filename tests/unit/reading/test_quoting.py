"""A quote counts when its words stand in the transcript, and where it stands is for us to say."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aftercall.reading.quoting import LONGEST_QUOTE, Transcript, words_of
from tests.unit.reading.readings import prepared

SAID = "Well, we've got 1.5 people — Dana's team — and it's $3,000 a year. Don't ask!"
DIALOGUE = f"A: How many?\nU: {SAID}\nU: we've got time"


def quoted(quote: str, turn: int | None = 1, dialogue: str = DIALOGUE) -> list[str]:
    session = prepared(dialogue)
    texts = [turn.text for turn in session.session.turns]
    places = Transcript(session, texts).find(quote, turn)
    return [texts[place.turn_index][place.start : place.end] for place in places]


@pytest.mark.parametrize(
    ("quote", "original"),
    [
        ("we've got 1.5 people", "we've got 1.5 people"),
        ("WEVE GOT 1.5 PEOPLE", "we've got 1.5 people"),
        ("we\u2019ve   got\n1.5 people...", "we've got 1.5 people"),
        ("Dana's team and it's $3,000", "Dana's team — and it's $3,000"),
        ('"dont ask"', "Don't ask"),
    ],
)
def test_case_punctuation_and_spacing_do_not_count(quote: str, original: str) -> None:
    assert quoted(quote) == [original]


@pytest.mark.parametrize(
    "quote",
    [
        "we have got people",
        "people 1.5",
        "we've got 15 people",
        "5 people",
        "eople",
        "and",
        "",
        "?!",
        "x" * 2000,
    ],
)
def test_other_words_another_order_half_words_and_nothing_are_no_quote(quote: str) -> None:
    assert quoted(quote) == (["and"] if quote == "and" else [])


def test_a_quote_in_the_wrong_turn_is_found_where_it_stands() -> None:
    assert quoted("1.5 people", turn=0) == ["1.5 people"]
    assert quoted("1.5 people", turn=900) == ["1.5 people"]


def test_the_named_turn_settles_where_a_quote_stands_that_was_said_twice() -> None:
    assert quoted("we've got", turn=1) == ["we've got"]
    assert len(quoted("we've got", turn=None)) == 2


def test_a_quote_longer_than_any_finding_needs_is_not_searched() -> None:
    text = "word " * LONGEST_QUOTE
    assert quoted(text, dialogue=f"U: {text}") == []


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=120), st.data())
def test_any_stretch_of_whole_words_is_found_with_offsets_that_point_at_it(
    text: str, data: st.DataObject
) -> None:
    said = " ".join(text.split())
    assume(words_of(said).text.strip())
    session = prepared("U: x")
    turn = session.session.turns[0].model_copy(update={"text": said})
    session = session.model_copy(update={"session": session.session.model_copy(update={"turns": (turn,)})})
    pieces = said.split(" ")
    first = data.draw(st.integers(0, len(pieces) - 1))
    last = data.draw(st.integers(first, len(pieces) - 1))
    quote = " ".join(pieces[first : last + 1])
    assume(len(words_of(quote).text.strip()) >= 2)
    # A point between digits belongs to the number; at a quote's edge it is dropped.
    assume(quote[0] not in string.punctuation and quote[-1] not in string.punctuation)

    [place] = Transcript(session, [said]).find(quote, 0)

    assert words_of(said[place.start : place.end]).text == words_of(quote).text
