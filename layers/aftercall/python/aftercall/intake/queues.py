"""Putting messages on the FIFO queues (spec 2.2, 2.3)."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from aftercall.intake.messages import Origin, SessionMessage, TelephonyMessage

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient
    from types_boto3_sqs.type_defs import MessageAttributeValueTypeDef

# What SQS takes as a message group; session ids always fit, ids inside webhooks may not.
_SAFE_GROUP = re.compile(r"[!-~]{1,128}")


class Priority(StrEnum):
    """How urgent a session is (spec 2.2)."""

    HOT_LEAD = "hot_lead"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class SessionQueues:
    """The queues sessions travel in; FIFO knows no priority, hence several.

    Parameters
    ----------
    urls
        Queue URL by queue name: ``hot``, ``standard``, ``backfill``, as far as the function has them.
    now
        The clock, for the attribute that says when a message entered the queue.
    """

    sqs: "SQSClient"
    urls: Mapping[str, str]
    now: Callable[[], datetime]

    def enqueue(
        self, message: SessionMessage, priority: Priority = Priority.STANDARD, email_hash: str | None = None
    ) -> None:
        """Queue a message in the order of its session; raises what boto3 raises.

        ``email_hash`` is a keyed hash: a person's data never travels in attributes.
        """
        attributes = {
            "session_id": message.session_id,
            "priority": priority.value,
            "timestamp": self.now().isoformat(),
        }
        if email_hash is not None:
            attributes["user_email"] = email_hash
        self.sqs.send_message(
            QueueUrl=self.urls[queue_for(message, priority)],
            MessageBody=message.to_json(),
            MessageGroupId=message.session_id,
            MessageDeduplicationId=message.deduplication_id,
            MessageAttributes=_attributes(attributes),
        )


def queue_for(message: SessionMessage, priority: Priority) -> str:
    """Tell which queue takes a message: drops and replays never stand before a new call."""
    if message.origin in {Origin.INBOX, Origin.REPLAY}:
        return "backfill"
    return "hot" if priority is Priority.HOT_LEAD else "standard"


@dataclass(frozen=True, slots=True)
class TelephonyQueue:
    """The queue of telephony events."""

    sqs: "SQSClient"
    url: str
    now: Callable[[], datetime]

    def enqueue(self, message: TelephonyMessage, group: str) -> None:
        """Queue an event in the order of its room or call; raises what boto3 raises."""
        attributes = {
            "source": message.source.value,
            "kind": message.kind.value,
            "timestamp": self.now().isoformat(),
        }
        self.sqs.send_message(
            QueueUrl=self.url,
            MessageBody=message.to_json(),
            MessageGroupId=_group_id(group),
            MessageDeduplicationId=message.deduplication_id,
            MessageAttributes=_attributes(attributes),
        )


def _group_id(group: str) -> str:
    if _SAFE_GROUP.fullmatch(group):
        return group
    return hashlib.sha256(group.encode("utf-8", "surrogatepass")).hexdigest()


def _attributes(values: Mapping[str, str]) -> "dict[str, MessageAttributeValueTypeDef]":
    return {name: {"DataType": "String", "StringValue": value} for name, value in values.items()}
