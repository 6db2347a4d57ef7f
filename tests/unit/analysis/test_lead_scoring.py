"""The lead score: points with reasons, within the profile's weights."""

from hypothesis import given
from hypothesis import strategies as st

from aftercall.analysis import lead_scoring
from aftercall.profile.models import ScoreWeights
from aftercall.reports.completed import CompletedReports
from aftercall.reports.lead_score import LeadScoreReport, LeadTemperature
from aftercall.session.models import Level
from tests.unit.analysis.calls import HOT, PROFILE, VOICEMAIL, analyzed, prepared


def score(dialogue: str) -> LeadScoreReport:
    report = analyzed(dialogue).reports.lead_score
    assert report is not None
    return report


def test_each_component_stays_within_its_maximum_and_they_sum_to_the_score() -> None:
    report = score(HOT)
    assert all(0 <= item.score <= item.maximum for item in report.components)
    assert report.score == round(sum(item.score for item in report.components))
    assert sum(item.maximum for item in report.components) == 100


def test_a_strong_call_scores_far_above_a_voicemail() -> None:
    assert score(HOT).score > 70
    assert score(VOICEMAIL).score < 15
    assert score(VOICEMAIL).temperature is LeadTemperature.NURTURE


def test_every_point_has_a_reason() -> None:
    assert all(factor.reason for item in score(HOT).components for factor in item.factors)


def test_confidence_grows_with_what_is_known() -> None:
    assert score(HOT).confidence_level is Level.HIGH
    assert score(VOICEMAIL).confidence_level is Level.LOW


def test_a_failed_analyzer_costs_its_points_and_is_named() -> None:
    report = lead_scoring.analyze(prepared(HOT), PROFILE, CompletedReports())
    assert report.confidence_level is Level.LOW
    assert any("missing" in reason for reason in report.justification)


def test_a_returning_caller_is_compared_with_the_call_before() -> None:
    report = lead_scoring.with_previous_score(score(HOT), score(VOICEMAIL))
    assert report.previous_score == score(VOICEMAIL).score
    assert report.change_explanation is not None
    assert "demographic" in report.change_explanation


@given(st.lists(st.integers(min_value=0, max_value=100), min_size=4, max_size=4))
def test_the_weights_are_the_profiles(parts: list[int]) -> None:
    cuts = sorted(parts)
    weights = [cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], cuts[3] - cuts[2], 100 - cuts[3]]
    names = ("demographic", "behavioral", "firmographic", "intent", "fit")
    scoring = PROFILE.lead_score.model_copy(
        update={"weights": ScoreWeights(**dict(zip(names, weights, strict=True)))}
    )
    profile = PROFILE.model_copy(update={"lead_score": scoring})
    reports = analyzed(HOT).reports
    report = lead_scoring.analyze(prepared(HOT), profile, reports)
    assert 0 <= report.score <= 100
    assert all(item.score <= item.maximum for item in report.components)
