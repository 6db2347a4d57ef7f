"""``POST /webhooks/twilio/{kind}`` from API Gateway's event to the queue."""

import hashlib
import json
from urllib.parse import urlencode

import pytest

from aftercall.intake.endpoint import Endpoint
from aftercall.intake.messages import TelephonyMessage
from aftercall.settings.intake import TwilioSettings
from functions.receive_twilio.handler import build_endpoint
from local.replay_signing import sign_twilio_form
from tests.fakes.edge import (
    AUTH_TOKEN,
    ENVIRONMENT,
    OLD_AUTH_TOKEN,
    ORIGIN,
    TELEPHONY_QUEUE,
    FakeEdge,
    document_of,
    form_values,
    gateway_event,
)

SID = "CA00000000000000000000000000000041"
STATUS = {"CallSid": SID, "CallbackSource": "call-progress-events", "SequenceNumber": "2"}
RECORDING = {"CallSid": SID, "RecordingSid": "RE41", "RecordingStatus": "completed"}
TRANSCRIPTION = {"CallSid": SID, "TranscriptionEvent": "transcription-content", "SequenceId": "7"}
AMD = {"CallSid": SID, "AnsweredBy": "machine_start"}


@pytest.fixture
def edge() -> FakeEdge:
    return FakeEdge()


@pytest.fixture
def endpoint(edge: FakeEdge) -> Endpoint:
    return build_endpoint(TwilioSettings.from_environment(ENVIRONMENT), edge.clients, edge.clock.now)


def form(**fields: str) -> bytes:
    return urlencode(fields).encode()


@pytest.mark.parametrize(
    ("kind", "fields", "event_id"),
    [
        ("call-status", STATUS, f"call-status:{SID}:call-progress-events:2"),
        ("recording", RECORDING, f"recording:{SID}:RE41:completed"),
        ("transcription", TRANSCRIPTION, f"transcription:{SID}:transcription-content:7"),
        ("amd", AMD, f"amd:{SID}:body-{hashlib.sha256(form(**AMD)).hexdigest()}"),
    ],
)
def test_each_kind_of_callback_is_stored_queued_and_marked(
    edge: FakeEdge, endpoint: Endpoint, kind: str, fields: dict[str, str], event_id: str
) -> None:
    body = form(**fields)

    answer = endpoint.handle(edge.twilio(kind, body))

    assert answer["statusCode"] == 200
    (sent,) = edge.sqs.in_queue(TELEPHONY_QUEUE)
    message = TelephonyMessage.from_json(sent.body)
    assert (message.kind, message.event_id, sent.group) == (kind, event_id, SID)
    assert edge.s3.objects[message.raw.key].body == body
    assert list(edge.dynamodb.rows) == [f"twilio:{event_id}"]


def test_a_retry_is_answered_but_not_queued_again(edge: FakeEdge, endpoint: Endpoint) -> None:
    endpoint.handle(edge.twilio("call-status", form(**STATUS)))

    answer = endpoint.handle(edge.twilio("call-status", form(**STATUS)))

    assert document_of(answer) == {"status": "duplicate"}
    assert len(edge.sqs.messages) == 1


def test_the_next_event_of_a_call_is_no_retry(edge: FakeEdge, endpoint: Endpoint) -> None:
    for number in ("0", "1", "2"):
        endpoint.handle(edge.twilio("call-status", form(**{**STATUS, "SequenceNumber": number})))

    assert len(edge.sqs.messages) == 3


def test_equal_numbers_of_different_kinds_are_different_events(edge: FakeEdge, endpoint: Endpoint) -> None:
    for kind in ("call-status", "amd"):
        endpoint.handle(edge.twilio(kind, form(**STATUS)))

    assert len(edge.sqs.messages) == 2


def test_an_idempotency_token_tells_a_retry(edge: FakeEdge, endpoint: Endpoint) -> None:
    for body in (form(**AMD), form(**AMD, Later="1")):
        endpoint.handle(edge.twilio("amd", body, **{"i-twilio-idempotency-token": "token-1"}))

    assert len(edge.sqs.messages) == 1


