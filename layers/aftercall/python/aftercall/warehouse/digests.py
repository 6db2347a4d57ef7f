"""Digests that were written: one of a kind and period, owed from the same moment."""

from collections.abc import Collection
from datetime import datetime

from psycopg.rows import dict_row

from aftercall.ledger.debts import Debt, Destination, Subject
from aftercall.reports.digest_readings import DigestPeriod
from aftercall.reports.digests import FIGURES, Digest, DigestKind, DigestRecord
from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.debts import owe
from aftercall.warehouse.errors import translated_errors
from aftercall.warehouse.records import to_json

# Two writers at once: the second waits for the first one's row, and then there is nothing to do.
WRITTEN = """
INSERT INTO warehouse.digests (kind, period_start, period_end, figures, written_at)
VALUES (%(kind)s, %(start)s, %(end)s, %(figures)s::jsonb, %(now)s)
ON CONFLICT ON CONSTRAINT digests_one_per_period DO NOTHING RETURNING digest_id
"""


def destination_of(kind: DigestKind) -> Destination:
    """Say who is told."""
    return Destination.EMAIL if kind.is_executive else Destination.SLACK


def written_digests(connection: Connection, since: datetime) -> Collection[tuple[DigestKind, datetime]]:
    """Give kind and start of the digests of periods that began since then.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with translated_errors():
        rows = connection.execute(
            "SELECT kind, period_start FROM warehouse.digests WHERE period_start >= %s", [since]
        ).fetchall()
    return {(DigestKind(kind), start) for kind, start in rows}


def write_digest(connection: Connection, period: DigestPeriod, figures: Digest, now: datetime) -> int | None:
    """Keep a digest and owe it, in one transaction; None where the period has one already.

    Raises WarehouseUnavailable or RejectedByWarehouse: nothing was written.
    """
    with transaction(connection):
        row = connection.execute(
            WRITTEN,
            {
                "kind": period.kind,
                "start": period.start,
                "end": period.end,
                "figures": to_json(figures.model_dump(mode="json")),
                "now": now,
            },
        ).fetchone()
        if row is None:
            return None
        owe(connection, [Debt(destination_of(period.kind), Subject.DIGEST, str(row[0]))], now)
        return int(row[0])


def read_digest(connection: Connection, digest_id: str) -> DigestRecord | None:
    """Give a digest by its id as text; None where there is none (any more).

    Raises WarehouseUnavailable, or pydantic's ValidationError for figures of another version.
    """
    if not (digest_id.isascii() and digest_id.isdigit()):
        return None
    with translated_errors(), connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(
            "SELECT * FROM warehouse.digests WHERE digest_id = %s", [int(digest_id)]
        ).fetchone()
    if row is None:
        return None
    kind = DigestKind(row["kind"])
    return DigestRecord.model_validate(
        {
            "digest_id": row["digest_id"],
            "kind": kind,
            "period_start": row["period_start"],
            "period_end": row["period_end"],
            "figures": FIGURES[kind].model_validate(row["figures"]),
        }
    )
