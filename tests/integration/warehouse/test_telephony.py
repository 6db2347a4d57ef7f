"""Telephony events in the warehouse: one row per room, callers joined with sessions in either order."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from aftercall.session.forms import ReportForm
from aftercall.session.models import Participant
from aftercall.telephony.events import TelephonyEvent
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.reconciliation import reconcile
from aftercall.warehouse.store import store_analysis
from aftercall.warehouse.telephony import fold_event
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import counts, row
from tests.unit.warehouse.telephony_events import (
    CALL_EVENTS,
    CALL_SID,
    ROOM_EVENTS,
    START,
    caller,
    livekit,
    phone_caller,
)

EMAIL = "maya@brightline.example"
SESSION = "RM_one.AJ_one"
NOW = START + timedelta(minutes=2)
LATER = START + timedelta(minutes=30)


def fold(connection: Connection, *events: TelephonyEvent) -> None:
    for event in events:
        fold_event(connection, event, NOW)


def store(connection: Connection, **changes: Any) -> None:
    """An agent's report that knows nobody."""
    session = calls.session(participant=Participant(), **changes)
    store_analysis(connection, calls.call(session, body=session.session_id))


def comparable(connection: Connection, table: str, key: str) -> dict[str, Any]:
    times = {"created_at", "updated_at"}
    return {name: value for name, value in row(connection, table, key).items() if name not in times}


def test_a_room_is_one_row(warehouse: Connection) -> None:
    fold(warehouse, *ROOM_EVENTS)
    room = row(warehouse, "telephony_calls", "RM_one")
    assert (room["status"], room["caller_email"], room["job_id"]) == ("completed", EMAIL, "AJ_one")
    assert room["duration_seconds"] == 60


@pytest.mark.parametrize("events", [ROOM_EVENTS, CALL_EVENTS], ids=["room", "call"])
def test_events_out_of_order_and_twice_leave_the_same_row(
    warehouse: Connection, open_connection: Callable[[], Connection], events: Sequence[TelephonyEvent]
) -> None:
    key = events[0].call_key
    fold(warehouse, *events)
    expected = comparable(warehouse, "telephony_calls", key)
    warehouse.execute("DELETE FROM warehouse.telephony_calls")
    connections = [open_connection() for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda one: fold(one, *reversed(events)), connections))
    assert comparable(warehouse, "telephony_calls", key) == expected


@pytest.mark.parametrize("report_first", [False, True])
def test_who_called_is_joined_whichever_comes_first(warehouse: Connection, report_first: bool) -> None:
    if report_first:
        store(warehouse)
        assert counts(warehouse)["leads"] == 0
    fold(warehouse, *ROOM_EVENTS)
    if not report_first:
        store(warehouse)
    session = row(warehouse, "sessions", SESSION)
    assert (session["user_email"], session["user_name"], session["lead_email"]) == (
        EMAIL,
        "Maya Lindqvist",
        EMAIL,
    )
    assert session["company"] == "brightline.example"
    assert (session["recording_location"], session["recording_duration_seconds"]) == (
        "s3://recordings/one.ogg",
        58,
    )
    lead = row(warehouse, "leads", EMAIL)
    assert (lead["latest_session_id"], lead["total_calls"], lead["team_size"]) == (SESSION, 1, 12)


def test_a_report_and_its_webhooks_at_once_are_joined(
    warehouse: Connection, open_connection: Callable[[], Connection]
) -> None:
    for number in range(5):
        warehouse.execute("TRUNCATE warehouse.sessions, warehouse.telephony_calls CASCADE")
        first, second = open_connection(), open_connection()
        with ThreadPoolExecutor(2) as pool:
            done = [pool.submit(store, first), pool.submit(fold, second, *ROOM_EVENTS)]
            assert [one.result() for one in done] == [None, None], number
        assert row(warehouse, "leads", EMAIL)["total_calls"] == 1


def test_what_the_report_says_of_the_caller_comes_first(warehouse: Connection) -> None:
    fold(warehouse, *ROOM_EVENTS)
    store_analysis(warehouse, calls.call())
    assert row(warehouse, "sessions", SESSION)["user_email"] == calls.EMAIL


def test_metadata_of_a_webhook_comes_before_what_a_booking_was_given(warehouse: Connection) -> None:
    booked = calls.booking_call("assistant@brightline.example")
    participant = Participant(email="assistant@brightline.example", name="M. Lindqvist")
    session = calls.session(participant=participant, tool_calls=(booked,))
    store_analysis(warehouse, calls.call(session))
    assert row(warehouse, "sessions", SESSION)["user_email"] == "assistant@brightline.example"
    fold(warehouse, *ROOM_EVENTS)
    assert row(warehouse, "sessions", SESSION)["user_email"] == EMAIL
    assert warehouse.execute("SELECT email FROM warehouse.leads").fetchall() == [(EMAIL,)]


