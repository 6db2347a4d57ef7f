"""The destinations' circuit breakers, as rows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from aftercall.ledger.circuit import CLOSED_CIRCUIT, Circuit, CircuitState
from aftercall.ledger.debts import Destination
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.errors import translated_errors

LOCKED = "SELECT * FROM warehouse.destination_circuits WHERE destination = %s FOR UPDATE"

FIRST = """
INSERT INTO warehouse.destination_circuits (destination, state, updated_at) VALUES (%s, 'closed', %s)
ON CONFLICT (destination) DO NOTHING
"""

WRITTEN = """
UPDATE warehouse.destination_circuits SET state = %(state)s, failures = %(failures)s,
    opened_at = %(opened_at)s, open_until = %(open_until)s, last_error = %(last_error)s, updated_at = %(now)s
WHERE destination = %(destination)s
"""


def locked_circuit(connection: Connection, destination: Destination, now: datetime) -> Circuit:
    """Read a destination's circuit; until the transaction ends nobody else claims or settles there."""
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(LOCKED, [destination]).fetchone()
        if row is None:
            cursor.execute(FIRST, [destination, now])
            row = cursor.execute(LOCKED, [destination]).fetchone()
    return CLOSED_CIRCUIT if row is None else _circuit(row)


def write_circuit(connection: Connection, destination: Destination, circuit: Circuit, now: datetime) -> None:
    """Keep a destination's circuit."""
    connection.execute(
        WRITTEN,
        {
            "state": circuit.state,
            "failures": circuit.failures,
            "opened_at": circuit.opened_at,
            "open_until": circuit.open_until,
            "last_error": circuit.last_error,
            "now": now,
            "destination": destination,
        },
    )


def read_circuits(connection: Connection) -> dict[Destination, Circuit]:
    """Give every destination's circuit; one that was never tried is closed.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with translated_errors(), connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute("SELECT * FROM warehouse.destination_circuits").fetchall()
    known = {Destination(row["destination"]): _circuit(row) for row in rows}
    return {destination: known.get(destination, CLOSED_CIRCUIT) for destination in Destination}


def _circuit(row: Mapping[str, Any]) -> Circuit:
    return Circuit(
        CircuitState(row["state"]), row["failures"], row["opened_at"], row["open_until"], row["last_error"]
    )
