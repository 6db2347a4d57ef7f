"""What the stand-ins keep: documents by collection and key, in memory and, written through, in one file."""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

type Document = dict[str, Any]

_TABLE = """CREATE TABLE IF NOT EXISTS documents (
    position INTEGER PRIMARY KEY AUTOINCREMENT, collection TEXT, key TEXT, document TEXT,
    UNIQUE (collection, key)
)"""
_WRITE = """INSERT INTO documents (collection, key, document) VALUES (?, ?, ?)
    ON CONFLICT (collection, key) DO UPDATE SET document = excluded.document"""


class Store:
    """Documents that survive a restart; every method may be called from any thread.

    Parameters
    ----------
    path : the file; None keeps everything in memory only.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.lock = threading.RLock()
        self._undo: list[tuple[str, str, Document | None]] | None = None
        self._collections: dict[str, dict[str, Document]] = {}
        # By collection, name and text: the keys of the documents in which the name has the text.
        self._indexes: dict[str, dict[str, dict[str, dict[str, None]]]] = {}
        self._file = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        # A power failure may cost the last documents; an end of the process costs none.
        self._file.execute("PRAGMA synchronous = OFF")
        self._file.execute("PRAGMA journal_mode = MEMORY")
        self._file.execute(_TABLE)
        for collection, key, text in self._file.execute(
            "SELECT collection, key, document FROM documents ORDER BY position"
        ):
            self._collections.setdefault(collection, {})[key] = json.loads(text)

    def put(self, collection: str, key: str, document: Mapping[str, Any]) -> None:
        """Keep a document, in place of an older one of that key."""
        with self.lock:
            documents = self._collections.setdefault(collection, {})
            if self._undo is not None:
                self._undo.append((collection, key, documents.get(key)))
            self._unlist(collection, key)
            documents[key] = dict(document)
            self._list(collection, key)
            self._file.execute(_WRITE, (collection, key, json.dumps(documents[key])))

    def add(self, collection: str, document: Mapping[str, Any]) -> str:
        """Keep a document under the next number of its collection, and return that as its key."""
        with self.lock:
            documents = self._collections.get(collection, {})
            key = str(int(next(reversed(documents), "0")) + 1)
            self.put(collection, key, document)
            return key

    def get(self, collection: str, key: str) -> Document | None:
        """Return a copy of a document, or None."""
        with self.lock:
            found = self._collections.get(collection, {}).get(key)
            return dict(found) if found is not None else None

    def delete(self, collection: str, key: str) -> None:
        """Forget a document."""
        with self.lock:
            self._unlist(collection, key)
            removed = self._collections.get(collection, {}).pop(key, None)
            if self._undo is not None and removed is not None:
                self._undo.append((collection, key, removed))
            self._file.execute("DELETE FROM documents WHERE collection = ? AND key = ?", (collection, key))

    def all(self, collection: str) -> list[Document]:
        """Return copies of a collection's documents, oldest first."""
        with self.lock:
            return [dict(document) for document in self._collections.get(collection, {}).values()]

    def each(self, collection: str) -> list[Document]:
        """Return a collection's documents themselves, to be read and not changed: for searches."""
        with self.lock:
            return list(self._collections.get(collection, {}).values())

    def having(self, collection: str, name: str, value: str) -> list[Document]:
        """Return copies of the documents in which a name has a text, capitals aside; found by an index."""
        with self.lock:
            documents = self._collections.get(collection, {})
            index = self._indexes.setdefault(collection, {})
            if name not in index:
                index[name] = {}
                for key, document in documents.items():
                    index[name].setdefault(_indexed(document.get(name)), {})[key] = None
            return [dict(documents[key]) for key in index[name].get(_indexed(value), {})]

    def keyed(self, collection: str) -> dict[str, Document]:
        """Return copies of a collection's documents by key, oldest first."""
        with self.lock:
            return {key: dict(document) for key, document in self._collections.get(collection, {}).items()}

    def reset(self) -> None:
        """Forget everything."""
        with self.lock:
            self._collections.clear()
            self._indexes.clear()
            self._file.execute("DELETE FROM documents")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep what is written inside only when the block ends well; inner ones join the outer one."""
        with self.lock:
            if self._undo is not None:
                yield
                return
            self._undo = []
            self._file.execute("BEGIN")
            try:
                yield
            except BaseException:
                self._take_back(self._undo)
                self._file.execute("ROLLBACK")
                raise
            else:
                self._file.execute("COMMIT")
            finally:
                self._undo = None

    def close(self) -> None:
        """Close the file."""
        with self.lock:
            self._file.close()

    def _take_back(self, undo: list[tuple[str, str, Document | None]]) -> None:
        for collection, key, before in reversed(undo):
            self._unlist(collection, key)
            if before is None:
                self._collections[collection].pop(key, None)
            else:
                self._collections[collection][key] = before
                self._list(collection, key)

    def _list(self, collection: str, key: str) -> None:
        for name, index in self._indexes.get(collection, {}).items():
            index.setdefault(_indexed(self._collections[collection][key].get(name)), {})[key] = None

    def _unlist(self, collection: str, key: str) -> None:
        document = self._collections.get(collection, {}).get(key)
        if document is not None:
            for name, index in self._indexes.get(collection, {}).items():
                index.get(_indexed(document.get(name)), {}).pop(key, None)


def _indexed(value: object) -> str:
    return "" if value is None else str(value).lower()