def test_a_replay_under_another_token_is_still_a_duplicate_because_tokens_are_not_signed(
    edge: FakeEdge, endpoint: Endpoint
) -> None:
    for token in ("token-1", "token-2"):
        endpoint.handle(edge.twilio("call-status", form(**STATUS), **{"i-twilio-idempotency-token": token}))

    assert len(edge.sqs.messages) == 1


def test_the_signed_url_is_the_public_origin_with_the_raw_path_and_query(
    edge: FakeEdge, endpoint: Endpoint
) -> None:
    event = edge.twilio("call-status", form(**STATUS), query="tenant=a%20b&x=1", host="attacker.example")

    assert endpoint.handle(event)["statusCode"] == 200


def test_a_signature_for_the_host_header_is_refused(edge: FakeEdge, endpoint: Endpoint) -> None:
    body = form(**STATUS)
    url = "https://attacker.example/webhooks/twilio/call-status"
    signature = sign_twilio_form(url, form_values(body), AUTH_TOKEN)
    event = edge.twilio("call-status", body, host="attacker.example", x_twilio_signature=signature)

    assert endpoint.handle(event)["statusCode"] == 403
    assert edge.left_behind == 0


def test_the_previous_token_is_accepted_during_rotation(edge: FakeEdge, endpoint: Endpoint) -> None:
    body = form(**STATUS)
    url = ORIGIN + "/webhooks/twilio/call-status"
    signature = sign_twilio_form(url, form_values(body), OLD_AUTH_TOKEN)

    answer = endpoint.handle(edge.twilio("call-status", body, x_twilio_signature=signature))

    assert answer["statusCode"] == 200


def test_json_with_its_body_hash_is_accepted(edge: FakeEdge, endpoint: Endpoint) -> None:
    body = json.dumps({**STATUS, "SequenceNumber": 2}).encode()
    path, query = "/webhooks/twilio/call-status", f"bodySHA256={hashlib.sha256(body).hexdigest()}"
    signature = sign_twilio_form(f"{ORIGIN}{path}?{query}", {}, AUTH_TOKEN)
    headers = {"content-type": "application/json", "x-twilio-signature": signature}

    answer = endpoint.handle(gateway_event(path, body, headers, query))

    assert answer["statusCode"] == 200
    assert list(edge.dynamodb.rows) == [f"twilio:call-status:{SID}:call-progress-events:2"]


def test_json_without_its_body_hash_is_403(edge: FakeEdge, endpoint: Endpoint) -> None:
    body = json.dumps(STATUS).encode()
    path = "/webhooks/twilio/call-status"
    signature = sign_twilio_form(ORIGIN + path, {}, AUTH_TOKEN)
    headers = {"content-type": "application/json", "x-twilio-signature": signature}

    answer = endpoint.handle(gateway_event(path, body, headers))

    assert answer["statusCode"] == 403
    assert document_of(answer)["field"] == "bodySHA256"
    assert edge.left_behind == 0


@pytest.mark.parametrize("body", [b"", b"CallStatus=completed", b"CallSid=", b"CallSid=a~b"])
def test_a_callback_without_a_call_is_a_400_that_names_the_field(
    edge: FakeEdge, endpoint: Endpoint, body: bytes
) -> None:
    answer = endpoint.handle(edge.twilio("call-status", body))

    assert answer["statusCode"] == 400
    assert document_of(answer)["field"] == "CallSid"
    assert edge.left_behind == 0


@pytest.mark.parametrize("kind", ["", "voice", "call-status/", "livekit"])
def test_another_path_is_404(edge: FakeEdge, endpoint: Endpoint, kind: str) -> None:
    assert endpoint.handle(edge.twilio(kind, form(**STATUS)))["statusCode"] == 404


def test_another_content_type_is_415(edge: FakeEdge, endpoint: Endpoint) -> None:
    event = edge.twilio("call-status", form(**STATUS), content_type="text/plain")

    answer = endpoint.handle(event)

    assert answer["statusCode"] == 415
    assert "application/x-www-form-urlencoded" in document_of(answer)["detail"]
