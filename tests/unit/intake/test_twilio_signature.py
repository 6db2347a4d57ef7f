"""Twilio's signatures: the published vectors, and the traps around them (wire formats: Twilio)."""

import base64
import hashlib
import hmac

import pytest

from aftercall.intake.problem import Refusal
from aftercall.intake.signatures.twilio import FORM, JSON, read_form, verify_twilio_signature
from local.replay_signing import sign_twilio_form

TOKEN = "12345"
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
FORM_BODY = (
    b"CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309"
)
FORM_SIGNATURE = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
JSON_BODY = b'{"property": "value", "boolean": true}'
JSON_URL = URL + "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
JSON_SIGNATURE = "a9nBmqA0ju/hNViExpshrM61xv4="
REPEATED_BODY = b"Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234"
REPEATED_SIGNATURE = "IK+Dwps556ElfBT0I3Rgjkr1wJU="


def refused(signature: str | None, url: str, media_type: str, body: bytes, **more: str) -> int:
    with pytest.raises(Refusal) as caught:
        verify_twilio_signature(signature, url, media_type, body, [TOKEN], **more)
    return caught.value.problem.status


@pytest.mark.parametrize(
    ("signature", "url", "media_type", "body"),
    [
        (FORM_SIGNATURE, URL, FORM, FORM_BODY),
        (JSON_SIGNATURE, JSON_URL, JSON, JSON_BODY),
        (REPEATED_SIGNATURE, URL, FORM, REPEATED_BODY),
    ],
    ids=["form", "json", "repeated keys"],
)
def test_the_published_vectors_hold(signature: str, url: str, media_type: str, body: bytes) -> None:
    verify_twilio_signature(signature, url, media_type, body, [TOKEN])


def test_the_previous_token_holds_during_rotation() -> None:
    verify_twilio_signature(FORM_SIGNATURE, URL, FORM, FORM_BODY, ["the-new-token", TOKEN])


def test_a_signature_over_the_url_with_its_port_holds() -> None:
    signature = sign_twilio_form("https://mycompany.com:443/x", {"CallSid": "CA1"}, TOKEN)
    verify_twilio_signature(signature, "https://mycompany.com/x", FORM, b"CallSid=CA1", [TOKEN])


def test_blank_values_are_signed_too() -> None:
    signature = sign_twilio_form(URL, {"CallSid": "CA1", "CallerName": ""}, TOKEN)
    verify_twilio_signature(signature, URL, FORM, b"CallSid=CA1&CallerName=", [TOKEN])


def test_an_account_that_signs_with_sha256_is_understood() -> None:
    digest = hmac.new(TOKEN.encode(), f"{URL}CallSidCA1".encode(), hashlib.sha256).digest()
    verify_twilio_signature(
        base64.b64encode(digest).decode(),
        URL,
        FORM,
        b"CallSid=CA1",
        [TOKEN],
        "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256",
    )


def test_an_unknown_algorithm_is_refused() -> None:
    assert refused(FORM_SIGNATURE, URL, FORM, FORM_BODY, signature_settings="algorithm=HMAC_MD5") == 403


def test_a_missing_signature_is_401() -> None:
    assert refused(None, URL, FORM, FORM_BODY) == 401


def test_a_changed_field_is_403() -> None:
    assert refused(FORM_SIGNATURE, URL, FORM, FORM_BODY.replace(b"1234&", b"4321&")) == 403


def test_an_added_field_is_403() -> None:
    assert refused(FORM_SIGNATURE, URL, FORM, FORM_BODY + b"&More=1") == 403


def test_another_url_is_403() -> None:
    assert refused(FORM_SIGNATURE, URL.replace("mycompany", "another"), FORM, FORM_BODY) == 403


def test_a_changed_json_body_is_403() -> None:
    assert refused(JSON_SIGNATURE, JSON_URL, JSON, JSON_BODY.replace(b"true", b"null")) == 403


@pytest.mark.parametrize("query", ["", "?bodySHA256=", "?bodySHA256=beef", "?other=1"])
def test_json_without_its_body_hash_is_refused_before_the_validator_sees_it(query: str) -> None:
    assert refused(JSON_SIGNATURE, "https://mycompany.com/x" + query, JSON, JSON_BODY) == 403


def test_json_that_is_no_utf8_is_refused() -> None:
    body = b"\xff\xfe"
    url = f"https://mycompany.com/x?bodySHA256={hashlib.sha256(body).hexdigest()}"
    assert refused(sign_twilio_form(url, {}, TOKEN), url, JSON, body) == 403


@pytest.mark.parametrize("signature", ["x", "\u2603", "=" * 500])
def test_what_is_no_signature_is_403(signature: str) -> None:
    assert refused(signature, URL, FORM, FORM_BODY) == 403


def test_a_form_keeps_every_value_of_a_field() -> None:
    assert read_form(b"Digits=1&Digits=&Digits=2") == {"Digits": ["1", "", "2"]}
