"""Locks that make writers of one call, one room or one person take turns.

All are advisory locks of the transaction, taken before the first row is written and always in the
order session, room, Twilio call, phone, e-mail: so writers wait for each other but never in a circle,
and a pooler may give each transaction another connection.
"""

from collections.abc import Collection

from aftercall.warehouse.connection import Connection


def lock_session(connection: Connection, session_id: str) -> None:
    """Wait until no other transaction writes this session."""
    _lock(connection, [f"session:{session_id}"])


def lock_room(connection: Connection, room_sid: str) -> None:
    """Wait until no other transaction writes what belongs to this room."""
    _lock(connection, [f"room:{room_sid}"])


def lock_twilio_calls(connection: Connection, call_sids: Collection[str]) -> None:
    """Wait until no other transaction writes what belongs to these calls."""
    _lock(connection, [f"twilio:{sid}" for sid in call_sids])


def lock_people(connection: Connection, emails: Collection[str], phones: Collection[str]) -> frozenset[str]:
    """Wait until no other transaction writes these people; give all e-mails they are known by.

    A call that is known by its phone number alone counts for whoever called from that number, so
    the number is locked first, and then everybody who is known by it.
    """
    _lock(connection, [f"phone:{phone}" for phone in phones])
    known = connection.execute(
        "SELECT user_email FROM warehouse.sessions WHERE user_phone = ANY(%(phones)s) "
        "UNION SELECT lead_email FROM warehouse.sessions WHERE user_phone = ANY(%(phones)s)",
        {"phones": sorted(phones)},
    ).fetchall()
    everybody = frozenset(emails) | {email for (email,) in known if email}
    _lock(connection, [f"email:{email}" for email in everybody])
    return everybody


def _lock(connection: Connection, names: Collection[str]) -> None:
    if names:
        connection.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('aftercall:' || name, 0)) "
            "FROM unnest(%s::text[]) AS name",
            [sorted(names)],
        )
