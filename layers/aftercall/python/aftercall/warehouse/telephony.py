"""Folding telephony events into their row, and giving sessions the caller that events tell of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import dict_row

from aftercall.session.raw_reference import RawReference
from aftercall.telephony.calls import CallView, view_of
from aftercall.telephony.events import CallSource, TelephonyEvent, TranscriptSegment
from aftercall.telephony.facts import Facts, facts_from_json, facts_to_json, merge
from aftercall.warehouse.callers import apply_caller
from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.errors import translated_errors
from aftercall.warehouse.locks import lock_room, lock_twilio_calls
from aftercall.warehouse.precedence import RANK_TWILIO
from aftercall.warehouse.records import integer, key_text, to_json, upsert_record
from aftercall.warehouse.session_row import CallKeys

MOST_SEGMENTS = 5000
MOST_ATTEMPTS = 5
"""A transcription that never becomes a session is not sent for ever: its message is a dead letter."""


@dataclass(frozen=True, slots=True)
class FoldOutcome:
    """What folding an event led to.

    Parameters
    ----------
    keys
        What the call's sessions are found by.
    absorbed
        Sessions that turned out to be lesser reports of another session's call.
    """

    call: CallView
    keys: CallKeys
    absorbed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DueTranscription:
    """A Twilio call whose transcription is to be analysed.

    Parameters
    ----------
    sent_digest
        SHA-256 of the document that was sent last.
    session_exists
        Whether the call has a session already.
    """

    call: CallView
    segments: tuple[TranscriptSegment, ...]
    sent_digest: str | None
    session_exists: bool


def fold_event(connection: Connection, event: TelephonyEvent, now: datetime) -> FoldOutcome:
    """Fold one event into the row of its room or call, in one transaction.

    Events may come in any order and any number of times: the row is always what all of them
    together tell. Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with transaction(connection):
        _lock(connection, event)
        facts = merge(_facts(connection, event.call_key), event.facts)
        view = view_of(event.call_key, event.source, facts)
        room_sid = event.call_key if event.source is CallSource.LIVEKIT else None
        if room_sid is not None and view.twilio_call_sid is not None:
            lock_twilio_calls(connection, [view.twilio_call_sid])
        upsert_record(connection, "telephony_calls", ["call_key"], _row(view, facts, now))
        _insert_segments(connection, event)
        keys = CallKeys(room_sid, view.twilio_call_sid)
        absorbed = apply_caller(connection, keys, now)
    return FoldOutcome(view, keys, absorbed)


def _lock(connection: Connection, event: TelephonyEvent) -> None:
    if event.source is CallSource.LIVEKIT:
        lock_room(connection, event.call_key)
    else:
        lock_twilio_calls(connection, [event.call_key])


def _facts(connection: Connection, call_key: str) -> Facts:
    found = connection.execute(
        "SELECT facts FROM warehouse.telephony_calls WHERE call_key = %s FOR UPDATE", [call_key]
    ).fetchone()
    return {} if found is None else facts_from_json(found[0])


def _row(view: CallView, facts: Facts, now: datetime) -> dict[str, object]:
    return {
        "call_key": view.call_key,
        "source": view.source,
        "status": view.status,
        "room_sid": view.call_key if view.source is CallSource.LIVEKIT else None,
        "room_name": view.room_name,
        "job_id": view.job_id,
        "twilio_call_sid": key_text(view.twilio_call_sid),
        "account_sid": view.account_sid,
        "parent_call_sid": view.parent_call_sid,
        "direction": view.direction,
        "from_number": view.from_number,
        "to_number": view.to_number,
        "caller_identity": view.caller.identity,
        "caller_email": view.caller.email,
        "caller_name": view.caller.name,
        "caller_phone": view.caller.phone,
        "caller_time_zone": view.caller.time_zone,
        "participants": list(view.participants),
        "answered_by": view.answered_by,
        "first_event_at": view.first_event_at or now,
        "last_event_at": view.last_event_at or now,
        "started_at": view.started_at,
        "completed_at": view.completed_at,
        "expired_at": view.expired_at,
        "ended_seen_at": view.ended_seen_at,
        "duration_seconds": integer(view.duration_seconds),
        "recording_location": view.recording.location,
        "recording_status": view.recording.status,
        "recording_duration_seconds": integer(view.recording.duration_seconds),
        "recording_channels": view.recording.channels
        if view.recording.channels and view.recording.channels < 100  # noqa: PLR2004 - fits smallint, and ears
        else None,
        "facts": facts_to_json(facts),
        "updated_at": now,
    }


