"""``POST /sessions`` and ``POST /sessions/{id}/metrics`` from API Gateway's event to the queue."""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest

from aftercall.intake.endpoint import Endpoint
from aftercall.intake.messages import Origin, SessionKind, SessionMessage
from aftercall.session.forms import ReportForm
from aftercall.settings.intake import SessionSettings
from functions.receive_session.handler import build_endpoint
from local.replay_signing import sign_session_report
from tests.fakes.edge import (
    EMAIL_HASH_KEY,
    ENVIRONMENT,
    HOT_QUEUE,
    OLD_SIGNING_KEY,
    STANDARD_QUEUE,
    FakeEdge,
    document_of,
    fixture,
    fixture_document,
)

REPORT = fixture("livekit_report.json")
METRICS = fixture("live_metrics.json")
SESSION_ID = "RM_p7Yd2HsKx9Qa.AJ_k3VnT8wq2Lxe"
DOCUMENTED_SAMPLES = Path(__file__).parents[3] / "docs" / "samples"
METRICS_PATH = f"/sessions/{SESSION_ID}/metrics"


@pytest.fixture
def edge() -> FakeEdge:
    return FakeEdge()


@pytest.fixture
def endpoint(edge: FakeEdge) -> Endpoint:
    return build_endpoint(SessionSettings.from_environment(ENVIRONMENT), edge.clients, edge.clock.now)


def report(**changes: object) -> dict[str, Any]:
    return {**fixture_document("livekit_report.json"), **changes}


def encoded(document: object) -> bytes:
    return json.dumps(document).encode()


def without_booking() -> dict[str, Any]:
    document = report()
    items = document["chat_history"]["items"]
    document["chat_history"]["items"] = [item for item in items if item["type"] == "message"]
    return document


def test_a_report_is_stored_raw_queued_and_marked(edge: FakeEdge, endpoint: Endpoint) -> None:
    answer = endpoint.handle(edge.report(REPORT))

    assert answer["statusCode"] == 202
    assert document_of(answer) == {"status": "accepted", "session_id": SESSION_ID}
    assert edge.effects.names == ["put_object", "send_message", "put_item"]
    (sent,) = edge.sqs.messages
    message = SessionMessage.from_json(sent.body)
    assert message.session_id == sent.group == SESSION_ID
    assert (message.kind, message.form) == (SessionKind.SESSION, ReportForm.LIVEKIT_REPORT)
    assert (message.origin, message.received_at, message.attempt) == (Origin.API, edge.clock.now(), "")
    assert edge.s3.objects[message.raw.key].body == REPORT
    digest = hashlib.sha256(REPORT).hexdigest()
    assert message.raw.key == f"raw/sessions/{digest[:2]}/{digest}"
    assert list(edge.dynamodb.rows) == [f"session:{SESSION_ID}:{digest}"]
    assert sent.deduplication_id == hashlib.sha256(f"{SESSION_ID}:{digest}".encode()).hexdigest()


def test_the_attributes_are_those_of_the_specification_and_hold_no_address(
    edge: FakeEdge, endpoint: Endpoint
) -> None:
    endpoint.handle(edge.report(REPORT))

    (sent,) = edge.sqs.messages
    address = b"nora.lindqvist@brightline.example"
    assert sent.attributes == {
        "session_id": SESSION_ID,
        "priority": "hot_lead",
        "timestamp": "2026-03-02T12:00:00+00:00",
        "user_email": hmac.new(EMAIL_HASH_KEY.encode(), address, hashlib.sha256).hexdigest(),
    }
    assert "brightline.example" not in sent.body


def test_without_a_hash_key_there_is_no_address_attribute(edge: FakeEdge) -> None:
    environment = {**ENVIRONMENT, "EMAIL_HASH_SECRET_NAME": ""}
    endpoint = build_endpoint(SessionSettings.from_environment(environment), edge.clients, edge.clock.now)

    endpoint.handle(edge.report(REPORT))

    assert "user_email" not in edge.sqs.messages[0].attributes


def test_a_successful_booking_goes_to_the_hot_queue(edge: FakeEdge, endpoint: Endpoint) -> None:
    endpoint.handle(edge.report(REPORT))

    assert len(edge.sqs.in_queue(HOT_QUEUE)) == 1


