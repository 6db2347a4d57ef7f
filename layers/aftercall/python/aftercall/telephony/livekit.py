"""Reading LiveKit's webhooks.

Source: livekit/protocol ``livekit_webhook.proto``, ``livekit_models.proto`` and ``livekit_egress.proto``
as protobuf's JSON: 64-bit integers are strings, zero values and unknown keys may be missing.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from aftercall.session.errors import UnreadableReport
from aftercall.session.forms import SAFE_SESSION_ID
from aftercall.session.identity import CALL_SID_ATTRIBUTE, read_participant
from aftercall.session.reading import epoch_seconds, mapping, optional_text, sequence
from aftercall.telephony.events import CallSource, EventEnvelope, TelephonyEvent
from aftercall.telephony.facts import FactCollector

MILLISECONDS = 1e3
NANOSECONDS = 1e9
ROOM_PATHS = (
    ("room", "sid"),
    ("egressInfo", "roomId"),
    ("ingressInfo", "state", "roomId"),
    ("job", "room", "sid"),
)
EGRESS_RANKS = {"EGRESS_STARTING": 0, "EGRESS_ACTIVE": 1, "EGRESS_ENDING": 2}
ENDED_EGRESS_RANK = 3
MOST_ATTRIBUTES = 50


def parse_livekit_event(body: bytes, envelope: EventEnvelope) -> TelephonyEvent | None:
    """Read an event; None when it belongs to no room.

    Raises
    ------
    UnreadableReport
        When the body is no JSON object.
    """
    document = _object(body)
    room_sid = _room_sid(document)
    if room_sid is None:
        return None
    at = _seconds(document.get("createdAt")) or envelope.received_at
    collector = FactCollector(at)
    collector.earliest_time("first_event_at", at)
    collector.latest_time("last_event_at", at)
    event = optional_text(document.get("event")) or ""
    _read_room(collector, event, document, at, envelope)
    _read_participant(collector, event, mapping(document.get("participant")), at)
    _read_egress(collector, mapping(document.get("egressInfo")))
    _read_job(collector, mapping(document.get("job")))
    return TelephonyEvent(envelope.event_id, CallSource.LIVEKIT, room_sid, collector.facts)


def _object(body: bytes) -> Mapping[str, object]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise UnreadableReport("body", "a JSON object")
    return document


def _room_sid(document: Mapping[str, object]) -> str | None:
    for path in ROOM_PATHS:
        value: object = document
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        if isinstance(value, str) and SAFE_SESSION_ID.fullmatch(value):
            return value
    return None


def _read_room(
    collector: FactCollector,
    event: str,
    document: Mapping[str, object],
    at: datetime,
    envelope: EventEnvelope,
) -> None:
    room = mapping(document.get("room"))
    egress = mapping(document.get("egressInfo"))
    collector.latest("room_name", optional_text(room.get("name")) or optional_text(egress.get("roomName")))
    created = _scaled(room.get("creationTimeMs"), MILLISECONDS) or _seconds(room.get("creationTime"))
    collector.earliest_time("started_at", created or (at if event == "room_started" else None))
    if event == "room_finished":
        collector.earliest_time("completed_at", at)
        collector.earliest_time("ended_seen_at", envelope.received_at)
        collector.latest("end_reason", optional_text(document.get("roomEndReason")))


def _read_participant(
    collector: FactCollector, event: str, participant: Mapping[str, object], at: datetime
) -> None:
    sid = optional_text(participant.get("sid")) or optional_text(participant.get("identity"))
    if sid is None:
        return
    prefix = f"participant/{sid.replace('/', '_')[:200]}"
    known = read_participant(participant)
    collector.latest(f"{prefix}/identity", known.participant_id)
    collector.latest(f"{prefix}/kind", optional_text(participant.get("kind")))
    collector.latest(f"{prefix}/email", known.email)
    collector.latest(f"{prefix}/name", known.name)
    collector.latest(f"{prefix}/phone", known.phone)
    collector.latest(f"{prefix}/time_zone", known.time_zone)
    collector.latest(f"{prefix}/twilio_call_sid", known.attributes.get(CALL_SID_ATTRIBUTE))
    attributes = dict(sorted(known.attributes.items())[:MOST_ATTRIBUTES])
    collector.latest(f"{prefix}/attributes", {name: text[:500] for name, text in attributes.items()})
    joined = _scaled(participant.get("joinedAtMs"), MILLISECONDS) or _seconds(participant.get("joinedAt"))
    collector.earliest_time(f"{prefix}/joined_at", joined)
    if event in {"participant_left", "participant_connection_aborted"}:
        collector.latest_time(f"{prefix}/left_at", at)


def _read_egress(collector: FactCollector, egress: Mapping[str, object]) -> None:
    egress_id = optional_text(egress.get("egressId"))
    if egress_id is None:
        return
    prefix = f"recording/{egress_id.replace('/', '_')[:200]}"
    status = optional_text(egress.get("status"))
    rank = EGRESS_RANKS.get(status or "", ENDED_EGRESS_RANK)
    collector.latest(f"{prefix}/status", status.removeprefix("EGRESS_").lower() if status else None, rank)
    collector.earliest_time(f"{prefix}/started_at", _scaled(egress.get("startedAt"), NANOSECONDS))
    results = [mapping(result) for result in sequence(egress.get("fileResults"))]
    file = next(iter(results), mapping(egress.get("file")))
    location = optional_text(file.get("location")) or optional_text(file.get("filename"))
    collector.latest(f"{prefix}/location", location, rank)
    duration = _number(file.get("duration"))
    collector.latest(f"{prefix}/duration_seconds", None if duration is None else duration / NANOSECONDS, rank)


def _read_job(collector: FactCollector, job: Mapping[str, object]) -> None:
    job_id = optional_text(job.get("id"))
    if job_id is not None and SAFE_SESSION_ID.fullmatch(job_id):
        collector.latest(f"job/{job_id}/seen", value=True)


def _number(value: object) -> float | None:
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() and len(value) < 20 else None  # noqa: PLR2004 - int64 has 19 digits
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _seconds(value: object) -> datetime | None:
    return _scaled(value, 1.0)


def _scaled(value: object, per_second: float) -> datetime | None:
    number = _number(value)
    return None if number is None else epoch_seconds(number / per_second)
