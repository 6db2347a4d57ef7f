"""Reading calls back, for the command line and the checks of an operator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import sql
from psycopg.rows import dict_row
from pydantic import AwareDatetime, BaseModel, ConfigDict

from aftercall.reports.completed import CompletedReports
from aftercall.session.raw_reference import RawReference
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.errors import translated_errors
from aftercall.warehouse.migrations.names import SCHEMA

REPORT_COLUMNS = {
    "sales_intelligence": "sales_intelligence",
    "lead_score": "lead_score_breakdown",
    "quality": "quality_analysis",
    "sentiment": "sentiment_analysis",
    "objections": "objection_report",
    "performance": "performance_analysis",
    "content_gaps": "content_gap_report",
    "action_items": "action_item_report",
    "executive_summary": "executive_summary_report",
}
"""Column of ``analysis_results`` that holds each analyzer's whole report."""

COUNTED_TABLES = (
    "sessions",
    "transcripts",
    "metrics",
    "leads",
    "analysis_results",
    "alerts_history",
    "analyzer_runs",
    "tool_calls",
    "session_costs",
    "superseded_reports",
    "live_metrics",
    "telephony_calls",
)


class KeptTurn(BaseModel):
    """One turn as the warehouse keeps it."""

    model_config = ConfigDict(frozen=True)

    item_id: str
    speaker: str
    text: str
    at: AwareDatetime
    interrupted: bool = False
    sentiment: float | None = None


class KeptRun(BaseModel):
    """One analyzer's run."""

    model_config = ConfigDict(frozen=True)

    analyzer: str
    version: str
    status: str
    error_kind: str | None = None


class KeptCall(BaseModel):
    """Everything the warehouse knows of one call.

    ``session`` holds the columns of ``warehouse.sessions`` by name; ``reports`` the whole report of
    each analyzer as JSON, so that a report of an older version can still be shown.
    """

    model_config = ConfigDict(frozen=True)

    session_id: str
    session: dict[str, Any]
    transcript: tuple[KeptTurn, ...]
    reports: dict[str, dict[str, Any]]
    runs: tuple[KeptRun, ...]
    tool_calls: tuple[dict[str, Any], ...]
    costs: tuple[dict[str, Any], ...]
    superseded: tuple[dict[str, Any], ...]
    analyzed_at: AwareDatetime | None
    analyzer_version: str | None

    def completed(self) -> CompletedReports:
        """Give the reports as models; raises pydantic's ValidationError for one of an older version."""
        return CompletedReports.model_validate(self.reports)


@dataclass(frozen=True, slots=True)
class RecentCall:
    """A line of the table of recent calls; ``latency_ms`` is the average, ``cost_usd`` the sum."""

    session_id: str
    occurred_at: datetime
    caller: str | None
    status: str
    error_kind: str | None
    duration_seconds: int | None
    lead_score: int | None
    qualification_tier: str | None
    sentiment: str | None
    outcome: str | None
    latency_ms: float | None
    cost_usd: float | None


def read_call(connection: Connection, session_id: str) -> KeptCall | None:
    """Read everything about one call, or None when there is no such call.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with translated_errors():
        sessions = _rows(connection, "sessions", session_id)
        if not sessions:
            return None
        transcripts = _rows(connection, "transcripts", session_id)
        analyses = _rows(connection, "analysis_results", session_id)
        analysis: Mapping[str, Any] = analyses[0] if analyses else {}
        reports = {name: analysis.get(column) for name, column in REPORT_COLUMNS.items()}
        return KeptCall.model_validate(
            {
                "session_id": session_id,
                "session": sessions[0],
                "transcript": transcripts[0]["transcript_json"] if transcripts else (),
                "reports": {name: report for name, report in reports.items() if report is not None},
                "runs": sorted(
                    _rows(connection, "analyzer_runs", session_id), key=lambda run: run["analyzer"]
                ),
                "tool_calls": _ordered(_rows(connection, "tool_calls", session_id)),
                "costs": _ordered(_rows(connection, "session_costs", session_id)),
                "superseded": _rows(connection, "superseded_reports", session_id),
                "analyzed_at": analysis.get("analyzed_at"),
                "analyzer_version": analysis.get("analyzer_version"),
            }
        )


def _rows(connection: Connection, table: str, session_id: str) -> list[dict[str, Any]]:
    query = sql.SQL("SELECT * FROM {table} WHERE session_id = %s").format(table=sql.Identifier(SCHEMA, table))
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, [session_id]).fetchall()


def _ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: int(row["ordinal"]))


def find_raw_reference(connection: Connection, session_id: str) -> RawReference | None:
    """Tell where the raw body of a call lies; None when there is no such call, or no body came.

    A call whose report was superseded is found under the id it arrived with, too.
    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with translated_errors():
        found = connection.execute(
            "SELECT raw_reference FROM warehouse.sessions WHERE session_id = %(id)s "
            "AND raw_reference IS NOT NULL UNION ALL SELECT raw_reference FROM warehouse.superseded_reports "
            "WHERE superseded_session_id = %(id)s AND session_id <> %(id)s LIMIT 1",
            {"id": session_id},
        ).fetchone()
    return None if found is None else RawReference.from_json(found[0])


def recent_calls(connection: Connection, limit: int) -> list[RecentCall]:
    """Give the calls that were stored last, newest first.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with translated_errors():
        rows = connection.execute(RECENT_CALLS, [limit]).fetchall()
    return [RecentCall(*row) for row in rows]


RECENT_CALLS = """
SELECT call.session_id, call.occurred_at,
    coalesce(call.user_name, call.user_email, call.user_phone, call.participant_id), call.status,
    call.error_kind, call.duration_seconds, call.lead_score, call.qualification_tier, call.sentiment,
    call.outcome, (analysis.performance_analysis #>> '{latency,average_ms}')::float,
    (analysis.performance_analysis ->> 'total_cost_usd')::float
FROM warehouse.sessions AS call LEFT JOIN warehouse.analysis_results AS analysis USING (session_id)
ORDER BY call.updated_at DESC, call.session_id LIMIT %s
"""


def table_counts(connection: Connection) -> dict[str, int]:
    """Count the rows of each table.  Raises WarehouseUnavailable or RejectedByWarehouse."""
    counted = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {name}, count(*) FROM {table}").format(
            name=sql.Literal(table), table=sql.Identifier(SCHEMA, table)
        )
        for table in COUNTED_TABLES
    )
    with translated_errors():
        return dict(connection.execute(counted).fetchall())


def is_shown(connection: Connection, session_id: str) -> bool:
    """Tell whether the tables have a call of this id.  Raises WarehouseUnavailable."""
    with translated_errors():
        found = connection.execute(
            "SELECT FROM warehouse.sessions WHERE session_id = %s", [session_id]
        ).fetchone()
    return found is not None
