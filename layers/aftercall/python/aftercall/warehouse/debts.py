"""Writing down what is owed: inside the transaction of whatever there is to tell."""

from collections.abc import Collection, Sequence
from datetime import datetime

from aftercall.ledger.debts import Debt, Destination, Subject
from aftercall.ledger.policy import STANDARD_POLICY, DeliveryPolicy
from aftercall.ledger.status import DeliveryStatus
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.records import to_json

SESSION_DESTINATIONS = (Destination.SALESFORCE, Destination.AMPLITUDE)
"""Who is told of every call."""

AT_ONCE = 0
BEHIND_OTHERS = 1

INSERTED = """
INSERT INTO warehouse.deliveries AS owed (destination, subject, subject_id, session_id, dedupe_id, status,
    priority, due_at, gives_up_at, created_at, updated_at)
SELECT destination, subject, subject_id, session_id, dedupe_id, 'pending', %(priority)s, %(now)s,
    %(gives_up_at)s, %(now)s, %(now)s
FROM jsonb_populate_recordset(NULL::warehouse.deliveries, %(debts)s::jsonb)
ON CONFLICT ON CONSTRAINT deliveries_one_debt
"""

OWED_AGAIN = """
revision = owed.revision + 1, gives_up_at = %(gives_up_at)s, updated_at = %(now)s,
status = CASE owed.status WHEN 'sending' THEN 'sending' ELSE 'pending' END,
attempts = CASE owed.status WHEN 'sending' THEN owed.attempts ELSE 0 END,
due_at = CASE owed.status WHEN 'sending' THEN owed.due_at ELSE %(now)s END,
reason = CASE owed.status WHEN 'sending' THEN owed.reason END
"""
"""``ledger.settlement.owed_again`` in SQL, of a row called ``owed``."""


def owe(
    connection: Connection,
    debts: Sequence[Debt],
    now: datetime,
    *,
    priority: int = AT_ONCE,
    policy: DeliveryPolicy = STANDARD_POLICY,
) -> None:
    """Write debts that are not in the ledger yet; one that is stays as it is. In the caller's transaction."""
    _insert(connection, debts, now, priority, policy, "DO NOTHING")


def owe_again(
    connection: Connection,
    debts: Sequence[Debt],
    now: datetime,
    *,
    priority: int = AT_ONCE,
    policy: DeliveryPolicy = STANDARD_POLICY,
) -> None:
    """Write debts; one that is in the ledger already is due again, now. In the caller's transaction.

    What would be the same as what was last delivered is not sent again: the destination's port compares.
    """
    _insert(connection, debts, now, priority, policy, f"DO UPDATE SET {OWED_AGAIN}")


def session_debts(session_id: str) -> list[Debt]:
    """Give what is owed for every call that is stored."""
    return [
        Debt(destination, Subject.SESSION, session_id, session_id) for destination in SESSION_DESTINATIONS
    ]


def reopen_sessions(
    connection: Connection,
    session_ids: Collection[str],
    now: datetime,
    policy: DeliveryPolicy = STANDARD_POLICY,
) -> None:
    """Let what these calls owe be due again, because something about them became known."""
    if session_ids:
        connection.execute(
            f"UPDATE warehouse.deliveries AS owed SET {OWED_AGAIN} "  # noqa: S608 - a fixed text
            "WHERE owed.subject = 'session' AND owed.subject_id = ANY(%(session_ids)s)",
            {"session_ids": sorted(session_ids), "now": now, "gives_up_at": now + policy.gives_up_after},
        )


def reopen_leads(
    connection: Connection,
    emails: Collection[str],
    now: datetime,
    policy: DeliveryPolicy = STANDARD_POLICY,
) -> None:
    """Let people be told of anew by their newest call: one of their calls may be somebody else's by now.

    A room without a report is told to nobody, so the newest is the newest with one.
    """
    if emails:
        found = connection.execute(
            "SELECT DISTINCT ON (lead_email) session_id FROM warehouse.sessions "
            "WHERE lead_email = ANY(%s) AND rank > 0 ORDER BY lead_email, occurred_at DESC, session_id DESC",
            [sorted(emails)],
        ).fetchall()
        reopen_sessions(connection, [session_id for (session_id,) in found], now, policy)


def move_debts(
    connection: Connection,
    better: str,
    lesser: str,
    now: datetime,
    policy: DeliveryPolicy = STANDARD_POLICY,
) -> None:
    """Let a better report of a call take over what was delivered of a lesser one, and tell the rest.

    The row that was delivered stays, with the id the destination knows it by, so that nothing is there twice
    or counted twice. Where both were, the better one's own stays.
    """
    rows = connection.execute(
        "SELECT subject_id, destination, delivery_id, status, delivered_at FROM warehouse.deliveries "
        "WHERE subject = 'session' AND subject_id = ANY(%s) ORDER BY delivery_id FOR UPDATE",
        [[better, lesser]],
    ).fetchall()
    own = {row[1]: row[2:] for row in rows if row[0] == better}
    for subject_id, destination, *kept in rows:
        if subject_id == lesser and (destination not in own or _weight(*kept) > _weight(*own[destination])):
            connection.execute(
                "DELETE FROM warehouse.deliveries WHERE subject = 'session' AND subject_id = %s "
                "AND destination = %s",
                [better, destination],
            )
            connection.execute(
                "UPDATE warehouse.deliveries AS owed SET subject_id = %(better)s, session_id = %(better)s, "  # noqa: S608 - a fixed text
                f"{OWED_AGAIN} WHERE owed.delivery_id = %(delivery_id)s",
                {
                    "better": better,
                    "delivery_id": kept[0],
                    "now": now,
                    "gives_up_at": now + policy.gives_up_after,
                },
            )
    connection.execute(
        "UPDATE warehouse.deliveries SET session_id = %s WHERE session_id = %s AND subject <> 'session'",
        [better, lesser],
    )


def _weight(_: int, status: str, delivered_at: datetime | None) -> int:
    """How much is lost with a row: what a destination knows, or may be learning right now."""
    return 2 if delivered_at is not None else int(status == DeliveryStatus.SENDING)


def dedupe_id(debt: Debt) -> str:
    """Give what a destination is to know a debt by: a call's own id; else the kind of subject with its id."""
    return debt.subject_id if debt.subject is Subject.SESSION else f"{debt.subject}:{debt.subject_id}"


def _insert(
    connection: Connection,
    debts: Sequence[Debt],
    now: datetime,
    priority: int,
    policy: DeliveryPolicy,
    conflict: str,
) -> None:
    if not debts:
        return
    rows = [
        {
            "destination": debt.destination,
            "subject": debt.subject,
            "subject_id": debt.subject_id,
            "session_id": debt.session_id,
            "dedupe_id": dedupe_id(debt),
        }
        for debt in debts
    ]
    connection.execute(
        f"{INSERTED} {conflict}",
        {
            "debts": to_json(rows),
            "priority": priority,
            "now": now,
            "gives_up_at": now + policy.gives_up_after,
        },
    )