def test_a_booking_that_failed_is_standard(edge: FakeEdge, endpoint: Endpoint) -> None:
    body = REPORT.replace(b'\\"success\\": true', b'\\"success\\": false')
    assert body != REPORT

    endpoint.handle(edge.report(body))

    assert len(edge.sqs.in_queue(STANDARD_QUEUE)) == 1


def test_a_tool_that_is_no_booking_tool_makes_no_hot_lead(edge: FakeEdge, endpoint: Endpoint) -> None:
    endpoint.handle(edge.report(REPORT.replace(b"book_sales_meeting", b"look_something_up")))

    assert len(edge.sqs.in_queue(STANDARD_QUEUE)) == 1


def test_a_booking_tool_may_say_its_success_under_another_key(edge: FakeEdge) -> None:
    environment = {**ENVIRONMENT, "BOOKING_TOOLS": "reserve_slot:done, other"}
    endpoint = build_endpoint(SessionSettings.from_environment(environment), edge.clients, edge.clock.now)
    body = REPORT.replace(b"book_sales_meeting", b"reserve_slot").replace(b'\\"success\\"', b'\\"done\\"')

    endpoint.handle(edge.report(body))

    assert len(edge.sqs.in_queue(HOT_QUEUE)) == 1


@pytest.mark.parametrize(("tier", "queue"), [("Tier 1", HOT_QUEUE), ("Tier 2", STANDARD_QUEUE)])
def test_the_agents_own_tier_1_goes_to_the_hot_queue(
    edge: FakeEdge, endpoint: Endpoint, tier: str, queue: str
) -> None:
    body = encoded({**without_booking(), "signals": {"qualification_tier": tier}})

    endpoint.handle(edge.report(body))

    assert len(edge.sqs.in_queue(queue)) == 1


@pytest.mark.parametrize(
    ("signals", "queue"),
    [
        ({"team_size": 5}, HOT_QUEUE),
        ({"monthly_volume": 100}, HOT_QUEUE),
        ({"integration_needs": ["Salesforce"]}, HOT_QUEUE),
        ({"team_size": 4, "monthly_volume": 99, "integration_needs": ["zapier"]}, STANDARD_QUEUE),
        ({"team_size": 40, "qualification_tier": "Tier 2"}, STANDARD_QUEUE),
    ],
)
def test_signals_that_meet_the_tier_rule_go_to_the_hot_queue_unless_the_agent_says_otherwise(
    edge: FakeEdge, endpoint: Endpoint, signals: dict[str, object], queue: str
) -> None:
    endpoint.handle(edge.report(encoded({**without_booking(), "signals": signals})))

    assert len(edge.sqs.in_queue(queue)) == 1


def test_the_same_report_again_is_a_duplicate(edge: FakeEdge, endpoint: Endpoint) -> None:
    endpoint.handle(edge.report(REPORT))
    edge.clock.advance(hours=1)

    answer = endpoint.handle(edge.report(REPORT))

    assert answer["statusCode"] == 200
    assert document_of(answer) == {"status": "duplicate", "session_id": SESSION_ID}
    assert len(edge.sqs.messages) == 1


def test_a_corrected_report_of_the_same_session_is_taken(edge: FakeEdge, endpoint: Endpoint) -> None:
    for body in (REPORT, encoded(report(tags=["second try"]))):
        endpoint.handle(edge.report(body))

    assert [message.group for message in edge.sqs.messages] == [SESSION_ID, SESSION_ID]


def test_the_previous_key_is_accepted_during_rotation(edge: FakeEdge, endpoint: Endpoint) -> None:
    signed = sign_session_report(REPORT, OLD_SIGNING_KEY, edge.clock.now().timestamp())
    headers = {name.lower(): value for name, value in signed.items()}

    assert endpoint.handle(edge.report(REPORT, **headers))["statusCode"] == 202


def test_a_report_in_the_last_second_of_its_freshness_is_taken_and_then_refused(
    edge: FakeEdge, endpoint: Endpoint
) -> None:
    event = edge.report(REPORT)
    edge.clock.advance(minutes=5)
    assert endpoint.handle(event)["statusCode"] == 202

    edge.clock.advance(seconds=1)
    answer = endpoint.handle(event)
    assert (answer["statusCode"], document_of(answer)["field"]) == (403, "X-Aftercall-Timestamp")


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ([], "body"),
        ({}, "body"),
        (report(room_id=None), "room_id"),
        (report(job_id="not an id"), "job_id"),
        (report(room_id="R" * 80, job_id="J" * 80), "room_id"),
        (report(chat_history={}), "chat_history.items"),
        ({"call_sid": "CA1", "transcription_events": []}, "body"),
    ],
)
def test_a_wrong_field_is_a_400_that_names_it(
    edge: FakeEdge, endpoint: Endpoint, document: object, field: str
) -> None:
    answer = endpoint.handle(edge.report(encoded(document)))

    assert answer["statusCode"] == 400
    assert document_of(answer)["field"] == field
    assert edge.left_behind == 0


