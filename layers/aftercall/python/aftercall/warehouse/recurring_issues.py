"""What goes wrong again and again, counted anew over five weeks: nothing is added up from run to run."""

from datetime import datetime

from aftercall.warehouse.connection import Connection, transaction

FEWEST_CALLS = 2
"""In one call alone nothing recurs."""


def count_recurring_issues(connection: Connection, now: datetime) -> int:
    """Put the issues of the last five weeks in place of those before and return how many there are.

    Raises WarehouseUnavailable or RejectedByWarehouse: then the old ones stand.
    """
    with transaction(connection):
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('aftercall:issues', 0))")
        connection.execute("DELETE FROM warehouse.recurring_issues")
        return connection.execute(COUNT, {"now": now, "fewest": FEWEST_CALLS}).rowcount


COUNT = """
WITH recent AS (
    SELECT session_id, occurred_at AS at, status, error_kind FROM warehouse.sessions
    WHERE occurred_at > %(now)s - interval '35 days' AND occurred_at <= %(now)s
), seen AS (
    SELECT 'anomaly' AS kind, anomaly ->> 'kind' AS name, session_id, at
    FROM recent JOIN warehouse.analysis_results USING (session_id)
    CROSS JOIN jsonb_array_elements(CASE jsonb_typeof(performance_analysis -> 'anomalies')
        WHEN 'array' THEN performance_analysis -> 'anomalies' ELSE '[]' END) AS anomaly
    UNION ALL
    SELECT 'failed_tool', tool.name, session_id, recent.at
    FROM recent JOIN warehouse.tool_calls AS tool USING (session_id) WHERE tool.failed
    UNION ALL
    SELECT 'failed_call', error_kind, session_id, at FROM recent WHERE status = 'failed'
    UNION ALL
    SELECT 'failed_analyzer', analyzer, session_id, at
    FROM recent JOIN warehouse.analyzer_runs AS run USING (session_id) WHERE run.status = 'failed'
), counted AS (
    SELECT kind, left(name, 250) AS name, count(*) AS occurrences, count(DISTINCT session_id) AS calls,
        count(DISTINCT session_id) FILTER (WHERE at > %(now)s - interval '7 days') AS this_week,
        count(DISTINCT session_id) FILTER (WHERE at <= %(now)s - interval '7 days') AS before,
        min(at) AS first_seen, max(at) AS last_seen
    FROM seen WHERE name IS NOT NULL GROUP BY kind, left(name, 250)
)
INSERT INTO warehouse.recurring_issues (kind, name, calls, occurrences, calls_this_week,
    calls_a_week_before, trend, rank, first_seen_at, last_seen_at, updated_at)
SELECT kind, name, calls, occurrences, this_week, before / 4.0,
    CASE WHEN before = 0 THEN 'new'
        WHEN this_week >= before / 4.0 * 1.5 AND this_week - before / 4.0 >= 1 THEN 'rising'
        WHEN this_week <= before / 4.0 / 1.5 AND before / 4.0 - this_week >= 1 THEN 'falling'
        ELSE 'stable' END,
    row_number() OVER (ORDER BY calls DESC, this_week DESC, last_seen DESC, kind, name),
    first_seen, last_seen, %(now)s
FROM counted WHERE calls >= %(fewest)s
"""
