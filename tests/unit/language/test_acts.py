"""Dialogue acts, from punctuated and unpunctuated clauses."""

import pytest

from aftercall.language.acts import acknowledges, classify
from aftercall.session.prepared import DialogueAct


@pytest.mark.parametrize(
    "clause",
    [
        "does it work with our crm?",
        "so do you have templates",
        "whats it run me",
        "how much is it for twelve",
        "which one do we have.",
        "is that like is that doable",
        "i was wondering if it works offline",
        "any chance it does invoices",
    ],
)
def test_questions(clause: str) -> None:
    assert classify(clause.replace("whats", "what's"))[0] is DialogueAct.QUESTION


@pytest.mark.parametrize(
    "clause",
    ["what a nice day it is", "what we do is print it", "when it renews we leave", "how lovely that is"],
)
def test_question_words_alone_make_no_question(clause: str) -> None:
    assert classify(clause)[0] is not DialogueAct.QUESTION


@pytest.mark.parametrize(
    "clause", ["yeah", "got it", "okay, great.", "mm-hmm", "that makes sense", "right right"]
)
def test_acknowledgements(clause: str) -> None:
    assert classify(clause)[0] is DialogueAct.ACKNOWLEDGEMENT


@pytest.mark.parametrize(
    "clause",
    [
        "can you send me the pricing sheet?",
        "send me something in writing",
        "please call me tomorrow",
        "let me know",
    ],
)
def test_requests(clause: str) -> None:
    assert classify(clause)[0] is DialogueAct.REQUEST


@pytest.mark.parametrize(
    "clause",
    [
        "i'll send it over by monday",
        "let me check with my team",
        "we're going to ask our lawyer",
        "support will email you by noon",
    ],
)
def test_commitments(clause: str) -> None:
    assert classify(clause)[0] is DialogueAct.COMMITMENT


@pytest.mark.parametrize(
    "clause",
    ["i'll be honest, it is slow", "if i switch i'll call you", "i'll tell you, it hurts", "i won't send it"],
)
def test_what_only_sounds_like_a_promise_is_none(clause: str) -> None:
    assert classify(clause)[0] is not DialogueAct.COMMITMENT


def test_taking_up_what_was_said_counts_as_acknowledging() -> None:
    assert acknowledges("got it, about a hundred and twenty a month.")
    assert not acknowledges("how many people are on your team?")
