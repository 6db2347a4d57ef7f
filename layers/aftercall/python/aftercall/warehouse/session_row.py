"""The row of ``warehouse.sessions`` for one analysed call. Pure."""

from dataclasses import dataclass

from aftercall.reports.completed import CompletedReports
from aftercall.session.forms import SAFE_SESSION_ID, ReportForm
from aftercall.session.models import ConnectionQuality, Session, SessionStatus
from aftercall.warehouse.identity import CallerIdentity, IdentitySources, sources_of_session
from aftercall.warehouse.precedence import RANK_POST_CALL_REPORT, rank_of
from aftercall.warehouse.records import integer, key_text
from aftercall.warehouse.signals import discovered_signals
from aftercall.warehouse.stored_call import StoredCall

UNREADABLE = "unreadable_report"
BACKFILL_ORIGIN = "inbox"
ROOM_FORMS = frozenset({ReportForm.LIVEKIT_REPORT, ReportForm.POST_CALL_REPORT})


@dataclass(frozen=True, slots=True)
class CallKeys:
    """What joins a session to its telephony events, and to other reports of its room.

    ``jobless`` is a PostCallReport of a room that does not say which agent's job it speaks of.
    """

    room_sid: str | None
    twilio_call_sid: str | None
    job_id: str | None = None
    jobless: bool = False


def keys_of(call: StoredCall) -> CallKeys:
    """Give the room and the Twilio call a report names; an unreadable one has its room in its id."""
    if call.session is not None:
        room_sid, twilio_call_sid = call.session.room_sid, call.session.twilio_call_sid
    else:
        room_sid = call.session_id.partition(".")[0] if call.form in ROOM_FORMS else None
        twilio_call_sid = None
    if call.form is ReportForm.TWILIO_TRANSCRIPTION:
        twilio_call_sid = call.session_id
    job_id = call.session.job_id if call.session is not None else None
    return CallKeys(
        room_sid=_identifier(room_sid),
        twilio_call_sid=_identifier(twilio_call_sid),
        job_id=job_id,
        jobless=rank_of(call) == RANK_POST_CALL_REPORT and job_id is None,
    )


def _identifier(value: str | None) -> str | None:
    return value if value is not None and SAFE_SESSION_ID.fullmatch(value) else None


def identity_of(call: StoredCall) -> IdentitySources:
    """Give what the report tells of the caller and the company."""
    intelligence = call.reports.sales_intelligence
    company = intelligence.company.value if intelligence and intelligence.company else None
    return sources_of_session(call.session, company, call.annotations)


def identity_columns(sources: IdentitySources) -> dict[str, object]:
    """Give the columns that hold who called."""
    caller: CallerIdentity = sources.resolved
    return {
        "participant_id": caller.participant_id,
        "user_email": key_text(caller.email),
        "user_name": caller.name,
        "user_phone": key_text(caller.phone),
        "company": sources.resolved_company,
        "identity_sources": sources.to_json(),
    }


def session_row(call: StoredCall, sources: IdentitySources, keys: CallKeys) -> dict[str, object]:
    """Give the row; ``lead_email``, ``created_at`` and recording duration are not of the report."""
    return {
        "session_id": call.session_id,
        "form": call.form,
        "rank": rank_of(call),
        "raw_reference": call.raw.to_json(),
        "raw_sha256": call.raw.sha256,
        "received_at": call.received_at,
        "updated_at": call.analyzed_at,
        "origin": call.origin,
        "backfilled": call.origin == BACKFILL_ORIGIN,
        "room_sid": keys.room_sid,
        "twilio_call_sid": keys.twilio_call_sid,
        **identity_columns(sources),
        **_status(call),
        **_course(call.session),
        **_connection(call.session, call.reports),
        **_understood(call.session, call.reports),
    }


def _status(call: StoredCall) -> dict[str, object]:
    if call.session is None:
        return {"status": SessionStatus.FAILED, "error_kind": call.error_kind or UNREADABLE}
    failed = call.session.status is SessionStatus.FAILED
    return {
        "status": call.session.status,
        "error_kind": (call.session.error_kind or "unknown") if failed else None,
    }


def _course(session: Session | None) -> dict[str, object]:
    """What happened, by the clock."""
    taking = session.turn_taking if session is not None else None
    return {
        "start_time": session.start_time if session else None,
        "end_time": session.end_time if session else None,
        "duration_seconds": integer(session.duration_seconds) if session else None,
        "turn_count": integer(taking.turn_count) if taking else None,
        "user_turns": integer(taking.user_turns) if taking else None,
        "agent_turns": integer(taking.agent_turns) if taking else None,
        "turn_balance": taking.turn_balance if taking else None,
        "speaking_balance": taking.speaking_balance if taking else None,
        "average_turn_seconds": taking.average_turn_seconds if taking else None,
        "interruption_count": len(session.interruptions) if session else None,
        "tool_calls_count": len(session.tool_calls) if session else None,
        "error_count": integer(session.errors.total) if session else None,
        "source_version": session.source_version if session else None,
        "agent_name": session.agent_name if session else None,
        "agent_version": session.agent_version if session else None,
        "close_reason": session.close_reason if session else None,
        "room_name": session.room_name if session else None,
        "job_id": session.job_id if session else None,
        "recording_location": session.recording_location if session else None,
    }


def connection_columns(connection: ConnectionQuality | None) -> dict[str, object]:
    """Give the columns of connection quality (spec 1.6)."""
    quality = connection or ConnectionQuality()
    return {
        "packet_loss_percent": quality.packet_loss_percent,
        "jitter_ms": quality.jitter_ms,
        "bandwidth_in_bytes": quality.bandwidth_in_bytes,
        "bandwidth_out_bytes": quality.bandwidth_out_bytes,
        "device": quality.browser,
        "operating_system": quality.operating_system,
        "region": quality.region,
    }


def _connection(session: Session | None, reports: CompletedReports) -> dict[str, object]:
    columns = connection_columns(session.connection if session else None)
    category = reports.performance.connection_category if reports.performance else None
    known = {name: value for name, value in {**columns, "category": category}.items() if value is not None}
    return {**columns, "connection_quality_category": category, "reported_connection": known}


def _understood(session: Session | None, reports: CompletedReports) -> dict[str, object]:
    """What the analyzers say; a column is None where its analyzer failed."""
    intelligence, quality, sentiment = reports.sales_intelligence, reports.quality, reports.sentiment
    reported = session.signals if session else None
    signals = discovered_signals(intelligence, reported)
    tier = intelligence.qualification_tier if intelligence else reported and reported.qualification_tier
    return {
        "qualification_tier": tier,
        "lead_score": reports.lead_score.score if reports.lead_score else None,
        "engagement_score": quality.score if quality else None,
        "sentiment": sentiment.overall if sentiment else None,
        "meeting_booked": _meeting_booked(session, reports),
        "industry": signals.get("industry"),
        "outcome": reports.executive_summary.outcome if reports.executive_summary else None,
        "dead_air_percent": quality.dead_air_percent if quality else None,
        "natural_ending": quality.natural_ending if quality else None,
        "satisfaction": quality.satisfaction if quality else None,
        "discovered_signals": signals,
    }


def _meeting_booked(session: Session | None, reports: CompletedReports) -> bool | None:
    if reports.action_items is not None:
        return reports.action_items.meeting_booked
    if session is None:
        return None
    return any(call.booking is not None and call.booking.success for call in session.tool_calls)
