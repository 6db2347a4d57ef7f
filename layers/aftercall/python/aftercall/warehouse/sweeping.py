"""Once a minute over the ledger: claims nobody came back from, debts whose time is over, what is due."""

from dataclasses import dataclass
from datetime import datetime

from aftercall.ledger.debts import Destination
from aftercall.ledger.settlement import CLAIM_ENDED, NO_LONGER_TRIED
from aftercall.warehouse.circuits import read_circuits
from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.errors import translated_errors

MOST_AT_ONCE = 1000

ENDED = """
UPDATE warehouse.deliveries AS owed SET
    status = CASE WHEN told.twice_is_once THEN 'pending' ELSE 'uncertain' END,
    due_at = CASE WHEN told.twice_is_once THEN %(now)s ELSE owed.due_at END,
    attempts = CASE WHEN told.twice_is_once AND told.grew THEN 0 ELSE owed.attempts END,
    reason = CASE WHEN told.twice_is_once THEN NULL ELSE 'claim_ended' END,
    last_error = %(error)s, last_error_at = %(now)s, claimed_until = NULL, claimed_revision = NULL,
    updated_at = %(now)s
FROM (
    SELECT delivery_id, destination = ANY(%(deduplicating)s) AS twice_is_once,
        revision <> claimed_revision AS grew
    FROM warehouse.deliveries WHERE status = 'sending' AND claimed_until < %(now)s
    ORDER BY claimed_until LIMIT %(most)s FOR UPDATE SKIP LOCKED
) AS told
WHERE owed.delivery_id = told.delivery_id RETURNING owed.status
"""
"""``ledger.settlement.claim_ended`` in SQL."""

GIVEN_UP = """
UPDATE warehouse.deliveries AS owed SET status = 'failed', reason = %(reason)s, updated_at = %(now)s,
    last_error_at = coalesce(owed.last_error_at, %(now)s), last_error = coalesce(owed.last_error,
        'not_tried: ' || (SELECT circuit.last_error FROM warehouse.destination_circuits AS circuit
            WHERE circuit.destination = owed.destination), 'not_tried')
FROM (
    SELECT delivery_id FROM warehouse.deliveries WHERE status = 'pending' AND gives_up_at < %(now)s
    ORDER BY gives_up_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
) AS late
WHERE owed.delivery_id = late.delivery_id
"""
"""``ledger.settlement.given_up`` in SQL."""

OWED_TO = """
SELECT name FROM unnest(%(destinations)s::text[]) AS name
WHERE EXISTS (SELECT FROM warehouse.deliveries AS owed
    WHERE owed.destination = name AND owed.status = 'pending' AND owed.due_at <= %(now)s)
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: claims ended, how many of these are uncertain now, debts given up, whom to wake."""

    ended: int
    uncertain: int
    given_up: int
    due: tuple[Destination, ...]


def sweep(connection: Connection, now: datetime) -> Swept:
    """End claims, give up, and tell who is owed something and may be asked. Safe to repeat.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    deduplicating = [destination for destination in Destination if destination.deduplicates]
    with transaction(connection):
        ended = connection.execute(
            ENDED,
            {"now": now, "error": CLAIM_ENDED, "deduplicating": deduplicating, "most": MOST_AT_ONCE},
        ).fetchall()
        late = connection.execute(
            GIVEN_UP, {"now": now, "reason": NO_LONGER_TRIED, "most": MOST_AT_ONCE}
        ).rowcount
    uncertain = sum(status == "uncertain" for (status,) in ended)
    return Swept(len(ended), uncertain, late, due_destinations(connection, now))


def due_destinations(connection: Connection, now: datetime) -> tuple[Destination, ...]:
    """Give the destinations that something is due to now and whose circuit lets it through.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    circuits = read_circuits(connection)
    admitting = [destination for destination, circuit in circuits.items() if circuit.admits(now)]
    with translated_errors():
        found = connection.execute(OWED_TO, {"destinations": admitting, "now": now}).fetchall()
    return tuple(Destination(name) for (name,) in found)
