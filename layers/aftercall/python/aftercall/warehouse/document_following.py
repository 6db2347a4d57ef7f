"""MongoDB follows PostgreSQL when a call is given another caller, or turns out to be part of another.

Nothing tells which documents are behind: the tables are asked and the documents compared. So an
attempt that ended between the two databases is made good by the next one, whoever makes it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pymongo import UpdateOne

from aftercall.warehouse.connection import Connection
from aftercall.warehouse.document_mapping import lead_id
from aftercall.warehouse.documents import Documents, delete_documents, translated_document_errors
from aftercall.warehouse.errors import WarehouseUnavailable, translated_errors
from aftercall.warehouse.session_row import CallKeys
from aftercall.warehouse.validators import TRANSCRIPTS

MOST_ROUNDS = 5
MOST_CALLS_OF_A_NUMBER = 500

CALLS = """
WITH of_call AS (
    SELECT session_id, lead_email, user_phone, occurred_at FROM warehouse.sessions
    WHERE session_id = %(session)s OR room_sid = %(room)s OR twilio_call_sid = %(twilio)s)
SELECT session_id, lead_email FROM of_call
UNION (SELECT session_id, lead_email FROM warehouse.sessions WHERE user_email IS NULL
    AND user_phone IN (SELECT user_phone FROM of_call WHERE user_phone LIKE '+%%')
    ORDER BY occurred_at DESC, session_id LIMIT %(limit)s)
"""
"""The call's sessions, and those of the same number: who calls without an e-mail counts for its lead."""

ABSORBED = """
SELECT DISTINCT superseded_session_id FROM warehouse.superseded_reports AS report
WHERE session_id = ANY(%s) AND NOT EXISTS (
    SELECT FROM warehouse.sessions AS shown WHERE shown.session_id = report.superseded_session_id)
"""


@dataclass(frozen=True, slots=True)
class Followed:
    """What had to change: transcripts that got another lead, ids whose documents are not to be there."""

    leads_changed: int = 0
    absorbed: tuple[str, ...] = ()


def follow_call(
    connection: Connection, documents: Callable[[], Documents], keys: CallKeys, session_id: str | None = None
) -> Followed:
    """Bring the documents of a room, Twilio call or session in line with the tables.

    Without a session in the tables MongoDB is not asked for. A call without documents gets none:
    whoever stores it writes them and then follows, too.

    Raises
    ------
    WarehouseUnavailable
        One of the databases was away, or the tables kept changing; following again is safe and needed.
    RejectedByWarehouse
        A database refuses.
    """
    changed = 0
    for _ in range(MOST_ROUNDS):
        # Read before the documents are: what somebody else changes in between shows in the next round.
        leads = _leads(connection, keys, session_id)
        if not leads:
            return Followed()
        changed_now = _set_leads(documents(), leads)
        if not changed_now:
            absorbed = _absorbed(connection, leads)
            delete_documents(documents(), absorbed)
            return Followed(changed, absorbed)
        changed += changed_now
    raise WarehouseUnavailable(f"the lead of a call changed {MOST_ROUNDS} times while MongoDB was written")


def _leads(connection: Connection, keys: CallKeys, session_id: str | None) -> dict[str, str]:
    """Give the lead's id by session id."""
    asked = {
        "session": session_id,
        "room": keys.room_sid,
        "twilio": keys.twilio_call_sid,
        "limit": MOST_CALLS_OF_A_NUMBER,
    }
    with translated_errors():
        rows = connection.execute(CALLS, asked).fetchall()
    return {one: lead_id(one, email) for one, email in rows}


def _absorbed(connection: Connection, leads: Mapping[str, str]) -> tuple[str, ...]:
    with translated_errors():
        rows = connection.execute(ABSORBED, [sorted(leads)]).fetchall()
    return tuple(sorted(absorbed for (absorbed,) in rows))


def _set_leads(documents: Documents, leads: Mapping[str, str]) -> int:
    """Correct the leads that differ, each only from the value it was seen with; give how many differed."""
    transcripts = documents[TRANSCRIPTS]
    with translated_document_errors():
        seen = transcripts.find({"callId": {"$in": sorted(leads)}}, {"_id": 0, "callId": 1, "leadId": 1})
        corrections = [
            UpdateOne(
                {"callId": one["callId"], "leadId": one["leadId"]},
                {"$set": {"leadId": leads[one["callId"]]}},
            )
            for one in seen
            if one["leadId"] != leads[one["callId"]]
        ]
        if corrections:
            transcripts.bulk_write(corrections, ordered=False)
    return len(corrections)
