"""Reading Twilio's callbacks: call status, recording, real-time transcription, answering machine detection.

Source: Twilio's documentation of each callback. Bodies are URL-encoded forms, or JSON objects with
the same names; CallDuration is seconds, Duration minutes.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl

from aftercall.session.errors import UnreadableReport
from aftercall.session.forms import SAFE_SESSION_ID
from aftercall.session.reading import EARLIEST, LATEST, clean_text, fraction, mapping, moment, optional_text
from aftercall.telephony.events import CallSource, EventEnvelope, TelephonyEvent, TranscriptSegment
from aftercall.telephony.facts import FactCollector

STATUS_RANKS = {"queued": 0, "initiated": 1, "ringing": 2, "in-progress": 3}
TERMINAL_STATUSES = {
    "completed": "completed",
    "busy": "busy",
    "failed": "failed",
    "no-answer": "no_answer",
    "canceled": "canceled",
}
"""Twilio's word for the end of a call, and ours."""
TERMINAL_RANK = 10

RECORDING_RANKS = {"in-progress": 0, "absent": 1, "failed": 1, "completed": 2}
ANSWER_RANKS = {"unknown": 0, "machine_start": 1}
KNOWN_ANSWER_RANK = 2
TRACKS = frozenset({"inbound_track", "outbound_track"})
MOST_FIELDS = 500
DIGITS_OF_A_COUNT = 9


def parse_twilio_event(body: bytes, envelope: EventEnvelope) -> TelephonyEvent:
    """Read a callback of the kind the envelope names.

    Raises
    ------
    UnreadableReport
        When the body is neither a form nor a JSON object, or CallSid is missing.
    """
    fields = read_fields(body)
    call_sid = fields.get("CallSid", "")
    if not SAFE_SESSION_ID.fullmatch(call_sid):
        raise UnreadableReport("CallSid", "the call's sid, such as CA...")
    at = event_time(fields.get("Timestamp")) or envelope.received_at
    collector = FactCollector(at)
    collector.earliest_time("first_event_at", at)
    collector.latest_time("last_event_at", at)
    collector.latest("account_sid", fields.get("AccountSid"))
    _read_call(collector, fields, at, envelope)
    _read_recording(collector, fields)
    _read_answer(collector, fields)
    segments = _segments(fields, at, envelope) if envelope.kind == "transcription" else ()
    return TelephonyEvent(envelope.event_id, CallSource.TWILIO, call_sid, collector.facts, segments)


def read_fields(body: bytes) -> dict[str, str]:
    """Read a form or a JSON object as texts; of a repeated field the first."""
    try:
        text = body.decode("utf-8", "replace")  # as the edge, which accepted it, reads it
        if text.lstrip().startswith("{"):
            document = json.loads(text)
            pairs = [(str(name), _text(value)) for name, value in document.items()]
        else:
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except (ValueError, RecursionError, AttributeError):
        raise UnreadableReport("body", "a URL-encoded form or a JSON object") from None
    fields: dict[str, str] = {}
    for name, value in pairs:
        if value:
            fields.setdefault(clean_text(name), clean_text(value))
    return fields


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value)


def event_time(value: str | None) -> datetime | None:
    """Read RFC 2822 (status callbacks) or ISO 8601 (transcription)."""
    if not value:
        return None
    try:
        parsed = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return moment(value)
    aware = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    return aware if EARLIEST <= aware <= LATEST else None


def _read_call(
    collector: FactCollector, fields: Mapping[str, str], at: datetime, envelope: EventEnvelope
) -> None:
    collector.latest("from", fields.get("From"))
    collector.latest("to", fields.get("To"))
    collector.latest("direction", fields.get("Direction"))
    collector.latest("parent_call_sid", fields.get("ParentCallSid"))
    collector.latest("duration_seconds", _count(fields.get("CallDuration")))
    status = fields.get("CallStatus")
    if envelope.kind != "call-status" or status is None:
        return
    if status in TERMINAL_STATUSES:
        collector.latest("status", TERMINAL_STATUSES[status], TERMINAL_RANK)
        collector.earliest_time("completed_at", at)
        collector.earliest_time("ended_seen_at", envelope.received_at)
    elif status in STATUS_RANKS:
        collector.latest("status", status, STATUS_RANKS[status])
        if status == "in-progress":
            collector.earliest_time("started_at", at)


def _read_recording(collector: FactCollector, fields: Mapping[str, str]) -> None:
    sid = fields.get("RecordingSid")
    if sid is None:
        return
    prefix = f"recording/{sid.replace('/', '_')[:200]}"
    # A status callback that only mentions a recording tells less than the recording's own.
    rank = RECORDING_RANKS.get(fields.get("RecordingStatus", ""), 0)
    collector.latest(f"{prefix}/status", fields.get("RecordingStatus"), rank)
    collector.latest(f"{prefix}/location", fields.get("RecordingUrl"), rank)
    collector.latest(f"{prefix}/duration_seconds", _count(fields.get("RecordingDuration")), rank)
    collector.latest(f"{prefix}/channels", _count(fields.get("RecordingChannels")), rank)
    collector.earliest_time(f"{prefix}/started_at", event_time(fields.get("RecordingStartTime")))


def _read_answer(collector: FactCollector, fields: Mapping[str, str]) -> None:
    answered_by = fields.get("AnsweredBy")
    if answered_by is not None:
        rank = ANSWER_RANKS.get(answered_by, KNOWN_ANSWER_RANK)
        collector.latest("answered_by", answered_by, rank)
        collector.latest("machine_detection_ms", _count(fields.get("MachineDetectionDuration")), rank)


def _segments(
    fields: Mapping[str, str], at: datetime, envelope: EventEnvelope
) -> tuple[TranscriptSegment, ...]:
    if fields.get("TranscriptionEvent") != "transcription-content":
        return ()
    data = mapping(fields.get("TranscriptionData"))
    transcript, track = optional_text(data.get("transcript")), fields.get("Track", "")
    if transcript is None or track not in TRACKS:
        return ()
    sequence_id = _count(fields.get("SequenceId")) or 0
    confidence = data.get("confidence")
    key = ":".join((fields.get("TranscriptionSid", ""), track, str(sequence_id)))
    segment = TranscriptSegment(
        segment_key=key if fields.get("SequenceId") else envelope.event_id,
        event_id=envelope.event_id,
        sequence_id=sequence_id,
        track=track,
        transcript=transcript,
        confidence=fraction(confidence),
        at=at,
        final=fields.get("Final", "true").lower() != "false",
    )
    return (segment,)


def _count(value: str | None) -> int | None:
    if value is None or not (value.isascii() and value.isdigit()) or len(value) > DIGITS_OF_A_COUNT:
        return None
    return int(value)
