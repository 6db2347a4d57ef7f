"""Timeline, urgency and authority that rules and cues see together; the calls are of 12 November 2025."""

import pytest

from aftercall.analysis.pipeline import analyze_session
from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.session.models import BudgetAuthority, DecisionTimeline, Level
from aftercall.session.prepared import CueKind
from tests.fakes.cue_reader import Seen, ToldCues
from tests.unit.analysis.calls import PROFILE, call


def sales(dialogue: str, *seen: Seen) -> SalesIntelligenceReport:
    report = analyze_session(call(dialogue), PROFILE, cue_reader=ToldCues(seen)).reports.sales_intelligence
    assert report is not None
    return report


def timeline(words: str, guessed: str, confidence: float = 0.9) -> DecisionTimeline | None:
    cue = Seen(words, CueKind.TIMELINE, confidence, {"value": guessed})
    found = sales(f"U: {words}", cue).decision_timeline
    return found.value if found else None


def test_a_date_in_a_cue_is_read_from_the_calendar_whatever_the_reader_guesses() -> None:
    assert timeline("the doors open on november 28", "next_quarter") is DecisionTimeline.THIS_MONTH
    assert timeline("it all starts again in february", "this_week") is DecisionTimeline.NEXT_QUARTER


def test_before_a_month_ends_with_the_month_before_it() -> None:
    assert timeline("it has to hum before december", "this_quarter") is DecisionTimeline.THIS_MONTH


def test_a_date_in_a_cue_goes_before_one_beside_it() -> None:
    cue = Seen("it must hum in february", CueKind.TIMELINE, 0.9, {"value": "this_week"})
    found = sales("U: it must hum in february tomorrow i am away", cue).decision_timeline
    assert found is not None
    assert found.value is DecisionTimeline.NEXT_QUARTER


def test_of_two_dates_the_one_called_a_deadline_counts() -> None:
    said = "settled by friday because they bill us again on december 20"
    assert timeline(said, "this_month") is DecisionTimeline.THIS_WEEK


def test_a_year_that_is_over_is_no_date_of_decision() -> None:
    assert timeline("some are still open from last year", "next_quarter") is None


def test_without_a_date_the_reader_is_believed_only_in_what_needs_none() -> None:
    assert timeline("we are only sniffing around", "evaluating") is DecisionTimeline.EVALUATING
    assert timeline("when the geese fly south", "next_quarter") is None


def test_where_no_cue_points_to_a_date_the_rules_decide() -> None:
    found = sales("U: we need to decide by november 28").decision_timeline
    assert found is not None
    assert found.value is DecisionTimeline.THIS_MONTH


@pytest.mark.parametrize(("confidence", "level"), [(0.9, Level.LOW), (0.5, Level.HIGH)])
def test_only_a_sure_cue_overrules_the_rules_about_urgency(confidence: float, level: Level) -> None:
    cue = Seen("it is urgent", CueKind.URGENCY, confidence, {"value": "low"})
    found = sales("U: it is urgent", cue).urgency
    assert found is not None
    assert found.value is level


def test_urgency_that_no_rule_knows_is_taken_from_any_cue() -> None:
    cue = Seen("the lambs are coming", CueKind.URGENCY, 0.4, {"value": "high"})
    found = sales("U: the lambs are coming", cue).urgency
    assert found is not None
    assert found.value is Level.HIGH


@pytest.mark.parametrize(
    ("confidence", "authority"), [(0.4, BudgetAuthority.DECISION_MAKER), (0.9, BudgetAuthority.INFLUENCER)]
)
def test_only_a_sure_cue_overrules_the_rules_about_authority(
    confidence: float, authority: BudgetAuthority
) -> None:
    cue = Seen("i make the decision", CueKind.AUTHORITY, confidence, {"value": "influencer"})
    found = sales("U: i make the decision", cue).budget_authority
    assert found is not None
    assert found.value is authority


def test_authority_that_no_rule_knows_is_taken_from_the_cue() -> None:
    cue = Seen("the purse hangs on my belt", CueKind.AUTHORITY, 0.6, {"value": "decision_maker"})
    found = sales("U: the purse hangs on my belt", cue).budget_authority
    assert found is not None
    assert found.evidence[0].quote == "the purse hangs on my belt"
