"""What the use cases need from the outside, so that each imports only what it verifies with."""

from typing import Protocol

from aftercall.intake.messages import SessionMessage, TelephonyMessage
from aftercall.intake.queues import Priority
from aftercall.session.raw_reference import RawReference


class RawBodies(Protocol):
    """Keeps raw bodies (see `aftercall.intake.raw_store.RawStore`)."""

    def put(self, body: bytes, kind: str, content_type: str) -> RawReference:
        """Keep a body and tell where."""
        ...


class Remembered(Protocol):
    """Remembers ids (see `aftercall.intake.seen_ids.SeenIds`)."""

    def is_seen(self, seen_id: str) -> bool:
        """Tell whether an id was marked."""
        ...

    def mark_seen(self, seen_id: str) -> None:
        """Mark an id."""
        ...


class TelephonyEvents(Protocol):
    """Takes telephony messages (see `aftercall.intake.queues.TelephonyQueue`)."""

    def enqueue(self, message: TelephonyMessage, group: str) -> None:
        """Queue a message in the order of its group."""
        ...


class SessionMessages(Protocol):
    """Takes session messages (see `aftercall.intake.queues.SessionQueues`)."""

    def enqueue(
        self, message: SessionMessage, priority: Priority = ..., email_hash: str | None = ...
    ) -> None:
        """Queue a message in the order of its session."""
        ...
