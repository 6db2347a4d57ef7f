"""What is not signed, not fresh or not readable is refused, and leaves nothing behind."""

import json
from collections.abc import Iterator

import pytest

from local.replay import compact
from tests.e2e.stack import JSON, Answer, Stack

FIVE_MINUTES = 300
SLACK = 30
OVER_FOUR_MEGABYTES = 4 * 1024 * 1024 + 1
SESSIONS = "/sessions"


@pytest.fixture
def report(stack: Stack) -> bytes:
    """A readable report of a call that was never sent."""
    return compact(stack.new_call().report)


@pytest.fixture
def nothing_left_behind(stack: Stack) -> Iterator[None]:
    """Fail when the test left a raw body, a seen id or a message."""
    stack.wait_until_idle()
    before = stack.traces()
    yield
    assert stack.traces() == before


def problem(answer: Answer) -> tuple[int, str]:
    assert answer.content_type == "application/problem+json"
    assert answer.body["status"] == answer.status
    return answer.status, str(answer.body["type"]).rpartition(":")[2]


@pytest.mark.usefixtures("nothing_left_behind")
def test_a_report_under_another_key_is_refused(stack: Stack, report: bytes) -> None:
    answer = stack.post(SESSIONS, report, stack.signed(report, key="not-a-key-in-use"))

    assert problem(answer) == (403, "wrong-signature")
    assert answer.body["field"] == "X-Aftercall-Signature"


@pytest.mark.usefixtures("nothing_left_behind")
def test_an_unsigned_report_is_refused(stack: Stack, report: bytes) -> None:
    assert problem(stack.post(SESSIONS, report, JSON)) == (401, "missing-signature")


@pytest.mark.usefixtures("nothing_left_behind")
@pytest.mark.parametrize("age_seconds", [FIVE_MINUTES + SLACK, -FIVE_MINUTES - SLACK])
def test_a_signature_older_or_newer_than_five_minutes_is_refused(
    stack: Stack, report: bytes, age_seconds: float
) -> None:
    answer = stack.post(SESSIONS, report, stack.signed(report, age_seconds=age_seconds))

    assert problem(answer) == (403, "stale-signature")
    assert answer.body["field"] == "X-Aftercall-Timestamp"


@pytest.mark.usefixtures("nothing_left_behind")
def test_a_signature_does_not_hold_for_another_body(stack: Stack, report: bytes) -> None:
    other = compact(stack.new_call().report)

    assert problem(stack.post(SESSIONS, other, stack.signed(report))) == (403, "wrong-signature")


@pytest.mark.usefixtures("nothing_left_behind")
def test_a_report_of_another_content_type_is_refused(stack: Stack, report: bytes) -> None:
    answer = stack.post(SESSIONS, report, stack.signed(report) | {"Content-Type": "text/plain"})

    assert problem(answer) == (415, "unsupported-content-type")


@pytest.mark.usefixtures("nothing_left_behind")
def test_a_body_that_is_no_json_is_refused(stack: Stack, report: bytes) -> None:
    cut_off = report[:-1]

    answer = stack.post(SESSIONS, cut_off, stack.signed(cut_off))

    assert problem(answer) == (400, "invalid-body")
    assert answer.body["field"] == "body"


@pytest.mark.usefixtures("nothing_left_behind")
def test_a_field_of_a_wrong_type_is_named(stack: Stack, report: bytes) -> None:
    wrong = compact({**json.loads(report), "room_id": 12})

    answer = stack.post(SESSIONS, wrong, stack.signed(wrong))

    assert problem(answer) == (400, "invalid-body")
    assert answer.body["field"] == "room_id"
    assert "expected" in answer.body["detail"]


@pytest.mark.usefixtures("nothing_left_behind")
def test_a_body_over_four_megabytes_is_refused_and_shown_the_inbox(stack: Stack) -> None:
    body = b'{"padding": "' + b"x" * OVER_FOUR_MEGABYTES + b'"}'

    answer = stack.post(SESSIONS, body, stack.signed(body))

    assert problem(answer) == (413, "body-too-large")
    assert "inbox/" in answer.body["detail"]


@pytest.mark.usefixtures("nothing_left_behind")
def test_a_webhook_with_a_token_for_another_body_is_refused(stack: Stack) -> None:
    events = [compact(event) for event in stack.new_call().webhooks[:2]]
    key, secret = next(iter(stack.keys.livekit_keys.items()))
    headers = stack.livekit_headers(events[0], key, secret)

    assert problem(stack.post("/webhooks/livekit", events[1], headers)) == (403, "wrong-signature")


@pytest.mark.usefixtures("nothing_left_behind")
def test_a_webhook_without_a_token_is_refused(stack: Stack) -> None:
    event = compact(stack.new_call().webhooks[0])

    assert problem(stack.post("/webhooks/livekit", event, JSON)) == (401, "missing-signature")


@pytest.mark.usefixtures("nothing_left_behind")
def test_a_twilio_callback_signed_for_another_path_is_refused(stack: Stack) -> None:
    fields = {"CallSid": "CA" + "0" * 32, "CallStatus": "completed"}
    body, headers = stack.twilio_request("recording", fields)

    assert problem(stack.post("/webhooks/twilio/call-status", body, headers)) == (403, "wrong-signature")


def test_the_same_signed_request_again_is_answered_as_a_duplicate(stack: Stack, report: bytes) -> None:
    headers = stack.signed(report)

    first = stack.post(SESSIONS, report, headers)
    stack.wait_until_idle()
    before = stack.traces()
    second = stack.post(SESSIONS, report, headers)

    assert (first.status, first.body["status"]) == (202, "accepted")
    assert (second.status, second.body["status"]) == (200, "duplicate")
    assert stack.traces() == before


def test_the_previous_keys_still_hold(stack: Stack, report: bytes) -> None:
    previous_key, previous_secret = list(stack.keys.livekit_keys.items())[1]
    event = compact(stack.new_call().webhooks[0])
    headers = stack.livekit_headers(event, previous_key, previous_secret)

    assert stack.post(SESSIONS, report, stack.signed(report, key=stack.keys.signing_keys[1])).status == 202
    assert stack.post("/webhooks/livekit", event, headers).status == 200
