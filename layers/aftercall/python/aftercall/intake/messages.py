"""Messages on the queues: small references to raw bodies, never the bodies themselves.

A claim check keeps every message far below SQS's limit of 256 KB (spec 2.1) whatever a call's
length, and keeps personal data out of the queues.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self

from aftercall.session.forms import SAFE_SESSION_ID, ReportForm
from aftercall.session.raw_reference import RawReference

MESSAGE_VERSION = 1


class UnreadableMessage(ValueError):
    """A queue message that is not one of ours; names the field, never its content."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"{field}: expected {expected}")
        self.field = field
        self.expected = expected


class SessionKind(StrEnum):
    """What a message on a session queue is about."""

    SESSION = "session"
    """A report to be analysed."""
    METRICS = "metrics"
    """A live metrics feed to be joined to its session."""
    TWILIO_CALL = "twilio_call"
    """A Twilio call's collected transcription, to be analysed."""


class Origin(StrEnum):
    """How a body came in."""

    API = "api"
    INBOX = "inbox"
    REPLAY = "replay"
    REDRIVE = "redrive"
    TELEPHONY = "telephony"


class TelephonySource(StrEnum):
    """Who sent a telephony event."""

    LIVEKIT = "livekit"
    TWILIO = "twilio"


class TelephonyKind(StrEnum):
    """Which kind of telephony event a raw body is."""

    LIVEKIT = "livekit"
    CALL_STATUS = "call-status"
    RECORDING = "recording"
    TRANSCRIPTION = "transcription"
    AMD = "amd"


@dataclass(frozen=True, slots=True)
class SessionMessage:
    """One body that belongs to a session.

    Parameters
    ----------
    form
        Form of the report; None for a metrics feed.
    received_at
        When the body came in, aware UTC.
    attempt
        Empty the first time; a unique token for each replay or redrive, so that the queue's
        five-minute deduplication does not swallow it.
    """

    session_id: str
    kind: SessionKind
    form: ReportForm | None
    raw: RawReference
    origin: Origin
    received_at: datetime
    attempt: str = ""

    @property
    def deduplication_id(self) -> str:
        """SHA-256 of the session, the body and, where there is one, the attempt."""
        return _digest(self.session_id, self.raw.sha256, self.attempt)

    @property
    def analysis_id(self) -> str:
        """One analysis of one body: equal however often the queue delivers the message."""
        return self.deduplication_id[:32]

    def to_json(self) -> str:
        """Give the message's body for the queue."""
        return json.dumps(
            {
                "version": MESSAGE_VERSION,
                "session_id": self.session_id,
                "kind": self.kind,
                "form": self.form,
                "raw": self.raw.to_json(),
                "origin": self.origin,
                "received_at": self.received_at.isoformat(),
                "attempt": self.attempt,
            }
        )

    @classmethod
    def from_json(cls, body: str) -> Self:
        """Read a message's body; raises UnreadableMessage naming the field."""
        document = _object(body)
        session_id = _string(document, "session_id")
        if not SAFE_SESSION_ID.fullmatch(session_id):
            raise UnreadableMessage("session_id", "a session id")
        kind = _member(document, "kind", SessionKind)
        form = None if kind is SessionKind.METRICS else _member(document, "form", ReportForm)
        return cls(
            session_id=session_id,
            kind=kind,
            form=form,
            raw=_raw(document),
            origin=_member(document, "origin", Origin),
            received_at=_time(document),
            attempt=str(document.get("attempt") or ""),
        )


@dataclass(frozen=True, slots=True)
class TelephonyMessage:
    """One webhook about a room or a call.

    Parameters
    ----------
    event_id
        What makes the event one: LiveKit's ``EV_...`` or the key Twilio's fields give.
    """

    event_id: str
    source: TelephonySource
    kind: TelephonyKind
    raw: RawReference
    received_at: datetime

    @property
    def deduplication_id(self) -> str:
        """SHA-256 of the source and the event's id."""
        return _digest(self.source, self.event_id)

    def to_json(self) -> str:
        """Give the message's body for the queue."""
        return json.dumps(
            {
                "version": MESSAGE_VERSION,
                "event_id": self.event_id,
                "source": self.source,
                "kind": self.kind,
                "raw": self.raw.to_json(),
                "received_at": self.received_at.isoformat(),
            }
        )

    @classmethod
    def from_json(cls, body: str) -> Self:
        """Read a message's body; raises UnreadableMessage naming the field."""
        document = _object(body)
        return cls(
            event_id=_string(document, "event_id"),
            source=_member(document, "source", TelephonySource),
            kind=_member(document, "kind", TelephonyKind),
            raw=_raw(document),
            received_at=_time(document),
        )


def _digest(*parts: str) -> str:
    return hashlib.sha256(":".join(part for part in parts if part).encode()).hexdigest()


def _object(body: str) -> Mapping[str, object]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise UnreadableMessage("body", "a JSON object")
    if document.get("version") != MESSAGE_VERSION:
        raise UnreadableMessage("version", str(MESSAGE_VERSION))
    return document


def _string(document: Mapping[str, object], field: str) -> str:
    value = document.get(field)
    if not isinstance(value, str) or not value:
        raise UnreadableMessage(field, "a string")
    return value


def _member[Member: StrEnum](document: Mapping[str, object], field: str, members: type[Member]) -> Member:
    try:
        return members(_string(document, field))
    except UnreadableMessage:
        raise
    except ValueError:
        raise UnreadableMessage(field, "one of " + ", ".join(members)) from None


def _raw(document: Mapping[str, object]) -> RawReference:
    raw = document.get("raw")
    if not isinstance(raw, dict):
        raise UnreadableMessage("raw", "a reference to a raw body")
    try:
        return RawReference.from_json(raw)
    except (KeyError, ValueError):
        raise UnreadableMessage("raw", "bucket, key, sha256 and size_bytes") from None


def _time(document: Mapping[str, object]) -> datetime:
    try:
        time = datetime.fromisoformat(_string(document, "received_at"))
    except UnreadableMessage:
        raise
    except ValueError:
        raise UnreadableMessage("received_at", "an ISO 8601 time") from None
    if time.tzinfo is None:
        raise UnreadableMessage("received_at", "a time with its offset")
    return time.astimezone(UTC)
