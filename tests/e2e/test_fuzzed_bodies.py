"""Whatever is sent, no answer is a 5xx, and whatever was accepted can be found again."""

import hashlib
import secrets
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftercall.intake.raw_store import raw_key
from tests.e2e.arbitrary_requests import (
    ENDPOINTS,
    REPORTS,
    WEBHOOKS,
    as_bytes,
    changed,
    form_fields,
    headers,
    values,
)
from tests.e2e.stack import Stack

LOWEST_SERVER_ERROR = 500
LONGEST_GROUP = 128
TWILIO_KINDS = ("call-status", "recording", "transcription", "amd")


def examples(count: int) -> settings:
    """So many requests; the stack is shared, and a slow moment is no defect."""
    tolerated = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=count, deadline=None, suppress_health_check=tolerated)


def test_a_changed_report_is_refused_or_found_again(stack: Stack) -> None:
    accepted: list[tuple[str, bytes]] = []

    @examples(40)
    @given(changed(REPORTS))
    def post(report: dict[str, Any]) -> None:
        renewed = {name: renew(name, value) for name, value in report.items()}
        body = as_bytes(renewed)
        answer = stack.post("/sessions", body, stack.signed(body))
        assert answer.status in {202, 400}, answer
        if answer.status == 202:
            accepted.append((answer.body["session_id"], body))

    post()
    stack.wait_until_idle()

    assert accepted
    assert stack.dead_letters() == {}
    raw = stack.objects("raw/sessions/")
    assert [body for _, body in accepted if raw_key("sessions", digest(body)) not in raw] == []
    assert [body for session_id, body in accepted if not stack.session(session_id)] == []


def renew(name: str, value: object) -> object:
    """Give the report an identifier of its own, where it still has a usable one."""
    usable = name in {"room_id", "session_id"} and isinstance(value, str) and 0 < len(value) < LONGEST_GROUP
    return f"RM_{secrets.token_hex(6)}" if usable else value


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def test_changed_webhooks_are_refused_or_folded(stack: Stack) -> None:
    key, secret = next(iter(stack.keys.livekit_keys.items()))

    @examples(25)
    @given(changed(WEBHOOKS))
    def post(event: dict[str, Any]) -> None:
        body = as_bytes(event | {"id": f"EV_{secrets.token_hex(6)}"})
        answer = stack.post("/webhooks/livekit", body, stack.livekit_headers(body, key, secret))
        assert answer.status in {200, 400}, answer

    post()
    stack.wait_until_idle()

    assert stack.dead_letters() == {}


def test_signed_forms_of_any_fields_are_refused_or_folded(stack: Stack) -> None:
    @examples(25)
    @given(st.sampled_from(TWILIO_KINDS), form_fields)
    def post(kind: str, fields: dict[str, str]) -> None:
        answer = stack.post_twilio(kind, {"CallSid": f"CA{secrets.token_hex(16)}", **fields})
        assert answer.status in {200, 400}, answer

    post()
    stack.wait_until_idle()

    assert stack.dead_letters() == {}


def test_signed_json_of_any_shape_is_no_reason_to_fail(stack: Stack) -> None:
    @examples(25)
    @given(st.sampled_from(["/sessions", "/sessions/RM_1.AJ_1/metrics"]), values)
    def post(path: str, value: object) -> None:
        body = as_bytes(value)
        answer = stack.post(path, body, stack.signed(body))
        assert answer.status in {202, 200, 400}, answer

    post()
    stack.wait_until_idle()

    assert stack.dead_letters() == {}


def test_bytes_and_headers_of_any_kind_are_no_reason_to_fail(stack: Stack) -> None:
    @examples(50)
    @given(st.sampled_from(ENDPOINTS), st.binary(max_size=200), headers)
    def post(path: str, body: bytes, sent: dict[str, str]) -> None:
        assert stack.post(path, body, sent).status < LOWEST_SERVER_ERROR

    post()


def test_a_signed_body_of_any_bytes_is_refused_by_name(stack: Stack) -> None:
    @examples(25)
    @given(st.binary(max_size=200))
    def post(body: bytes) -> None:
        answer = stack.post("/sessions", body, stack.signed(body))
        # The gateway hands JSON over as text: bytes that are none arrive changed, and the signature fails.
        assert answer.status in {400, 403}
        assert "field" in answer.body

    post()
