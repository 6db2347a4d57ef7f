"""Rows of the tables that hang on a session: transcript, analysis, runs, tool calls, costs. Pure."""

from collections.abc import Sequence

from aftercall.reports.completed import CompletedReports
from aftercall.reports.content_gaps import ContentGapReport
from aftercall.session.models import Noun, Session, Speaker, ToolCall
from aftercall.session.prepared import TurnAnnotation
from aftercall.warehouse.records import Record, integer
from aftercall.warehouse.stored_call import AnalyzerRun, StoredCall

SPEAKER_LABELS = {Speaker.USER: "User", Speaker.AGENT: "Agent"}


def transcript_row(session: Session, annotations: Sequence[TurnAnnotation]) -> Record:
    """Give the transcript as JSON and as text; a turn's sentiment is added where it was read."""
    sentiments = {annotation.item_id: annotation.sentiment for annotation in annotations}
    items = [
        {
            "item_id": turn.item_id,
            "speaker": turn.speaker,
            "text": turn.text,
            "at": turn.at,
            "interrupted": turn.interrupted,
            "final": turn.final,
            "confidence": turn.transcript_confidence,
            "sentiment": sentiments.get(turn.item_id),
        }
        for turn in session.turns
    ]
    return {
        "session_id": session.session_id,
        "transcript_json": items,
        "transcript_text": "\n".join(
            f"{SPEAKER_LABELS[turn.speaker]}: {turn.text}" for turn in session.turns
        ),
        "word_count": sum(len(turn.text.split()) for turn in session.turns),
    }


def analysis_row(call: StoredCall) -> Record:
    """Give the analysis in the columns of spec 8.1, whole reports beside the arrays it asks for."""
    reports = call.reports
    return {
        "session_id": call.session_id,
        "sales_intelligence": _json(reports.sales_intelligence),
        "lead_score_breakdown": _json(reports.lead_score),
        "quality_analysis": _json(reports.quality),
        "sentiment_analysis": _json(reports.sentiment),
        "objections": [_json(one) for one in reports.objections.objections] if reports.objections else None,
        "competitors": _competitors(reports),
        "performance_analysis": _json(reports.performance),
        "content_gaps": _gaps(reports.content_gaps) if reports.content_gaps else None,
        "action_items": [_json(item) for item in reports.action_items.items]
        if reports.action_items
        else None,
        "executive_summary": reports.executive_summary.text if reports.executive_summary else None,
        "analyzed_at": call.analyzed_at,
        "analyzer_version": common_version(call.runs),
        "objection_report": _json(reports.objections),
        "content_gap_report": _json(reports.content_gaps),
        "action_item_report": _json(reports.action_items),
        "executive_summary_report": _json(reports.executive_summary),
    }


def _json(report: Noun | None) -> dict[str, object] | None:
    return None if report is None else report.model_dump(mode="json")


def _competitors(reports: CompletedReports) -> list[object] | None:
    if reports.objections is None and reports.sales_intelligence is None:
        return None
    found = reports.objections.competitors if reports.objections else ()
    if not found and reports.sales_intelligence is not None:
        found = reports.sales_intelligence.competitors
    return [_json(mention) for mention in found]


def _gaps(report: ContentGapReport) -> list[Record]:
    topics: list[Record] = [{"kind": "missing_topic", "topic": topic} for topic in report.missing_topics]
    return [
        *({"kind": "failed_search", **(_json(one) or {})} for one in report.failed_searches),
        *({"kind": "unanswered_question", **(_json(one) or {})} for one in report.unanswered_questions),
        *topics,
    ]


def common_version(runs: Sequence[AnalyzerRun]) -> str:
    """Give the version all analyzers share, else each with its own, sorted; "none" without a run."""
    versions = {run.version for run in runs}
    if len(versions) <= 1:
        return next(iter(versions), "none")
    return ", ".join(sorted(f"{run.analyzer}={run.version}" for run in runs))


def run_rows(call: StoredCall) -> list[Record]:
    """Give one row per analyzer."""
    by_name = {run.analyzer: run for run in call.runs}
    return [
        {
            "session_id": call.session_id,
            "analyzer": run.analyzer,
            "version": run.version,
            "status": run.status,
            "error_kind": run.error_kind,
            "finished_at": call.analyzed_at,
        }
        for run in by_name.values()
    ]


def tool_call_rows(session: Session) -> list[Record]:
    """Give one row per tool call, in their order."""
    return [_tool_call(session.session_id, ordinal, call) for ordinal, call in enumerate(session.tool_calls)]


def _tool_call(session_id: str, ordinal: int, call: ToolCall) -> Record:
    search, booking = call.search, call.booking
    return {
        "session_id": session_id,
        "ordinal": ordinal,
        "item_id": call.item_id,
        "call_id": call.call_id,
        "name": call.name,
        "role": call.role,
        "at": call.at,
        "duration_ms": call.duration_ms,
        "failed": call.failed,
        "arguments": call.arguments,
        "output": call.output,
        "query": search.query if search else None,
        "category": search.category if search else None,
        "results_found": search.results_found if search else None,
        "total_results": integer(search.total_results) if search else None,
        "customer_name": booking.customer_name if booking else None,
        "customer_email": booking.customer_email if booking else None,
        "preferred_date": booking.preferred_date if booking else None,
        "preferred_time": booking.preferred_time if booking else None,
        "success": booking.success if booking else None,
        "meeting_link": booking.meeting_link if booking else None,
        "calendar_event_id": booking.calendar_event_id if booking else None,
    }


def cost_rows(call: StoredCall) -> list[Record]:
    """Give one row per cost item; none where the performance analyzer failed."""
    if call.reports.performance is None:
        return []
    return [
        {"session_id": call.session_id, "ordinal": ordinal, **item.model_dump(mode="json")}
        for ordinal, item in enumerate(call.reports.performance.costs)
    ]
