"""MongoDB: transcripts and outcomes, one document each per call, written as often as one likes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import bson
from bson.errors import BSONError
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import (
    BulkWriteError,
    CollectionInvalid,
    DocumentTooLarge,
    DuplicateKeyError,
    OperationFailure,
    PyMongoError,
    WriteError,
)

from aftercall.warehouse.document_mapping import Document, outcome_document, transcript_document
from aftercall.warehouse.errors import RejectedByWarehouse, WarehouseUnavailable
from aftercall.warehouse.stored_call import StoredCall
from aftercall.warehouse.validators import OUTCOMES, SCHEMAS, TRANSCRIPTS, indexes_of

type Documents = Database[dict[str, Any]]

LARGEST_DOCUMENT_BYTES = 15 * 1024 * 1024
"""MongoDB ends at 16 MB; a larger transcript keeps a pointer to S3."""

SERVER_SELECTION_MS = 2000
OPERATION_MS = 4000
REJECTIONS = (WriteError, DocumentTooLarge, BulkWriteError, BSONError)


def open_documents(url: str, database: str) -> Documents:
    """Give the database; nothing connects before the first operation.  Raises WarehouseUnavailable.

    The client keeps at most four connections and closes idle ones after a minute: a warm container
    works on one call at a time.
    """
    with translated_document_errors():  # an address that is none, or whose name is not known
        client = MongoClient[dict[str, Any]](
            url,
            appname="aftercall",
            tz_aware=True,
            maxPoolSize=4,
            maxIdleTimeMS=60_000,
            serverSelectionTimeoutMS=SERVER_SELECTION_MS,
            timeoutMS=OPERATION_MS,
        )
        return client[database]


def prepare_collections(url: str, database: str) -> None:
    """Create or update both collections with their validators and indexes. Safe to repeat.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    documents = open_documents(url, database)
    try:
        with translated_document_errors():
            for collection, schema in SCHEMAS.items():
                _prepare(documents, collection, {"$jsonSchema": schema})
    finally:
        documents.client.close()


def _prepare(documents: Documents, collection: str, validator: dict[str, Any]) -> None:
    try:
        documents.create_collection(collection, validator=validator)
    except (CollectionInvalid, OperationFailure):  # it is there: made before, or by another run meanwhile
        documents.command("collMod", collection, validator=validator)
    documents[collection].create_indexes(indexes_of(collection))


def write_documents(documents: Documents, call: StoredCall, lead: str | None, time_zone: str) -> None:
    """Put the call's documents in the place of those it may have; an unreadable call has none.

    Parameters
    ----------
    lead
        The lead's e-mail; None for an anonymous caller.
    time_zone
        IANA name for time of day and weekday, where the caller's own is not known.

    Raises
    ------
    WarehouseUnavailable
        When MongoDB cannot be reached; writing again later is safe.
    RejectedByWarehouse
        When a validator refuses a document.
    """
    if call.session is None:
        return
    transcript = bounded(transcript_document(call, call.session, lead), call)
    outcome = outcome_document(call, call.session, time_zone)
    with translated_document_errors():
        _replace(documents, TRANSCRIPTS, transcript)
        if outcome is None:
            documents[OUTCOMES].delete_one({"callId": call.session_id})
        else:
            _replace(documents, OUTCOMES, outcome)


def has_documents(documents: Documents, session_id: str) -> bool:
    """Tell whether a call's transcript is there.  Raises WarehouseUnavailable."""
    with translated_document_errors():
        return documents[TRANSCRIPTS].find_one({"callId": session_id}, {"_id": 1}) is not None


def delete_documents(documents: Documents, session_ids: Sequence[str]) -> None:
    """Delete the documents of calls that another report took the place of.

    Raises WarehouseUnavailable.
    """
    if not session_ids:
        return
    with translated_document_errors():
        for collection in SCHEMAS:
            documents[collection].delete_many({"callId": {"$in": list(session_ids)}})


def bounded(transcript: Document, call: StoredCall) -> Document:
    """Give the transcript as it is or, beyond 15 MB, a pointer to the body in S3 in place of its messages."""
    if len(bson.encode(transcript)) <= LARGEST_DOCUMENT_BYTES:
        return transcript
    return {
        **transcript,
        "messages": [],
        "messageCount": len(transcript["messages"]),
        "transcriptLocation": {"bucket": call.raw.bucket, "key": call.raw.key},
    }


def _replace(documents: Documents, collection: str, document: Document) -> None:
    """Upsert; two upserts at once may both insert, and the second one then finds the first's."""
    matching = {"callId": document["callId"]}
    try:
        documents[collection].replace_one(matching, document, upsert=True)
    except DuplicateKeyError:
        documents[collection].replace_one(matching, document, upsert=True)


@contextmanager
def translated_document_errors() -> Iterator[None]:
    """Turn the driver's errors into ours; messages hold the class and code, never the document."""
    try:
        yield
    except REJECTIONS as error:
        code = getattr(error, "code", None)
        raise RejectedByWarehouse(f"MongoDB: {type(error).__name__} (code {code})") from None
    except PyMongoError as error:
        raise WarehouseUnavailable(f"MongoDB: {type(error).__name__}") from None


class ReusedDocuments:
    """The one client of a warm container; a new one when its address changed.

    Parameters
    ----------
    address
        Gives URL and database; asked at each use, so that a rotated password is picked up.
    """

    def __init__(self, address: Callable[[], tuple[str, str]]) -> None:
        self._address = address
        self._opened: tuple[tuple[str, str], Documents] | None = None

    def get(self) -> Documents:
        """Give the database; nothing connects before its first operation."""
        address = self._address()
        if self._opened is not None and self._opened[0] == address:
            return self._opened[1]
        self.close()
        documents = open_documents(*address)
        self._opened = (address, documents)
        return documents

    def close(self) -> None:
        """Close the client, if there is one."""
        if self._opened is not None:
            self._opened[1].client.close()
        self._opened = None
