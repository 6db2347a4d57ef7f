"""``POST /webhooks/livekit`` from API Gateway's event to the queue."""

import json

import pytest

from aftercall.intake.endpoint import Endpoint
from aftercall.intake.messages import TelephonyMessage
from aftercall.settings.intake import LiveKitSettings
from functions.receive_livekit.handler import build_endpoint
from local.replay_signing import sign_livekit_webhook
from tests.fakes.edge import (
    ENVIRONMENT,
    OLD_API_KEY,
    OLD_API_SECRET,
    TELEPHONY_QUEUE,
    FakeEdge,
    document_of,
    fixture,
    fixture_document,
)

JOINED = fixture("livekit_participant_joined.json")


@pytest.fixture
def edge() -> FakeEdge:
    return FakeEdge()


@pytest.fixture
def endpoint(edge: FakeEdge) -> Endpoint:
    return build_endpoint(LiveKitSettings.from_environment(ENVIRONMENT), edge.clients, edge.clock.now)


def test_a_webhook_is_stored_raw_queued_and_marked(edge: FakeEdge, endpoint: Endpoint) -> None:
    answer = endpoint.handle(edge.livekit(JOINED))

    assert answer["statusCode"] == 200
    assert document_of(answer) == {"status": "accepted"}
    assert edge.effects.names == ["put_object", "send_message", "put_item"]
    (sent,) = edge.sqs.in_queue(TELEPHONY_QUEUE)
    message = TelephonyMessage.from_json(sent.body)
    assert edge.s3.objects[message.raw.key].body == JOINED
    assert edge.s3.objects[message.raw.key].metadata == {"key-id": "bucket-default"}
    assert message.event_id == "EV_Qz4Wn7RcTt1P"
    assert sent.group == "RM_p7Yd2HsKx9Qa"
    assert list(edge.dynamodb.rows) == ["livekit:EV_Qz4Wn7RcTt1P"]


def test_a_replayed_webhook_is_answered_but_not_queued_again(edge: FakeEdge, endpoint: Endpoint) -> None:
    event = edge.livekit(JOINED)
    endpoint.handle(event)
    before = edge.left_behind

    answer = endpoint.handle(event)

    assert answer["statusCode"] == 200
    assert document_of(answer) == {"status": "duplicate"}
    assert edge.left_behind == before


def test_a_replay_after_the_queue_has_forgotten_is_still_a_duplicate(
    edge: FakeEdge, endpoint: Endpoint
) -> None:
    endpoint.handle(edge.livekit(JOINED))
    edge.clock.advance(minutes=6)

    assert document_of(endpoint.handle(edge.livekit(JOINED))) == {"status": "duplicate"}
    assert len(edge.sqs.messages) == 1


def test_an_id_that_has_expired_is_no_duplicate_even_if_its_row_is_still_there(
    edge: FakeEdge, endpoint: Endpoint
) -> None:
    endpoint.handle(edge.livekit(JOINED))
    edge.clock.advance(days=31)

    assert document_of(endpoint.handle(edge.livekit(JOINED))) == {"status": "accepted"}


def test_the_previous_key_is_accepted_during_rotation(edge: FakeEdge, endpoint: Endpoint) -> None:
    token = sign_livekit_webhook(JOINED, OLD_API_KEY, OLD_API_SECRET, edge.clock.now().timestamp())

    assert endpoint.handle(edge.livekit(JOINED, authorization=token))["statusCode"] == 200


def test_plain_json_is_accepted_as_content_type(edge: FakeEdge, endpoint: Endpoint) -> None:
    event = edge.livekit(JOINED, content_type="application/json; charset=utf-8")

    assert endpoint.handle(event)["statusCode"] == 200


