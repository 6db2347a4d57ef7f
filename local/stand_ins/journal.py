"""Which requests a stand-in got: method, path, answer and fault, the latest some thousands of them."""

from collections.abc import Callable
from datetime import datetime

from local.stand_ins.faults import Fault
from local.stand_ins.http_server import Request
from local.stand_ins.store import Store

KEPT = 5_000


class Journal:
    """The requests of one stand-in, without their bodies."""

    def __init__(self, store: Store, name: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._collection = f"{name}/requests"
        self._clock = clock

    def note(self, request: Request, status: int, fault: Fault | None) -> None:
        """Note a request; a status of 0 says that it got no answer."""
        key = self._store.add(
            self._collection,
            {
                "at": self._clock().isoformat(timespec="milliseconds"),
                "method": request.method,
                "path": request.path,
                "status": status,
                "fault": fault,
            },
        )
        if int(key) > KEPT:
            self._store.delete(self._collection, str(int(key) - KEPT))
