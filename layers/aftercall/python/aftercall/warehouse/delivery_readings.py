"""The ledger as an operator sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from aftercall.ledger.circuit import Circuit
from aftercall.ledger.debts import Destination
from aftercall.ledger.status import OPEN_STATUSES, DeliveryStatus
from aftercall.warehouse.circuits import read_circuits
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.errors import translated_errors

COUNTS = """
SELECT destination, status, count(*), min(created_at) FROM warehouse.deliveries GROUP BY destination, status
"""

ENTRIES = """
SELECT delivery_id, destination, subject, subject_id, status, reason, revision, attempts, due_at,
    external_id, warning, last_error, last_error_at, delivered_at, created_at, updated_at
FROM warehouse.deliveries WHERE session_id = %s ORDER BY delivery_id
"""


@dataclass(frozen=True, slots=True)
class DestinationStanding:
    """Where one destination stands.

    Parameters
    ----------
    oldest_debt
        When the oldest debt that is still open was written.
    """

    destination: Destination
    counts: Mapping[DeliveryStatus, int]
    oldest_debt: datetime | None
    circuit: Circuit


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One row of the ledger; names as in ``warehouse.deliveries``."""

    delivery_id: int
    destination: str
    subject: str
    subject_id: str
    status: str
    reason: str | None
    revision: int
    attempts: int
    due_at: datetime
    external_id: str | None
    warning: str | None
    last_error: str | None
    last_error_at: datetime | None
    delivered_at: datetime | None
    created_at: datetime
    updated_at: datetime


def destination_standings(connection: Connection) -> list[DestinationStanding]:
    """Count the ledger's rows for each destination.  Raises WarehouseUnavailable or RejectedByWarehouse."""
    with translated_errors():
        rows = connection.execute(COUNTS).fetchall()
    counted = {(name, status): (count, oldest) for name, status, count, oldest in rows}
    return [
        _standing(destination, counted, circuit) for destination, circuit in read_circuits(connection).items()
    ]


def _standing(
    destination: Destination, counted: Mapping[tuple[str, str], tuple[int, datetime]], circuit: Circuit
) -> DestinationStanding:
    own = {one: counted[destination, one] for one in DeliveryStatus if (destination, one) in counted}
    owed = [oldest for status, (_, oldest) in own.items() if status in OPEN_STATUSES]
    counts = {status: count for status, (count, _) in own.items()}
    return DestinationStanding(destination, counts, min(owed, default=None), circuit)


def deliveries_of(connection: Connection, session_id: str) -> list[LedgerEntry]:
    """Give a call's rows, its alerts' among them.  Raises WarehouseUnavailable or RejectedByWarehouse."""
    with translated_errors(), connection.cursor(row_factory=class_row(LedgerEntry)) as cursor:
        return cursor.execute(ENTRIES, [session_id]).fetchall()
