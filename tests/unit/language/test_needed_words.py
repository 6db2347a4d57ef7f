"""What words a pattern needs: never one that it can do without, as far as any text shows."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercall.language.needed_words import needed_starts, starts_in

# Each way of writing a pattern that the rules use, and those that are easily taken for another.
WRITINGS = (
    r"\b(?:send|e-?mail)(?: \w+)? (?:me|us)\b",
    r"\b(?:sign(?:s|ed|ing)?|let's go) up\b",
    r"^(?:no[, ]+)?not (?:right now|ready|yet)\b",
    r"\b(?:if(?: ever)?|suppos\w+|the \w+ one) (?:i|we)\b",
    r"(?<!\w)price|\b[sz]end\b",
    r"\bpay\w*|\bsync\w* (?!up)it",
    r"\bwant(?=.*\bpaper\b)",
    r"\b(?:ab)+cd\b",
    r"\ba{2,3}b\b|\bx{0,5}y\b",
    r"(?:to|the)?morrow\b",
    r"\bcan ?not\b",
    r"\b(?:we|i)\b(?:'ll|'d)?\W*$",
    r"\bup\Bset|\bnet[- ](?:thirty|\d+)",
    r"\b(\w+) \1\b|\bmore\b",
    r"\b(?:\w+ ){0,9}?done by",
    r"\b(?i:Now)|\blater\b",
)
PIECES = (
    "send", "sends", "email", "e-", "mail", "me", "us", "sign", "signed", "up", "upset", "let's go", "not",
    "no,", "ready", "yet", "if", "ever", "suppose", "the", "one", "i", "we", "price", "zend", "pay",
    "payment", "sync", "syncing", "it", "want", "a", "paper", "ababcd", "abcd", "aab", "aaab", "xy", "y",
    "tomorrow", "morrow", "cannot", "can", "'ll", "'d", ".", "net-", "thirty", "7", "more", "done",
    "by", "NOW", "later", "x", "_", "\u00e9",
)  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"\b(?:send|e-?mail)(?: \w+)? (?:me|us)\b", {"send", "emai", "mail"}),
        (r"\b(?:buy|pay\w*)\b", {"buy", "pay"}),
        (r"\b(?:is|are) it (?:expensive|ok)\b", {"expe", "ok"}),
        (r"\b(?:a|the) quote\b", {"quot"}),
        (r"\bwe (?:'re )?(?:sold|out)\b", {"we"}),
        (r"\bwant(?=.*\bpaper\b)", {"pape"}),
    ],
)
def test_the_words_that_are_rarest_together_are_needed(pattern: str, needed: set[str]) -> None:
    assert needed_starts(re.compile(pattern)) == frozenset(needed)


@pytest.mark.parametrize(
    "pattern",
    [r"\d+", r"send", r"\b(?:send|\d+)\b", r"\bsend\b|", r"(?:\bsend)?", r"\w*send\b", r"(?!\bsend\b)\w+"],
)
def test_what_can_match_without_a_certain_word_needs_none(pattern: str) -> None:
    assert needed_starts(re.compile(pattern)) is None


def test_nothing_is_known_of_a_pattern_that_ignores_case() -> None:
    assert needed_starts(re.compile(r"\bsend\b", re.IGNORECASE)) is None
    assert needed_starts(re.compile(r"(?i)\bsend\b")) is None


def test_words_count_by_their_first_three_and_four_letters() -> None:
    assert starts_in("we're paying, ok?") == {"we", "re", "pay", "payi", "ok"}


@given(st.lists(st.sampled_from(PIECES), max_size=6), st.sampled_from(("", " ")))
@settings(max_examples=500)
def test_whatever_matches_has_a_needed_word(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    for writing in WRITINGS:
        pattern = re.compile(writing)
        needed = needed_starts(pattern)
        if needed is not None and pattern.search(text):
            assert not needed.isdisjoint(starts_in(text)), writing


@pytest.mark.parametrize("writing", WRITINGS)
@given(data=st.data())
@settings(max_examples=60)
def test_whatever_is_made_to_match_has_a_needed_word(writing: str, data: st.DataObject) -> None:
    pattern = re.compile(writing)
    text = data.draw(st.from_regex(pattern))
    needed = needed_starts(pattern)
    assert needed is None or not needed.isdisjoint(starts_in(text))
