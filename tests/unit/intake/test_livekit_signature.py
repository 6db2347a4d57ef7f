"""LiveKit's webhook tokens (wire formats: LiveKit webhook)."""

import base64
import hashlib
import json

import jwt
import pytest

from aftercall.intake.problem import Refusal
from aftercall.intake.signatures.livekit import verify_livekit_signature
from local.replay_signing import sign_livekit_webhook

BODY = b'{"event": "room_started", "id": "EV_1"}'
NOW = 1_772_452_800.0
KEY, SECRET = "APIcurrent", "a-livekit-secret-of-at-least-32-bytes"
OLD_KEY, OLD_SECRET = "APIprevious", "the-secret-before-it-with-32-bytes-too"
SECRETS = {KEY: SECRET, OLD_KEY: OLD_SECRET}


def refused(authorization: str | None, body: bytes = BODY, now: float = NOW) -> tuple[int, str]:
    with pytest.raises(Refusal) as caught:
        verify_livekit_signature(authorization, body, SECRETS, now)
    return caught.value.problem.status, caught.value.problem.slug


def token(algorithm: str = "HS256", secret: str = SECRET, **claims: object) -> str:
    digest = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
    payload = {"iss": KEY, "nbf": NOW, "exp": NOW + 300, "sha256": digest, **claims}
    # Not jwt.encode, which refuses to make some of the tokens an attacker would make.
    return jwt.PyJWS().encode(json.dumps(payload).encode(), secret, algorithm=algorithm)


def test_a_token_of_livekit_holds() -> None:
    verify_livekit_signature(sign_livekit_webhook(BODY, KEY, SECRET, NOW), BODY, SECRETS, NOW)


def test_a_token_of_the_previous_key_holds_during_rotation() -> None:
    verify_livekit_signature(sign_livekit_webhook(BODY, OLD_KEY, OLD_SECRET, NOW), BODY, SECRETS, NOW)


def test_the_hash_is_over_the_raw_bytes() -> None:
    spaced = BODY.replace(b": ", b":  ")
    assert refused(sign_livekit_webhook(BODY, KEY, SECRET, NOW), spaced) == (403, "wrong-signature")


def test_a_missing_token_is_401() -> None:
    assert refused(None) == (401, "missing-signature")


@pytest.mark.parametrize("ahead", [300 + 60, -60])
def test_a_minute_of_leeway_is_allowed_on_both_sides(ahead: int) -> None:
    verify_livekit_signature(token(), BODY, SECRETS, NOW + ahead)


@pytest.mark.parametrize("ahead", [300 + 61, -61])
def test_a_token_out_of_its_time_is_stale(ahead: int) -> None:
    assert refused(token(), now=NOW + ahead) == (403, "stale-signature")


def test_a_token_without_an_end_is_refused() -> None:
    assert refused(token(exp=None)) == (403, "wrong-signature")


@pytest.mark.parametrize("time", [True, "soon", float("inf"), 10**400, []])
def test_a_token_with_a_time_that_is_none_is_refused(time: object) -> None:
    assert refused(token(exp=time)) == (403, "wrong-signature")


def test_a_token_with_the_word_bearer_is_refused() -> None:
    assert refused(f"Bearer {token()}")[0] == 403


def test_another_secret_is_refused() -> None:
    assert refused(token(secret=OLD_SECRET)) == (403, "wrong-signature")


def test_an_unknown_issuer_is_refused() -> None:
    assert refused(token(iss="APIsomebody")) == (403, "wrong-signature")


@pytest.mark.parametrize("issuer", [None, 7, ["APIcurrent"], {"a": 1}])
def test_an_issuer_that_is_no_text_is_refused(issuer: object) -> None:
    assert refused(token(iss=issuer))[0] == 403


def test_an_unsigned_token_is_refused() -> None:
    assert refused(token(algorithm="none", secret=""))[0] == 403


def test_only_hs256_holds() -> None:
    long = SECRET * 2
    with pytest.raises(Refusal):
        verify_livekit_signature(token("HS512", long), BODY, {KEY: long}, NOW)


@pytest.mark.parametrize("stated", [None, "", 7, "\u2603", "hex" * 20])
def test_a_hash_that_is_none_is_refused(stated: object) -> None:
    assert refused(token(sha256=stated)) == (403, "wrong-signature")


def test_a_hash_in_urlsafe_base64_is_refused_where_it_differs() -> None:
    body = next(
        text
        for text in (str(number).encode() for number in range(100))
        if b"+" in base64.b64encode(hashlib.sha256(text).digest())
    )
    stated = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).decode()
    assert refused(token(sha256=stated), body) == (403, "wrong-signature")


@pytest.mark.parametrize("text", ["", "a.b.c", "....", "\u2603.\u2603.\u2603", "e30.e30.e30", "W10.W10.W10"])
def test_what_is_no_token_is_refused(text: str) -> None:
    assert refused(text)[0] == 403


def test_a_refusal_repeats_nothing_of_what_was_sent() -> None:
    with pytest.raises(Refusal) as caught:
        verify_livekit_signature(token(iss="APIsomebody"), BODY, SECRETS, NOW)
    assert "somebody" not in str(caught.value.problem.to_json())
