"""PagerDuty is brought to where an alert stands, and its answers mean something for the ledger."""

import json
from datetime import timedelta
from typing import Any

import pytest

from aftercall.delivery.pagerduty.client import HttpAnswer, outcome_of, send_event
from aftercall.delivery.pagerduty.destination import PagerDutyDestination
from aftercall.delivery.pagerduty.events import event_of
from aftercall.ledger.debts import Destination, Subject
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, Skipped, TryAgain
from aftercall.reports.alert_record import AlertRecord
from tests.fakes.alerts import an_alert
from tests.fakes.call_records import sample_profile
from tests.fakes.clock import NOON
from tests.fakes.ledger import a_claim

ACCEPTED = HttpAnswer(202, b'{"status": "success"}')
OVER = {"resolved_at": NOON + timedelta(minutes=9)}


def critical(**changes: Any) -> AlertRecord:
    return an_alert(alert_type="critical", alert_name="agent_down", dedup_key="agent_down", **changes)


class FakePagerDuty:
    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    def post(self, url: str, body: bytes) -> HttpAnswer:
        self.events.append(json.loads(body))
        return ACCEPTED


def deliver(
    pagerduty: FakePagerDuty, alert: AlertRecord | None, before: Delivered | None = None, **claim: Any
) -> Outcome:
    port = PagerDutyDestination(
        sample_profile(), lambda _: alert, lambda: {"routing_key": "R" * 32}, pagerduty.post
    )
    if before is not None:
        claim = {"delivered_hash": before.payload_hash, "external_id": before.external_id, **claim}
    return port.deliver(a_claim(Destination.PAGERDUTY, Subject.ALERT, "7", **claim))


def test_an_open_alert_triggers_an_incident_with_its_context() -> None:
    pagerduty = FakePagerDuty()
    outcome = deliver(pagerduty, critical(context={"last_session_at": "2026-03-02T11:40:00Z"}))
    assert isinstance(outcome, Delivered)
    (event,) = pagerduty.events
    assert event["event_action"] == "trigger"
    assert event["payload"]["severity"] == "critical"
    assert event["payload"]["custom_details"] == {"last_session_at": "2026-03-02T11:40:00Z"}


def test_an_alert_that_is_over_resolves_the_same_incident() -> None:
    pagerduty = FakePagerDuty()
    first = deliver(pagerduty, critical())
    assert isinstance(first, Delivered)
    deliver(pagerduty, critical(**OVER), first)
    assert [event["event_action"] for event in pagerduty.events] == ["trigger", "resolve"]
    assert pagerduty.events[0]["dedup_key"] == pagerduty.events[1]["dedup_key"]


def test_somebody_who_takes_it_on_acknowledges_the_incident() -> None:
    event = event_of(critical(acknowledged_at=NOON, acknowledged_by="avery"), sample_profile(), None)
    assert event["event_action"] == "acknowledge"


def test_what_was_over_before_anybody_was_called_calls_nobody() -> None:
    pagerduty = FakePagerDuty()
    assert deliver(pagerduty, critical(**OVER)) == Skipped("over_before_told")
    assert pagerduty.events == []


def test_the_end_of_an_alert_whose_trigger_may_have_arrived_is_told() -> None:
    pagerduty = FakePagerDuty()
    assert isinstance(deliver(pagerduty, critical(**OVER), has_failed=True), Delivered)
    assert [event["event_action"] for event in pagerduty.events] == ["resolve"]


def test_an_end_that_is_sent_again_by_hand_closes_the_incident() -> None:
    pagerduty = FakePagerDuty()
    first = deliver(pagerduty, critical())
    assert isinstance(first, Delivered)
    deliver(pagerduty, critical(**OVER), first, delivered_hash=None)
    assert [event["event_action"] for event in pagerduty.events] == ["trigger", "resolve"]


def test_the_same_event_is_not_sent_twice() -> None:
    pagerduty = FakePagerDuty()
    first = deliver(pagerduty, critical())
    assert isinstance(first, Delivered)
    assert isinstance(deliver(pagerduty, critical(), first), Delivered)
    assert len(pagerduty.events) == 1


def test_an_alert_that_comes_back_is_an_incident_of_its_own() -> None:
    keys = {event_of(critical(alert_id=number), sample_profile(), None)["dedup_key"] for number in (7, 8)}
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (ACCEPTED, Delivered("hash", "k")),
        (HttpAnswer(202, b"<html>"), TryAgain("202 with an answer that cannot be read")),
        (HttpAnswer(429, b""), TryAgain("429", after=timedelta(seconds=30))),
        (HttpAnswer(503, b""), TryAgain("503")),
        (
            HttpAnswer(400, b'{"errors": ["Invalid routing key"]}'),
            TryAgain("400 Invalid routing key"),
        ),
        (
            HttpAnswer(400, b'{"errors": ["\'summary\' is missing"]}'),
            Rejected("400 'summary' is missing"),
        ),
        (HttpAnswer(413, b""), Rejected("413")),
        (HttpAnswer(407, b"<html>"), TryAgain("407")),
    ],
)
def test_an_answer_is_read(answer: HttpAnswer, expected: Outcome) -> None:
    assert outcome_of(answer, "hash", "k") == expected


def test_a_lost_answer_is_tried_again() -> None:
    def lost(url: str, body: bytes) -> HttpAnswer:
        raise ConnectionResetError

    outcome = send_event({"dedup_key": "k"}, "R" * 32, "u", "hash", lost)
    assert outcome == TryAgain("no answer: ConnectionResetError")
