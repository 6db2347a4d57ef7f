"""``POST /slack/interactions`` from API Gateway's event to the queue of acknowledgements."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from aftercall.delivery.slack.operators import alert_message
from aftercall.intake.acknowledgements import Acknowledgement
from aftercall.intake.endpoint import Endpoint
from aftercall.intake.signatures.slack import sign_as_slack
from aftercall.profile.loading import load_profile
from aftercall.reports.alert_record import AlertRecord, AlertType
from aftercall.settings.alerts import SlackEndpointSettings
from functions.receive_slack.handler import build_endpoint
from tests.fakes.edge import FakeEdge, document_of, gateway_event
from tests.fakes.interruptions import Killed, OutageError
from tests.fakes.secrets_manager import FakeSecretsManager

QUEUE = "https://sqs.example/1/aftercall-acknowledgements"
SETTINGS = SlackEndpointSettings.from_environment(
    {"SLACK_SECRET_NAME": "slack", "ACKNOWLEDGEMENTS_QUEUE_URL": QUEUE, "SEEN_TABLE_NAME": "seen"}
)
SECRET = "slack-signing-secret"
USER = {"id": "U2CERLKJA", "username": "roadrunner", "team_id": "T1DC2JH3J"}


def click(**changes: Any) -> dict[str, Any]:
    """A click as Slack tells it, with what we do not read left in."""
    action = {"action_id": "acknowledge_alert", "value": "17", "type": "button", "action_ts": "1772452790.1"}
    return {
        "type": "block_actions",
        "user": USER,
        "token": "slack-verification-token",
        "response_url": "https://hooks.slack.example/actions/1",
        "actions": [{**action, **changes.pop("action", {})}],
        **changes,
    }


@pytest.fixture
def edge() -> FakeEdge:
    edge = FakeEdge()
    edge.secrets_manager = FakeSecretsManager({"slack": json.dumps({"signing_secret": SECRET})})
    return edge


@pytest.fixture
def endpoint(edge: FakeEdge) -> Endpoint:
    return build_endpoint(SETTINGS, edge.clients, edge.clock.now)


def request(edge: FakeEdge, payload: object, **headers: str) -> dict[str, object]:
    return signed(edge, urlencode({"payload": json.dumps(payload)}).encode(), **headers)


def signed(edge: FakeEdge, body: bytes, **headers: str) -> dict[str, object]:
    stamp = str(int(edge.clock.now().timestamp()))
    own = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": sign_as_slack(SECRET, stamp, body),
    }
    replaced = {name.replace("_", "-"): value for name, value in headers.items()}
    return gateway_event("/slack/interactions", body, {**own, **replaced}, encoded=True)


def test_a_click_is_queued_and_then_marked(edge: FakeEdge, endpoint: Endpoint) -> None:
    answer = endpoint.handle(request(edge, click()))

    assert answer["statusCode"] == 200
    assert document_of(answer) == {"status": "accepted"}
    assert edge.effects.names == ["send_message", "put_item"]
    (sent,) = edge.sqs.in_queue(QUEUE)
    assert Acknowledgement.from_json(sent.body) == Acknowledgement(17, "roadrunner", edge.clock.now())
    assert list(edge.dynamodb.rows) == ["slack:17:U2CERLKJA:1772452790.1"]


def test_nothing_of_a_click_is_kept_raw_and_its_tokens_go_nowhere(edge: FakeEdge, endpoint: Endpoint) -> None:
    endpoint.handle(request(edge, click()))

    (sent,) = edge.sqs.messages
    assert edge.s3.objects == {}
    assert "token" not in sent.body
    assert "hooks.slack" not in sent.body


def test_a_repeated_request_is_answered_and_not_queued_again(edge: FakeEdge, endpoint: Endpoint) -> None:
    endpoint.handle(request(edge, click()))
    edge.clock.advance(seconds=20)

    answer = endpoint.handle(request(edge, click()))

    assert (answer["statusCode"], document_of(answer)) == (200, {"status": "duplicate"})
    assert len(edge.sqs.messages) == 1


def test_somebody_without_a_name_is_known_by_the_id(edge: FakeEdge, endpoint: Endpoint) -> None:
    endpoint.handle(request(edge, click(user={"id": "U2CERLKJA"})))

    (sent,) = edge.sqs.messages
    assert Acknowledgement.from_json(sent.body).by == "U2CERLKJA"


@pytest.mark.parametrize(
    "payload",
    [
        click(action={"action_id": "open_transcript", "url": "https://calls.example/calls/1"}),
        click(actions=[]),
        click(actions="none"),
        {"type": "view_submission", "user": USER},
        {},
    ],
)
def test_what_is_no_acknowledgement_is_answered_and_forgotten(
    edge: FakeEdge, endpoint: Endpoint, payload: object
) -> None:
    answer = endpoint.handle(request(edge, payload))

    assert (answer["statusCode"], document_of(answer)) == (200, {"status": "ignored"})
    assert edge.left_behind == 0


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (click(action={"value": "seventeen"}), "actions[].value"),
        (click(action={"value": "17; DROP TABLE"}), "actions[].value"),
        (click(action={"value": 17}), "actions[].value"),
        (click(user={"username": "roadrunner"}), "user.id"),
        (click(user=None), "user.id"),
        ([], "payload"),
        ("text", "payload"),
    ],
)
def test_a_malformed_click_is_a_400_that_names_the_field(
    edge: FakeEdge, endpoint: Endpoint, payload: object, field: str
) -> None:
    answer = endpoint.handle(request(edge, payload))

    assert (answer["statusCode"], document_of(answer)["field"]) == (400, field)
    assert edge.left_behind == 0


@pytest.mark.parametrize(
    "body", [b"", b"payload", b"payload=", b"payload=%7B", b"other=1", b"payload=1&payload=2", b"\xff=\xfe"]
)
def test_a_body_that_is_no_interaction_is_a_400(edge: FakeEdge, endpoint: Endpoint, body: bytes) -> None:
    answer = endpoint.handle(signed(edge, body))

    assert (answer["statusCode"], document_of(answer)["field"]) == (400, "payload")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"x_slack_signature": ""}, 401),
        ({"x_slack_request_timestamp": ""}, 401),
        ({"x_slack_signature": "v0=" + "0" * 64}, 403),
        ({"x_slack_signature": "garbled"}, 403),
        ({"x_slack_request_timestamp": "1"}, 403),
        ({"content_type": "application/json"}, 415),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    edge: FakeEdge, endpoint: Endpoint, headers: dict[str, str], status: int
) -> None:
    answer = endpoint.handle(request(edge, click(), **headers))

    assert answer["statusCode"] == status
    assert edge.effects.names == []


def test_a_recorded_request_does_not_hold_after_five_minutes(edge: FakeEdge, endpoint: Endpoint) -> None:
    recorded = request(edge, click())
    edge.clock.advance(minutes=5, seconds=1)

    answer = endpoint.handle(recorded)

    assert answer["statusCode"] == 403
    assert document_of(answer)["type"] == "urn:aftercall:problem:stale-signature"


def test_during_a_rotation_both_secrets_hold(edge: FakeEdge) -> None:
    edge.secrets_manager = FakeSecretsManager(
        {"slack": json.dumps({"signing_secret": ["the next one", SECRET]})}
    )
    endpoint = build_endpoint(SETTINGS, edge.clients, edge.clock.now)

    assert endpoint.handle(request(edge, click()))["statusCode"] == 200


def test_where_slack_is_not_connected_there_is_no_such_endpoint(edge: FakeEdge) -> None:
    edge.secrets_manager = FakeSecretsManager({})
    endpoint = build_endpoint(SETTINGS, edge.clients, edge.clock.now)

    assert endpoint.handle(request(edge, click()))["statusCode"] == 404
    endpoint.handle(request(edge, click()))
    assert edge.secrets_manager.reads == ["slack"], "that there is none is remembered for a minute"


def test_a_secret_without_a_signing_secret_is_a_503(edge: FakeEdge) -> None:
    edge.secrets_manager = FakeSecretsManager({"slack": json.dumps({"webhooks": {}})})
    endpoint = build_endpoint(SETTINGS, edge.clients, edge.clock.now)

    assert endpoint.handle(request(edge, click()))["statusCode"] == 503


def test_nobodys_secret_is_read_for_an_unsigned_request(edge: FakeEdge, endpoint: Endpoint) -> None:
    endpoint.handle(request(edge, click(), x_slack_signature=""))

    assert edge.secrets_manager.reads == []


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("stop_at", [1, 2])
def test_a_crash_at_any_effect_loses_nothing(
    edge: FakeEdge, endpoint: Endpoint, stop_at: int, when: str
) -> None:
    edge.effects.stop_at, edge.effects.when = stop_at, when
    with pytest.raises(Killed):
        endpoint.handle(request(edge, click()))
    edge.restart()

    assert endpoint.handle(request(edge, click()))["statusCode"] == 200
    assert {Acknowledgement.from_json(sent.body).alert_id for sent in edge.sqs.messages} == {17}


def test_an_outage_of_the_queue_is_a_503_and_a_retry_is_queued(edge: FakeEdge, endpoint: Endpoint) -> None:
    edge.effects.stop_at, edge.effects.error = 1, OutageError
    assert endpoint.handle(request(edge, click()))["statusCode"] == 503
    edge.restart()

    assert document_of(endpoint.handle(request(edge, click()))) == {"status": "accepted"}
    assert len(edge.sqs.messages) == 1


def test_the_button_below_an_alert_is_one_this_endpoint_knows(edge: FakeEdge, endpoint: Endpoint) -> None:
    alert = AlertRecord(
        alert_type=AlertType.HIGH,
        alert_name="error_rate_high",
        dedup_key="error_rate_high",
        message="Elevated error rate: 6.7%",
        alert_id=4711,
        triggered_at=edge.clock.now(),
        last_seen_at=edge.clock.now(),
    )
    blocks = json.loads(json.dumps(alert_message(alert, load_profile(None), None).blocks))
    (button,) = [part for block in blocks if block["type"] == "actions" for part in block["elements"]]

    endpoint.handle(request(edge, click(actions=[button])))

    (sent,) = edge.sqs.in_queue(QUEUE)
    assert Acknowledgement.from_json(sent.body).alert_id == 4711
