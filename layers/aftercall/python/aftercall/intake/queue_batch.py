"""Consuming a batch of a queue: partial failures, and waits between attempts.

Source: AWS, "Reporting batch item failures"; spec 2.3 for the waits. A message that fails holds up no
other, not even of its own group: no work here depends on the order of messages, and whatever was
returned untouched beside a poisonous message would be counted as received, and follow it to the dead
letters. Powertools' batch processor is not used: it raises when every record fails, and leaves what
failed invisible for the queue's whole visibility timeout of five minutes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aftercall.telemetry.log import StructuredLog
from aftercall.telemetry.metrics import MetricsWriter

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient

WAITS_SECONDS = (1, 2, 4)


@dataclass(frozen=True, slots=True)
class QueueRecord:
    """One message of a batch as Lambda hands it over."""

    message_id: str
    body: str
    receive_count: int
    receipt_handle: str
    queue_name: str

    def wait_seconds(self, waits: Sequence[int]) -> int:
        """How long to wait before the next attempt: the first wait after the first, and so on."""
        return waits[min(self.receive_count, len(waits)) - 1]


def read_records(event: Mapping[str, object]) -> tuple[QueueRecord, ...]:
    """Read an SQS event."""
    records = event.get("Records")
    return tuple(_record(record) for record in records) if isinstance(records, list) else ()


def _record(record: Mapping[str, object]) -> QueueRecord:
    attributes = record.get("attributes")
    known: Mapping[str, object] = attributes if isinstance(attributes, dict) else {}
    return QueueRecord(
        message_id=str(record["messageId"]),
        body=str(record.get("body", "")),
        receive_count=max(1, int(str(known.get("ApproximateReceiveCount", "1")))),
        receipt_handle=str(record.get("receiptHandle", "")),
        queue_name=str(record.get("eventSourceARN", "")).rpartition(":")[2],
    )


@dataclass(frozen=True, slots=True)
class QueueBatch:
    """Works through batches.

    Parameters
    ----------
    sqs
        A boto3 SQS client.
    queue_urls
        URLs of the queues consumed; a record's queue is found among them by name.
    work
        Does a message's work; raises when it is not done.
    waits_seconds
        Before the second attempt, the third and so on.
    """

    sqs: "SQSClient"
    queue_urls: Sequence[str]
    work: Callable[[str], None]
    log: StructuredLog
    metrics: MetricsWriter
    waits_seconds: Sequence[int] = WAITS_SECONDS

    def handle(self, event: Mapping[str, object]) -> dict[str, list[dict[str, str]]]:
        """Work through an event's records; those that are not done are returned, each with its wait."""
        failed = [record for record in read_records(event) if not self._done(record)]
        for record in failed:
            self._wait(record)
        return {"batchItemFailures": [{"itemIdentifier": record.message_id} for record in failed]}

    def _done(self, record: QueueRecord) -> bool:
        try:
            self.work(record.body)
        except Exception as error:  # noqa: BLE001 - whatever fails goes back to the queue, then to its dead letters
            self.log.failure(
                "message_failed",
                error,
                message_id=record.message_id,
                receive_count=record.receive_count,
                reason=getattr(error, "reason", None),
            )
            self.metrics.count("MessagesProcessed", queue=record.queue_name, outcome="failed")
            return False
        self.metrics.count("MessagesProcessed", queue=record.queue_name, outcome="done")
        return True

    def _wait(self, record: QueueRecord) -> None:
        url = next((url for url in self.queue_urls if url.endswith(f"/{record.queue_name}")), None)
        if url is None:
            return
        try:
            self.sqs.change_message_visibility(
                QueueUrl=url,
                ReceiptHandle=record.receipt_handle,
                VisibilityTimeout=record.wait_seconds(self.waits_seconds),
            )
        except Exception as error:  # noqa: BLE001 - it then waits for the queue's own visibility timeout
            self.log.failure("wait_not_set", error, message_id=record.message_id)
