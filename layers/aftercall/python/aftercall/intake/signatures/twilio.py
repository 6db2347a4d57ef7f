"""Twilio's webhook signature, checked by Twilio's own validator.

Source: Twilio, "Webhooks security"; twilio-python ``request_validator`` (its REST client is not
imported: it costs four times as much). The signed URL is the configured public origin with the raw
path and query, never anything a sender can choose, such as the Host header.
"""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, parse_qsl

from twilio.request_validator import (  # type: ignore[import-untyped]  # twilio ships no types
    HMAC_SHA1,
    HMAC_SHA256,
    RequestValidator,
    get_signature_algorithm,
)

from aftercall.intake.problem import missing_credentials, wrong_credentials

HEADER = "X-Twilio-Signature"
ALGORITHM_HEADER = "X-Twilio-Webhooks-Signature-Settings"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_BODY_HASH = re.compile(r"[0-9a-fA-F]{64}")


class FormFields(dict[str, list[str]]):
    """Fields of a form with all their values, in the way the validator asks for them."""

    def getlist(self, name: str) -> list[str]:
        """Give all values of a field; the name is the validator's (Django's QueryDict)."""
        return self[name]


def read_form(body: bytes) -> FormFields:
    """Read a URL-encoded form, blank values kept; bytes that are no UTF-8 become U+FFFD.

    Raises ValueError when it cannot be a form.
    """
    fields = FormFields()
    for name, value in parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True):
        fields.setdefault(name, []).append(value)
    return fields


def verify_twilio_signature(
    signature: str | None,
    url: str,
    media_type: str,
    body: bytes,
    auth_tokens: Sequence[str],
    signature_settings: str | None = None,
) -> None:
    """Check a webhook's signature.

    Parameters
    ----------
    signature
        Value of X-Twilio-Signature.
    url
        Public origin + raw path + ``?`` + raw query, as Twilio was told to call.
    media_type
        ``application/x-www-form-urlencoded`` or ``application/json``.
    auth_tokens
        The current and the previous auth token.
    signature_settings
        Value of X-Twilio-Webhooks-Signature-Settings, where the account signs with SHA-256.

    Raises
    ------
    Refusal
        401 without a signature; 403 when it does not hold.
    """
    if signature is None:
        raise missing_credentials(HEADER, "Twilio's signature")
    algorithm = get_signature_algorithm(signature_settings).upper()
    if algorithm not in {HMAC_SHA1, HMAC_SHA256}:
        raise wrong_credentials(ALGORITHM_HEADER, f"Expected {HMAC_SHA1} or {HMAC_SHA256}")
    parameters = _signed_json(url, body) if media_type == JSON else _signed_form(body)
    if not any(_holds(token, url, parameters, signature, algorithm) for token in auth_tokens):
        raise wrong_credentials(HEADER, "The signature does not hold for this URL and body")


def _signed_json(url: str, body: bytes) -> str:
    # The validator raises TypeError for JSON without this value (measured with twilio 9).
    stated = parse_qs(url.partition("?")[2]).get("bodySHA256", [""])[0]
    if not _BODY_HASH.fullmatch(stated):
        raise wrong_credentials("bodySHA256", "A JSON body needs bodySHA256 in the signed URL's query")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise wrong_credentials("body", "A JSON body must be UTF-8") from None


def _signed_form(body: bytes) -> Mapping[str, list[str]]:
    try:
        return read_form(body)
    except ValueError:
        raise wrong_credentials("body", "Expected a URL-encoded form") from None


def _holds(
    token: str, url: str, parameters: str | Mapping[str, list[str]], signature: str, algorithm: str
) -> bool:
    try:
        return bool(RequestValidator(token).validate(url, parameters, signature, algorithm))
    except ValueError:  # a path or query no URL can have
        return False
