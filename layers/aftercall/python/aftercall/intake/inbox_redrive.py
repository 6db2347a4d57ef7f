"""Bringing drops back to work that ``enqueue_inbox`` could not take in.

Their dead letters come in two shapes: the record of an asynchronous invocation that failed for good,
with the event in it (AWS, "Capturing records of Lambda asynchronous invocations"), and the event itself
where EventBridge could not deliver it. Either way the function is handed the event again, so that its
retries and its dead letters hold for it again. The drop itself still lies below ``inbox/``.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aftercall.intake.inbox import dropped_keys

if TYPE_CHECKING:
    from types_boto3_lambda.client import LambdaClient
    from types_boto3_sqs.client import SQSClient

BATCH: Final = 10
HIDDEN_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class RedrivenDrop:
    """One dead letter: the keys it named, none when it was no event of the inbox and stays where it is."""

    message_id: str
    keys: tuple[str, ...]


def redrive_inbox(
    sqs: "SQSClient",
    functions: "LambdaClient",
    dead_letter_url: str,
    function_name: str,
    limit: int = 10_000,
) -> Iterator[RedrivenDrop]:
    """Hand each dead letter's event to the function again, each event once.

    A message is deleted only after Lambda has taken the event. A drop that is gone by then was taken in
    meanwhile, which the function knows; what was queued before is not queued twice.
    """
    handed: set[str] = set()
    looked_at = 0
    while looked_at < limit:
        answer = sqs.receive_message(
            QueueUrl=dead_letter_url,
            MaxNumberOfMessages=min(BATCH, limit - looked_at),
            VisibilityTimeout=HIDDEN_SECONDS,
            WaitTimeSeconds=1,
        )
        messages = answer.get("Messages", [])
        if not messages:
            return
        for message in messages:
            looked_at += 1
            event = inbox_event(message["Body"])
            if event is None:
                yield RedrivenDrop(message["MessageId"], ())
                continue
            payload = json.dumps(event, sort_keys=True)
            if payload in handed:  # it failed again while this runs: the next redrive is for it
                continue
            functions.invoke(FunctionName=function_name, InvocationType="Event", Payload=payload)
            sqs.delete_message(QueueUrl=dead_letter_url, ReceiptHandle=message["ReceiptHandle"])
            handed.add(payload)
            yield RedrivenDrop(message["MessageId"], tuple(dropped_keys(event)))


def inbox_event(body: str) -> Mapping[str, object] | None:
    """Give the event of a dead letter; None when it names no drop."""
    try:
        document = json.loads(body)
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    event = document.get("requestPayload", document)
    return event if isinstance(event, dict) and any(dropped_keys(event)) else None