@pytest.mark.parametrize("path", ["/sessions/", "/session", f"/sessions/{SESSION_ID}", METRICS_PATH + "/x"])
def test_another_path_is_404(edge: FakeEdge, endpoint: Endpoint, path: str) -> None:
    assert endpoint.handle(edge.report(REPORT, path))["statusCode"] == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content_type": "text/plain"}, 415),
        ({"x_aftercall_signature": ""}, 401),
        ({"x_aftercall_signature": "00"}, 403),
    ],
)
@pytest.mark.parametrize(("path", "body"), [("/sessions", REPORT), (METRICS_PATH, METRICS)])
def test_what_is_refused_leaves_nothing_behind(
    edge: FakeEdge, endpoint: Endpoint, path: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    answer = endpoint.handle(edge.report(body, path, **headers))

    assert answer["statusCode"] == status
    assert edge.left_behind == 0


def test_metrics_are_stored_raw_and_queued_in_the_order_of_their_session(
    edge: FakeEdge, endpoint: Endpoint
) -> None:
    answer = endpoint.handle(edge.report(METRICS, METRICS_PATH))

    assert answer["statusCode"] == 202
    (sent,) = edge.sqs.in_queue(STANDARD_QUEUE)
    message = SessionMessage.from_json(sent.body)
    assert (message.kind, message.form, sent.group) == (SessionKind.METRICS, None, SESSION_ID)
    assert message.raw.key.startswith("raw/metrics/")
    assert edge.s3.objects[message.raw.key].body == METRICS


def test_metrics_again_are_a_duplicate(edge: FakeEdge, endpoint: Endpoint) -> None:
    answers = [endpoint.handle(edge.report(METRICS, METRICS_PATH)) for _ in range(2)]

    assert [answer["statusCode"] for answer in answers] == [202, 200]
    assert len(edge.sqs.messages) == 1


def test_the_id_of_the_path_is_decoded_and_checked(edge: FakeEdge, endpoint: Endpoint) -> None:
    event = edge.report(METRICS, "/sessions/a%20b/metrics")

    answer = endpoint.handle({**event, "pathParameters": {"id": "a%20b"}})

    assert (answer["statusCode"], document_of(answer)["field"]) == (400, "id")


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({}, "body"),
        ({"metrics": {}}, "metrics"),
        ({"metrics": [{}]}, "metrics[0].type"),
        ({"metrics": [{"type": "llm_metrics", "ttft": "fast"}]}, "metrics[0].ttft"),
        ({"metrics": [{"type": "llm_metrics"}]}, "metrics[0].ttft"),
        ({"metrics": ["llm"]}, "metrics[0]"),
        ({"connection": []}, "connection"),
        ({"type": "tts_metrics", "ttfb": True}, "ttfb"),
    ],
)
def test_a_wrong_metric_is_a_400_that_names_it(
    edge: FakeEdge, endpoint: Endpoint, document: object, field: str
) -> None:
    answer = endpoint.handle(edge.report(encoded(document), METRICS_PATH))

    assert (answer["statusCode"], document_of(answer)["field"]) == (400, field)
    assert edge.left_behind == 0


def test_nothing_of_a_report_is_logged(
    edge: FakeEdge, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    endpoint.handle(edge.report(REPORT))

    lines = capsys.readouterr().out
    assert "Lindqvist" not in lines
    assert "demo" not in lines


@pytest.mark.parametrize("form", ["livekit_report", "post_call_report", "raw_session"])
def test_each_documented_sample_is_accepted(edge: FakeEdge, endpoint: Endpoint, form: str) -> None:
    body = (DOCUMENTED_SAMPLES / f"{form}.json").read_bytes()

    assert endpoint.handle(edge.report(body))["statusCode"] == 202
    assert SessionMessage.from_json(edge.sqs.messages[0].body).form == form
