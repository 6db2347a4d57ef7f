"""One room or call as its facts tell it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aftercall.session.forms import SAFE_SESSION_ID
from aftercall.session.identity import normalise_phone
from aftercall.telephony.events import CallSource
from aftercall.telephony.facts import FactReader, Facts
from aftercall.telephony.twilio import TERMINAL_STATUSES

OUTBOUND_API = "outbound-api"
OTHER_KINDS = frozenset({"AGENT", "EGRESS", "INGRESS", "CONNECTOR", "BRIDGE"})
AGENT_IDENTITY_PREFIX = "agent-"
"""LiveKit names an agent ``agent-{job_id}`` unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The person, as far as events tell."""

    identity: str | None = None
    email: str | None = None
    name: str | None = None
    phone: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A pointer to a recording; the audio itself is not fetched."""

    location: str | None = None
    status: str | None = None
    duration_seconds: int | None = None
    channels: int | None = None


@dataclass(frozen=True, slots=True)
class CallView:
    """One room or call.

    Parameters
    ----------
    status
        active, completed, busy, failed, no_answer, canceled or expired.
    ended_seen_at
        When we heard that it was over, which may be long after it was.
    participants
        Each with sid, identity, kind, name, joined_at and left_at.
    """

    call_key: str
    source: CallSource
    status: str
    caller: Caller
    recording: Recording
    participants: tuple[Mapping[str, object], ...]
    room_name: str | None
    job_id: str | None
    twilio_call_sid: str | None
    account_sid: str | None
    parent_call_sid: str | None
    direction: str | None
    from_number: str | None
    to_number: str | None
    answered_by: str | None
    first_event_at: datetime | None
    last_event_at: datetime | None
    started_at: datetime | None
    completed_at: datetime | None
    expired_at: datetime | None
    ended_seen_at: datetime | None
    duration_seconds: int | None


def view_of(call_key: str, source: CallSource, facts: Facts) -> CallView:
    """Tell what the facts say; the same facts always give the same view."""
    reader = FactReader(facts)
    is_room = source is CallSource.LIVEKIT
    started, completed = reader.time("started_at"), reader.time("completed_at")
    return CallView(
        call_key=call_key,
        source=source,
        status=_status(reader, is_room=is_room),
        caller=_room_caller(reader) if is_room else _number_caller(reader),
        recording=_recording(reader),
        participants=tuple(_participant(reader, sid) for sid in reader.members("participant")),
        room_name=reader.text("room_name"),
        job_id=_job_id(reader),
        twilio_call_sid=_call_sid(reader) if is_room else call_key,
        account_sid=reader.text("account_sid"),
        parent_call_sid=reader.text("parent_call_sid"),
        direction=reader.text("direction"),
        from_number=reader.text("from"),
        to_number=reader.text("to"),
        answered_by=reader.text("answered_by"),
        first_event_at=reader.time("first_event_at"),
        last_event_at=reader.time("last_event_at"),
        started_at=started,
        completed_at=completed,
        expired_at=reader.time("expired_at"),
        ended_seen_at=reader.time("ended_seen_at"),
        duration_seconds=_duration(reader, started, completed),
    )


def _status(reader: FactReader, *, is_room: bool) -> str:
    told = reader.text("status")
    if told in TERMINAL_STATUSES.values():
        return str(told)
    if is_room and reader.time("completed_at") is not None:
        return "completed"
    return "expired" if reader.time("expired_at") is not None else "active"


def _duration(reader: FactReader, started: datetime | None, completed: datetime | None) -> int | None:
    told = reader.integer("duration_seconds")
    if told is not None:
        return told
    if started is None or completed is None:
        return None
    return max(0, round((completed - started).total_seconds()))


def _room_caller(reader: FactReader) -> Caller:
    """Give the person in the room: on the phone first, then who has an e-mail, then who came first."""
    people = [
        (
            one.text("kind") != "SIP",
            one.text("email") is None,
            one.number("joined_at") or float("inf"),
            sid,
        )
        for sid in reader.members("participant")
        if _is_person(one := reader.below("participant", sid))
    ]
    if not people:
        return Caller()
    one = reader.below("participant", min(people)[-1])
    return Caller(
        identity=one.text("identity"),
        email=one.text("email"),
        name=one.text("name"),
        phone=one.text("phone"),
        time_zone=one.text("time_zone"),
    )


def _is_person(participant: FactReader) -> bool:
    identity = participant.text("identity") or ""
    return participant.text("kind") not in OTHER_KINDS and not identity.startswith(AGENT_IDENTITY_PREFIX)


def _number_caller(reader: FactReader) -> Caller:
    """Give the person at the other end: whom we called, else who called us."""
    outbound = reader.text("direction") == OUTBOUND_API
    return Caller(phone=normalise_phone(reader.text("to" if outbound else "from")))


def _call_sid(reader: FactReader) -> str | None:
    sids = [reader.below("participant", sid).text("twilio_call_sid") for sid in reader.members("participant")]
    usable = [sid for sid in sids if sid is not None and SAFE_SESSION_ID.fullmatch(sid)]
    return min(usable, default=None)


def _job_id(reader: FactReader) -> str | None:
    """Give the agent's job, where there is exactly one: by its own events, else by the agent's identity."""
    jobs = set(reader.members("job"))
    for sid in reader.members("participant"):
        identity = reader.below("participant", sid).text("identity") or ""
        if identity.startswith(AGENT_IDENTITY_PREFIX + "AJ_"):
            jobs.add(identity.removeprefix(AGENT_IDENTITY_PREFIX))
    usable = [job for job in jobs if SAFE_SESSION_ID.fullmatch(job)]
    return usable[0] if len(usable) == 1 else None


def _recording(reader: FactReader) -> Recording:
    """Give the recording that can be fetched, the longest first."""
    found = [reader.below("recording", sid) for sid in reader.members("recording")]
    if not found:
        return Recording()
    best = max(
        found, key=lambda one: (one.text("location") is not None, one.number("duration_seconds") or 0.0)
    )
    return Recording(
        location=best.text("location"),
        status=best.text("status"),
        duration_seconds=best.integer("duration_seconds"),
        channels=best.integer("channels"),
    )


def _participant(reader: FactReader, sid: str) -> dict[str, object]:
    one = reader.below("participant", sid)
    values: dict[str, object] = {
        "sid": sid,
        "identity": one.text("identity"),
        "kind": one.text("kind"),
        "name": one.text("name"),
        "joined_at": one.time("joined_at"),
        "left_at": one.time("left_at"),
    }
    return {name: value for name, value in values.items() if value is not None}
