"""Everything that alert rules look at, read at one moment in one transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from psycopg.rows import class_row

from aftercall.ledger.debts import Destination
from aftercall.ledger.policy import STANDARD_POLICY
from aftercall.profile.models import Profile
from aftercall.reports.alert_readings import (
    AlertReadings,
    CostReading,
    DestinationReading,
    MissingReportsReading,
    ProcessingReading,
    QueueReading,
    ScheduleReading,
    ToolReading,
)
from aftercall.warehouse.alert_call_readings import (
    LATEST_REPORT,
    LONGEST_CALL,
    read_calls,
    read_life,
    read_usual,
)
from aftercall.warehouse.connection import Connection, transaction

PROCESSING_WINDOW = timedelta(minutes=10)
MOST_LISTED = 10

# A tool's own code where it gives one, else a word that looks like one: never a sentence, which may hold
# what somebody said.
TOOLS = r"""
WITH called AS (
    SELECT tool.name, tool.failed, tool.session_id, CASE WHEN tool.failed THEN coalesce(
        (SELECT told FROM unnest(ARRAY[tool.output ->> 'error_code', tool.output ->> 'code',
            tool.output ->> 'status_code', tool.output ->> 'status', tool.output ->> 'error_type',
            tool.output ->> 'error']) WITH ORDINALITY AS codes (told, place)
        WHERE told ~ '^[A-Za-z0-9_.:-]{1,60}$' ORDER BY place LIMIT 1), 'unspecified') END AS error
    FROM warehouse.tool_calls AS tool JOIN warehouse.sessions AS call USING (session_id)
    WHERE call.occurred_at > %(oldest)s AND call.received_at > %(since)s AND call.received_at <= %(now)s
        AND NOT call.backfilled
        AND call.received_at - coalesce(call.end_time, call.received_at) <= %(latest_report)s
), errors AS (
    SELECT name, jsonb_object_agg(error, times) AS errors
    FROM (SELECT name, error, count(*) AS times FROM called WHERE failed GROUP BY name, error) AS counted
    GROUP BY name
)
SELECT called.name, count(*)::int AS calls, (count(*) FILTER (WHERE failed))::int AS failures,
    coalesce((SELECT errors.errors FROM errors WHERE errors.name = called.name), '{}') AS errors,
    (coalesce(array_agg(DISTINCT session_id) FILTER (WHERE failed), '{}'))[1:%(most)s] AS sessions
FROM called GROUP BY called.name ORDER BY called.name
"""

# What a destination refused speaks against the delivery, not against the destination: that is down only for
# what is to be tried again. A circuit that nobody probes because nothing is owed any more says nothing, nor
# does one that waits because the destination asked once to be left alone (429).
DESTINATIONS = """
WITH rows AS (
    SELECT destination, status, last_error,
        delivered_at > %(since)s AS arrived,
        last_error_at > coalesce(delivered_at, '-infinity') AS wrong,
        last_error_at > greatest(%(since)s, delivered_at)
            AND status IN ('pending', 'sending') AS failing,
        CASE WHEN status IN ('failed', 'uncertain') AND updated_at > %(housekeeping)s THEN status END AS lost,
        status IN ('pending', 'sending') AS pending,
        CASE WHEN status IN ('pending', 'sending') AND priority = 0
            THEN gives_up_at - %(gives_up)s END AS owed
    FROM warehouse.deliveries
    WHERE status IN ('pending', 'sending', 'failed', 'uncertain') OR delivered_at > %(since)s
), errors AS (
    SELECT destination, jsonb_object_agg(last_error, times) AS errors
    FROM (SELECT destination, last_error, count(*) AS times FROM rows
        WHERE (failing OR pending OR lost IS NOT NULL) AND wrong AND last_error IS NOT NULL
        GROUP BY destination, last_error ORDER BY times DESC LIMIT 50) AS counted
    GROUP BY destination
), counted AS (
    SELECT destination, bool_or(pending) AS pending, count(*) FILTER (WHERE arrived) AS delivered,
        count(*) FILTER (WHERE failing) AS failing,
        count(*) FILTER (WHERE lost = 'failed') AS failed,
        count(*) FILTER (WHERE lost = 'uncertain') AS uncertain, min(owed) AS oldest_debt_at
    FROM rows GROUP BY destination
)
SELECT name, coalesce(delivered, 0)::int AS delivered, coalesce(failing, 0)::int AS failing,
    coalesce(failed, 0)::int AS failed, coalesce(uncertain, 0)::int AS uncertain,
    coalesce(errors.errors, '{}') AS errors, counted.oldest_debt_at,
    coalesce(circuit.state <> 'closed' AND circuit.failures >= %(minimum_failures)s
        AND (circuit.open_until > %(now)s OR counted.pending), false) AS circuit_open
