"""What a destination calls a session, as the ledger knows it."""

from dataclasses import dataclass

from aftercall.ledger.debts import Destination, Subject
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.errors import translated_errors

RECORD = """
SELECT owed.external_id, coalesce(circuit.state, 'closed') = 'closed' AND (
    (owed.status = 'pending' AND owed.attempts = 0) OR (owed.status = 'sending' AND owed.attempts = 1))
FROM warehouse.deliveries AS owed LEFT JOIN warehouse.destination_circuits AS circuit USING (destination)
WHERE owed.subject = %s AND owed.subject_id = %s AND owed.destination = %s
"""


@dataclass(frozen=True, slots=True)
class DeliveredRecord:
    """A session's record at a destination.

    Parameters
    ----------
    external_id
        None where it has none (yet).
    awaited
        Whether the first attempt that may make one is ahead or under way. What has failed already, or
        is owed to a destination that is down, may take hours.
    """

    external_id: str | None
    awaited: bool


def delivered_record(connection: Connection, destination: Destination, session_id: str) -> DeliveredRecord:
    """Read it.  Raises WarehouseUnavailable or RejectedByWarehouse."""
    with translated_errors():
        row = connection.execute(RECORD, [Subject.SESSION, session_id, destination]).fetchone()
    if row is None:
        return DeliveredRecord(None, awaited=False)
    return DeliveredRecord(row[0], awaited=row[1])