def test_a_corrected_email_moves_the_call_to_the_other_lead(warehouse: Connection) -> None:
    fold(warehouse, *ROOM_EVENTS)
    store(warehouse)
    corrected = caller(metadata='{"email": "jonas@brightline.example"}')
    fold(warehouse, livekit("participant_left", 59, participant=corrected))
    assert warehouse.execute("SELECT email FROM warehouse.leads").fetchall() == [
        ("jonas@brightline.example",)
    ]


def test_a_twilio_transcription_gives_way_once_the_room_names_its_call(warehouse: Connection) -> None:
    store(warehouse)
    twilio = calls.session(CALL_SID, form=ReportForm.TWILIO_TRANSCRIPTION, participant=Participant())
    store_analysis(warehouse, calls.call(twilio, body="twilio"))
    assert counts(warehouse)["sessions"] == 2
    outcome = fold_event(warehouse, livekit("participant_joined", 2, participant=phone_caller()), NOW)
    assert outcome.absorbed == (CALL_SID,)
    assert counts(warehouse)["sessions"] == 1
    assert row(warehouse, "sessions", SESSION)["twilio_call_sid"] == CALL_SID
    assert row(warehouse, "superseded_reports", SESSION)["superseded_session_id"] == CALL_SID


def test_a_room_without_a_report_is_flagged_after_fifteen_minutes(warehouse: Connection) -> None:
    fold(warehouse, *ROOM_EVENTS)
    assert reconcile(warehouse, START + timedelta(minutes=15)).flagged == ()
    assert reconcile(warehouse, LATER).flagged == ("RM_one",)
    session = row(warehouse, "sessions", SESSION)
    assert (session["status"], session["error_kind"], session["user_email"]) == ("failed", "no_report", EMAIL)
    assert (session["start_time"], session["duration_seconds"]) == (START, 60)
    assert row(warehouse, "telephony_calls", "RM_one")["report_missing_at"] == LATER
    assert reconcile(warehouse, LATER).flagged == ()


def test_a_report_that_comes_after_all_takes_the_place_of_the_missing_one(warehouse: Connection) -> None:
    fold(warehouse, *ROOM_EVENTS)
    reconcile(warehouse, LATER)
    store(warehouse)
    assert row(warehouse, "sessions", SESSION)["status"] == "completed"
    assert row(warehouse, "telephony_calls", "RM_one")["report_missing_at"] is None
    assert (counts(warehouse)["sessions"], row(warehouse, "leads", EMAIL)["total_calls"]) == (1, 1)


def test_a_placeholder_under_the_rooms_own_id_gives_way_too(warehouse: Connection) -> None:
    fold(warehouse, ROOM_EVENTS[0], ROOM_EVENTS[-1])
    reconcile(warehouse, LATER)
    assert row(warehouse, "sessions", "RM_one")["error_kind"] == "no_report"
    store(warehouse)
    assert warehouse.execute("SELECT session_id FROM warehouse.sessions").fetchall() == [(SESSION,)]


def test_a_room_with_a_report_is_not_flagged(warehouse: Connection) -> None:
    fold(warehouse, *ROOM_EVENTS)
    store(warehouse)
    assert reconcile(warehouse, LATER).flagged == ()


def test_a_room_whose_events_come_late_gets_its_fifteen_minutes(warehouse: Connection) -> None:
    fold(warehouse, *ROOM_EVENTS)
    # The events say the room ended at 15:31; we heard of it at 15:31 as well (see `envelope`).
    warehouse.execute("UPDATE warehouse.telephony_calls SET ended_seen_at = %s", [LATER])
    assert reconcile(warehouse, LATER + timedelta(minutes=14)).flagged == ()
    assert reconcile(warehouse, LATER + timedelta(minutes=16)).flagged == ("RM_one",)


def test_a_call_that_nobody_ended_is_closed_after_two_hours_and_then_missed(warehouse: Connection) -> None:
    fold(warehouse, *ROOM_EVENTS[:-1])
    assert reconcile(warehouse, START + timedelta(hours=1, minutes=59)).expired == ()
    closed_at = START + timedelta(hours=2, minutes=1)
    assert reconcile(warehouse, closed_at).expired == ("RM_one",)
    assert row(warehouse, "telephony_calls", "RM_one")["status"] == "expired"
    assert reconcile(warehouse, closed_at + timedelta(minutes=16)).flagged == ("RM_one",)
    assert reconcile(warehouse, closed_at + timedelta(minutes=17)) == reconcile(
        warehouse, closed_at + timedelta(minutes=18)
    )
    fold(warehouse, ROOM_EVENTS[-1])
    assert row(warehouse, "telephony_calls", "RM_one")["status"] == "completed"
