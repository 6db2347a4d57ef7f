"""Dead letters brought back to work."""

import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from aftercall.intake.messages import Origin, SessionKind, SessionMessage
from aftercall.intake.redrive import Redriven, redrive_queue
from aftercall.session.forms import ReportForm
from aftercall.session.raw_reference import RawReference
from tests.fakes.clock import NOON

DEAD, SOURCE = "https://sqs.example/1/hot-dlq.fifo", "https://sqs.example/1/hot.fifo"
INBOX = "https://sqs.example/1/aftercall-inbox"


def message(session_id: str, origin: Origin = Origin.API) -> str:
    raw = RawReference("calls", f"raw/sessions/{session_id}", session_id, 4)
    form = ReportForm.RAW_SESSION
    return SessionMessage(session_id, SessionKind.SESSION, form, raw, origin, NOON).to_json()


@dataclass
class DeadLetters:
    """A queue and its dead letters, in which what ``poison`` names lands again as soon as it is sent."""

    waiting: deque[str]
    poison: frozenset[str] = frozenset()
    sent: list[dict[str, Any]] = field(default_factory=list)
    hidden: dict[str, str] = field(default_factory=dict)
    received: int = 0

    def receive_message(self, **_: object) -> dict[str, Any]:
        messages = []
        if self.waiting:
            self.received += 1
            handle = str(self.received)
            self.hidden[handle] = self.waiting.popleft()
            attributes = {"MessageGroupId": "g-1", "ApproximateReceiveCount": "4"}
            messages = [
                {
                    "MessageId": f"m-{handle}",
                    "ReceiptHandle": handle,
                    "Body": self.hidden[handle],
                    "Attributes": attributes,
                }
            ]
        return {"Messages": messages} if messages else {}

    def send_message(self, **parts: Any) -> None:
        self.sent.append(parts)
        if any(word in parts["MessageBody"] for word in self.poison):
            self.waiting.append(parts["MessageBody"])

    def delete_message(self, **parts: str) -> None:
        assert parts["QueueUrl"] == DEAD
        del self.hidden[parts["ReceiptHandle"]]


def redrive(letters: DeadLetters, limit: int = 10_000, source: str = SOURCE) -> list[Redriven]:
    return list(redrive_queue(cast("Any", letters), DEAD, source, "token-1", limit))


def test_every_dead_letter_goes_back_under_a_new_deduplication_id() -> None:
    letters = DeadLetters(deque([message("s-1"), message("s-2")]))

    assert [one.subject for one in redrive(letters)] == ["s-1", "s-2"]
    assert letters.hidden == {}
    first, second = letters.sent
    assert SessionMessage.from_json(first["MessageBody"]).attempt == "token-1"
    assert first["MessageDeduplicationId"] != second["MessageDeduplicationId"]
    assert first["MessageGroupId"] == "g-1"


def test_a_backfilled_call_stays_one() -> None:
    letters = DeadLetters(deque([message("s-1"), message("s-2", Origin.INBOX)]))
    redrive(letters)
    origins = [SessionMessage.from_json(sent["MessageBody"]).origin for sent in letters.sent]
    assert origins == [Origin.REDRIVE, Origin.INBOX]


def test_what_fails_again_does_not_go_round() -> None:
    telephony = '{"poison": 1}'
    letters = DeadLetters(
        deque([telephony, message("s-bad"), message("s-1")]), frozenset({"s-bad", "poison"})
    )

    assert [one.subject for one in redrive(letters)] == [None, "s-bad", "s-1"]
    assert len(letters.hidden) == 2


def test_no_more_than_the_limit_is_moved() -> None:
    letters = DeadLetters(deque([message("s-1"), message("s-2")]))
    assert len(redrive(letters, limit=1)) == 1
    assert len(letters.waiting) == 1


def test_a_drops_event_goes_back_to_its_standard_queue_as_it_was() -> None:
    event = json.dumps({"detail": {"bucket": {"name": "calls"}, "object": {"key": "inbox/old/one.json"}}})
    letters = DeadLetters(deque([event]))

    (redriven,) = redrive(letters, source=INBOX)

    assert redriven.subject == "inbox/old/one.json"
    assert letters.sent == [{"QueueUrl": INBOX, "MessageBody": event, "MessageAttributes": {}}]
    assert letters.hidden == {}


@pytest.mark.parametrize("body", ["{", "[]", "{}", '{"detail": {"object": {"key": "raw/sessions/one"}}}'])
def test_what_names_nothing_goes_back_as_it_is(body: str) -> None:
    letters = DeadLetters(deque([body]))
    assert [one.subject for one in redrive(letters)] == [None]
    assert letters.sent[0]["MessageBody"] == body
