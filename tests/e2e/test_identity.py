"""Who called is told by webhooks and by the report; whichever comes first, they find each other."""

import time
from typing import Any

import pytest

from local.samples.catalogue import Sample
from tests.e2e.stack import Stack

# Its report names nobody: e-mail, name and phone stand in the participant_joined webhook alone.
NAMED_BY_WEBHOOK = "05-voicemail"
EMAIL = "odette@marchetti-architects.example"
PHONE = "+16145550188"


@pytest.fixture
def call(stack: Stack) -> Sample:
    """A call in a second of its own: samples move by whole seconds, and two of one second are both newest."""
    time.sleep(1.0)
    return stack.new_call(NAMED_BY_WEBHOOK)


def caller_of(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["user_email"], row["user_name"], row["user_phone"]


def test_a_caller_known_before_the_report_is_in_every_store(stack: Stack, call: Sample) -> None:
    stack.send_webhooks(call)
    stack.wait_until_idle()

    stack.post_report(call.report)
    row = stack.wait_for_analysis(call.session_id)

    assert caller_of(row) == (EMAIL, "Odette Marchetti", PHONE)
    assert stack.row("leads", "email", EMAIL)["latest_session_id"] == call.session_id
    assert lead_in_mongo(stack, call) == EMAIL


def test_a_caller_who_becomes_known_after_the_report_is_added(stack: Stack, call: Sample) -> None:
    stack.post_report(call.report)
    before = stack.wait_for_analysis(call.session_id)
    analysed_at = stack.row("analysis_results", "session_id", call.session_id)["analyzed_at"]
    assert caller_of(before) == (None, None, None)
    assert lead_in_mongo(stack, call) == f"anonymous:{call.session_id}"

    stack.send_webhooks(call)
    stack.wait_until_idle()

    assert caller_of(stack.session(call.session_id)) == (EMAIL, "Odette Marchetti", PHONE)
    assert stack.row("leads", "email", EMAIL)["latest_session_id"] == call.session_id
    assert lead_in_mongo(stack, call) == EMAIL
    assert stack.row("analysis_results", "session_id", call.session_id)["analyzed_at"] == analysed_at
    assert stack.footprint(call.session_id)["sessions"] == 1


def test_two_calls_of_one_caller_are_one_lead(stack: Stack, call: Sample) -> None:
    before = stack.row("leads", "email", EMAIL).get("total_calls", 0)
    calls = [call, stack.new_call(NAMED_BY_WEBHOOK)]

    for one in calls:
        stack.send_whole_call(one)
    stack.wait_until_idle()

    lead = stack.row("leads", "email", EMAIL)
    assert lead["total_calls"] == before + 2
    assert lead["latest_session_id"] in {one.session_id for one in calls}


def lead_in_mongo(stack: Stack, call: Sample) -> str:
    return str(stack.documents["transcripts"].find_one({"callId": call.session_id})["leadId"])
