"""Signatures as LiveKit, Twilio and our own agents make them; the other side of the intake's verification."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence

import jwt

WEBHOOK_LIFETIME_SECONDS = 300
"""How long LiveKit's webhook tokens are valid."""


def sign_livekit_webhook(body: bytes, api_key: str, secret: str, now: float) -> str:
    """Return the value of ``Authorization`` for a LiveKit webhook: the bare JWT, without "Bearer".

    Parameters
    ----------
    body
        The exact bytes to be sent.
    api_key, secret
        The project's API key (``iss``) and its secret (HS256).
    now
        Epoch seconds; the token is valid for five minutes from here.
    """
    claims = {
        "iss": api_key,
        "nbf": int(now),
        "exp": int(now) + WEBHOOK_LIFETIME_SECONDS,
        "sha256": base64.b64encode(hashlib.sha256(body).digest()).decode(),
    }
    return jwt.encode(claims, secret, algorithm="HS256")


def sign_session_report(body: bytes, key: str, now: float) -> dict[str, str]:
    """Return the two headers of ``POST /sessions``.

    The signature is the hexadecimal HMAC-SHA256 of the timestamp in whole seconds, a full stop and the body.
    """
    timestamp = str(int(now))
    signature = hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"X-Aftercall-Timestamp": timestamp, "X-Aftercall-Signature": signature}


def sign_twilio_form(url: str, parameters: Mapping[str, str | Sequence[str]], auth_token: str) -> str:
    """Return the value of ``X-Twilio-Signature`` for a form sent to ``url`` (the exact public address).

    Base64 of the HMAC-SHA1 of the URL followed by each sorted key with each of its sorted distinct values.
    For a JSON body pass no parameters and a URL with ``bodySHA256`` (see ``with_body_hash``).
    """
    signed = url + "".join(
        name + value for name in sorted(parameters) for value in sorted(set(_values(parameters[name])))
    )
    digest = hmac.new(auth_token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def with_body_hash(url: str, body: bytes) -> str:
    """Return ``url`` with Twilio's query value for JSON bodies, the hexadecimal SHA-256 of the body."""
    separator = "&" if "?" in url else "?"
    return f"{url}{separator}bodySHA256={hashlib.sha256(body).hexdigest()}"


def _values(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value
