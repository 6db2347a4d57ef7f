"""When each scheduled function last ran: that one did not run is noticed by what it left undone here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from aftercall.warehouse.connection import Connection
from aftercall.warehouse.errors import WarehouseError, translated_errors

STARTED = """
INSERT INTO warehouse.schedule_runs (name, last_started_at) VALUES (%(name)s, %(now)s)
ON CONFLICT (name) DO UPDATE SET last_started_at = excluded.last_started_at
"""
FINISHED = "UPDATE warehouse.schedule_runs SET last_finished_at = %(now)s WHERE name = %(name)s"
FAILED = """
UPDATE warehouse.schedule_runs SET last_error_at = %(now)s, last_error = %(error)s WHERE name = %(name)s
"""


@contextmanager
def recorded_run(
    connection: Callable[[], Connection], name: str, now: Callable[[], datetime]
) -> Iterator[None]:
    """Remember when a run of a schedule began and ended, or the class of what it raised.

    Raises WarehouseUnavailable, or what the run raises.
    """
    with translated_errors():
        connection().execute(STARTED, {"name": name, "now": now()})
    try:
        yield
    except Exception as error:
        try:
            with translated_errors():
                connection().execute(FAILED, {"name": name, "now": now(), "error": type(error).__name__})
        except WarehouseError:
            error.add_note(f"{name}: that it failed could not be written down either")
        raise
    with translated_errors():
        connection().execute(FINISHED, {"name": name, "now": now()})
