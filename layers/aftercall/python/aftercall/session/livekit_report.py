"""The session report of LiveKit Agents: ``SessionReport.to_dict()``, versions 1.3 to 1.8.

What the versions leave out is worked out: ``started_at`` is never written, so the start comes from
``timestamp - duration_ms`` (1.8) or from the earliest time the report mentions; ``errors`` and
``close_reason`` (1.8) come from the events before that. Keys put beside the report by the agent:
``participant``, ``signals``, ``connection``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aftercall.session.assembly import SessionParts, assemble
from aftercall.session.envelope import read_connection, read_signals
from aftercall.session.errors import UnreadableReport
from aftercall.session.failures import STAGES, StageError
from aftercall.session.forms import ReportForm, session_id_of
from aftercall.session.identity import read_participant
from aftercall.session.livekit_items import (
    ChatItem,
    read_handoffs,
    read_items,
    read_tool_calls,
    read_turns,
)
from aftercall.session.models import ErrorCounts, Session
from aftercall.session.reading import (
    SECONDS_SINCE_1970,
    boolean,
    count,
    earlier,
    epoch_seconds,
    mapping,
    non_negative,
    optional_text,
    sequence,
    texts,
)
from aftercall.session.tools import ToolCatalogue
from aftercall.session.usage import read_usage

MILLISECONDS = 1000.0
RECORDING_STARTS_LATE_SECONDS = 300.0
"""The SDK measures ``duration_ms`` from the start of the recording where there is one; what was said
before belongs to the call. Older items are history that the agent was given."""

CLOSE_REASONS = {
    "error": "CR_ERROR",
    "job_shutdown": "CR_JOB_SHUTDOWN",
    "participant_disconnected": "CR_PARTICIPANT_DISCONNECTED",
    "user_initiated": "CR_USER_INITIATED",
    "task_completed": "CR_COMPLETED",
}
"""The names of the close event and those of the report (1.8) for the same reasons."""


@dataclass(frozen=True, slots=True)
class ReportEvents:
    """What the events of a report add: errors, the close reason, and times."""

    errors: tuple[StageError, ...]
    close_reason: str | None
    times: tuple[datetime, ...]


def parse_livekit_report(document: Mapping[str, object], tools: ToolCatalogue) -> Session:
    """Read a LiveKit session report.

    Raises
    ------
    UnreadableReport
        When ``room_id``, ``job_id`` or ``chat_history.items`` are missing or an item has not the
        shape its type needs, or when no time at all is told.
    """
    session_id = session_id_of(document, ReportForm.LIVEKIT_REPORT)
    items = read_items(document.get("chat_history"))
    turns = tuple(read_turns(items))
    events = read_events(document.get("events"))
    start, end = _span(document, items, events)
    return assemble(
        SessionParts(
            session_id=session_id,
            form=ReportForm.LIVEKIT_REPORT,
            source_version=optional_text(document.get("sdk_version")),
            start_time=start,
            end_time=end,
            turns=turns,
            room_name=optional_text(document.get("room")),
            room_sid=optional_text(document.get("room_id")),
            job_id=optional_text(document.get("job_id")),
            agent_name=optional_text(document.get("agent_name")),
            tags=texts(document.get("tags")),
            close_reason=read_close_reason(document.get("close_reason")) or events.close_reason,
            error_events=events.errors,
            error_counts=read_error_counts(document.get("errors")) or count_errors(events.errors),
            participant=read_participant(document.get("participant")),
            signals=read_signals(document.get("signals")),
            connection=read_connection(document.get("connection")),
            tool_calls=read_tool_calls(items, tools),
            handoffs=read_handoffs(items),
            usage=read_usage(document.get("usage")),
            recording_location=optional_text(document.get("audio_recording_path")),
        )
    )


def read_close_reason(value: object) -> str | None:
    """Give a close reason under its report name (``CR_*``); an unknown one as it is."""
    reason = optional_text(value)
    return None if reason is None else CLOSE_REASONS.get(reason.lower(), reason)


def read_error_counts(value: object) -> ErrorCounts | None:
    """Read the counts by stage; None when there is no object with them."""
    counts = mapping(value)
    if not counts:
        return None
    return ErrorCounts(**{stage: count(counts.get(stage)) or 0 for stage in STAGES.values()})


def count_errors(errors: Sequence[StageError]) -> ErrorCounts:
    """Count error events by stage, as the 1.8 report does."""
    stages = [error.stage for error in errors]
    return ErrorCounts(**{stage: stages.count(stage) for stage in STAGES.values()})


def read_events(value: object) -> ReportEvents:
    """Read what is needed of the events; those of no use or shape are passed over."""
    errors: list[StageError] = []
    times: list[datetime] = []
    close_reason = None
    for event in map(mapping, sequence(value)):
        at = epoch_seconds(event.get("created_at"))
        if at is not None:
            times.append(at)
        if event.get("type") == "close":
            close_reason = read_close_reason(event.get("reason"))
        if event.get("type") == "error":
            errors.extend(_stage_error(mapping(event.get("error")), at))
    return ReportEvents(tuple(errors), close_reason, tuple(times))


def _stage_error(error: Mapping[str, object], at: datetime | None) -> Iterator[StageError]:
    stage = STAGES.get(str(error.get("type")))
    if stage is not None:
        recoverable = boolean(error.get("recoverable")) is not False
        yield StageError(stage=stage, at=at, recoverable=recoverable)


def _span(
    document: Mapping[str, object], items: Sequence[ChatItem], events: ReportEvents
) -> tuple[datetime, datetime]:
    """Start and end of the session; the end is the report's own time, written when it closed."""
    spoken = [time for item in items for time in _item_times(item)]
    told = [*spoken, *events.times]
    recording = epoch_seconds(document.get("audio_recording_started_at"))
    if recording is not None:
        told.append(recording)
    reported_end = epoch_seconds(document.get("timestamp"))
    if reported_end is None and not told:
        raise UnreadableReport("timestamp", SECONDS_SINCE_1970)
    end = max([time for time in (reported_end, *spoken) if time is not None] or told)
    duration_ms = non_negative(document.get("duration_ms"))
    if duration_ms is None or reported_end is None:
        return min([*told, end]), end
    start = earlier(reported_end, duration_ms / MILLISECONDS)
    earliest_of_call = earlier(start, RECORDING_STARTS_LATE_SECONDS)
    return min([start, *(time for time in spoken if time >= earliest_of_call)]), end


def _item_times(item: ChatItem) -> Iterator[datetime]:
    metrics = mapping(item.document.get("metrics"))
    told = (
        item.document.get("created_at"),
        metrics.get("started_speaking_at"),
        metrics.get("stopped_speaking_at"),
    )
    for value in told:
        time = epoch_seconds(value)
        if time is not None:
            yield time