FROM unnest(%(destinations)s::text[]) AS name
LEFT JOIN counted ON counted.destination = name LEFT JOIN errors ON errors.destination = name
LEFT JOIN warehouse.destination_circuits AS circuit ON circuit.destination = name
ORDER BY name
"""

PROCESSING = """
SELECT count(*) * 60.0 / extract(epoch FROM %(window)s::interval) AS calls_per_minute,
    extract(epoch FROM max(done.analyzed_at - call.received_at)) AS longest_wait_seconds
FROM warehouse.analysis_results AS done JOIN warehouse.sessions AS call USING (session_id)
WHERE done.analyzed_at > %(now)s - %(window)s::interval AND done.analyzed_at <= %(now)s
    AND NOT call.backfilled AND call.origin NOT IN ('replay', 'redrive')
"""

# The whole month is added up only where there is a budget to hold it against.
COSTS = """
WITH spent AS (
    SELECT call.session_id, cost.provider, cost.cost_usd,
        call.received_at > %(since)s AND NOT call.backfilled AS in_window,
        coalesce(call.end_time, call.received_at) >= %(day)s AS today
    FROM warehouse.sessions AS call JOIN warehouse.session_costs AS cost USING (session_id)
    WHERE call.occurred_at > %(month)s - interval '2 hours'
        AND coalesce(call.end_time, call.received_at) >= %(month)s AND call.received_at <= %(now)s
)
SELECT (SELECT count(*) FROM warehouse.sessions WHERE received_at > %(since)s AND received_at <= %(now)s
        AND occurred_at > %(oldest)s AND NOT backfilled)::int AS sessions,
    coalesce((SELECT jsonb_object_agg(provider, usd) FROM (SELECT provider, sum(cost_usd) AS usd FROM spent
        WHERE in_window AND cost_usd IS NOT NULL GROUP BY provider) AS each), '{}') AS by_provider,
    coalesce((SELECT sum(cost_usd) FROM spent WHERE today), 0)::float AS today_usd,
    coalesce((SELECT sum(cost_usd) FROM spent), 0)::float AS month_usd
