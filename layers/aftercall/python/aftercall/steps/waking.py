"""Waking the functions that deliver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aftercall.ledger.debts import Destination
from aftercall.telemetry.log import StructuredLog

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient

MESSAGE = "due"


@dataclass(frozen=True, slots=True)
class WakeQueues:
    """One queue for each destination whose messages say no more than "look".

    Parameters
    ----------
    urls
        By destination; one without a queue is not woken: the sweep finds what it is owed.
    """

    sqs: "SQSClient"
    urls: Mapping[str, str]
    log: StructuredLog

    def wake(self, destinations: Iterable[Destination]) -> None:
        """Wake them, as far as possible: the ledger holds what is owed, and the next sweep wakes again."""
        for destination in sorted(set(destinations)):
            url = self.urls.get(destination)
            if url is None:
                continue
            try:
                self.sqs.send_message(QueueUrl=url, MessageBody=MESSAGE)
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not undo what was stored
                self.log.failure("wake_not_sent", error, destination=destination)
