"""The whole way of an alert: from calls to an incident in PagerDuty and a message in Slack, and back."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from aftercall.intake.signatures.slack import sign_as_slack
from aftercall.settings.alerts import AcknowledgementSettings, SlackEndpointSettings
from aftercall.settings.deliveries import DeliverySettings
from aftercall.steps.delivery_edge import DeliveryEdge, delivery_surroundings
from functions.acknowledge_alert.handler import build_consumer
from functions.deliver_pagerduty.handler import build_edge as build_pagerduty
from functions.deliver_slack.handler import build_edge as build_slack
from functions.receive_slack.handler import build_endpoint
from local.stand_ins.running import StandIns, running_stand_ins
from tests.fakes.edge import FakeEdge, gateway_event
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.integration.alerts.alert_house import STANDARD, AlertHouse

ACKNOWLEDGEMENTS = "https://sqs.example/1/aftercall-acknowledgements"


@pytest.fixture(scope="module")
def stand_ins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIns]:
    with running_stand_ins(tmp_path_factory.mktemp("stand-ins")) as running:
        yield running


@pytest.fixture
def deliver(house: AlertHouse, stand_ins: StandIns) -> Iterator["Deliveries"]:
    """What pays the debts of alerts, as Lambda would run it once it is woken."""
    stand_ins.reset()
    house.secrets |= {name: json.dumps(secret) for name, secret in stand_ins.secrets.items()}
    edges = [
        build(
            settings_of(name),
            delivery_surroundings(name, settings_of(name), house.clients(), house.clock.now),
        )
        for name, build in (("pagerduty", build_pagerduty), ("slack", build_slack))
    ]
    yield Deliveries(edges)
    for edge in edges:
        edge.surroundings.connection().close()


class Deliveries:
    """Both functions that tell people of alerts."""

    def __init__(self, edges: list[DeliveryEdge]) -> None:
        self._edges = edges

    def __call__(self) -> None:
        for edge in self._edges:
            edge.run()


def settings_of(destination: str) -> DeliverySettings:
    return DeliverySettings.from_environment(
        {"POSTGRES_SECRET_NAME": "postgres", "DESTINATION_SECRET_NAME": destination}
    )


def test_a_page_is_triggered_acknowledged_and_resolved_as_one_incident(
    house: AlertHouse, deliver: Deliveries, stand_ins: StandIns
) -> None:
    house.sqs.depths = {STANDARD: (200, 0, 0)}
    house.look()
    deliver()
    (incident,) = stand_ins.pagerduty.incidents()
    assert (incident["status"], incident["severity"]) == ("triggered", "critical")
    assert "Analytics queue backlog: 200 messages" in incident["summary"]

    alert_id = house.fired("queue_backlog")["id"]
    click(house, stand_ins, alert_id)
    deliver()
    assert stand_ins.pagerduty.incidents()[0]["status"] == "acknowledged"

    house.sqs.depths = {}
    house.wait(4)
    deliver()
    deliver()
    (incident,) = stand_ins.pagerduty.incidents()
    assert incident["status"] == "resolved"
    actions = [event["event_action"] for event in stand_ins.pagerduty.events()]
    assert actions == ["trigger", "acknowledge", "resolve"]
    (alert,) = house.alerts("queue_backlog")
    assert (alert["sent_to"], alert["acknowledged_by"]) == ("pagerduty", "roadrunner")


def test_operators_read_what_is_wrong_once_and_once_that_it_is_over(
    house: AlertHouse, deliver: Deliveries, stand_ins: StandIns
) -> None:
    house.calls(14)
    house.call(failed="llm_error")
    house.look()
    for _ in range(2):
        deliver()
        house.wait(2)
    house.wait(8)
    house.calls(10)
    house.wait(4)
    deliver()

    told = [message["text"] for message in stand_ins.slack.messages("ops")]
    assert [text for text in told if "error rate" in text] == [
        "P2: Elevated error rate: 6.7%",
        "Resolved: Elevated error rate: 6.7%",
    ]


def test_after_an_outage_of_pagerduty_there_is_one_incident(
    house: AlertHouse, deliver: Deliveries, stand_ins: StandIns
) -> None:
    stand_ins.switch.set("pagerduty", "503", times=1)
    house.sqs.depths = {STANDARD: (200, 0, 0)}
    house.look()
    deliver()
    assert stand_ins.pagerduty.incidents() == []

    house.clock.time += timedelta(minutes=1)
    deliver()
    assert len(stand_ins.pagerduty.incidents()) == 1


def click(house: AlertHouse, stand_ins: StandIns, alert_id: int) -> None:
    """Let somebody click the button in Slack: through the endpoint, the queue and its consumer."""
    edge = FakeEdge()
    edge.clock, edge.sqs = house.clock, house.sqs
    secret = stand_ins.secrets["slack"]
    edge.secrets_manager = FakeSecretsManager({"slack": json.dumps(secret)})
    endpoint = build_endpoint(
        SlackEndpointSettings("slack", ACKNOWLEDGEMENTS, "seen", 30), edge.clients, house.clock.now
    )
    action = {"action_id": "acknowledge_alert", "value": str(alert_id), "action_ts": "1.1"}
    user = {"id": "U2CERLKJA", "username": "roadrunner"}
    payload = {"type": "block_actions", "user": user, "actions": [action]}
    body = urlencode({"payload": json.dumps(payload)}).encode()
    stamp = str(int(house.clock.now().timestamp()))
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": sign_as_slack(secret["signing_secret"], stamp, body),
    }
    assert endpoint.handle(gateway_event("/slack/interactions", body, headers))["statusCode"] == 200
    settings = AcknowledgementSettings.from_environment({"POSTGRES_SECRET_NAME": "postgres"})
    consumer = build_consumer(settings, house.clients(), house.clock.now)
    (sent,) = house.sqs.in_queue(ACKNOWLEDGEMENTS)
    answer = consumer.handle({"Records": [{"messageId": "1", "body": sent.body}]})
    assert answer == {"batchItemFailures": []}
    work: Any = consumer.work
    work.__self__.connection().close()
