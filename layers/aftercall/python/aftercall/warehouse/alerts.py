"""The history of operational alerts: what rules change in it, and what people do with an alert."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from psycopg.rows import dict_row

from aftercall.ledger.debts import Debt, Destination, Subject
from aftercall.reports.alert_changes import AlertChanges, AlertState, Decide, OpenAlert
from aftercall.reports.alert_record import AlertRecord, AlertType, NewAlert
from aftercall.warehouse.alerts_history import alert_record, raise_alert
from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.debts import owe, owe_again
from aftercall.warehouse.errors import translated_errors
from aftercall.warehouse.records import to_json

RESOLVED_PART = ":resolved"
# No rule is silent for longer after its last alert (profile/alerts.py).
COOL_DOWN_KNOWN = timedelta(days=7)

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('aftercall:alerts', 0))"

OPEN = """
SELECT id, dedup_key, last_seen_at FROM warehouse.alerts_history
WHERE resolved_at IS NULL AND alert_type IN ('critical', 'high') ORDER BY id
"""

ENDED = """
SELECT dedup_key, max(resolved_at) FROM warehouse.alerts_history
WHERE resolved_at > %s AND alert_type IN ('critical', 'high') GROUP BY dedup_key
"""

SEEN = """
UPDATE warehouse.alerts_history AS alert SET last_seen_at = %(now)s,
    context = coalesce(alert.context, '{}') || jsonb_build_object('latest', seen.message)
FROM jsonb_to_recordset(%(seen)s::jsonb) AS seen (alert_id bigint, message text)
WHERE alert.id = seen.alert_id
"""

RESOLVED = """
UPDATE warehouse.alerts_history SET resolved_at = %(now)s, resolved_by = %(by)s
WHERE id = %(alert_id)s AND resolved_at IS NULL RETURNING alert_type
"""

ACKNOWLEDGED = """
UPDATE warehouse.alerts_history SET acknowledged_at = %(at)s, acknowledged_by = %(by)s
WHERE id = %(alert_id)s AND acknowledged_at IS NULL RETURNING resolved_at IS NULL
"""

OWED = """
SELECT destination FROM warehouse.deliveries WHERE subject = 'alert' AND subject_id = %s
"""

LISTED = """
SELECT * FROM warehouse.alerts_history
WHERE %(everything)s OR (resolved_at IS NULL AND alert_type IN ('critical', 'high'))
ORDER BY resolved_at IS NULL DESC, triggered_at DESC, id DESC LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class AlertsWritten:
    """What one look changed: ids by what happened to them, and who is owed a message."""

    raised: tuple[int, ...]
    seen: tuple[int, ...]
    resolved: tuple[int, ...]
    cooling: tuple[str, ...]
    owed: frozenset[Destination]


def change_alerts(
    connection: Connection, decide: Decide, now: datetime, *, critical_to_slack: bool = False
) -> AlertsWritten:
    """Let rules change the history, and write what is owed for it, in one transaction.

    Evaluators take turns: the second of two at once finds the first one's alerts open.

    Raises WarehouseUnavailable or RejectedByWarehouse: nothing was changed.
    """
    with transaction(connection):
        connection.execute(LOCK)
        changes = decide(_state(connection, now))
        ids = [raise_alert(connection, alert, now) for alert in changes.raised]
        debts = [
            Debt(destination, Subject.ALERT, str(alert_id))
            for alert_id, alert in zip(ids, changes.raised, strict=True)
            for destination in told_of(alert, critical_to_slack=critical_to_slack)
        ]
        owe(connection, debts, now)
        _see_again(connection, changes, now)
        owed = {debt.destination for debt in debts}
        for resolution in changes.resolved:
            owed |= _resolve(connection, resolution.alert_id, resolution.resolved_by, now) or set()
    return AlertsWritten(
        raised=tuple(ids),
        seen=tuple(seen.alert_id for seen in changes.seen),
        resolved=tuple(resolution.alert_id for resolution in changes.resolved),
        cooling=changes.cooling,
        owed=frozenset(owed),
    )


