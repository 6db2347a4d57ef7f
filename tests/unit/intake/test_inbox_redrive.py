"""Drops that could not be taken in, handed to their function again."""

import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from aftercall.intake.inbox_redrive import inbox_event, redrive_inbox

DEAD = "https://sqs.example/1/aftercall-inbox-dlq"


def dropped(key: str) -> dict[str, Any]:
    """The event EventBridge makes of a drop."""
    return {"source": "aws.s3", "detail": {"bucket": {"name": "calls"}, "object": {"key": key}}}


def failed(event: dict[str, Any]) -> str:
    """What Lambda sends to its destination when an asynchronous invocation failed for good."""
    context = {"condition": "RetriesExhausted", "approximateInvokeCount": 3}
    return json.dumps({"version": "1.0", "requestContext": context, "requestPayload": event})


@dataclass
class DeadLetters:
    """A standard queue and the function; what ``poison`` names lands in the queue again at once."""

    waiting: deque[str]
    poison: str = "nothing"
    hidden: dict[str, str] = field(default_factory=dict)
    invoked: list[dict[str, Any]] = field(default_factory=list)

    def receive_message(self, **parts: Any) -> dict[str, Any]:
        messages: list[dict[str, str]] = []
        while self.waiting and len(messages) < parts["MaxNumberOfMessages"]:
            handle = str(len(self.hidden) + len(self.invoked) + len(messages))
            self.hidden[handle] = self.waiting.popleft()
            messages.append({"MessageId": handle, "ReceiptHandle": handle, "Body": self.hidden[handle]})
        return {"Messages": messages} if messages else {}

    def delete_message(self, **parts: str) -> None:
        assert parts["QueueUrl"] == DEAD
        del self.hidden[parts["ReceiptHandle"]]

    def invoke(self, **parts: str) -> None:
        assert (parts["FunctionName"], parts["InvocationType"]) == ("enqueue", "Event")
        event = json.loads(parts["Payload"])
        self.invoked.append(event)
        if self.poison in parts["Payload"]:
            self.waiting.append(failed(event))


def redrive(letters: DeadLetters, limit: int = 10_000) -> list[tuple[str, ...]]:
    both = cast("Any", letters)
    return [drop.keys for drop in redrive_inbox(both, both, DEAD, "enqueue", limit)]


@pytest.mark.parametrize("shape", [failed, json.dumps])
def test_a_failed_event_is_handed_to_the_function_again(shape: Any) -> None:
    letters = DeadLetters(deque([shape(dropped("inbox/old/one.json"))]))

    assert redrive(letters) == [("inbox/old/one.json",)]
    assert letters.invoked == [dropped("inbox/old/one.json")]
    assert letters.hidden == {}


def test_what_fails_again_does_not_go_round() -> None:
    events = [failed(dropped(f"inbox/{name}.json")) for name in ("bad", "good")]
    letters = DeadLetters(deque(events), poison="bad")

    assert redrive(letters) == [("inbox/bad.json",), ("inbox/good.json",)]
    assert len(letters.hidden) == 1


def test_no_more_than_the_limit_is_looked_at() -> None:
    letters = DeadLetters(deque(failed(dropped(f"inbox/{number}.json")) for number in range(3)))
    assert redrive(letters, limit=2) == [("inbox/0.json",), ("inbox/1.json",)]
    assert len(letters.waiting) == 1


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        "{}",
        '{"requestPayload": null}',
        failed(dropped("raw/sessions/one")),
        failed(dropped("inbox/")),
    ],
)
def test_what_names_no_drop_stays_where_it_is(body: str) -> None:
    assert inbox_event(body) is None
    letters = DeadLetters(deque([body]))
    assert redrive(letters) == [()]
    assert letters.invoked == []
    assert list(letters.hidden.values()) == [body]
