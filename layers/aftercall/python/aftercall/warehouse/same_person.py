"""Whether a destination is being told of another call of the same person at this moment."""

from aftercall.warehouse.connection import Connection
from aftercall.warehouse.errors import translated_errors

OTHERS = """
SELECT EXISTS (
    SELECT FROM warehouse.deliveries AS mine
    JOIN warehouse.sessions AS call ON call.session_id = mine.session_id
    JOIN warehouse.sessions AS other ON other.session_id <> call.session_id
        AND (other.lead_email = call.lead_email OR other.user_phone = call.user_phone)
    JOIN warehouse.deliveries AS theirs ON theirs.session_id = other.session_id
        AND theirs.destination = mine.destination AND theirs.subject = mine.subject
    WHERE mine.delivery_id = %s AND theirs.status = 'sending' AND theirs.claimed_until > now()
)
"""


def is_other_call_in_delivery(connection: Connection, delivery_id: int) -> bool:
    """Look for another claimed debt of the same person.

    Claims are committed before anything is sent, so of two at once at least one sees the other: both may give
    way, never both go on. Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with translated_errors():
        row = connection.execute(OTHERS, [delivery_id]).fetchone()
    return row is not None and bool(row[0])
