"""What no event tells: rooms whose report never came, calls whose end was never heard of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg.rows import dict_row

from aftercall.telephony.events import CallSource, expiry_of
from aftercall.warehouse.caller_join import caller_of_call
from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.errors import translated_errors
from aftercall.warehouse.identity import IdentitySources, is_international
from aftercall.warehouse.locks import lock_people, lock_room, lock_session, lock_twilio_calls
from aftercall.warehouse.partitions import coming_months, ensure_partitions
from aftercall.warehouse.people import refresh_people
from aftercall.warehouse.precedence import RANK_NO_REPORT
from aftercall.warehouse.records import upsert_record
from aftercall.warehouse.same_call import better_report, present_sessions
from aftercall.warehouse.session_row import CallKeys, identity_columns
from aftercall.warehouse.telephony import fold_event

REPORT_PATIENCE = timedelta(minutes=15)
LONGEST_CALL = timedelta(hours=2)
MOST_AT_ONCE = 200
NO_REPORT = "no_report"
ORIGIN = "reconciliation"

EXPIRED = """
SELECT call_key, source FROM warehouse.telephony_calls
WHERE status = 'active' AND first_event_at < %s ORDER BY first_event_at LIMIT %s
"""

# A room may have ended long ago and its events come only now: what counts is when we heard of its end.
WITHOUT_REPORT = """
SELECT * FROM warehouse.telephony_calls AS room
WHERE source = 'livekit' AND status <> 'active' AND report_missing_at IS NULL
AND greatest(coalesce(ended_seen_at, expired_at), completed_at) < %s
AND NOT EXISTS (SELECT FROM warehouse.sessions AS call WHERE call.room_sid = room.call_key)
ORDER BY ended_seen_at LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What was done: rooms flagged, calls expired, partitions made."""

    flagged: tuple[str, ...]
    expired: tuple[str, ...]
    partitions: int


def reconcile(connection: Connection, now: datetime) -> Reconciliation:
    """Close calls that have gone on for too long and flag rooms without a report. Safe to repeat.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    partitions = ensure_partitions(connection, coming_months(now), now)
    expired = _expire(connection, now)
    with translated_errors(), connection.cursor(row_factory=dict_row) as cursor:
        rooms = cursor.execute(WITHOUT_REPORT, [now - REPORT_PATIENCE, MOST_AT_ONCE]).fetchall()
    flagged = tuple(room["call_key"] for room in rooms if _flag(connection, room, now))
    return Reconciliation(flagged, expired, partitions)


def _expire(connection: Connection, now: datetime) -> tuple[str, ...]:
    with translated_errors():
        calls = connection.execute(EXPIRED, [now - LONGEST_CALL, MOST_AT_ONCE]).fetchall()
    for call_key, source in calls:
        fold_event(connection, expiry_of(call_key, CallSource(source), now), now)
    return tuple(call_key for call_key, _ in calls)


def placeholder_id(room: dict[str, Any]) -> str:
    """Give the id the report's session would have, where the agent's job is known, else the room's."""
    return f"{room['call_key']}.{room['job_id']}" if room["job_id"] else str(room["call_key"])


def _flag(connection: Connection, room: dict[str, Any], now: datetime) -> bool:
    """Flag one room and let a failed session stand for the call, unless a report came meanwhile."""
    session_id, room_sid = placeholder_id(room), room["call_key"]
    with transaction(connection):
        lock_session(connection, session_id)
        lock_room(connection, room_sid)
        keys = CallKeys(room_sid, room["twilio_call_sid"])
        if keys.twilio_call_sid is not None:
            lock_twilio_calls(connection, [keys.twilio_call_sid])
        if _has_session(connection, room_sid):
            return False
        connection.execute(
            "UPDATE warehouse.telephony_calls SET report_missing_at = %s WHERE call_key = %s", [now, room_sid]
        )
        present = present_sessions(connection, session_id, keys)
        if better_report(present, session_id, RANK_NO_REPORT) is None:
            _write_placeholder(connection, room, session_id, keys, now)
    return True


def _has_session(connection: Connection, room_sid: str) -> bool:
    found = connection.execute("SELECT FROM warehouse.sessions WHERE room_sid = %s", [room_sid]).fetchone()
    return found is not None


def _write_placeholder(
    connection: Connection, room: dict[str, Any], session_id: str, keys: CallKeys, now: datetime
) -> None:
    caller = caller_of_call(connection, keys)
    columns = identity_columns(IdentitySources(telephony=caller.identity))
    email, phone = columns["user_email"], caller.identity.phone
    phones = frozenset({phone} if phone is not None and is_international(phone) else ())
    everybody = lock_people(connection, frozenset({str(email)} if email else ()), phones)
    upsert_record(
        connection,
        "sessions",
        ["session_id"],
        {
            "session_id": session_id,
            "status": "failed",
            "error_kind": NO_REPORT,
            "rank": RANK_NO_REPORT,
            "origin": ORIGIN,
            "received_at": now,
            "updated_at": now,
            "start_time": room["started_at"] or room["first_event_at"],
            "end_time": room["completed_at"],
            "duration_seconds": room["duration_seconds"],
            "room_sid": room["call_key"],
            "room_name": room["room_name"],
            "job_id": room["job_id"],
            "twilio_call_sid": keys.twilio_call_sid,
            "lead_email": email,
            "backfilled": False,
            "discovered_signals": {},
            "reported_connection": {},
            **columns,
            **caller.columns_for(None),
        },
    )
    refresh_people(connection, everybody, phones, now)