def told_of(alert: NewAlert, *, critical_to_slack: bool) -> tuple[Destination, ...]:
    """Give who is told: PagerDuty of critical alerts, Slack of others and of PagerDuty's failing."""
    if alert.alert_type is not AlertType.CRITICAL:
        return (Destination.SLACK,)
    is_about_pagerduty = alert.context.get("api") == Destination.PAGERDUTY
    if critical_to_slack or is_about_pagerduty:
        return (Destination.PAGERDUTY, Destination.SLACK)
    return (Destination.PAGERDUTY,)


def _state(connection: Connection, now: datetime) -> AlertState:
    open_alerts = tuple(OpenAlert(*row) for row in connection.execute(OPEN))
    ended = connection.execute(ENDED, [now - COOL_DOWN_KNOWN]).fetchall()
    return AlertState(open_alerts, dict(ended))


def _see_again(connection: Connection, changes: AlertChanges, now: datetime) -> None:
    if changes.seen:
        seen = [{"alert_id": one.alert_id, "message": one.message} for one in changes.seen]
        connection.execute(SEEN, {"now": now, "seen": to_json(seen)})


def _resolve(
    connection: Connection, alert_id: int, resolved_by: str, now: datetime
) -> set[Destination] | None:
    """End an open alert and let whoever was told of it be told of that; None where it is not open.

    PagerDuty's row is due again, and reads what became of the alert; Slack gets a message of its own.
    """
    parameters = {"alert_id": alert_id, "by": resolved_by, "now": now}
    if connection.execute(RESOLVED, parameters).fetchone() is None:
        return None
    told = _told(connection, alert_id)
    if Destination.PAGERDUTY in told:
        owe_again(connection, [Debt(Destination.PAGERDUTY, Subject.ALERT, str(alert_id))], now)
    if Destination.SLACK in told:
        subject_id = f"{alert_id}{RESOLVED_PART}"
        owe(connection, [Debt(Destination.SLACK, Subject.ALERT, subject_id)], now)
    return told


def _told(connection: Connection, alert_id: int) -> set[Destination]:
    return {Destination(name) for (name,) in connection.execute(OWED, [str(alert_id)])}


class AlertAnswer(StrEnum):
    """What became of somebody's word on an alert."""

    DONE = "done"
    ALREADY = "already"
    """Somebody was faster; theirs stands."""
    UNKNOWN = "unknown"
    """There is no such alert."""


def acknowledge_alert(
    connection: Connection, alert_id: int, by: str, at: datetime, now: datetime
) -> AlertAnswer:
    """Remember who takes care of an alert, the first one for good; PagerDuty is told where it paged.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with transaction(connection):
        row = connection.execute(ACKNOWLEDGED, {"alert_id": alert_id, "by": by, "at": at}).fetchone()
        if row is None:
            return _already_or_unknown(connection, alert_id)
        (is_open,) = row
        if is_open and Destination.PAGERDUTY in _told(connection, alert_id):
            owe_again(connection, [Debt(Destination.PAGERDUTY, Subject.ALERT, str(alert_id))], now)
        return AlertAnswer.DONE


def resolve_alert(connection: Connection, alert_id: int, by: str, now: datetime) -> AlertAnswer:
    """End an open alert by hand; where its condition lasts it is raised again after its cool-down.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with transaction(connection):
        connection.execute(LOCK)
        if _resolve(connection, alert_id, by, now) is None:
            return _already_or_unknown(connection, alert_id)
        return AlertAnswer.DONE


def _already_or_unknown(connection: Connection, alert_id: int) -> AlertAnswer:
    found = connection.execute("SELECT FROM warehouse.alerts_history WHERE id = %s", [alert_id]).fetchone()
    return AlertAnswer.UNKNOWN if found is None else AlertAnswer.ALREADY


def list_alerts(connection: Connection, *, everything: bool, limit: int) -> Sequence[AlertRecord]:
    """Give the open operational alerts, or every alert, the open ones first and then the newest.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with translated_errors(), connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(LISTED, {"everything": everything, "limit": limit}).fetchall()
    return [alert_record(row) for row in rows]
