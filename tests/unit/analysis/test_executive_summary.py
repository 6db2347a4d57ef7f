"""The summary: true to the call, and no longer than it needs to be."""

import pytest

from aftercall.analysis.pipeline import analyze_session
from aftercall.reports.executive_summary import CallOutcome, ExecutiveSummaryReport
from aftercall.session.models import ToolCall, ToolRole
from tests.unit.analysis.calls import ANGRY, CALL_START, HOT, PROFILE, VOICEMAIL, analyzed, booking, call


def summary(dialogue: str, *tools: ToolCall) -> ExecutiveSummaryReport:
    report = analyzed(dialogue, tool_calls=tools).reports.executive_summary
    assert report is not None
    return report


TRANSFER = ToolCall(
    item_id="tool_1", call_id="c", name="transfer_call", role=ToolRole.TRANSFER, at=CALL_START, failed=False
)
SELF_SERVE = (
    "A: Hi.\nU: It's just me, three contracts a month.\nA: The free plan fits.\nU: great, thanks, bye"
)


@pytest.mark.parametrize(
    ("dialogue", "tools", "outcome"),
    [
        (VOICEMAIL, (), CallOutcome.NO_ANSWER),
        ("A: Hello?\nU: hi", (), CallOutcome.NO_ANSWER),
        (HOT, (TRANSFER,), CallOutcome.TRANSFERRED),
        (ANGRY, (), CallOutcome.CALLBACK),
        (HOT, (), CallOutcome.QUALIFIED),
        (SELF_SERVE, (booking("Friday", "2pm"),), CallOutcome.QUALIFIED),
        (SELF_SERVE, (), CallOutcome.NOT_QUALIFIED),
    ],
)
def test_the_first_outcome_that_applies(
    dialogue: str, tools: tuple[ToolCall, ...], outcome: CallOutcome
) -> None:
    assert summary(dialogue, *tools).outcome is outcome


def test_a_real_call_gets_paragraphs_takeaways_and_a_next_action() -> None:
    report = summary(HOT, booking("Friday", "2:30pm", after=14))
    assert 2 <= len(report.paragraphs) <= 3
    assert 3 <= len(report.takeaways) <= 5
    assert all(point.evidence for point in report.takeaways)
    assert report.next_action.action == "demo"
    assert report.next_action.due is not None


@pytest.mark.parametrize("dialogue", [VOICEMAIL, "A: Hello?\nU: hi", "A: Hello?"])
def test_a_call_with_nothing_in_it_gets_one_honest_paragraph(dialogue: str) -> None:
    report = summary(dialogue)
    assert len(report.paragraphs) == 1
    assert len(report.paragraphs[0]) < 160
    assert (report.takeaways, report.risks, report.opportunities) == ((), (), ())


def test_a_wrong_number_needs_no_next_action() -> None:
    report = summary("A: Hi!\nU: is this the bakery\nA: You may have the wrong number.\nU: oh sorry bye")
    assert report.next_action.action == "none"
    assert "wrong number" in report.text.lower()


def test_an_open_objection_is_a_risk_with_its_quote() -> None:
    risks = summary(
        "A: Hi!\nU: that's too expensive for us\nA: I see.\nU: it's still over our budget\nA: Bye."
    ).risks
    assert any("too expensive" in risk.text for risk in risks)


def test_the_meeting_is_told_in_the_callers_own_zone() -> None:
    session = call(HOT, tool_calls=[booking("Friday", "2:30pm", after=14)])
    participant = session.participant.model_copy(update={"time_zone": "America/Chicago"})
    report = analyze_session(session.model_copy(update={"participant": participant}), PROFILE).reports
    assert report.executive_summary is not None
    assert "CST" in report.executive_summary.headline
