"""What a stored call owes: to the systems that are told of every call, and to people for its alerts."""

from collections.abc import Callable, Sequence
from datetime import datetime

from aftercall.ledger.debts import Debt, Destination, Subject
from aftercall.reports.alert_record import NewAlert
from aftercall.reports.call_record import CallRecord
from aftercall.warehouse.alerts_history import raise_business_alerts
from aftercall.warehouse.call_records import read_call_record
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.debts import (
    AT_ONCE,
    BEHIND_OTHERS,
    SESSION_DESTINATIONS,
    owe,
    owe_again,
    session_debts,
)

type Announcements = Callable[[CallRecord, datetime], Sequence[NewAlert]]
"""Says which alerts a call raises as it is stored, at that moment."""


def owe_call(
    connection: Connection, session_id: str, announcements: Announcements | None, now: datetime
) -> frozenset[Destination]:
    """Write what a call owes, in the transaction that stored it, and give whom.

    A call that is stored again is told of again to those who can tell twice from once; its alerts are
    raised once, whatever is stored again.
    """
    call = read_call_record(connection, session_id)
    if call is None:
        return frozenset()
    priority = BEHIND_OTHERS if call.backfilled else AT_ONCE
    owe_again(connection, session_debts(session_id), now, priority=priority)
    alerts = () if announcements is None else announcements(call, now)
    raised = raise_business_alerts(connection, alerts, now) if alerts else []
    messages = [Debt(Destination.SLACK, Subject.ALERT, str(number), session_id) for number in raised]
    owe(connection, messages, now)
    return frozenset(SESSION_DESTINATIONS) | frozenset(debt.destination for debt in messages)
