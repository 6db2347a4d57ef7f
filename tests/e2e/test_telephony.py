"""Telephony events come late, twice and in any order; the row of their room or call does not care."""

from datetime import timedelta
from typing import Any

import pytest

from tests.e2e.stack import Stack
from tests.e2e.twilio_call import (
    CALLER,
    LASTED,
    OUT_OF_ORDER,
    RECORDING,
    SPOKEN,
    TwilioCall,
    new_twilio_call,
)


def test_a_twilio_call_without_an_agent_becomes_a_session_once_it_is_over(stack: Stack) -> None:
    twilio_call = new_twilio_call(stack)
    *early, late = OUT_OF_ORDER
    for number in early:
        twilio_call.utterance(number)
    twilio_call.status("in-progress", at_second=0)
    twilio_call.answered_by_a_person()
    stack.wait_until_idle()
    assert stack.session(twilio_call.call_sid) == {}

    twilio_call.completed()
    twilio_call.recorded()
    twilio_call.utterance(late)
    stack.wait_for_analysis(twilio_call.call_sid)
    stack.wait_until_idle()

    row = stack.session(twilio_call.call_sid)
    assert (row["form"], row["user_phone"], row["duration_seconds"]) == (
        "twilio_transcription",
        CALLER,
        LASTED,
    )
    assert row["recording_location"] == RECORDING
    assert stack.footprint(twilio_call.call_sid)["sessions"] == 1
    turns = stack.row("transcripts", "session_id", twilio_call.call_sid)["transcript_json"]
    assert [turn["text"] for turn in turns] == [transcript for _, transcript in SPOKEN]
    telephony = stack.row("telephony_calls", "call_key", twilio_call.call_sid)
    assert (telephony["status"], telephony["answered_by"]) == ("completed", "human")


def test_an_agents_report_beats_the_transcription_of_the_same_call(stack: Stack) -> None:
    call = stack.new_call()
    joined = next(event for event in call.webhooks if "sip.twilio.callSid" in str(event))
    call_sid = joined["participant"]["attributes"]["sip.twilio.callSid"]
    transcribed = TwilioCall(stack, call_sid, stack.now() - timedelta(seconds=LASTED))
    for number in OUT_OF_ORDER:
        transcribed.utterance(number)
    transcribed.completed()
    stack.wait_for_analysis(call_sid)

    stack.send_whole_call(call)
    stack.wait_for_analysis(call.session_id)
    stack.wait_until_idle()

    assert set(stack.footprint(call_sid).values()) == {0}
    assert stack.footprint(call.session_id)["sessions"] == 1
    superseded = stack.rows("superseded_reports", "session_id", call.session_id)
    assert [one["superseded_session_id"] for one in superseded] == [call_sid]


@pytest.mark.parametrize("order", ["reversed", "rotated"])
def test_room_events_in_any_order_fold_into_the_same_row(stack: Stack, order: str) -> None:
    call, in_order = stack.new_call("03-angry-caller"), stack.new_call("03-angry-caller")
    events = {
        "reversed": call.webhooks[::-1],
        "rotated": [*call.webhooks[1:], call.webhooks[0]],
    }[order]

    for event in [*events, *events]:
        stack.sender.post_webhook(event)
    stack.send_webhooks(in_order)
    stack.wait_until_idle()

    row, expected = (
        stack.row("telephony_calls", "call_key", one.report["room_id"]) for one in (call, in_order)
    )
    assert row["status"] == "completed"
    assert what_was_told(row) == what_was_told(expected)


def what_was_told(row: dict[str, Any]) -> dict[str, Any]:
    """What does not differ between two copies of a call."""
    names = ("status", "caller_email", "caller_name", "caller_phone", "duration_seconds", "room_name")
    return {name: row[name] for name in names}


def test_a_room_without_a_report_is_flagged_until_the_report_comes(stack: Stack) -> None:
    call = stack.new_call("05-voicemail")
    room = call.report["room_id"]
    stack.send_webhooks(call)
    stack.wait_until_idle()

    assert stack.functions.invoke("reconcile_rooms", {})["flagged"] >= 0
    assert stack.rows("sessions", "room_sid", room) == []
    let_twenty_minutes_pass(stack, room)
    assert stack.functions.invoke("reconcile_rooms", {})["flagged"] >= 1

    flagged = stack.row("sessions", "room_sid", room)
    assert (flagged["status"], flagged["error_kind"]) == ("failed", "no_report")
    assert flagged["user_email"] == "odette@marchetti-architects.example"

    stack.post_report(call.report)
    stack.wait_for_analysis(call.session_id)
    stack.wait_until_idle()

    row = stack.row("sessions", "room_sid", room)
    assert (row["session_id"], row["error_kind"]) == (call.session_id, None)
    assert stack.footprint(call.session_id)["sessions"] == 1


def let_twenty_minutes_pass(stack: Stack, room: str) -> None:
    """Move what is known of a room's end into the past; nobody waits for a quarter of an hour here."""
    stack.connection.execute(
        "UPDATE warehouse.telephony_calls SET ended_seen_at = ended_seen_at - interval '20 minutes', "
        "completed_at = completed_at - interval '20 minutes' WHERE call_key = %s",
        (room,),
    )
