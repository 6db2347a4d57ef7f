"""Sending again, because a person says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aftercall.ledger.debts import Destination
from aftercall.ledger.policy import STANDARD_POLICY, DeliveryPolicy
from aftercall.ledger.status import DeliveryStatus
from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.debts import OWED_AGAIN
from aftercall.warehouse.errors import translated_errors

CHOSEN = """
owed.status = ANY(%(statuses)s) AND owed.status <> 'sending'
AND (%(session_id)s::text IS NULL OR owed.session_id = %(session_id)s)
AND (%(destination)s::text IS NULL OR owed.destination = %(destination)s)
AND (%(since)s::timestamptz IS NULL OR owed.updated_at >= %(since)s)
AND (%(until)s::timestamptz IS NULL OR owed.updated_at < %(until)s)
"""

MAY_BE_THERE_TWICE = frozenset({DeliveryStatus.UNCERTAIN, DeliveryStatus.DELIVERED})


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows are meant; a part that is None does not narrow it.

    Parameters
    ----------
    since, until
        When the row last changed; ``until`` itself is not in it.
    """

    statuses: frozenset[DeliveryStatus] = frozenset({DeliveryStatus.FAILED})
    session_id: str | None = None
    destination: Destination | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a selection means: how many rows to each destination, and how many may then arrive twice."""

    by_destination: Mapping[str, int]
    may_arrive_twice: int


def chosen(connection: Connection, selection: Selection) -> Chosen:
    """Count what would be sent again.  Raises WarehouseUnavailable or RejectedByWarehouse."""
    with translated_errors():
        rows = connection.execute(
            "SELECT owed.destination, owed.status, count(*) FROM warehouse.deliveries AS owed "  # noqa: S608 - a fixed text
            f"WHERE {CHOSEN} GROUP BY owed.destination, owed.status ORDER BY owed.destination",
            _parameters(selection),
        ).fetchall()
    counts: dict[str, int] = {}
    twice = 0
    for name, status, count in rows:
        counts[name] = counts.get(name, 0) + count
        if DeliveryStatus(status) in MAY_BE_THERE_TWICE and not Destination(name).deduplicates:
            twice += count
    return Chosen(counts, twice)


def redeliver(
    connection: Connection, selection: Selection, now: datetime, policy: DeliveryPolicy = STANDARD_POLICY
) -> int:
    """Let the chosen rows be due now and be sent even if nothing changed; gives how many.

    A destination that was left alone is asked at once: whoever says this has looked.
    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with transaction(connection):
        connection.execute(
            "UPDATE warehouse.destination_circuits SET open_until = %(now)s, updated_at = %(now)s "
            "WHERE state = 'open' AND (%(destination)s::text IS NULL OR destination = %(destination)s)",
            {"now": now, "destination": selection.destination},
        )
        return connection.execute(
            f"UPDATE warehouse.deliveries AS owed SET {OWED_AGAIN}, payload_hash = NULL WHERE {CHOSEN}",  # noqa: S608 - fixed texts
            {**_parameters(selection), "now": now, "gives_up_at": now + policy.gives_up_after},
        ).rowcount


def _parameters(selection: Selection) -> dict[str, object]:
    return {
        "statuses": sorted(selection.statuses),
        "session_id": selection.session_id,
        "destination": selection.destination,
        "since": selection.since,
        "until": selection.until,
    }
