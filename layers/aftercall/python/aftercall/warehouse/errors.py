"""What can go wrong with the warehouse: what passes by itself, and what does not."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

PASSING_CLASSES = frozenset({"08", "53", "55", "57", "58", "40", "25"})
"""SQLSTATE classes that trying again may cure: connection, resources, locks, shutdown or time-out,
system, serialisation and deadlock, a transaction the server ended.
"""


class WarehouseError(Exception):
    """Base of the warehouse's errors; messages hold codes and names, never values."""

    @property
    def reason(self) -> str:
        """What a log may say of it."""
        return str(self)


class WarehouseUnavailable(WarehouseError):
    """The database cannot be reached or is too busy: try again later."""


class RejectedByWarehouse(WarehouseError):
    """The database refuses the statement or its values: trying again changes nothing."""


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn the driver's errors into ours.

    The driver's message is left out on purpose: it quotes the values of the row, which are what
    somebody said. The SQLSTATE, table, column and constraint are what an operator needs.
    """
    try:
        yield
    except psycopg.Error as error:
        raise translation_of(error) from None


def translation_of(error: psycopg.Error) -> WarehouseError:
    """Give the named error for one of the driver's."""
    state = error.sqlstate
    passing = state[:2] in PASSING_CLASSES if state else isinstance(error, psycopg.OperationalError)
    about = error.diag
    parts = [type(error).__name__ + (f" (SQLSTATE {state})" if state else "")]
    parts += [
        f"{label} {value}"
        for label, value in (
            ("table", about.table_name),
            ("column", about.column_name),
            ("constraint", about.constraint_name),
        )
        if value
    ]
    message = ", ".join(parts)
    return WarehouseUnavailable(message) if passing else RejectedByWarehouse(message)
