from typing import Any

import pytest

from tests.evaluation.harness.call_scores import (
    LIST_FIELDS,
    SINGLE_FIELDS,
    FieldScore,
    agrees,
    mean_f1,
    overlaps,
    score_calls,
)


def field(name: str, labels: dict[str, Any], answers: dict[str, Any]) -> FieldScore:
    return next(score for score in score_calls([(labels, answers)]) if score.name == name)


def test_there_are_twenty_nine_fields() -> None:
    assert len(SINGLE_FIELDS) + len(LIST_FIELDS) == 29


def test_a_quote_within_a_longer_one_is_the_same_quote() -> None:
    assert overlaps("we still use paper", "honestly we still use paper for most of it")


def test_a_word_within_a_long_sentence_is_not_the_same_quote() -> None:
    assert not overlaps("paper", "we use paper here and that is how it has always been done")


def test_case_and_punctuation_do_not_matter_to_a_quote() -> None:
    assert overlaps("Oh, send me that.", "oh send me that")


def test_an_empty_quote_is_like_no_other() -> None:
    assert not overlaps("", "")


@pytest.mark.parametrize("absent", [None, "", "null", "unknown"])
def test_what_is_not_said_is_right_where_the_label_says_nothing(absent: str | None) -> None:
    assert agrees("industry", {"industry": None}, absent)


def test_an_alternative_in_the_notes_is_accepted() -> None:
    labels = {"sentiment_trend": "improving", "notes": ["ALT sentiment_trend: improving | stable"]}
    assert agrees("sentiment_trend", labels, "stable")
    assert not agrees("sentiment_trend", labels, "declining")


def test_an_alternative_may_carry_its_reason() -> None:
    assert agrees("team_size", {"team_size": None, "notes": ["ALT team_size: null | 2 (he signs)"]}, 2)


def test_silence_is_accepted_where_the_notes_say_null() -> None:
    assert agrees("urgency", {"urgency": "medium", "notes": ["ALT urgency: null | medium"]}, None)


def test_a_place_may_be_named_more_or_less_fully() -> None:
    assert agrees("location", {"location": "Mobile, Alabama"}, "Mobile")
    assert not agrees("industry", {"industry": "real estate"}, "estate")


def test_a_value_that_both_leave_open_counts_for_nobody() -> None:
    score = field("urgency", {"urgency": None}, {"urgency": None})
    assert (score.hits, score.said, score.labelled) == (0, 0, 0)


def test_a_value_where_none_was_labelled_costs_precision() -> None:
    score = field("urgency", {"urgency": None}, {"urgency": "high"})
    assert (score.hits, score.said, score.labelled) == (0, 1, 0)


def test_false_is_a_value_and_not_silence() -> None:
    score = field("frustrated", {"frustrated": False}, {"frustrated": False})
    assert score.f1 == 1.0


def test_zero_is_a_value_and_not_silence() -> None:
    assert field("repeated_questions", {"repeated_questions": 0}, {"repeated_questions": 0}).f1 == 1.0


def test_one_answer_finds_one_labelled_item_only() -> None:
    labels = {"pain_points": ["they fax it to us", "they fax it to me"]}
    score = field("pain_points", labels, {"pain_points": ["they fax it"]})
    assert (score.hits, score.said, score.labelled) == (1, 1, 2)


def test_the_kind_of_an_item_is_counted_apart_from_finding_it() -> None:
    labels = {"objections": [{"quote": "that is too expensive", "category": "pricing"}]}
    answers = {"objections": [{"quote": "that is too expensive", "category": "features"}]}
    score = field("objections", labels, answers)
    assert score.f1 == 1.0
    assert (score.kinds_right, score.kinds_compared) == (0, 1)


def test_a_field_that_an_answer_lacks_is_missed() -> None:
    score = field("demo_requests", {"demo_requests": ["show me"]}, {})
    assert (score.hits, score.said, score.labelled) == (0, 0, 1)
    assert score.misses == ["missed 'show me'"]


def test_counts_of_all_calls_make_one_figure_a_field() -> None:
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"integration_needs": ["hubspot"]}, {"integration_needs": ["hubspot"]}),
        ({"integration_needs": []}, {"integration_needs": ["zapier"]}),
    ]
    score = next(each for each in score_calls(pairs) if each.name == "integration_needs")
    assert score.f1 == pytest.approx(2 / 3)


def test_the_mean_gives_every_field_the_same_weight() -> None:
    assert mean_f1([FieldScore("a", 1, 1, 1), FieldScore("b", 0, 5, 5)]) == 0.5
    assert mean_f1([]) == 0.0
