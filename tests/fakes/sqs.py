"""SQS queues in memory: what SQS refuses is refused, and five minutes of FIFO deduplication."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.client_errors import ClientExceptions, client_error
from tests.fakes.clock import FakeClock
from tests.fakes.interruptions import Effects

DEDUPLICATION_WINDOW = timedelta(minutes=5)
ALLOWED_ID = re.compile(r"[!-~]{1,128}")
LONGEST_MESSAGE_BYTES = 262_144


@dataclass(frozen=True, slots=True)
class SentMessage:
    queue: str
    body: str
    group: str
    deduplication_id: str
    attributes: Mapping[str, str]
    at: datetime


@dataclass(slots=True)
class FakeSqs:
    now: Callable[[], datetime] = field(default_factory=lambda: FakeClock().now)
    effects: Effects = field(default_factory=Effects)
    messages: list[SentMessage] = field(default_factory=list)
    visibility: list[tuple[str, str, int]] = field(default_factory=list)
    exceptions: ClientExceptions = field(default_factory=ClientExceptions)
    change_fails: bool = False
    depths: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    depths_fail: bool = False

    def in_queue(self, url: str) -> list[SentMessage]:
        return [message for message in self.messages if message.queue == url]

    def send_message(
        self,
        *,
        QueueUrl: str,
        MessageBody: str,
        MessageGroupId: str = "",
        MessageDeduplicationId: str = "",
        MessageAttributes: Mapping[str, Mapping[str, str]] | None = None,
    ) -> dict[str, Any]:
        ids = (MessageGroupId, MessageDeduplicationId)
        is_fifo = QueueUrl.endswith(".fifo") or any(ids)
        if is_fifo and not all(map(ALLOWED_ID.fullmatch, ids)):
            raise client_error("InvalidParameterValue", "SendMessage")
        if len(MessageBody.encode()) > LONGEST_MESSAGE_BYTES:
            raise client_error("InvalidMessageContents", "SendMessage")
        with self.effects.effect("send_message"):
            if not is_fifo or not self._repeated(QueueUrl, MessageDeduplicationId):
                self.messages.append(
                    SentMessage(
                        queue=QueueUrl,
                        body=MessageBody,
                        group=MessageGroupId,
                        deduplication_id=MessageDeduplicationId,
                        attributes={
                            name: value["StringValue"] for name, value in (MessageAttributes or {}).items()
                        },
                        at=self.now(),
                    )
                )
            return {}

    def get_queue_attributes(self, *, QueueUrl: str, AttributeNames: list[str]) -> dict[str, Any]:
        """What is visible, delayed and in flight, as texts: so SQS gives its numbers."""
        if self.depths_fail:
            raise client_error("InternalFailure", "GetQueueAttributes")
        visible, delayed, in_flight = self.depths.get(QueueUrl, (0, 0, 0))
        known = {
            "ApproximateNumberOfMessages": str(visible),
            "ApproximateNumberOfMessagesDelayed": str(delayed),
            "ApproximateNumberOfMessagesNotVisible": str(in_flight),
        }
        return {"Attributes": {name: known[name] for name in AttributeNames}}

    def change_message_visibility(
        self, *, QueueUrl: str, ReceiptHandle: str, VisibilityTimeout: int
    ) -> dict[str, Any]:
        if self.change_fails:
            raise client_error("MessageNotInflight", "ChangeMessageVisibility")
        self.visibility.append((QueueUrl, ReceiptHandle, VisibilityTimeout))
        return {}

    def _repeated(self, queue: str, deduplication_id: str) -> bool:
        return any(
            message.queue == queue
            and message.deduplication_id == deduplication_id
            and self.now() - message.at < DEDUPLICATION_WINDOW
            for message in self.messages
        )
