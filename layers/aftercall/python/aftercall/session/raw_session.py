"""The raw-session JSON: what a voice agent of any make can post, under the source spec's names.

Times are ISO 8601 (UTC where no offset is written) or seconds since 1970; latencies are
milliseconds. The shape stands in docs/schemas/raw_session.schema.json, field by field in
docs/session.md.
"""

from collections.abc import Mapping, Sequence

from aftercall.session.assembly import SessionParts, assemble
from aftercall.session.envelope import read_connection, read_signals
from aftercall.session.failures import FATAL_STAGES, StageError
from aftercall.session.forms import ReportForm, session_id_of
from aftercall.session.identity import normalise_email, normalise_phone, read_participant
from aftercall.session.livekit_report import read_close_reason, read_error_counts
from aftercall.session.models import ErrorCounts, Participant, Session
from aftercall.session.raw_session_metrics import read_latencies, read_metric_usage, read_turn_taking
from aftercall.session.raw_session_tools import read_tool_usage
from aftercall.session.raw_session_turns import read_interruptions, read_transcript
from aftercall.session.reading import mapping, optional_text, require_moment, texts
from aftercall.session.tools import ToolCatalogue
from aftercall.session.usage import read_usage


def parse_raw_session(document: Mapping[str, object], tools: ToolCatalogue) -> Session:
    """Read a raw session.

    Raises
    ------
    UnreadableReport
        When ``session_id``, ``start_time``, ``end_time`` or ``transcript`` are missing or wrong, or
        an utterance lacks speaker, text or timestamp.
    """
    session_id = session_id_of(document, ReportForm.RAW_SESSION)
    start = require_moment(document.get("start_time"), "start_time")
    end = max(start, require_moment(document.get("end_time"), "end_time"))
    turns = read_transcript(document.get("transcript"))
    interruptions = read_interruptions(document.get("interruptions"), turns)
    errors = read_error_counts(document.get("errors")) or ErrorCounts()
    metrics = document.get("performance_metrics")
    return assemble(
        SessionParts(
            session_id=session_id,
            form=ReportForm.RAW_SESSION,
            source_version=optional_text(document.get("source_version")),
            start_time=start,
            end_time=end,
            turns=turns,
            interruptions=interruptions,
            turn_taking=read_turn_taking(document.get("turn_taking"), turns),
            latencies=read_latencies(metrics, turns, start),
            usage=read_usage(document.get("usage")) or read_metric_usage(metrics),
            tool_calls=read_tool_usage(document.get("tool_usage"), tools, end),
            signals=read_signals(document.get("discovered_signals") or document.get("signals")),
            connection=read_connection(document.get("connection_quality") or document.get("connection")),
            participant=_participant(document),
            room_name=optional_text(document.get("room_name")),
            agent_name=optional_text(document.get("agent_name")),
            agent_version=optional_text(document.get("agent_version")),
            tags=texts(document.get("tags")),
            close_reason=read_close_reason(document.get("close_reason")),
            error_counts=errors,
            error_events=_unrecoverable(errors),
            recording_location=optional_text(document.get("recording_location")),
        )
    )


def _unrecoverable(counts: ErrorCounts) -> Sequence[StageError]:
    """Give an error of each counted stage: this form counts unrecoverable errors only."""
    stages = [stage for stage in sorted(FATAL_STAGES) if getattr(counts, stage) > 0]
    return [StageError(stage=stage, at=None, recoverable=False) for stage in stages]


def _participant(document: Mapping[str, object]) -> Participant:
    envelope = read_participant(document.get("participant"))
    metadata = mapping(document.get("metadata"))
    return envelope.model_copy(
        update={
            "participant_id": optional_text(document.get("participant_id")) or envelope.participant_id,
            "email": normalise_email(document.get("user_email"))
            or envelope.email
            or normalise_email(metadata.get("email")),
            "name": optional_text(document.get("user_name")) or envelope.name,
            "phone": normalise_phone(document.get("user_phone")) or envelope.phone,
            "time_zone": optional_text(document.get("time_zone")) or envelope.time_zone,
        }
    )
