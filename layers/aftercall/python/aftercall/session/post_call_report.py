"""The PostCallReport proposed for LiveKit Agents (livekit/agents pull request 6716).

It is a proposal (as of August 2026), so the parser follows its published example and also takes the
names of the sister proposal, pull request 6666: ``transcript``, ``tool_executions``, ``end_reason``,
``duration``. Times are seconds since 1970 or ISO 8601. Our envelope keys ``participant``,
``signals`` and ``connection`` may stand beside.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from aftercall.session.assembly import SessionParts, assemble, unique_item_ids
from aftercall.session.envelope import read_connection, read_signals
from aftercall.session.errors import UnreadableReport
from aftercall.session.forms import ReportForm, session_id_of
from aftercall.session.identity import normalise_email, normalise_phone, read_participant
from aftercall.session.livekit_items import read_turn_metrics
from aftercall.session.livekit_report import read_close_reason, read_error_counts
from aftercall.session.models import ErrorCounts, Participant, Session, Speaker, ToolCall, Turn
from aftercall.session.reading import (
    LONGEST_DELAY_SECONDS,
    MOMENT,
    boolean,
    earlier,
    fraction,
    mapping,
    milliseconds,
    moment,
    non_negative,
    optional_text,
    require_mapping,
    require_moment,
    require_sequence,
    require_text,
    texts,
)
from aftercall.session.tool_calls import ReportedToolCall, understand_tool_call
from aftercall.session.tools import ToolCatalogue
from aftercall.session.usage import read_usage, read_usage_totals
from aftercall.session.utterances import read_speaker

UNSUCCESSFUL = frozenset({"error", "cancelled", "interrupted"})


def parse_post_call_report(document: Mapping[str, object], tools: ToolCatalogue) -> Session:
    """Read a PostCallReport.

    Raises
    ------
    UnreadableReport
        When no id is given, ``turns`` is no list, a turn lacks speaker, text or timestamp, a tool
        invocation lacks its name, or no time at all is told.
    """
    session_id = session_id_of(document, ReportForm.POST_CALL_REPORT)
    turns = _turns(document)
    start, end = _span(document, turns)
    metrics = mapping(document.get("metrics"))
    return assemble(
        SessionParts(
            session_id=session_id,
            form=ReportForm.POST_CALL_REPORT,
            source_version=optional_text(document.get("sdk_version")),
            start_time=start,
            end_time=end,
            turns=turns,
            room_name=optional_text(document.get("room_name")) or optional_text(document.get("room")),
            room_sid=optional_text(document.get("room_id")),
            job_id=optional_text(document.get("job_id")),
            agent_name=optional_text(document.get("agent_name")),
            tags=texts(document.get("tags")),
            close_reason=read_close_reason(_either(document, "close_reason", "end_reason")),
            error_counts=read_error_counts(document.get("errors")) or ErrorCounts(),
            participant=_participant(document),
            signals=read_signals(document.get("signals")),
            connection=read_connection(document.get("connection")),
            tool_calls=_tool_calls(document, tools, end),
            usage=read_usage(_either(metrics, "usage", "model_usage")) or read_usage_totals(metrics),
            recording_location=optional_text(document.get("recording_url")),
        )
    )


def _turns(document: Mapping[str, object]) -> list[Turn]:
    field = "turns" if "turns" in document else "transcript"
    listed = require_sequence(document.get(field), "turns" if field not in document else field)
    entries = [require_mapping(entry, f"{field}[{index}]") for index, entry in enumerate(listed)]
    item_ids = unique_item_ids(
        optional_text(entry.get("id")) or f"turn_{index}" for index, entry in enumerate(entries)
    )
    turns = (
        _turn(entry, item_id, f"{field}[{index}]")
        for index, (entry, item_id) in enumerate(zip(entries, item_ids, strict=True))
    )
    return [turn for turn in turns if turn is not None]


def _turn(entry: Mapping[str, object], item_id: str, path: str) -> Turn | None:
    speaker = read_speaker(_either(entry, "speaker", "role"), f"{path}.speaker")
    at = require_moment(_either(entry, "timestamp", "created_at"), f"{path}.timestamp")
    said = entry.get("text")
    if not isinstance(said, str):
        raise UnreadableReport(f"{path}.text", "a text")
    text = optional_text(said)
    if speaker is None or text is None:
        return None
    confidence = _either(entry, "transcript_confidence", "confidence")
    return Turn(
        item_id=item_id,
        speaker=speaker,
        text=text,
        at=at,
        interrupted=speaker is Speaker.AGENT and boolean(entry.get("interrupted")) is True,
        transcript_confidence=fraction(confidence),
        metrics=read_turn_metrics(entry.get("metrics")),
    )


def _tool_calls(document: Mapping[str, object], tools: ToolCatalogue, end: datetime) -> tuple[ToolCall, ...]:
    field = "tool_invocations" if "tool_invocations" in document else "tool_executions"
    listed = document.get(field)
    if listed is None:
        return ()
    return tuple(
        understand_tool_call(_reported(entry, f"{field}[{index}]", index, end), tools)
        for index, entry in enumerate(require_sequence(listed, field))
    )


def _reported(value: object, path: str, index: int, end: datetime) -> ReportedToolCall:
    """Read one invocation; one without a time is dated to the end: by then it had happened."""
    entry = require_mapping(value, path)
    call_id = optional_text(entry.get("call_id")) or f"tool_{index}"
    return ReportedToolCall(
        item_id=call_id,
        call_id=call_id,
        name=require_text(_either(entry, "tool_name", "name"), f"{path}.tool_name"),
        at=moment(_either(entry, "timestamp", "started_at")) or end,
        arguments=entry.get("arguments"),
        output=_either(entry, "result", "output"),
        is_error=boolean(entry.get("is_error")) is True or optional_text(entry.get("status")) in UNSUCCESSFUL,
        duration_ms=milliseconds(entry.get("duration_ms")),
    )


def _participant(document: Mapping[str, object]) -> Participant:
    """Take the envelope's participant first, then ``participant_identity`` and ``metadata``."""
    envelope = read_participant(document.get("participant"))
    metadata = mapping(document.get("metadata"))
    return envelope.model_copy(
        update={
            "participant_id": envelope.participant_id or optional_text(document.get("participant_identity")),
            "email": envelope.email or normalise_email(metadata.get("email")),
            "name": envelope.name or optional_text(metadata.get("name")),
            "phone": envelope.phone or normalise_phone(metadata.get("phone")),
            "time_zone": envelope.time_zone or optional_text(metadata.get("time_zone")),
        }
    )


def _span(document: Mapping[str, object], turns: Sequence[Turn]) -> tuple[datetime, datetime]:
    metrics = mapping(document.get("metrics"))
    spoken = [turn.at for turn in turns]
    start = moment(_either(document, "started_at", "start_time"))
    end = moment(_either(document, "ended_at", "timestamp"))
    seconds = non_negative(_either(metrics, "total_duration_seconds") or document.get("duration"))
    lasted = None if seconds is None else min(seconds, LONGEST_DELAY_SECONDS)
    if start is None and end is not None and lasted is not None:
        start = earlier(end, lasted)
    first = min([time for time in (start, *spoken) if time is not None], default=end)
    if first is None:
        raise UnreadableReport("started_at", f"{MOMENT} (there is no turn to take the time from)")
    if end is None and lasted is not None:
        end = first + timedelta(seconds=lasted)
    return first, max([time for time in (end, *spoken) if time is not None], default=first)


def _either(document: Mapping[str, object], *names: str) -> object:
    return next((document[name] for name in names if document.get(name) is not None), None)
