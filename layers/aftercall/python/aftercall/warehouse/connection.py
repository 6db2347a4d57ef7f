"""Connections to PostgreSQL that a transaction pooler (Neon, PgBouncer, RDS Proxy) can serve.

Nothing here or in the writers outlives a transaction: no prepared statements, no session settings,
no session-level advisory locks, no LISTEN. Time limits are set with ``SET LOCAL``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg

from aftercall.warehouse.errors import translated_errors

type Row = dict[str, Any]
type Connection = psycopg.Connection[tuple[Any, ...]]

CONNECT_TIMEOUT_SECONDS = 3
# Sent and not acknowledged for so long: the other side is gone, and nobody told us (a dropped route, a
# failover). Without it a dead idle connection holds its first statement for a quarter of an hour.
UNACKNOWLEDGED_MILLISECONDS = 4000
IDLE_SECONDS_BEFORE_CHECK = 20.0

# Below the 10 seconds of the function that writes: it is told why, instead of being stopped.
LIMITS: LiteralString = (
    "SET LOCAL statement_timeout = '6s'; "
    "SET LOCAL lock_timeout = '5s'; "
    "SET LOCAL idle_in_transaction_session_timeout = '15s'"
)


def open_plain(url: str) -> Connection:
    """Open a connection without autocommit; raises the driver's own errors."""
    return psycopg.connect(
        url,
        connect_timeout=CONNECT_TIMEOUT_SECONDS,
        prepare_threshold=None,
        application_name="aftercall",
        keepalives=1,
        keepalives_idle=30,
        keepalives_interval=2,
        keepalives_count=2,
        tcp_user_timeout=UNACKNOWLEDGED_MILLISECONDS,
    )


def connect(url: str) -> Connection:
    """Open a connection on which each ``transaction`` stands for itself.

    Raises
    ------
    WarehouseUnavailable
        When the server cannot be reached within 3 seconds or takes no more connections.
    """
    with translated_errors():
        connection = open_plain(url)
        connection.autocommit = True
        return connection


@contextmanager
def transaction(connection: Connection) -> Iterator[Connection]:
    """Run one transaction with its time limits: all of it is kept, or nothing.

    Raises
    ------
    WarehouseUnavailable, RejectedByWarehouse
        In place of the driver's errors.
    """
    with translated_errors(), connection.transaction():
        connection.execute(LIMITS)
        yield connection


class ReusedConnection:
    """The one connection of a warm container, opened on first use and again when it broke.

    Parameters
    ----------
    address
        Gives the URL; asked again at each opening, so that a rotated password is picked up.
    clock
        Monotonic seconds. A connection idle for longer than 20 seconds is checked before use:
        a database that went to sleep, or a container that was frozen, leaves it dead.
    """

    def __init__(self, address: Callable[[], str], clock: Callable[[], float]) -> None:
        self._address = address
        self._clock = clock
        self._connection: Connection | None = None
        self._used_at = 0.0

    def get(self) -> Connection:
        """Give an open connection.  Raises WarehouseUnavailable."""
        if self._connection is not None and not self._is_alive(self._connection):
            self.close()
        if self._connection is None:
            self._connection = connect(self._address())
        self._used_at = self._clock()
        return self._connection

    def close(self) -> None:
        """Close it, if there is one."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _is_alive(self, connection: Connection) -> bool:
        if connection.closed or connection.broken:
            return False
        if self._clock() - self._used_at < IDLE_SECONDS_BEFORE_CHECK:
            return True
        try:
            connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True
