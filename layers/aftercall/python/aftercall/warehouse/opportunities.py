"""Opportunities of known people, as Salesforce last told them.

A read of everything also forgets what was not in it any more; a read of changes only adds and updates.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from psycopg.rows import dict_row

from aftercall.reports.opportunity import Opportunity
from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.errors import translated_errors
from aftercall.warehouse.records import to_json

READ = "opportunities_read"
"""In schedule_runs: a read that came to its end; without one Salesforce counts as not connected."""
ROWS_AT_ONCE = 500

COLUMNS = (
    *("opportunity_id", "lead_email", "name", "account_name", "amount", "currency", "stage", "is_closed"),
    *("is_won", "close_date", "created_at", "changed_at", "owner_id", "owner_name", "seen_at"),
)
KEEP = f"""
INSERT INTO warehouse.opportunities ({", ".join(COLUMNS)})
SELECT {", ".join(COLUMNS)} FROM jsonb_populate_recordset(NULL::warehouse.opportunities, %s::jsonb)
ON CONFLICT (opportunity_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])}
"""  # noqa: S608 - names of columns, fixed above
READ_ENDED = """
INSERT INTO warehouse.schedule_runs (name, last_started_at, last_finished_at)
VALUES (%(name)s, %(at)s, %(at)s)
ON CONFLICT (name) DO UPDATE SET
    last_started_at = excluded.last_started_at, last_finished_at = excluded.last_finished_at
"""
WITH_CALLS = """
SELECT opportunity_id, lead_email AS email, name, account_name, amount, currency, stage, is_closed, is_won,
    close_date, opportunity.created_at, changed_at, owner_id, owner_name,
    ARRAY(SELECT call.occurred_at FROM warehouse.sessions AS call
        WHERE call.lead_email = opportunity.lead_email ORDER BY call.occurred_at) AS call_times
FROM warehouse.opportunities AS opportunity
ORDER BY opportunity_id
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a read came to: rows written, and rows forgotten."""

    written: int
    forgotten: int


def last_read_at(connection: Connection) -> datetime | None:
    """Give when the last read began that came to its end; None means that Salesforce is not connected.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with translated_errors():
        row = connection.execute(
            "SELECT last_started_at FROM warehouse.schedule_runs WHERE name = %s", [READ]
        ).fetchone()
    return None if row is None else row[0]


def keep_opportunities(
    connection: Connection,
    found: Iterable[tuple[Opportunity, bool]],
    read_at: datetime,
    *,
    everything: bool,
) -> Kept:
    """Keep what was read, all or nothing.

    Parameters
    ----------
    found
        Opportunities, each with whether its person is the primary contact. One may come for several people:
        it is the primary contact's if that one called, else it stays whose it was.
    read_at
        When the read began.
    everything
        Whether all opportunities were read: others are forgotten.

    Raises
    ------
    WarehouseUnavailable, RejectedByWarehouse
    """
    told: dict[str, list[tuple[Opportunity, bool]]] = {}
    for opportunity, is_primary in found:
        told.setdefault(opportunity.opportunity_id, []).append((opportunity, is_primary))
    with transaction(connection):
        people = _known_people(connection, {one.email for several in told.values() for one, _ in several})
        owners = _present_people(connection, list(told))
        rows = [
            _row(chosen, read_at)
            for number, several in told.items()
            if (chosen := _of_one_person(several, people, owners.get(number))) is not None
        ]
        for batch in batched(rows, ROWS_AT_ONCE, strict=False):
            connection.execute(KEEP, [to_json(batch)])
        forgotten = _forget_unseen(connection, read_at) if everything else 0
        connection.execute(READ_ENDED, {"name": READ, "at": read_at})
    return Kept(len(rows), forgotten)


def read_opportunities(connection: Connection) -> list[Opportunity]:
    """Give all opportunities with the calls of their people.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with translated_errors(), connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(WITH_CALLS).fetchall()
    return [Opportunity.model_validate(row) for row in rows]


def _known_people(connection: Connection, emails: set[str]) -> frozenset[str]:
    rows = connection.execute("SELECT email FROM warehouse.leads WHERE email = ANY(%s)", [sorted(emails)])
    return frozenset(email for (email,) in rows)


def _present_people(connection: Connection, numbers: list[str]) -> dict[str, str]:
    rows = connection.execute(
        "SELECT opportunity_id, lead_email FROM warehouse.opportunities WHERE opportunity_id = ANY(%s)",
        [numbers],
    )
    return dict(rows.fetchall())


def _of_one_person(
    several: list[tuple[Opportunity, bool]], people: frozenset[str], present: str | None
) -> Opportunity | None:
    """Choose whose it is: the primary contact's, else whose it was, else the first of the known."""
    known = [(one, is_primary) for one, is_primary in several if one.email in people]
    if not known:
        return None
    primary = next((one for one, is_primary in known if is_primary), None)
    first = primary or min((one for one, _ in known), key=lambda one: one.email)
    if primary is None and present is not None:
        return first.model_copy(update={"email": present})
    return first


def _row(opportunity: Opportunity, read_at: datetime) -> Mapping[str, object]:
    row = opportunity.model_dump(mode="json", exclude={"email", "call_times"})
    return row | {"lead_email": opportunity.email, "seen_at": read_at}


def _forget_unseen(connection: Connection, read_at: datetime) -> int:
    return connection.execute("DELETE FROM warehouse.opportunities WHERE seen_at < %s", [read_at]).rowcount
