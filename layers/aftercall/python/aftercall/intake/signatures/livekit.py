"""LiveKit's webhook signature: a JWT in ``Authorization`` that holds the body's hash.

Source: livekit/protocol, ``auth`` and ``webhook`` packages. The token stands without the word
Bearer; ``iss`` is the API key, ``sha256`` the standard base64 of the raw body's SHA-256. LiveKit's
own receivers accept a replayed body: ours remembers event ids (see `aftercall.intake.seen_ids`).
"""

import base64
import hashlib
import hmac
import math
from collections.abc import Mapping

import jwt

from aftercall.intake.problem import missing_credentials, stale_request, wrong_credentials

HEADER = "Authorization"
LEEWAY_SECONDS = 60
# PyJWT's own time checks read the system clock; ours is passed in.
_OPTIONS: "jwt.types.Options" = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_sub": False,
    "verify_jti": False,
}


def verify_livekit_signature(
    authorization: str | None, body: bytes, secrets: Mapping[str, str], now: float
) -> None:
    """Check a webhook's token against its raw body.

    Parameters
    ----------
    authorization
        Value of the Authorization header.
    body
        The raw bytes as sent.
    secrets
        API secret by API key, current and previous.
    now
        The time, in epoch seconds.

    Raises
    ------
    Refusal
        401 without a token; 403 when the token, its time or its hash does not hold.
    """
    if authorization is None:
        raise missing_credentials(HEADER, "LiveKit's signed token")
    claims = _verified_claims(authorization, secrets)
    _check_time(claims, now)
    expected = base64.b64encode(hashlib.sha256(body).digest())
    stated = str(claims.get("sha256", "")).encode("utf-8", "surrogatepass")
    if not hmac.compare_digest(expected, stated):
        raise wrong_credentials(HEADER, "The token was made for another body")


def _verified_claims(token: str, secrets: Mapping[str, str]) -> Mapping[str, object]:
    secret = secrets.get(_issuer(token))
    if secret is None:
        raise wrong_credentials(HEADER, "The token's issuer is none of the API keys in use")
    try:
        return jwt.decode(token, secret, algorithms=["HS256"], options=_OPTIONS)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise wrong_credentials(HEADER, "The token's signature does not hold") from None


def _issuer(token: str) -> str:
    try:
        claims = jwt.decode(token, options={**_OPTIONS, "verify_signature": False, "verify_iss": False})
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise wrong_credentials(HEADER, "Expected a JSON Web Token, without the word Bearer") from None
    issuer = claims.get("iss")
    return issuer if isinstance(issuer, str) else ""


def _check_time(claims: Mapping[str, object], now: float) -> None:
    expires, not_before = _seconds(claims.get("exp")), _seconds(claims.get("nbf", 0))
    if expires is None or not_before is None:
        raise wrong_credentials(HEADER, "The token must say until when it holds (exp)")
    if now > expires + LEEWAY_SECONDS:
        raise stale_request(HEADER, "The token has expired")
    if now < not_before - LEEWAY_SECONDS:
        raise stale_request(HEADER, "The token does not hold yet")


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        seconds = float(value)
    except OverflowError:
        return None
    return seconds if math.isfinite(seconds) else None
