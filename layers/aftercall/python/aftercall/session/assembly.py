"""The last step of every parser: from the parts a report tells to a whole, consistent session."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aftercall.session.failures import StageError, tell_failure_kind
from aftercall.session.forms import ReportForm
from aftercall.session.identity import CALL_SID_ATTRIBUTE, complete_from_bookings
from aftercall.session.latencies import measure_latencies
from aftercall.session.models import (
    ConnectionQuality,
    DiscoveredSignals,
    ErrorCounts,
    Handoff,
    Interruption,
    Participant,
    ResponseLatency,
    Session,
    SessionStatus,
    Speaker,
    ToolCall,
    Turn,
    TurnTaking,
    Usage,
    elapsed_seconds,
)
from aftercall.session.turn_taking import find_interruptions, measure_turn_taking

VERSION_TAGS = ("agent_version:", "version:")


@dataclass(frozen=True, slots=True)
class SessionParts:
    """What a parser has read; ``None`` for what the report does not tell.

    ``latencies``, ``turn_taking`` and ``interruptions`` are given only by a form that reports them
    itself; else they are measured from the turns. ``agent_may_be_unheard`` says that no words of the
    agent prove nothing.
    """

    session_id: str
    form: ReportForm
    start_time: datetime
    end_time: datetime
    turns: Sequence[Turn]
    participant: Participant = field(default_factory=Participant)
    tool_calls: Sequence[ToolCall] = ()
    handoffs: Sequence[Handoff] = ()
    usage: Sequence[Usage] = ()
    latencies: Sequence[ResponseLatency] | None = None
    turn_taking: TurnTaking | None = None
    interruptions: Sequence[Interruption] | None = None
    signals: DiscoveredSignals | None = None
    connection: ConnectionQuality | None = None
    close_reason: str | None = None
    error_counts: ErrorCounts = field(default_factory=ErrorCounts)
    error_events: Sequence[StageError] = ()
    agent_may_be_unheard: bool = False
    source_version: str | None = None
    room_name: str | None = None
    room_sid: str | None = None
    job_id: str | None = None
    twilio_call_sid: str | None = None
    agent_name: str | None = None
    agent_version: str | None = None
    tags: Sequence[str] = ()
    recording_location: str | None = None


def assemble(parts: SessionParts) -> Session:
    """Order the turns, measure what is measured from them, complete the caller, judge the outcome."""
    turns = mark_initiative(sorted(parts.turns, key=lambda turn: turn.at))
    failure_kind = _failure_kind(parts, turns)
    attributes = parts.participant.attributes
    return Session(
        session_id=parts.session_id,
        form=parts.form,
        source_version=parts.source_version,
        status=SessionStatus.FAILED if failure_kind else SessionStatus.COMPLETED,
        error_kind=failure_kind,
        room_name=parts.room_name,
        room_sid=parts.room_sid,
        job_id=parts.job_id,
        twilio_call_sid=parts.twilio_call_sid or attributes.get(CALL_SID_ATTRIBUTE),
        agent_name=parts.agent_name,
        agent_version=parts.agent_version or version_from_tags(parts.tags) or parts.agent_name,
        tags=tuple(parts.tags),
        start_time=parts.start_time,
        end_time=parts.end_time,
        duration_seconds=elapsed_seconds(parts.start_time, parts.end_time),
        close_reason=parts.close_reason,
        participant=complete_from_bookings(parts.participant, parts.tool_calls),
        turns=turns,
        interruptions=find_interruptions(turns)
        if parts.interruptions is None
        else tuple(parts.interruptions),
        turn_taking=parts.turn_taking or measure_turn_taking(turns),
        latencies=measure_latencies(turns) if parts.latencies is None else tuple(parts.latencies),
        usage=tuple(parts.usage),
        tool_calls=tuple(sorted(parts.tool_calls, key=lambda call: call.at)),
        handoffs=tuple(parts.handoffs),
        signals=parts.signals,
        connection=parts.connection,
        errors=parts.error_counts,
        recording_location=parts.recording_location,
    )


def mark_initiative(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Tell of each agent turn whether it came unasked; what a report itself says stays."""
    marked: list[Turn] = []
    asked = False
    for turn in turns:
        if turn.speaker is Speaker.USER:
            asked = True
            marked.append(turn)
            continue
        known = turn.agent_initiated is not None
        marked.append(turn if known else turn.model_copy(update={"agent_initiated": not asked}))
        asked = False
    return tuple(marked)


def version_from_tags(tags: Iterable[str]) -> str | None:
    """Give the version of a tag ``agent_version:x`` or ``version:x``, the former first."""
    listed = list(tags)
    for prefix in VERSION_TAGS:
        for tag in listed:
            version = tag.removeprefix(prefix).strip()
            if tag.startswith(prefix) and version:
                return version
    return None


def unique_item_ids(item_ids: Iterable[str]) -> list[str]:
    """Make repeated ids distinct (``a``, ``a#2``), since evidence points at an item by its id."""
    taken = Counter[str]()
    distinct: list[str] = []
    for item_id in item_ids:
        taken[item_id] += 1
        candidate = item_id
        while taken[item_id] > 1 and taken[candidate := f"{item_id}#{taken[item_id]}"] > 0:
            taken[item_id] += 1
        if candidate != item_id:
            taken[candidate] += 1
        distinct.append(candidate)
    return distinct


def _failure_kind(parts: SessionParts, turns: Sequence[Turn]) -> str | None:
    if parts.agent_may_be_unheard and turns:
        return None
    return tell_failure_kind(parts.close_reason, turns, parts.error_events, parts.error_counts)