@pytest.mark.parametrize(
    ("event_name", "document", "group"),
    [
        ("egress_ended", {"egressInfo": {"roomId": "RM_egress"}}, "RM_egress"),
        ("ingress_started", {"ingressInfo": {"state": {"roomId": "RM_ingress"}}}, "RM_ingress"),
        ("agent_job_ended", {"job": {"room": {"sid": "RM_job"}}}, "RM_job"),
        ("room_started", {"room": {"sid": "a room with blanks"}}, None),
        ("an_event_of_the_future", {"room": []}, "EV_2"),
    ],
)
def test_events_of_one_room_share_a_group(
    edge: FakeEdge, endpoint: Endpoint, event_name: str, document: dict[str, object], group: str | None
) -> None:
    body = json.dumps({"event": event_name, "id": "EV_2", **document}).encode()

    assert endpoint.handle(edge.livekit(body))["statusCode"] == 200
    (sent,) = edge.sqs.messages
    assert sent.group == group or (group is None and len(sent.group) == 64)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"),
        (b"not json", "body"),
        (b"[]", "body"),
        (b"\xff\xfe", "body"),
        (b"[" * 100_000, "body"),
        (b'{"event": "room_started"}', "id"),
        (b'{"id": "EV_1"}', "event"),
        (b'{"id": 7, "event": "room_started"}', "id"),
        (b'{"id": "\\ud800", "event": "room_started"}', "id"),
        (b'{"id": "EV_1", "event": ""}', "event"),
    ],
)
def test_a_malformed_body_is_a_400_that_names_the_field(
    edge: FakeEdge, endpoint: Endpoint, body: bytes, field: str
) -> None:
    answer = endpoint.handle(edge.livekit(body))

    problem = document_of(answer)
    assert answer["statusCode"] == 400
    assert (problem["field"], problem["status"]) == (field, 400)
    assert "expected" in problem["detail"]
    assert edge.left_behind == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"authorization": ""}, 401),
        ({"authorization": "nonsense"}, 403),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": ""}, 415),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    edge: FakeEdge, endpoint: Endpoint, headers: dict[str, str], status: int
) -> None:
    answer = endpoint.handle(edge.livekit(JOINED, **headers))

    assert answer["statusCode"] == status
    assert edge.left_behind == 0
    assert edge.effects.names == []


def test_a_problem_answer_follows_rfc_9457(edge: FakeEdge, endpoint: Endpoint) -> None:
    answer = endpoint.handle(edge.livekit(JOINED, authorization=""))

    assert answer["headers"] == {
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        "WWW-Authenticate": 'Signature realm="aftercall"',
    }
    assert document_of(answer) == {
        "type": "urn:aftercall:problem:missing-signature",
        "title": "The request is not signed",
        "status": 401,
        "detail": "The header Authorization is missing: expected LiveKit's signed token",
        "field": "Authorization",
    }


def test_base64_that_is_none_is_400(edge: FakeEdge, endpoint: Endpoint) -> None:
    event = {**edge.livekit(JOINED), "body": "%%%"}

    assert endpoint.handle(event)["statusCode"] == 400


@pytest.mark.parametrize("encoded", [True, False])
def test_a_body_over_4_mb_is_413_and_named_the_inbox(
    edge: FakeEdge, endpoint: Endpoint, *, encoded: bool
) -> None:
    event = {**edge.livekit(JOINED), "body": "a" * 5_600_000, "isBase64Encoded": encoded}

    answer = endpoint.handle(event)

    assert answer["statusCode"] == 413
    assert "inbox/" in document_of(answer)["detail"]
    assert edge.secrets_manager.reads == []


def test_an_outage_of_the_queue_is_a_503_that_asks_for_a_retry(edge: FakeEdge, endpoint: Endpoint) -> None:
    edge.secrets_manager.fails = True

    answer = endpoint.handle(edge.livekit(JOINED))

    assert answer["statusCode"] == 503
    assert document_of(answer)["type"] == "urn:aftercall:problem:temporarily-unavailable"
    assert edge.left_behind == 0


def test_without_the_table_of_seen_ids_events_still_come_in(
    edge: FakeEdge, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    edge.dynamodb.fails = True

    answers = [endpoint.handle(edge.livekit(JOINED)) for _ in range(2)]

    assert [answer["statusCode"] for answer in answers] == [200, 200]
    assert len(edge.sqs.messages) == 1, "the queue's own deduplication stands in"
    written = capsys.readouterr().out
    assert written.count('"SeenIdsUnavailable"') >= len(answers)
    assert '"step": "mark_seen"' not in written, "a sender waits for the table only once"


def test_secrets_are_read_once_and_again_after_five_minutes(edge: FakeEdge, endpoint: Endpoint) -> None:
    for _ in range(3):
        endpoint.handle(edge.livekit(JOINED))
    assert edge.secrets_manager.reads == ["livekit"]

    edge.clock.advance(minutes=5)
    endpoint.handle(edge.livekit(JOINED))
    assert edge.secrets_manager.reads == ["livekit", "livekit"]


def test_nothing_of_a_body_is_logged(
    edge: FakeEdge, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    endpoint.handle(edge.livekit(JOINED))
    endpoint.handle(edge.livekit(JOINED.replace(b'"id"', b'"di"')))

    lines = capsys.readouterr().out
    assert "brightline" not in lines
    assert str(fixture_document("livekit_participant_joined.json")["participant"]["identity"]) not in lines
