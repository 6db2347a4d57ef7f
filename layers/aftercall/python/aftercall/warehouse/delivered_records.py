"""What a destination calls a session, as the ledger knows it."""

from dataclasses import dataclass

from aftercall.ledger.debts import Destination, Subject
from aftercall.ledger.status import OPEN_STATUSES, DeliveryStatus
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.errors import translated_errors

RECORD = """
SELECT external_id, status FROM warehouse.deliveries
WHERE subject = %s AND subject_id = %s AND destination = %s
"""


@dataclass(frozen=True, slots=True)
class DeliveredRecord:
    """A session's record at a destination.

    Parameters
    ----------
    external_id
        None where it has none (yet).
    awaited
        Whether a delivery that may make one is still open.
    """

    external_id: str | None
    awaited: bool


def delivered_record(connection: Connection, destination: Destination, session_id: str) -> DeliveredRecord:
    """Read it.  Raises WarehouseUnavailable or RejectedByWarehouse."""
    with translated_errors():
        row = connection.execute(RECORD, [Subject.SESSION, session_id, destination]).fetchone()
    if row is None:
        return DeliveredRecord(None, awaited=False)
    return DeliveredRecord(row[0], awaited=DeliveryStatus(row[1]) in OPEN_STATUSES)
