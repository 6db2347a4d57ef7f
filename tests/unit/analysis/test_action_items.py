"""Who promised what until when."""

import pytest

from aftercall.reports.action_items import ActionItemReport, Owner
from aftercall.session.models import Level, ToolCall
from tests.unit.analysis.calls import analyzed, booking


def actions(dialogue: str, *tools: ToolCall) -> ActionItemReport:
    report = analyzed(dialogue, tool_calls=tools).reports.action_items
    assert report is not None
    return report


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("U: I'll send you our contract by Friday", Owner.USER),
        ("U: Let me check with my team and get back to you", Owner.USER),
        ("A: I'll email you the overview today.", Owner.AGENT),
        ("A: I'll ask a sales rep to call you tomorrow.", Owner.SALES),
        ("A: Our support team will email you by noon tomorrow.", Owner.SUPPORT),
    ],
)
def test_a_promise_has_an_owner(line: str, owner: Owner) -> None:
    assert [item.owner for item in actions(f"{line}\nU: okay").items] == [owner]


@pytest.mark.parametrize(
    "line",
    [
        "A: Let me check that for you.",
        "A: I'll book that now.",
        "U: I'll be honest, it's slow",
        "U: If it's gone I'll cancel the trial",
        "U: I'll see what happens",
        "A: I can have someone confirm that.\nU: no thanks",
    ],
)
def test_what_is_done_at_once_threatened_or_declined_is_none(line: str) -> None:
    assert actions(f"{line}\nA: Fine.").items == ()


def test_an_offer_that_is_taken_up_is_one() -> None:
    found = actions("A: I can have a specialist confirm that for you.\nU: Yes please.").items
    assert [item.owner for item in found] == [Owner.SALES]


def test_a_deadline_is_kept_as_said_and_as_the_close_of_that_day() -> None:
    item = actions("U: I'll send the forms by Friday").items[0]
    assert item.deadline_text == "by Friday"
    assert item.deadline is not None
    assert item.deadline.isoformat() == "2025-11-14T23:00:00+00:00"
    assert item.priority is Level.MEDIUM


def test_a_promise_for_today_comes_first() -> None:
    assert actions("A: I'll send it today.\nU: ok").items[0].priority is Level.HIGH


def test_tracking_ids_are_stable_and_distinct() -> None:
    dialogue = "U: I'll send the forms by Friday\nA: Great.\nU: I'll call my lawyer tomorrow"
    first, second = (item.tracking_id for item in actions(dialogue).items)
    assert first != second
    assert [first, second] == [item.tracking_id for item in actions(dialogue).items]


def test_a_request_nobody_took_up_is_work_for_sales() -> None:
    items = actions("U: Can you send me a case study?\nA: Pricing starts at nineteen dollars.\nU: hm").items
    assert [(item.owner, item.confidence) for item in items] == [(Owner.SALES, 0.45)]


def test_demo_and_document_requests() -> None:
    report = actions(
        "U: Can we get a live demo of templates?\nA: Yes.\nU: and send me the pricing sheet as a pdf"
    )
    assert [(item.feature, item.format) for item in report.demo_requests] == [("templates", "live")]
    assert [(item.document, item.format) for item in report.document_requests] == [("pricing sheet", "PDF")]


def test_a_meeting_has_the_time_the_agent_confirmed() -> None:
    report = actions(
        "U: Thursday at ten?\nA: You're booked for Thursday at ten a.m. Mountain.",
        booking("Thursday", "10am", after=0),
    )
    assert report.meeting_booked
    assert report.meetings[0].meeting_time is not None
    assert report.meetings[0].meeting_time.isoformat() == "2025-11-13T17:00:00+00:00"


def test_a_meeting_that_could_not_be_booked_is_kept_as_an_attempt() -> None:
    report = actions(
        "U: Tomorrow at one?\nA: I couldn't book it.", booking("tomorrow", "1pm", success=False, after=0)
    )
    assert not report.meeting_booked
    assert [(meeting.success, meeting.meeting_link) for meeting in report.meetings] == [(False, None)]


def test_two_promises_of_one_clause_are_two_items() -> None:
    found = actions(
        "A: I'll reopen your ticket today, and I'll ask a sales rep to call you tomorrow.\nU: ok"
    ).items
    assert [item.owner for item in found] == [Owner.SUPPORT, Owner.SALES]


def test_what_carries_on_a_condition_is_no_promise() -> None:
    assert actions("U: If it isn't fixed I'm off. And I'll send the invoice back.\nA: Fine.").items == ()


def test_a_present_tense_with_a_date_is_a_promise() -> None:
    found = actions("U: I send you the forms on Friday\nA: Thank you.").items
    assert [item.owner for item in found] == [Owner.USER]


def test_a_habit_is_none() -> None:
    assert actions("U: I send them the forms every Friday\nA: I see.").items == ()


def test_a_reason_is_none() -> None:
    assert actions("U: Because by January we will send sixty of these\nA: I see.").items == ()
