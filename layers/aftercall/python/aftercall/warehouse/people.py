"""The row of a lead, computed anew from the lead's calls.

Nothing is incremented and nothing depends on the order of arrival: a replay changes nothing, and a
call from last year that is stored today never hides a newer one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from aftercall.warehouse.connection import Connection
from aftercall.warehouse.debts import reopen_sessions
from aftercall.warehouse.records import upsert_record
from aftercall.warehouse.score_history import refresh_score_changes
from aftercall.warehouse.signals import LISTED_SIGNALS, SINGLE_SIGNALS

NEWEST_CALLS = 200
"""Signals are looked for in this many calls; counts and dates cover all."""

UNKNOWN_TIER = "Unknown"

CALLS_OF_LEAD = """
SELECT session_id, occurred_at, user_name, user_phone, company, qualification_tier, lead_score,
    discovered_signals, count(*) OVER () AS total_calls, min(occurred_at) OVER () AS first_call_date
FROM warehouse.sessions WHERE lead_email = %s ORDER BY occurred_at DESC, session_id DESC LIMIT %s
"""


def refresh_people(
    connection: Connection, emails: Collection[str], phones: Collection[str], now: datetime
) -> None:
    """Compute these people's rows anew; their locks are held (see ``locks.lock_people``).

    A call that counts for somebody else from now on is told of anew.
    """
    reopen_sessions(connection, _attach_calls_by_phone(connection, phones), now)
    for email in sorted(emails):
        _refresh_lead(connection, email, now)
        refresh_score_changes(connection, email=email)
    for phone in sorted(phones):
        refresh_score_changes(connection, phone=phone)


def _attach_calls_by_phone(connection: Connection, phones: Collection[str]) -> list[str]:
    """Let calls without an e-mail count for who last called from the same number with one; give these."""
    attached = connection.execute(
        "UPDATE warehouse.sessions AS call SET lead_email = owner.email FROM ("
        "  SELECT one.session_id, coalesce(one.user_email, ("
        "    SELECT known.user_email FROM warehouse.sessions AS known"
        "    WHERE known.user_phone = one.user_phone AND known.user_email IS NOT NULL"
        "    ORDER BY known.occurred_at DESC, known.user_email LIMIT 1)) AS email"
        "  FROM warehouse.sessions AS one WHERE one.user_phone = ANY(%s)) AS owner "
        "WHERE call.session_id = owner.session_id AND call.lead_email IS DISTINCT FROM owner.email "
        "RETURNING call.session_id",
        [sorted(phones)],
    )
    return [session_id for (session_id,) in attached]


def _refresh_lead(connection: Connection, email: str, now: datetime) -> None:
    with connection.cursor(row_factory=dict_row) as cursor:
        calls = cursor.execute(CALLS_OF_LEAD, [email, NEWEST_CALLS]).fetchall()
    if calls:
        upsert_record(connection, "leads", ["email"], lead_row(email, calls, now))
    else:
        connection.execute("DELETE FROM warehouse.leads WHERE email = %s", [email])


def lead_row(email: str, calls: Sequence[Mapping[str, Any]], now: datetime) -> dict[str, object]:
    """Give a lead's row from its calls, newest first: of each value the newest that is known."""
    signals = [call["discovered_signals"] for call in calls]
    newest = calls[0]
    tiers = [call["qualification_tier"] for call in calls if call["qualification_tier"]]
    return {
        "email": email,
        "name": _newest(call["user_name"] for call in calls),
        "phone": _newest(call["user_phone"] for call in calls),
        "company": _newest(call["company"] for call in calls),
        "latest_session_id": newest["session_id"],
        **{name: _newest(told.get(name) for told in signals) for name in SINGLE_SIGNALS},
        **{name: _newest(told.get(name) for told in signals) or [] for name in LISTED_SIGNALS},
        "qualification_tier": _newest(tier for tier in tiers if tier != UNKNOWN_TIER) or _newest(tiers),
        "lead_score": _newest(call["lead_score"] for call in calls),
        "first_call_date": newest["first_call_date"],
        "last_call_date": newest["occurred_at"],
        "total_calls": newest["total_calls"],
        "updated_at": now,
    }


def _newest(values: Iterable[Any]) -> Any:  # noqa: ANN401 - a column's value, whatever its type
    return next((value for value in values if value not in (None, "", [])), None)
