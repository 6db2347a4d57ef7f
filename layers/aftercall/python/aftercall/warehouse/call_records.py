"""One call as it is told to others, read in one statement."""

from collections.abc import Mapping
from typing import Any

from psycopg.rows import dict_row
from pydantic import ValidationError

from aftercall.reports.call_record import CallRecord, PersonState
from aftercall.reports.completed import CompletedReports
from aftercall.session.models import DiscoveredSignals
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.errors import translated_errors
from aftercall.warehouse.read import REPORT_COLUMNS

OWN_COLUMNS = (
    "session_id",
    "status",
    "error_kind",
    "occurred_at",
    "end_time",
    "duration_seconds",
    "received_at",
    "backfilled",
    "agent_version",
    "participant_id",
    "company",
    "turn_count",
    "interruption_count",
    "qualification_tier",
    "lead_score",
    "engagement_score",
    "sentiment",
    "outcome",
    "recording_location",
)

REPORTS = ", ".join(f"analysis.{column} AS report_{name}" for name, column in REPORT_COLUMNS.items())

CALL = f"""
SELECT {", ".join(f"call.{column}" for column in OWN_COLUMNS)},
    call.user_email AS email, call.user_name AS name, call.user_phone AS phone,
    call.discovered_signals AS signals,
    coalesce(call.meeting_booked, false) AS meeting_booked, analysis.analyzed_at, {REPORTS},
    transcript.transcript_json AS transcript,
    (SELECT jsonb_agg(to_jsonb(tool) ORDER BY tool.ordinal) FROM warehouse.tool_calls AS tool
        WHERE tool.session_id = call.session_id) AS tool_uses,
    to_jsonb(lead) || jsonb_build_object('latest_session_id', (
        SELECT newest.session_id FROM warehouse.sessions AS newest
        WHERE newest.lead_email = lead.email AND newest.rank > 0
        ORDER BY newest.occurred_at DESC, newest.session_id DESC LIMIT 1)) AS person,
    (SELECT before.lead_score FROM warehouse.sessions AS before
        WHERE before.lead_score IS NOT NULL
        AND (before.lead_email = call.lead_email OR (call.lead_email IS NULL
            AND before.lead_email IS NULL AND before.user_phone = call.user_phone))
        AND (before.occurred_at, before.session_id) < (call.occurred_at, call.session_id)
        ORDER BY before.occurred_at DESC, before.session_id DESC LIMIT 1) AS previous_lead_score
FROM warehouse.sessions AS call
LEFT JOIN warehouse.analysis_results AS analysis USING (session_id)
LEFT JOIN warehouse.transcripts AS transcript USING (session_id)
LEFT JOIN warehouse.leads AS lead ON lead.email = call.lead_email
WHERE call.session_id = %s
"""  # noqa: S608 - names of columns, fixed above

TURN_FIELDS = ("item_id", "speaker", "text", "at")
TOOL_FIELDS = (
    *("item_id", "name", "role", "at", "failed", "query", "category", "results_found", "total_results"),
    *("customer_name", "customer_email", "preferred_date", "preferred_time", "success"),
    *("meeting_link", "calendar_event_id"),
)


def read_call_record(connection: Connection, session_id: str) -> CallRecord | None:
    """Read a call as it stands, or None when there is no such call; inside a transaction or on its own.

    A report that a version before this one wrote in another shape counts as absent.
    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with translated_errors(), connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(CALL, [session_id]).fetchone()
    return None if row is None else _record(row)


def _record(row: Mapping[str, Any]) -> CallRecord:
    reports: dict[str, object] = {name: _report(name, row[f"report_{name}"]) for name in REPORT_COLUMNS}
    own = {name: row[name] for name in (*OWN_COLUMNS, "email", "name", "phone", "meeting_booked")}
    return CallRecord.model_validate(
        {
            **own,
            "analyzed_at": row["analyzed_at"],
            "previous_lead_score": row["previous_lead_score"],
            "signals": _signals(row["signals"]),
            "reports": CompletedReports.model_validate(reports),
            "transcript": [_part(turn, TURN_FIELDS) for turn in row["transcript"] or ()],
            "tool_uses": [_part(tool, TOOL_FIELDS) for tool in row["tool_uses"] or ()],
            "person": _part(row["person"], tuple(PersonState.model_fields)) if row["person"] else None,
        }
    )


def _signals(told: Mapping[str, Any] | None) -> DiscoveredSignals | None:
    try:
        return DiscoveredSignals.model_validate(told) if told else None
    except ValidationError:
        return None


def _report(name: str, document: object) -> object:
    if document is None:
        return None
    try:
        return getattr(CompletedReports.model_validate({name: document}), name)
    except ValidationError:
        return None


def _part(document: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: document.get(name) for name in names}
