import base64
import hashlib
import hmac

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # twilio ships no types

from local.replay_signing import (
    sign_livekit_webhook,
    sign_session_report,
    sign_twilio_form,
    with_body_hash,
)

NOW = 1_773_200_000.75
SECRET = "a secret of at least thirty-two bytes"
BODY = b'{"event":"room_started","id":"EV_1"}'

# Published in twilio-python's own tests, token 12345.
TWILIO_URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
TWILIO_FORM = {
    "CallSid": "CA1234567890ABCDE",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
    "Caller": "+14158675309",
}


def test_a_webhook_token_names_the_api_key_and_the_hash_of_the_exact_body() -> None:
    token = sign_livekit_webhook(BODY, "APIkey1", SECRET, NOW)

    claims = jwt.decode(
        token, SECRET, algorithms=["HS256"], options={"verify_exp": False, "verify_nbf": False}
    )

    assert claims["iss"] == "APIkey1"
    assert base64.b64decode(claims["sha256"]) == hashlib.sha256(BODY).digest()


def test_a_webhook_token_is_valid_for_five_minutes() -> None:
    token = sign_livekit_webhook(BODY, "APIkey1", SECRET, NOW)

    claims = jwt.decode(token, options={"verify_signature": False})

    assert claims["nbf"] == 1_773_200_000
    assert claims["exp"] - claims["nbf"] == 300


def test_a_webhook_token_is_signed_with_hmac_sha256_over_header_and_claims() -> None:
    token = sign_livekit_webhook(BODY, "APIkey1", SECRET, NOW)

    signed, _, signature = token.rpartition(".")
    expected = hmac.new(SECRET.encode(), signed.encode(), hashlib.sha256).digest()

    assert base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)) == expected


def test_a_webhook_token_of_another_secret_is_not_accepted() -> None:
    token = sign_livekit_webhook(BODY, "APIkey1", SECRET, NOW)

    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, SECRET[::-1], algorithms=["HS256"], options={"verify_exp": False})


@given(body=st.binary(max_size=400), key=st.text(min_size=1, max_size=40))
def test_a_report_signature_covers_timestamp_and_body(body: bytes, key: str) -> None:
    headers = sign_session_report(body, key, NOW)

    signed = headers["X-Aftercall-Timestamp"].encode() + b"." + body
    assert headers["X-Aftercall-Timestamp"] == "1773200000"
    assert headers["X-Aftercall-Signature"] == hmac.new(key.encode(), signed, "sha256").hexdigest()


def test_a_form_gets_twilios_published_signature() -> None:
    assert sign_twilio_form(TWILIO_URL, TWILIO_FORM, "12345") == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_repeated_form_keys_are_sorted_and_made_distinct_as_published() -> None:
    form = {"Sid": "CA123", "SidAccount": "AC123", "Digits": ["5678", "1234", "1234"]}

    assert sign_twilio_form(TWILIO_URL, form, "12345") == "IK+Dwps556ElfBT0I3Rgjkr1wJU="


def test_a_json_body_is_covered_through_its_hash_in_the_url_as_published() -> None:
    url = with_body_hash(TWILIO_URL, b'{"property": "value", "boolean": true}')

    assert url.endswith("&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620")
    assert sign_twilio_form(url, {}, "12345") == "a9nBmqA0ju/hNViExpshrM61xv4="


@given(form=st.dictionaries(st.text(min_size=1, max_size=12), st.text(max_size=12), max_size=6))
def test_twilios_own_validator_accepts_every_form_we_sign(form: dict[str, str]) -> None:
    url = "https://calls.example/webhooks/twilio/call-status"

    assert RequestValidator("token").validate(url, form, sign_twilio_form(url, form, "token"))
