"""The signature of session reports (decisions: signature of POST /sessions)."""

import hashlib
import hmac

import pytest

from aftercall.intake.problem import Refusal
from aftercall.intake.signatures.session_report import sign_report, verify_report_signature
from local.replay_signing import sign_session_report

BODY = b'{"session_id": "s-1"}'
KEYS = ("current", "previous")
NOW = 1_772_452_800.0


def verify(headers: dict[str, str], body: bytes = BODY, now: float = NOW) -> None:
    lowered = {name.lower(): value for name, value in headers.items()}
    verify_report_signature(lowered.get, body, KEYS, now)


def refused(headers: dict[str, str], body: bytes = BODY, now: float = NOW) -> tuple[int, str, str | None]:
    with pytest.raises(Refusal) as caught:
        verify(headers, body, now)
    problem = caught.value.problem
    return problem.status, problem.slug, problem.field


def test_the_signature_is_hex_hmac_sha256_of_timestamp_dot_body() -> None:
    expected = hmac.new(b"current", b"1772452800." + BODY, hashlib.sha256).hexdigest()
    assert sign_report("current", "1772452800", BODY) == expected


@pytest.mark.parametrize("key", KEYS)
def test_the_current_and_the_previous_key_hold(key: str) -> None:
    verify(sign_session_report(BODY, key, NOW))


def test_the_header_names_of_the_proposed_post_call_report_are_equal() -> None:
    signed = sign_session_report(BODY, "current", NOW)
    verify({name.replace("Aftercall", "LiveKit"): value for name, value in signed.items()})


def test_header_names_are_not_mixed() -> None:
    signed = sign_session_report(BODY, "current", NOW)
    mixed = {
        "X-LiveKit-Timestamp": signed["X-Aftercall-Timestamp"],
        "X-Aftercall-Signature": signed["X-Aftercall-Signature"],
    }
    assert refused(mixed) == (401, "missing-signature", "X-Aftercall-Timestamp")


def test_upper_case_hex_holds() -> None:
    signed = sign_session_report(BODY, "current", NOW)
    verify({**signed, "X-Aftercall-Signature": signed["X-Aftercall-Signature"].upper()})


@pytest.mark.parametrize("age", [-300, 300])
def test_five_minutes_are_fresh(age: int) -> None:
    verify(sign_session_report(BODY, "current", NOW - age))


@pytest.mark.parametrize("age", [-301, 301])
def test_more_than_five_minutes_are_stale(age: int) -> None:
    signed = sign_session_report(BODY, "current", NOW - age)
    assert refused(signed) == (403, "stale-signature", "X-Aftercall-Timestamp")


def test_a_replay_with_a_newer_timestamp_is_refused() -> None:
    signed = sign_session_report(BODY, "current", NOW - 900)
    assert refused({**signed, "X-Aftercall-Timestamp": str(int(NOW))})[:2] == (403, "wrong-signature")


@pytest.mark.parametrize("missing", ["X-Aftercall-Timestamp", "X-Aftercall-Signature"])
def test_a_missing_header_is_named(missing: str) -> None:
    signed = sign_session_report(BODY, "current", NOW)
    del signed[missing]
    assert refused(signed) == (401, "missing-signature", missing)


@pytest.mark.parametrize("timestamp", ["now", "1772452800.5", "-5", "9" * 30, "\u0661\u0662"])
def test_a_timestamp_that_is_none_is_refused(timestamp: str) -> None:
    signed = sign_session_report(BODY, "current", NOW)
    assert refused({**signed, "X-Aftercall-Timestamp": timestamp})[0] == 403


@pytest.mark.parametrize("signature", ["x", "\u2603", "0" * 64])
def test_a_signature_that_does_not_hold_is_403(signature: str) -> None:
    signed = sign_session_report(BODY, "current", NOW)
    assert refused({**signed, "X-Aftercall-Signature": signature})[0] == 403


def test_another_body_is_refused() -> None:
    assert refused(sign_session_report(BODY, "current", NOW), BODY + b" ")[:2] == (403, "wrong-signature")