def _insert_segments(connection: Connection, event: TelephonyEvent) -> None:
    if not event.segments:
        return
    records = [
        {
            "call_key": event.call_key,
            "segment_key": segment.segment_key[:500],
            "event_id": segment.event_id,
            "sequence_id": segment.sequence_id,
            "track": segment.track,
            "transcript": segment.transcript,
            "confidence": segment.confidence,
            "at": segment.at,
            "final": segment.final,
        }
        for segment in event.segments
    ]
    connection.execute(
        "INSERT INTO warehouse.telephony_segments SELECT told.* "
        "FROM jsonb_populate_recordset(NULL::warehouse.telephony_segments, %s::jsonb) AS told "
        "ON CONFLICT (call_key, segment_key) DO NOTHING",
        [to_json(records)],
    )


def due_transcription(connection: Connection, call_sid: str) -> DueTranscription | None:
    """Give a Twilio call's transcription when it is to be analysed, else None.

    It is when the call is over, something was said, and no agent reports on the call: neither has a
    report come, nor is one expected from a room the call led to (until that counts as missing).
    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with translated_errors(), connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(DUE, {"sid": call_sid, "twilio": RANK_TWILIO}).fetchone()
        if found is None:
            return None
        rows = cursor.execute(
            "SELECT segment_key, event_id, sequence_id, track, transcript, confidence, at, final "
            "FROM warehouse.telephony_segments WHERE call_key = %s "
            "ORDER BY sequence_id, segment_key LIMIT %s",
            [call_sid, MOST_SEGMENTS],
        ).fetchall()
    segments = tuple(TranscriptSegment(**row) for row in rows)
    if not segments:
        return None
    view = view_of(call_sid, CallSource.TWILIO, facts_from_json(found["facts"]))
    return DueTranscription(view, segments, found["transcription_digest"], found["session_exists"])


DUE = """
SELECT call.facts, call.transcription_digest, EXISTS (
    SELECT FROM warehouse.sessions WHERE session_id = call.call_key) AS session_exists
FROM warehouse.telephony_calls AS call
WHERE call.call_key = %(sid)s AND call.source = 'twilio' AND call.status <> 'active'
AND NOT EXISTS (SELECT FROM warehouse.sessions AS reported
    WHERE reported.twilio_call_sid = call.call_key AND reported.rank > %(twilio)s)
AND NOT EXISTS (SELECT FROM warehouse.telephony_calls AS room
    WHERE room.twilio_call_sid = call.call_key AND room.source = 'livekit'
    AND room.report_missing_at IS NULL
    AND NOT EXISTS (SELECT FROM warehouse.sessions AS came WHERE came.room_sid = room.call_key))
"""


def mark_transcription_sent(
    connection: Connection, call_sid: str, reference: RawReference, now: datetime
) -> None:
    """Remember which transcription was sent to analysis last, and when.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with transaction(connection):
        connection.execute(
            "UPDATE warehouse.telephony_calls SET transcription_digest = %s, transcription_enqueued_at = %s, "
            "transcription_attempts = transcription_attempts + 1 WHERE call_key = %s",
            [reference.sha256, now, call_sid],
        )


def calls_without_session(connection: Connection, before: datetime, limit: int) -> Sequence[str]:
    """Give transcribed Twilio calls that were over by then and have no session yet.

    ``before`` also bounds when a transcription was last sent: one under way is left alone.
    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with translated_errors():
        rows = connection.execute(
            WITHOUT_SESSION,
            {"before": before, "attempts": MOST_ATTEMPTS, "limit": limit, "twilio": RANK_TWILIO},
        ).fetchall()
    return [call_key for (call_key,) in rows]


WITHOUT_SESSION = """
SELECT call_key FROM warehouse.telephony_calls AS call
WHERE source = 'twilio' AND status <> 'active' AND coalesce(ended_seen_at, expired_at) < %(before)s
AND coalesce(transcription_enqueued_at, '-infinity') < %(before)s
AND transcription_attempts < %(attempts)s
AND EXISTS (SELECT FROM warehouse.telephony_segments AS told WHERE told.call_key = call.call_key)
AND NOT EXISTS (SELECT FROM warehouse.sessions AS one WHERE one.session_id = call.call_key
    OR (one.twilio_call_sid = call.call_key AND one.rank >= %(twilio)s))
ORDER BY ended_seen_at LIMIT %(limit)s
"""
