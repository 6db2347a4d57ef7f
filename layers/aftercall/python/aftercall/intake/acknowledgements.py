"""Messages on the queue of acknowledgements: somebody takes care of an alert."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from aftercall.intake.messages import MESSAGE_VERSION, UnreadableMessage

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient

ALERT_ID = re.compile(r"[0-9]{1,18}")
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Who took care of which alert, and when.

    Parameters
    ----------
    by
        The name that stands in the history of alerts.
    at
        When it was said, aware UTC.
    """

    alert_id: int
    by: str
    at: datetime

    def to_json(self) -> str:
        """Give the message's body for the queue."""
        return json.dumps(
            {
                "version": MESSAGE_VERSION,
                "alert_id": self.alert_id,
                "by": self.by,
                "at": self.at.isoformat(),
            }
        )

    @classmethod
    def from_json(cls, body: str) -> Self:
        """Read a message's body; raises UnreadableMessage naming the field."""
        document = _object(body)
        alert_id, by = document.get("alert_id"), document.get("by")
        if not isinstance(alert_id, int) or not ALERT_ID.fullmatch(str(alert_id)):
            raise UnreadableMessage("alert_id", "an alert's id")
        if not isinstance(by, str) or not by:
            raise UnreadableMessage("by", "a name")
        return cls(alert_id, by[:LONGEST_NAME], _time(document.get("at")))


def _object(body: str) -> Mapping[str, object]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or document.get("version") != MESSAGE_VERSION:
        raise UnreadableMessage("body", f"a JSON object of version {MESSAGE_VERSION}")
    return document


def _time(value: object) -> datetime:
    try:
        time = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise UnreadableMessage("at", "an ISO 8601 time") from None
    if time.tzinfo is None:
        raise UnreadableMessage("at", "a time with its offset")
    return time.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class AcknowledgementQueue:
    """The queue of acknowledgements: a standard one, for their order does not matter."""

    sqs: "SQSClient"
    url: str

    def enqueue(self, acknowledgement: Acknowledgement) -> None:
        """Queue one; raises what boto3 raises."""
        self.sqs.send_message(QueueUrl=self.url, MessageBody=acknowledgement.to_json())
