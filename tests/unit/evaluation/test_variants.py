"""Rows written otherwise: labelled spans move with their words."""

import pytest

from tests.evaluation.harness.rows import Row
from tests.evaluation.harness.variants import VARIANTS, with_fillers, without_case_and_punctuation

SAID = "Hi, so yes I am Dana Reyes, from Boise, and my card ends in 4471."


def row(*values: str) -> Row:
    spans = [
        {"start": SAID.index(value), "end": SAID.index(value) + len(value), "type": "PERSON"}
        for value in values
    ]
    return {"text": SAID, "spans": spans, "source": "made up"}


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_span_still_holds_what_was_labelled(variant: str) -> None:
    changed = VARIANTS[variant](row("Dana Reyes", "4471"))
    found = [changed["text"][span["start"] : span["end"]].lower() for span in changed["spans"]]
    assert found == ["dana reyes", "4471"]


def test_marks_inside_of_words_and_numbers_stay() -> None:
    text = without_case_and_punctuation({"text": "It's $1,200.50, at dana@brightline.example."})["text"]
    assert text.split() == ["it's", "$1,200.50", "at", "dana@brightline.example"]


def test_a_filler_follows_every_fifth_word_but_stands_in_no_span() -> None:
    assert with_fillers({"text": "one two three four five six"})["text"] == "one two three four five um six"
    assert "Dana Reyes" in with_fillers(row("Dana Reyes"))["text"]


def test_the_row_itself_stays_as_it_was() -> None:
    before = row("4471")
    with_fillers(before)
    without_case_and_punctuation(before)
    assert before == row("4471")
