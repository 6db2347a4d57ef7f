"""What ``store_results`` does: PostgreSQL first, then MongoDB, each as often as needed.

PostgreSQL decides whether a report stands; MongoDB follows. A failure in between is repaired by
writing both again, which changes nothing in the first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from aftercall.ledger.debts import Destination
from aftercall.warehouse.announcing import Announcements
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.document_following import follow_call
from aftercall.warehouse.documents import Documents, delete_documents, has_documents, write_documents
from aftercall.warehouse.read import is_shown, read_call
from aftercall.warehouse.session_row import CallKeys
from aftercall.warehouse.store import store_analysis
from aftercall.warehouse.stored_call import StoredCall, StoreOutcome, Verdict


@dataclass(frozen=True, slots=True)
class ResultStore:
    """Writes calls to both databases.

    Parameters
    ----------
    connection, documents
        Give the open databases of a warm container.
    time_zone
        IANA name of the company's zone, for time of day and weekday.
    announcements
        Says which alerts a call raises as it is stored.
    wake
        Told who is owed something as soon as that is certain; raises nothing.
    """

    connection: Callable[[], Connection]
    documents: Callable[[], Documents]
    time_zone: str
    announcements: Announcements | None = None
    wake: Callable[[Iterable[Destination]], None] | None = None

    def store(self, call: StoredCall) -> StoreOutcome:
        """Write one call.

        Raises
        ------
        WarehouseUnavailable
            One of the databases was away; storing the same call again is safe and needed.
        RejectedByWarehouse
            A database refuses the call.
        """
        connection = self.connection()
        outcome = store_analysis(connection, call, self.announcements)
        if self.wake is not None and outcome.owed:
            self.wake(outcome.owed)
        if outcome.verdict is Verdict.STALE:
            self._complete(connection, call)
        if outcome.verdict is Verdict.STORED:
            documents = self.documents()
            write_documents(documents, call, outcome.lead_email, self.time_zone)
            if not is_shown(connection, call.session_id):  # a better report absorbed it meanwhile
                delete_documents(documents, [call.session_id])
        # Asked of the tables, not of this outcome: an attempt before may have ended right here, and who
        # called may have become known since.
        follow_call(connection, self.documents, CallKeys(None, None), outcome.session_id)
        return outcome

    def _complete(self, connection: Connection, call: StoredCall) -> None:
        """Give a call its documents where MongoDB was away when the analysis that stands was stored.

        What was said is of the same body, and the reports are those that stand.
        """
        documents = self.documents()
        if has_documents(documents, call.session_id):
            return
        kept = read_call(connection, call.session_id)
        if kept is not None and kept.analyzed_at is not None:
            standing = replace(call, reports=kept.completed(), analyzed_at=kept.analyzed_at)
            write_documents(documents, standing, kept.session["lead_email"], self.time_zone)
