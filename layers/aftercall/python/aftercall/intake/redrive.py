"""Bringing dead letters back to work.

A FIFO queue swallows a message whose deduplication id it has seen within five minutes, so a message
goes back under a new one: a redriven session carries the attempt's token in its body.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from aftercall.intake.inbox import dropped_keys
from aftercall.intake.messages import Origin, SessionMessage, UnreadableMessage

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient
    from types_boto3_sqs.type_defs import MessageTypeDef

BATCH: Final = 10
HIDDEN_SECONDS: Final = 60
FIFO_SUFFIX: Final = ".fifo"


@dataclass(frozen=True, slots=True)
class Redriven:
    """One message that went back to its queue; its subject is a session's id or a drop's key."""

    message_id: str
    subject: str | None
    receives: int


def redrive_queue(
    sqs: "SQSClient", dead_letter_url: str, source_url: str, token: str, limit: int = 10_000
) -> Iterator[Redriven]:
    """Move what lies in a dead-letter queue back to its queue, oldest first, each message once.

    What fails again while this runs comes back to the dead letters, and stays there: a poisonous
    message must not go round for as long as there are others. A message is deleted only after it was
    sent; one that is sent and not deleted (the command was stopped in between) is sent twice, which
    the idempotent writes forgive.

    Parameters
    ----------
    token
        Unique to this redrive; part of each message's new deduplication id.
    limit
        How many messages at the most.
    """
    sent: set[str] = set()
    moved = 0
    while moved < limit:
        answer = sqs.receive_message(
            QueueUrl=dead_letter_url,
            MaxNumberOfMessages=min(BATCH, limit - moved),
            VisibilityTimeout=HIDDEN_SECONDS,
            WaitTimeSeconds=1,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        messages = answer.get("Messages", [])
        if not messages:
            return
        for message in messages:
            body, subject = _with_attempt(message["Body"], token)
            if message["Body"] in sent:
                continue
            _send_back(sqs, message, body, source_url, token)
            sqs.delete_message(QueueUrl=dead_letter_url, ReceiptHandle=message["ReceiptHandle"])
            sent.add(body)
            moved += 1
            yield Redriven(message["MessageId"], subject, _receives(message))


def _send_back(sqs: "SQSClient", message: "MessageTypeDef", body: str, source_url: str, token: str) -> None:
    attributes = message.get("MessageAttributes", {})
    if not source_url.endswith(FIFO_SUFFIX):
        sqs.send_message(QueueUrl=source_url, MessageBody=body, MessageAttributes=attributes)
        return
    sqs.send_message(
        QueueUrl=source_url,
        MessageBody=body,
        MessageGroupId=message.get("Attributes", {}).get("MessageGroupId", "redriven"),
        MessageDeduplicationId=hashlib.sha256(f"{message['MessageId']}:{token}".encode()).hexdigest(),
        MessageAttributes=attributes,
    )


def _receives(message: "MessageTypeDef") -> int:
    return int(message.get("Attributes", {}).get("ApproximateReceiveCount", "0"))


def _with_attempt(body: str, token: str) -> tuple[str, str | None]:
    """Mark a session message as redriven; anything else goes back as it is: nothing is lost here."""
    try:
        message = SessionMessage.from_json(body)
    except UnreadableMessage:
        return body, _dropped(body)
    return replace(message, attempt=token, origin=_origin(message)).to_json(), message.session_id


def _dropped(body: str) -> str | None:
    """Name the drops of an event of the inbox; None for a message of another kind."""
    try:
        document = json.loads(body)
    except ValueError:
        return None
    return ", ".join(dropped_keys(document)) or None if isinstance(document, dict) else None


def _origin(message: SessionMessage) -> Origin:
    """A backfilled call stays one: it must not overwrite a newer call's values after a redrive."""
    return message.origin if message.origin in {Origin.INBOX, Origin.REPLAY} else Origin.REDRIVE
