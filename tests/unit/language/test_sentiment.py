"""Sentiment of clauses and turns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.language.emotions import find_emotions
from aftercall.language.sentiment import score_clause, score_turn


@pytest.mark.parametrize(
    "clause",
    ["i love it, that's perfect", "that's a relief", "you were so helpful, thank you", "it works great"],
)
def test_praise_is_positive(clause: str) -> None:
    assert score_clause(clause) > 0.2


@pytest.mark.parametrize(
    "clause",
    ["this is ridiculous", "it's a nightmare", "i'm fed up with this", "the agents hate it", "not happy"],
)
def test_complaints_are_negative(clause: str) -> None:
    assert score_clause(clause) < -0.2


@pytest.mark.parametrize(
    "clause", ["we have three clinics", "how can i help you today", "what a nice day it is"]
)
def test_facts_and_courtesies_are_neutral(clause: str) -> None:
    assert score_clause(clause) == 0


def test_negation_turns_praise_around() -> None:
    assert score_clause("that is not great") < 0 < score_clause("that is great")


def test_intensity_counts() -> None:
    assert score_clause("it is really slow") < score_clause("it is slow")


def test_what_follows_but_counts_more() -> None:
    assert score_clause("it is nice but it is terrible") < 0


def test_praise_before_a_complaint_is_not_read_as_delight() -> None:
    score, clauses = score_turn(["right.", "that's lovely.", "that isn't what i asked."])
    assert clauses[1] < 0
    assert score < 0


def test_a_complaint_shows_frustration_and_a_warm_turn_does_not() -> None:
    assert find_emotions("i'm fed up, this is ridiculous", -0.8)["frustration"] >= 0.6
    assert "frustration" not in find_emotions("you were a delight, i was ready to be angry", 0.6)


@given(st.lists(st.text(max_size=60), max_size=6))
def test_scores_stay_within_their_range(clauses: list[str]) -> None:
    score, parts = score_turn(clauses)
    assert -1 <= score <= 1
    assert all(-1 <= part <= 1 for part in parts)
