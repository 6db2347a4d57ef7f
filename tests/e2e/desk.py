"""The desk of the stand-ins: what arrived at the destinations, and switches that make them fail."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import urllib3


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk, by its address."""

    url: str
    pool: urllib3.PoolManager

    def state(self) -> dict[str, Any]:
        """Everything that came in."""
        found: dict[str, Any] = self._ask("GET", "/state.json")
        return found

    def page(self) -> str:
        """The page as a browser gets it."""
        answer = self.pool.request("GET", f"{self.url}/", timeout=30, retries=False)
        assert answer.status == 200
        return answer.data.decode()

    def press(self, message: str, action: str) -> dict[str, Any]:
        """Press a button of a message in Slack; give what the application answered."""
        pressed: dict[str, Any] = self._ask("POST", "/slack/press", {"message": message, "action": action})
        return dict(pressed["result"])

    @contextmanager
    def failing(self, destination: str, fault: str, **setting: object) -> Iterator[None]:
        """Let a destination fail meanwhile; ``times`` and ``seconds`` as the desk takes them."""
        self._ask("PUT", f"/faults/{destination}", {"fault": fault, **setting})
        try:
            yield
        finally:
            self._ask("DELETE", f"/faults/{destination}")

    def faults(self) -> dict[str, Any]:
        """The faults that still strike."""
        found: dict[str, Any] = self._ask("GET", "/faults")
        return found

    def _ask(self, method: str, path: str, document: Mapping[str, object] | None = None) -> Any:
        body = None if document is None else json.dumps(document)
        answer = self.pool.request(method, f"{self.url}{path}", body=body, timeout=30, retries=False)
        assert answer.status == 200, answer.data.decode()
        return json.loads(answer.data)
