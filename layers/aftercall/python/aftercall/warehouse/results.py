"""What ``store_results`` does: PostgreSQL first, then MongoDB, each as often as needed.

PostgreSQL decides whether a report stands; MongoDB follows. A failure in between is repaired by
writing both again, which changes nothing in the first.
"""

from collections.abc import Callable
from dataclasses import dataclass

from aftercall.warehouse.connection import Connection
from aftercall.warehouse.document_following import follow_call
from aftercall.warehouse.documents import Documents, delete_documents, write_documents
from aftercall.warehouse.read import is_shown
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
    """

    connection: Callable[[], Connection]
    documents: Callable[[], Documents]
    time_zone: str

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
        outcome = store_analysis(connection, call)
        if outcome.verdict is Verdict.STALE:
            return outcome
        if outcome.verdict is Verdict.STORED:
            documents = self.documents()
            write_documents(documents, call, outcome.lead_email, self.time_zone)
            if not is_shown(connection, call.session_id):  # a better report absorbed it meanwhile
                delete_documents(documents, [call.session_id])
        # Asked of the tables, not of this outcome: an attempt before may have ended right here, and who
        # called may have become known since.
        follow_call(connection, self.documents, CallKeys(None, None), outcome.session_id)
        return outcome
