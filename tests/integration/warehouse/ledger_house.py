"""A ledger in PostgreSQL and what its tests look at."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from aftercall.delivery.draining import Drain, Drained
from aftercall.ledger.debts import Claim, Debt, Destination, Subject
from aftercall.ledger.outcomes import Outcome
from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.debts import owe, session_debts
from aftercall.warehouse.ledger import WarehouseLedger
from tests.fakes.clock import FakeClock
from tests.integration.warehouse.calls import START


def deliveries(connection: Connection, **columns: object) -> list[dict[str, Any]]:
    """Rows of the ledger whose columns have these values, in the order they were written."""
    chosen = "".join(f" AND {name} = %({name})s" for name in columns)
    query = f"SELECT * FROM warehouse.deliveries WHERE true{chosen} ORDER BY delivery_id"  # noqa: S608 - names
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, columns).fetchall()


def delivery(connection: Connection, **columns: object) -> dict[str, Any]:
    """The one row whose columns have these values."""
    (row,) = deliveries(connection, **columns)
    return row


def digest(number: int, destination: Destination = Destination.SALESFORCE) -> Debt:
    """A debt that needs no call."""
    return Debt(destination, Subject.DIGEST, str(number))


def owe_digests(
    connection: Connection,
    count: int,
    destination: Destination = Destination.SALESFORCE,
    now: datetime = START,
) -> None:
    with transaction(connection):
        owe(connection, [digest(number, destination) for number in range(count)], now)


def owe_session(connection: Connection, session_id: str, now: datetime = START) -> None:
    with transaction(connection):
        owe(connection, session_debts(session_id), now)


@contextmanager
def holding(connection: Connection) -> Iterator[Connection]:
    """A transaction that is left open for the length of a block."""
    with transaction(connection):
        yield connection


@dataclass(slots=True)
class Recipient:
    """A destination that remembers every claim, and what it knows by each id."""

    answers: Callable[[Claim], Outcome]
    claims: list[Claim] = field(default_factory=list)

    def deliver(self, claim: Claim) -> Outcome:
        self.claims.append(claim)
        return self.answers(claim)

    @property
    def subjects(self) -> Sequence[str]:
        return [claim.debt.subject_id for claim in self.claims]


@dataclass(slots=True)
class Worker:
    """One worker with its own connection."""

    connection: Callable[[], Connection]
    recipient: Recipient
    destination: Destination = Destination.SALESFORCE
    clock: FakeClock = field(default_factory=lambda: FakeClock(START))
    errors: list[Exception] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    @property
    def ledger(self) -> WarehouseLedger:
        return WarehouseLedger(self.connection, self.pauses.append)

    def run(self) -> Drained:
        drain = Drain(self.ledger, self.recipient, self.clock.now, lambda: 0.5, self._note)
        return drain.run(self.destination)

    def _note(self, _: Claim, error: Exception) -> None:
        self.errors.append(error)
