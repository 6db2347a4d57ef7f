"""Calls as alert rules look at them, and whether anything moves at all."""

from datetime import datetime, timedelta

from psycopg.rows import class_row

from aftercall.reports.alert_readings import CallReading, LifeReading, UsualReading
from aftercall.warehouse.connection import Connection

LONGEST_WINDOW = timedelta(hours=2)
# A report that comes an hour after its call tells nothing of how things are now.
LATEST_REPORT = timedelta(hours=1)
LONGEST_CALL = timedelta(hours=2)
FEWEST_FOR_A_RATE = 10
FEWEST_HOURS = 3

# sessions has no index on received_at: occurred_at bounds what is looked at. Of metrics only the
# partitions of these hours are read.
CALLS = """
SELECT call.session_id, call.received_at AS at, call.status = 'failed' AS failed, call.error_kind,
    coalesce(call.lead_email, call.user_phone, call.participant_id) AS caller,
    measured.answers, measured.latency_ms, measured.eou_delay_ms, measured.llm_ttft_ms,
    measured.tts_ttfb_ms, measured.stt_duration_ms, coalesce(measured.tokens, 0)::bigint AS tokens,
    call.connection_quality_category AS connection, call.region
FROM warehouse.sessions AS call
CROSS JOIN LATERAL (
    SELECT count(coalesce(e2e_latency_ms, total_latency_ms)) FILTER (WHERE of_report) AS answers,
        avg(coalesce(e2e_latency_ms, total_latency_ms)) FILTER (WHERE of_report)::float AS latency_ms,
        avg(eou_delay_ms) FILTER (WHERE of_report)::float AS eou_delay_ms,
        avg(llm_ttft_ms) FILTER (WHERE of_report)::float AS llm_ttft_ms,
        avg(tts_ttfb_ms) FILTER (WHERE of_report)::float AS tts_ttfb_ms,
        avg(stt_duration_ms)::float AS stt_duration_ms,
        coalesce(sum(told) FILTER (WHERE metric_type = 'tokens' AND source = 'report'),
            sum(told) FILTER (WHERE metric_type = 'tokens')) AS tokens
    FROM (SELECT *, metric_type = 'latency' AND source = 'report' AS of_report,
            coalesce(total_tokens, prompt_tokens + completion_tokens) AS told
        FROM warehouse.metrics WHERE session_id = call.session_id
            AND timestamp BETWEEN %(oldest)s AND %(newest)s) AS own
) AS measured
WHERE call.occurred_at > %(oldest)s AND call.received_at > %(since)s AND call.received_at <= %(now)s
    AND NOT call.backfilled
    AND call.received_at - coalesce(call.end_time, call.received_at) <= %(latest_report)s
ORDER BY call.received_at DESC
"""

# A room that was flagged because no report came is no sign of an agent; its own events are.
LIFE = """
WITH moments AS (
    SELECT occurred_at AS began, least(greatest(occurred_at, end_time), %(now)s) AS moved
    FROM (SELECT occurred_at, end_time FROM warehouse.sessions WHERE NOT backfilled AND rank > 0
        AND occurred_at BETWEEN %(oldest)s AND %(now)s ORDER BY occurred_at DESC LIMIT 200) AS newest
    UNION ALL
    SELECT coalesce(started_at, first_event_at), coalesce(started_at, first_event_at)
    FROM warehouse.telephony_calls WHERE first_event_at BETWEEN %(oldest)s AND %(now)s
), last AS (SELECT max(moved) AS at FROM moments)
SELECT last.at,
    (SELECT count(*) FROM warehouse.telephony_calls
        WHERE status = 'active' AND first_event_at BETWEEN %(active_since)s AND %(now)s) AS active,
    (SELECT count(*) FROM warehouse.sessions WHERE NOT backfilled AND rank > 0
        AND occurred_at > last.at - interval '2 hours' AND occurred_at <= last.at) AS recent
FROM last
"""

USUAL = """
SELECT max(median_sessions) FILTER (WHERE weekday = %(weekday)s AND hour = %(hour)s),
    coalesce(sum(median_sessions) FILTER (WHERE weekday = %(weekday)s), 0),
    coalesce(sum(median_sessions), 0)
FROM warehouse.usage_baselines
"""

# The same hour of the last four weeks; of the last seven days where calls are not that old.
USUAL_TOKENS = """
WITH begun AS (
    SELECT min(occurred_at) AS at FROM warehouse.sessions WHERE NOT (backfilled AND start_time IS NULL)
), local AS (
    SELECT date_trunc('hour', %(now)s::timestamptz AT TIME ZONE %(zone)s) AS hour
), days AS (
    SELECT CASE WHEN begun.at <= %(now)s::timestamptz - interval '28 days' THEN ARRAY[7, 14, 21, 28]
        ELSE ARRAY[1, 2, 3, 4, 5, 6, 7] END AS back FROM begun
), hours AS (
    SELECT (local.hour - make_interval(days => day)) AT TIME ZONE %(zone)s AS since
    FROM local, days, unnest(days.back) AS day
), sums AS (
    SELECT coalesce((SELECT sum(coalesce(used.total_tokens, used.prompt_tokens + used.completion_tokens))
        FROM warehouse.metrics AS used
        WHERE used.metric_type = 'tokens' AND used.timestamp >= hours.since
            AND used.timestamp < hours.since + interval '1 hour'
            AND (used.source = 'report' OR NOT EXISTS (SELECT FROM warehouse.metrics AS reported
                WHERE reported.session_id = used.session_id AND reported.metric_type = 'tokens'
                    AND reported.source = 'report'))), 0) AS tokens
    FROM hours, begun WHERE hours.since >= date_trunc('hour', begun.at)
)
SELECT (percentile_cont(0.5) WITHIN GROUP (ORDER BY tokens))::float / 60, count(*) FROM sums
"""


def read_calls(connection: Connection, now: datetime) -> tuple[CallReading, ...]:
    """Give the calls whose end we heard of in the last two hours; in the caller's transaction."""
    since = now - LONGEST_WINDOW
    with connection.cursor(row_factory=class_row(CallReading)) as cursor:
        rows = cursor.execute(
            CALLS,
            {
                "now": now,
                "since": since,
                "oldest": since - LATEST_REPORT - LONGEST_CALL,
                "newest": now + LATEST_REPORT,
                "latest_report": LATEST_REPORT,
            },
        ).fetchall()
    return tuple(rows)


def read_life(connection: Connection, now: datetime) -> LifeReading:
    """Give when a session last moved, within a month; in the caller's transaction."""
    row = connection.execute(
        LIFE, {"now": now, "oldest": now - timedelta(days=31), "active_since": now - LONGEST_CALL}
    ).fetchone()
    if row is None or row[0] is None:
        return LifeReading(active_calls=row[1] if row else 0)
    last_at, active, recent = row
    return LifeReading(last_at, active, recent / 2 if recent >= FEWEST_FOR_A_RATE else None)


def read_usual(connection: Connection, now: datetime, local: datetime, time_zone: str) -> UsualReading:
    """Give what is normal in this hour of the week; ``local`` is now in the company's zone."""
    sessions = connection.execute(USUAL, {"weekday": local.weekday(), "hour": local.hour}).fetchone()
    tokens = connection.execute(USUAL_TOKENS, {"now": now, "zone": time_zone}).fetchone()
    hour, day, week = sessions or (None, 0.0, 0.0)
    rate, samples = tokens or (None, 0)
    return UsualReading(hour, day, week, rate if samples >= FEWEST_HOURS else None)
