"""How much waits in the queues, asked of SQS."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aftercall.reports.alert_readings import QueueReading
from aftercall.telemetry.log import StructuredLog

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient


@dataclass(frozen=True, slots=True)
class QueueDepthReader:
    """Asks SQS; what a queue's name is stands at the end of its URL."""

    sqs: "SQSClient"
    log: StructuredLog

    def read(self, urls: Sequence[str]) -> tuple[QueueReading, ...] | None:
        """Give what waits in each queue, delayed messages too; None where SQS did not answer for one."""
        try:
            return tuple(self._depth(url) for url in urls)
        except Exception as error:  # noqa: BLE001 - the other alerts are judged without it
            self.log.failure("queue_depths_unknown", error)
            return None

    def _depth(self, url: str) -> QueueReading:
        found = self.sqs.get_queue_attributes(
            QueueUrl=url,
            AttributeNames=[
                "ApproximateNumberOfMessages",
                "ApproximateNumberOfMessagesDelayed",
                "ApproximateNumberOfMessagesNotVisible",
            ],
        ).get("Attributes", {})
        waiting = int(found.get("ApproximateNumberOfMessages", "0"))
        delayed = int(found.get("ApproximateNumberOfMessagesDelayed", "0"))
        in_flight = int(found.get("ApproximateNumberOfMessagesNotVisible", "0"))
        return QueueReading(url.rpartition("/")[2], waiting + delayed, in_flight)
