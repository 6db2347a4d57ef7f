"""Which message goes where, and what Slack's answers mean for the ledger."""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import RemoteDisconnected
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk.webhook import WebhookResponse

from aftercall.delivery.slack.blocks import SlackMessage, header, message
from aftercall.delivery.slack.client import outcome_of, send_message
from aftercall.delivery.slack.destination import SlackDestination
from aftercall.ledger.debts import Destination, Subject
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, Skipped, TryAgain, Unknown
from tests.fakes.alerts import an_alert
from tests.fakes.call_records import sample_call, sample_profile
from tests.fakes.clock import NOON
from tests.fakes.ledger import a_claim

WEBHOOKS = {name: f"https://hooks.example/{name}" for name in ("sales", "ops", "product")}
TOLD = message("hello", [header("hello")])


@dataclass
class FakeSlack:
    posts: list[tuple[str, SlackMessage]] = field(default_factory=list)

    def send(self, url: str, told: SlackMessage, payload_hash: str) -> Outcome:
        self.posts.append((url.rpartition("/")[2], told))
        return Delivered(payload_hash)


def destination(slack: FakeSlack, **changes: Any) -> SlackDestination:
    alerts = {
        "1": an_alert(
            alert_id=1, alert_type="business", alert_name="hot_lead", session_id="RM_1.AJ_1", dedup_key="h"
        ),
        "2": an_alert(alert_id=2),
        "2:resolved": an_alert(alert_id=2, resolved_at=NOON),
        "3": an_alert(alert_id=3, resolved_at=NOON),
    }
    parts: dict[str, Any] = {
        "profile": sample_profile(),
        "read_call": lambda _: sample_call("01-hot-lead-booked"),
        "read_alert": alerts.get,
        "read_digest": lambda _: TOLD,
        "record_id": lambda _: "a01",
        "read_secret": lambda: {"webhooks": WEBHOOKS},
        "send": slack.send,
    }
    return SlackDestination(**(parts | changes))


def deliver(port: SlackDestination, subject: Subject, subject_id: str) -> Outcome:
    return port.deliver(a_claim(Destination.SLACK, subject, subject_id))


@pytest.mark.parametrize(
    ("subject", "subject_id", "channel", "begins"),
    [
        (Subject.ALERT, "1", "sales", "Hot lead"),
        (Subject.ALERT, "2", "ops", "P2"),
        (Subject.ALERT, "2:resolved", "ops", "Resolved"),
        (Subject.DIGEST, "5", "product", "hello"),
    ],
)
def test_each_message_goes_to_its_channel(
    subject: Subject, subject_id: str, channel: str, begins: str
) -> None:
    slack = FakeSlack()
    assert isinstance(deliver(destination(slack), subject, subject_id), Delivered)
    ((posted_to, told),) = slack.posts
    assert posted_to == channel
    assert told.text.startswith(begins)


def test_nobody_is_called_for_an_alert_that_was_over_before_slack_took_it() -> None:
    slack = FakeSlack()
    assert deliver(destination(slack), Subject.ALERT, "3") == Skipped("over_before_told")
    assert slack.posts == []


def test_an_alert_that_is_gone_is_nothing_to_tell() -> None:
    assert deliver(destination(FakeSlack()), Subject.ALERT, "99") == Skipped("no_such_alert")


def test_a_secret_without_the_channels_webhook_waits_for_a_better_one() -> None:
    port = destination(FakeSlack(), read_secret=lambda: {"webhooks": {"ops": WEBHOOKS["ops"]}})
    outcome = deliver(port, Subject.ALERT, "1")
    assert outcome == TryAgain('secret: expected an address in "webhooks" for "sales"')


def answered(status: int, body: str, **headers: str) -> WebhookResponse:
    return WebhookResponse(url="u", status_code=status, body=body, headers=headers)


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (answered(200, "ok"), Delivered("hash")),
        (answered(200, "<html>proxy</html>"), Unknown("200 with an answer that is not Slack's")),
        (answered(429, "", **{"Retry-After": "7"}), TryAgain("429", after=timedelta(seconds=7))),
        (answered(503, "busy"), TryAgain("503")),
        (answered(500, "rollup_error"), Unknown("500")),
        (answered(404, "no_service"), TryAgain("404 no_service")),
        (answered(400, "invalid_blocks"), Rejected("400 invalid_blocks")),
    ],
)
def test_an_answer_is_read(response: WebhookResponse, expected: Outcome) -> None:
    assert outcome_of(response, "hash") == expected


def raising(error: Exception) -> Callable[[str, SlackMessage], WebhookResponse]:
    def post(url: str, told: SlackMessage) -> WebhookResponse:
        raise error

    return post


@pytest.mark.parametrize("reason", [ConnectionRefusedError(), socket.gaierror()])
def test_what_never_left_is_sent_again(reason: Exception) -> None:
    assert isinstance(send_message("u", TOLD, "hash", raising(URLError(reason))), TryAgain)


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        RemoteDisconnected(""),
        ConnectionResetError(),
        URLError(TimeoutError()),
        ValueError("utf-8"),
    ],
)
def test_what_may_have_arrived_is_never_sent_again_unasked(error: Exception) -> None:
    assert isinstance(send_message("u", TOLD, "hash", raising(error)), Unknown)