"""

MISSING = """
SELECT count(*)::int, (coalesce(array_agg(call_key ORDER BY report_missing_at DESC), '{}'))[1:%(most)s]
FROM warehouse.telephony_calls WHERE report_missing_at > %(since)s AND report_missing_at <= %(now)s
"""

# One that has never run is late from the first look on.
WATCHED = """
INSERT INTO warehouse.schedule_runs (name, last_started_at)
SELECT name, %(now)s FROM unnest(%(names)s::text[]) AS name ON CONFLICT (name) DO NOTHING
"""
SCHEDULES = """
SELECT name, last_started_at, last_finished_at, last_error_at, last_error
FROM warehouse.schedule_runs ORDER BY name
"""


@dataclass(frozen=True, slots=True)
class QueueDepths:
    """What SQS said; None where it did not answer."""

    queues: tuple[QueueReading, ...] | None
    dead_letters: tuple[QueueReading, ...] | None


def read_alert_readings(
    connection: Connection,
    profile: Profile,
    depths: QueueDepths,
    schedules: Collection[str],
    now: datetime,
) -> AlertReadings:
    """Read everything the rules look at.

    Parameters
    ----------
    schedules
        Names of the functions that run by the clock: one that never ran counts from now on.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    zone = profile.business_hours.time_zone
    local = now.astimezone(ZoneInfo(zone))
    housekeeping = now - timedelta(minutes=profile.alerts.housekeeping.window_minutes)
    api_since = now - timedelta(minutes=profile.alerts.api_failures.window_minutes)
    with transaction(connection):
        connection.execute(WATCHED, {"names": sorted(schedules), "now": now})
        return AlertReadings(
            now=now,
            calls=read_calls(connection, now),
            life=read_life(connection, now),
            usual=read_usual(connection, now, local, zone),
            tools=_tools(connection, api_since, now),
            destinations=_destinations(connection, profile, now),
            queues=depths.queues,
            dead_letters=depths.dead_letters,
            processing=_processing(connection, now),
            costs=_costs(connection, profile, now, local),
            missing_reports=_missing(connection, housekeeping, now),
            schedules=_schedules(connection),
        )


def _tools(connection: Connection, since: datetime, now: datetime) -> tuple[ToolReading, ...]:
    with connection.cursor(row_factory=class_row(ToolReading)) as cursor:
        return tuple(
            cursor.execute(
                TOOLS,
                {
                    "now": now,
                    "since": since,
                    "oldest": since - LATEST_REPORT - LONGEST_CALL,
                    "latest_report": LATEST_REPORT,
                    "most": MOST_LISTED,
                },
            )
        )


def _destinations(connection: Connection, profile: Profile, now: datetime) -> tuple[DestinationReading, ...]:
    rule = profile.alerts.api_failures
    with connection.cursor(row_factory=class_row(DestinationReading)) as cursor:
        return tuple(
            cursor.execute(
                DESTINATIONS,
                {
                    "now": now,
                    "since": now - timedelta(minutes=rule.window_minutes),
                    "housekeeping": now - timedelta(minutes=profile.alerts.housekeeping.window_minutes),
                    "minimum_failures": rule.minimum_failures,
                    "gives_up": STANDARD_POLICY.gives_up_after,
                    "destinations": list(Destination),
                },
            )
        )


def _processing(connection: Connection, now: datetime) -> ProcessingReading:
    row = connection.execute(PROCESSING, {"now": now, "window": PROCESSING_WINDOW}).fetchone()
    rate, wait = row or (0, None)
    return ProcessingReading(float(rate), None if wait is None else float(wait))


def _costs(connection: Connection, profile: Profile, now: datetime, local: datetime) -> CostReading:
    since = now - timedelta(minutes=profile.alerts.cost_burn_rate.window_minutes)
    day = local.replace(hour=0, minute=0, second=0, microsecond=0)
    rule = profile.alerts.cost_burn_rate
    month = day.replace(day=1) if rule.monthly_budget_usd is not None else min(day, since)
    with connection.cursor(row_factory=class_row(CostReading)) as cursor:
        found = cursor.execute(
            COSTS,
            {
                "now": now,
                "since": since,
                "oldest": since - LATEST_REPORT - LONGEST_CALL,
                "day": day,
                "month": month,
            },
        ).fetchone()
    return found or CostReading()


def _missing(connection: Connection, since: datetime, now: datetime) -> MissingReportsReading:
    row = connection.execute(MISSING, {"since": since, "now": now, "most": MOST_LISTED}).fetchone()
    rooms, room_sids = row or (0, [])
    return MissingReportsReading(rooms, tuple(room_sids))


def _schedules(connection: Connection) -> tuple[ScheduleReading, ...]:
    with connection.cursor(row_factory=class_row(ScheduleReading)) as cursor:
        return tuple(cursor.execute(SCHEDULES))
