"""Giving sessions what telephony events tell of their caller, when that comes after the report."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from psycopg import sql
from psycopg.rows import dict_row

from aftercall.warehouse.caller_join import CallerOfCall, caller_of_call
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.debts import reopen_leads, reopen_sessions
from aftercall.warehouse.identity import IdentitySources, is_international
from aftercall.warehouse.locks import lock_people
from aftercall.warehouse.people import refresh_people
from aftercall.warehouse.records import to_json
from aftercall.warehouse.same_call import PresentSession, present_sessions, settle_same_call
from aftercall.warehouse.session_row import CallKeys, identity_columns

UPDATED = (
    "participant_id",
    "user_email",
    "user_name",
    "user_phone",
    "company",
    "identity_sources",
    "lead_email",
    "twilio_call_sid",
    "recording_location",
    "recording_duration_seconds",
    "recording_channels",
)

UPDATE_CALLER = sql.SQL(
    "UPDATE warehouse.sessions AS call SET ({columns}) = (SELECT {columns} "
    "FROM jsonb_populate_record(NULL::warehouse.sessions, %s::jsonb)), updated_at = %s "
    "WHERE call.session_id = %s"
).format(columns=sql.SQL(", ").join(map(sql.Identifier, UPDATED)))


def apply_caller(connection: Connection, keys: CallKeys, now: datetime) -> tuple[str, ...]:
    """Join the sessions of a room or Twilio call with its caller; give the sessions that were absorbed.

    Runs in the caller's transaction, which holds the locks of the room and the Twilio call.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        sessions = cursor.execute(
            "SELECT * FROM warehouse.sessions WHERE room_sid = %s OR twilio_call_sid = %s "
            "ORDER BY session_id",
            [keys.room_sid, keys.twilio_call_sid],
        ).fetchall()
    changes = {
        session["session_id"]: change
        for session in sessions
        if (change := _change(connection, session, keys)) is not None
    }
    if changes:
        _update(connection, sessions, changes, now)
    return _settle(connection, [session["session_id"] for session in sessions], keys, now)


def _change(connection: Connection, session: dict[str, Any], keys: CallKeys) -> dict[str, object] | None:
    """Give the columns that become others, or None when all stay as they are."""
    own_keys = CallKeys(session["room_sid"], session["twilio_call_sid"] or keys.twilio_call_sid)
    caller: CallerOfCall = caller_of_call(connection, own_keys)
    sources = replace(IdentitySources.from_json(session["identity_sources"]), telephony=caller.identity)
    columns = identity_columns(sources)
    changed = {
        **columns,
        # Who is known by the phone number alone is attached when people are computed anew.
        "lead_email": columns["user_email"] or session["lead_email"],
        "twilio_call_sid": own_keys.twilio_call_sid,
        "recording_location": session["recording_location"] or caller.recording_location,
        "recording_duration_seconds": caller.recording_duration_seconds,
        "recording_channels": caller.recording_channels,
    }
    return changed if any(changed[name] != session[name] for name in UPDATED) else None


def _update(
    connection: Connection,
    sessions: list[dict[str, Any]],
    changes: dict[str, dict[str, object]],
    now: datetime,
) -> None:
    changed = [session for session in sessions if session["session_id"] in changes]
    rows = [*changed, *changes.values()]
    emails = {str(row[name]) for row in rows for name in ("user_email", "lead_email") if row[name]}
    phones = {str(row["user_phone"]) for row in rows if row["user_phone"]}
    phones = {phone for phone in phones if is_international(phone)}
    everybody = lock_people(connection, emails, phones)
    for session_id, change in changes.items():
        connection.execute(UPDATE_CALLER, [to_json(change), now, session_id])
    refresh_people(connection, everybody, phones, now)
    reopen_sessions(connection, list(changes), now)
    reopen_leads(connection, {str(one["lead_email"]) for one in changed if one["lead_email"]}, now)


def _settle(connection: Connection, session_ids: list[str], keys: CallKeys, now: datetime) -> tuple[str, ...]:
    """Now that the Twilio call is known, an agent's session may be the better report of it."""
    if keys.twilio_call_sid is None or len(session_ids) < 2:  # noqa: PLR2004 - two reports of one call
        return ()
    present = present_sessions(connection, session_ids[0], CallKeys(None, keys.twilio_call_sid))
    if not present:
        return ()
    best: PresentSession = max(present, key=lambda one: (one.standing.rank, one.session_id))
    return settle_same_call(connection, best.session_id, present, now)
