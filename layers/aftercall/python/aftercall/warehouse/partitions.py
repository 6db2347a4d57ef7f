"""Monthly partitions of ``warehouse.metrics``, made before rows of a new month are written.

A partition is made in a transaction of its own: it has to hold off all writers for a moment, and
must not do so while a call is being written. Where it cannot be made in time, rows go to the
default partition and move over when it is made later: a write never fails for want of a partition.
"""

from collections.abc import Collection
from datetime import date, datetime

from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.errors import WarehouseUnavailable, translated_errors

OLDEST_MONTHS = 25
NEWEST_MONTHS = 2


def ensure_partitions(connection: Connection, months: Collection[date], now: datetime) -> int:
    """Make the missing partitions of these months and return how many were made.

    Months further than 25 months back or 2 ahead stay in the default partition: a clock that went
    wrong must not fill the schema with tables.

    Raises
    ------
    WarehouseUnavailable
        When the connection is lost; not when the partition could not be made in time.
    """
    wanted = sorted(month for month in months if -OLDEST_MONTHS <= _distance(month, now) <= NEWEST_MONTHS)
    if not wanted:
        return 0
    with translated_errors():
        missing = connection.execute(
            "SELECT month FROM unnest(%s::date[]) AS month "
            "WHERE to_regclass('warehouse.metrics_' || to_char(month, 'YYYY_MM')) IS NULL",
            [wanted],
        ).fetchall()
    return sum(_make(connection, month) for (month,) in missing)


def coming_months(now: datetime) -> tuple[date, date]:
    """Give the month that is and the one that comes."""
    this_month = date(now.year, now.month, 1)
    return this_month, date(now.year + now.month // 12, now.month % 12 + 1, 1)


def _distance(month: date, now: datetime) -> int:
    return (month.year - now.year) * 12 + month.month - now.month


def _make(connection: Connection, month: date) -> bool:
    try:
        with transaction(connection):
            connection.execute("SET LOCAL lock_timeout = '2s'")
            made = connection.execute("SELECT warehouse.ensure_metrics_partition(%s)", [month]).fetchone()
    except WarehouseUnavailable:
        if connection.closed or connection.broken:
            raise
        return False
    return bool(made and made[0])
