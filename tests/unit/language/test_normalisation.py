"""Normalised text reads regularly, and every character of it knows where it came from."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.language.normalisation import normalise, normalise_words


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Um, so I, uh, want it", "so i, want it"),
        ("i dont know whats that", "i don't know what's that"),
        ("id say about ten", "i'd say about ten"),
        ("ill send it over", "i'll send it over"),
        ("i am not ill today", "i am not ill today"),
        ("were on dot loop right now", "we're on dot loop right now"),
        ("they were on the phone", "they were on the phone"),
        ("we we need the the form", "we need the form"),
        ("It\u2019s \u2014 fine", "it's , fine"),
        ("hang on [pause] okay", "hang on okay"),
    ],
)
def test_speech_is_made_regular(said: str, read: str) -> None:
    assert normalise(said).text == read


def test_a_stretch_of_normalised_text_points_at_the_original_words() -> None:
    said = "Um, I uh dont have it"
    normalised = normalise(said)
    start = normalised.text.index("don't have")
    begin, end = normalised.original_span(start, start + len("don't have"))
    assert said[begin:end] == "dont have"


@given(st.text(max_size=200))
def test_spans_always_lie_within_the_original(text: str) -> None:
    normalised = normalise(text)
    for start in range(0, len(normalised.text), 7):
        begin, end = normalised.original_span(start, len(normalised.text))
        assert 0 <= begin <= end <= len(text)


@given(st.text(max_size=200))
def test_the_map_never_runs_backwards(text: str) -> None:
    origins = normalise(text).origins or ()
    assert all(left <= right for left, right in pairwise(origins))


SAID = (
    "i", "I'm", "well", "were", "id", "ill", "send", "using", "like", "that's", "um", "hmm", "her", "dont",
    "the", "[pause]", "ok.", "we", "\u03a3\u03a3", "\u2019tis",
)  # fmt: skip


@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=9))
def test_words_are_the_same_cut_out_of_a_turn_or_by_themselves(words: list[str]) -> None:
    text = " ".join(words)
    for first in range(len(words)):
        for last in range(first + 1, len(words) + 1):
            start = len(" ".join(["", *words[:first]])) if first else 0
            end = start + len(" ".join(words[first:last]))
            assert normalise_words(text, start, end) == normalise(text[start:end]).text
