"""The history of alerts: raising one, reading one, and noting that it was sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from aftercall.reports.alert_record import AlertRecord, NewAlert
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.errors import translated_errors
from aftercall.warehouse.records import to_json

COLUMNS = (
    *("alert_type", "alert_name", "dedup_key", "message", "session_id", "triggered_at", "last_seen_at"),
    *("sent_to", "acknowledged_at", "acknowledged_by", "resolved_at", "resolved_by"),
)

RAISED = """
INSERT INTO warehouse.alerts_history (alert_type, alert_name, severity, message, context, session_id,
    triggered_at, last_seen_at, dedup_key)
VALUES (%(alert_type)s, %(alert_name)s, %(severity)s, %(message)s, %(context)s::jsonb, %(session_id)s,
    %(now)s, %(now)s, %(dedup_key)s) RETURNING id
"""

ONCE = """
SELECT dedup_key FROM warehouse.alerts_history WHERE alert_type = 'business' AND dedup_key = ANY(%s)
"""

SENT = """
UPDATE warehouse.alerts_history SET sent_at = coalesce(sent_at, %(now)s),
    sent_to = CASE WHEN sent_to IS NULL THEN %(destination)s
        WHEN %(destination)s = ANY(string_to_array(sent_to, ', ')) THEN sent_to
        ELSE sent_to || ', ' || %(destination)s END
WHERE id = %(alert_id)s
"""


def raise_alert(connection: Connection, alert: NewAlert, now: datetime) -> int:
    """Write an alert and give its id; in the caller's transaction.

    Raises the driver's UniqueViolation where one of its key is open.
    """
    row = connection.execute(
        RAISED,
        {
            "alert_type": alert.alert_type,
            "alert_name": alert.alert_name,
            "severity": alert.severity,
            "message": alert.message,
            "context": to_json(alert.context),
            "session_id": alert.session_id,
            "dedup_key": alert.dedup_key,
            "now": now,
        },
    ).fetchone()
    if row is None:  # an INSERT without ON CONFLICT always returns its row
        raise RuntimeError("alerts_history: the new row came back empty")
    return int(row[0])


def raise_business_alerts(connection: Connection, alerts: Sequence[NewAlert], now: datetime) -> list[int]:
    """Write those of a call's alerts that were never raised, and give their ids; its session is locked."""
    known = {key for (key,) in connection.execute(ONCE, [[alert.dedup_key for alert in alerts]])}
    return [raise_alert(connection, alert, now) for alert in alerts if alert.dedup_key not in known]


def read_alert(connection: Connection, subject_id: str) -> AlertRecord | None:
    """Read the alert that a ledger row speaks of: "17", or "17:resolved".

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    number = subject_id.partition(":")[0]
    if not number.isdigit():
        return None
    with translated_errors(), connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute("SELECT * FROM warehouse.alerts_history WHERE id = %s", [int(number)]).fetchone()
    return None if row is None else alert_record(row)


def alert_record(row: Mapping[str, Any]) -> AlertRecord:
    """Give a row as the noun."""
    known = {name: row[name] for name in COLUMNS}
    return AlertRecord.model_validate({**known, "alert_id": row["id"], "context": row["context"] or {}})


def note_sent(connection: Connection, subject_id: str, destination: str, now: datetime) -> None:
    """Remember that an alert reached a destination; that of its end is not the alert's own."""
    number, _, part = subject_id.partition(":")
    if number.isdigit() and not part:
        connection.execute(SENT, {"alert_id": int(number), "destination": destination, "now": now})


TOLD_ALREADY = """
UPDATE warehouse.deliveries AS owed SET status = 'skipped', reason = 'superseded', updated_at = %(now)s
FROM warehouse.alerts_history AS moved, warehouse.alerts_history AS own
WHERE owed.subject = 'alert' AND owed.status = 'pending' AND owed.subject_id = moved.id::text
AND moved.session_id = %(lesser)s AND moved.alert_type = 'business' AND own.id <> moved.id
AND own.dedup_key = replace(moved.dedup_key, %(lesser)s, %(better)s)
"""

MOVED_KEYS = """
UPDATE warehouse.alerts_history AS moved SET dedup_key = replace(moved.dedup_key, %(lesser)s, %(better)s)
WHERE moved.session_id = %(lesser)s AND moved.alert_type = 'business'
AND NOT EXISTS (SELECT FROM warehouse.alerts_history AS own
    WHERE own.dedup_key = replace(moved.dedup_key, %(lesser)s, %(better)s))
"""


def move_alerts(connection: Connection, better: str, lesser: str, now: datetime) -> None:
    """Let a call's alerts be those of the better report of it, so that none of them is raised again.

    What both raised is told once: a message of the lesser one's that has not gone out is not sent.
    """
    ids = {"better": better, "lesser": lesser, "now": now}
    connection.execute(TOLD_ALREADY, ids)
    connection.execute(MOVED_KEYS, ids)
    connection.execute(
        "UPDATE warehouse.alerts_history SET session_id = %(better)s WHERE session_id = %(lesser)s", ids
    )
