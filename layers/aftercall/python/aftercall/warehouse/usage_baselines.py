"""How many sessions are normal in an hour of the week: what alerts of too many or too few compare with."""

from datetime import datetime

from aftercall.warehouse.connection import Connection, transaction


def compute_baselines(connection: Connection, time_zone: str, now: datetime) -> int:
    """Put anew the normal sessions of each of the 168 hours of the week and return how many rows changed.

    Normal is the median over the same hour of the last four weeks; until there are four weeks of calls, the
    median over the same hour of the last seven days. An hour without a call counts as 0 as soon as calls
    were taken in at all; hours from before the first call do not count.

    Parameters
    ----------
    time_zone
        IANA name of the company's zone: an hour of the week is one there, in summer and in winter.

    Raises WarehouseUnavailable or RejectedByWarehouse: then the old baselines stand.
    """
    with transaction(connection):
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('aftercall:baselines', 0))")
        return connection.execute(COMPUTE, {"now": now, "zone": time_zone}).rowcount


# Hours are laid out in the zone's own clock, so that a day of 23 or 25 hours shifts nothing.
COMPUTE = """
WITH span AS (
    SELECT date_trunc('hour', %(now)s AT TIME ZONE %(zone)s) AS until,
        date_trunc('hour', min(occurred_at) AT TIME ZONE %(zone)s) AS since
    FROM warehouse.sessions
    WHERE occurred_at <= %(now)s AND NOT (backfilled AND start_time IS NULL)
), hours AS (
    SELECT hour FROM span, generate_series(greatest(since, until - interval '28 days'),
        until - interval '1 hour', interval '1 hour') AS hour
    WHERE since IS NOT NULL
), counts AS (
    SELECT date_trunc('hour', occurred_at AT TIME ZONE %(zone)s) AS hour, count(*) AS sessions
    FROM warehouse.sessions
    WHERE occurred_at > %(now)s - interval '29 days' AND occurred_at <= %(now)s
        AND NOT (backfilled AND start_time IS NULL)
    GROUP BY 1
), filled AS (
    SELECT hour, coalesce(sessions, 0) AS sessions, extract(isodow FROM hour)::int - 1 AS weekday,
        extract(hour FROM hour)::int AS clock
    FROM hours LEFT JOIN counts USING (hour)
), weekly AS (
    SELECT weekday, clock, percentile_cont(0.5) WITHIN GROUP (ORDER BY sessions) AS median,
        count(*) AS samples
    FROM filled GROUP BY weekday, clock
), daily AS (
    SELECT clock, percentile_cont(0.5) WITHIN GROUP (ORDER BY sessions) AS median, count(*) AS samples
    FROM filled, span WHERE hour >= until - interval '7 days' GROUP BY clock
)
INSERT INTO warehouse.usage_baselines
    (weekday, hour, time_zone, median_sessions, basis, samples, updated_at)
SELECT day, daily.clock, %(zone)s,
    CASE WHEN weekly.samples >= 4 THEN weekly.median ELSE daily.median END,
    CASE WHEN weekly.samples >= 4 THEN 'four_weeks' ELSE 'seven_days' END,
    CASE WHEN weekly.samples >= 4 THEN weekly.samples ELSE daily.samples END, %(now)s
FROM generate_series(0, 6) AS day CROSS JOIN daily
LEFT JOIN weekly ON weekly.weekday = day AND weekly.clock = daily.clock
ON CONFLICT (weekday, hour) DO UPDATE SET time_zone = excluded.time_zone,
    median_sessions = excluded.median_sessions, basis = excluded.basis, samples = excluded.samples,
    updated_at = excluded.updated_at
"""
