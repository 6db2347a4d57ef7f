"""Logging in without a password: a signed assertion for an access token (RFC 7523)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

import jwt
import requests
from pydantic import BaseModel, ConfigDict, ValidationError

from aftercall.delivery.salesforce.failures import (
    SalesforceUnavailable,
    codes,
    raise_if_passing,
    refusals,
)

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ASSERTION_LASTS = timedelta(minutes=3)
TIMEOUT_SECONDS = (3.05, 10)


class SalesforceSecret(BaseModel):
    """What the secret holds.

    ``login_url`` is https://login.salesforce.com, https://test.salesforce.com for a sandbox, or the
    organisation's own domain; then ``audience`` is one of the first two.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    login_url: str
    client_id: str
    username: str
    private_key: str
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class Login:
    """An open session."""

    access_token: str
    instance_url: str


def read_secret(document: Mapping[str, object] | None) -> SalesforceSecret:
    """Check what the secret holds; raises SalesforceUnavailable naming what is missing, never a value."""
    try:
        return SalesforceSecret.model_validate(document or {})
    except ValidationError as error:
        names = ", ".join(str(found["loc"][0]) for found in error.errors(include_input=False))
        raise SalesforceUnavailable(f"secret: expected strings for {names}") from None


def log_in(session: requests.Session, secret: SalesforceSecret, now: datetime) -> Login:
    """Ask for an access token.  Raises SalesforceUnavailable."""
    try:
        answer = session.post(
            f"{secret.login_url.rstrip('/')}/services/oauth2/token",
            data={"grant_type": GRANT_TYPE, "assertion": _assertion(secret, now)},
            timeout=TIMEOUT_SECONDS,
        )
        document = answer.json()
    except requests.RequestException as error:  # JSONDecodeError among them
        raise SalesforceUnavailable(f"login: {type(error).__name__}") from None
    if answer.status_code != HTTPStatus.OK:
        raise_if_passing(refusals(document), "login")
        raise SalesforceUnavailable(f"login: {answer.status_code} {codes(refusals(document))}")
    return _login(document)


def _assertion(secret: SalesforceSecret, now: datetime) -> str:
    claims = {
        "iss": secret.client_id,
        "sub": secret.username,
        "aud": secret.audience or secret.login_url.rstrip("/"),
        "exp": int((now + ASSERTION_LASTS).timestamp()),
    }
    try:
        return jwt.encode(claims, secret.private_key, algorithm="RS256")
    except (ValueError, TypeError, jwt.PyJWTError):
        raise SalesforceUnavailable("secret: expected an RSA private key in PEM as private_key") from None


def _login(document: object) -> Login:
    token = document.get("access_token") if isinstance(document, dict) else None
    instance = document.get("instance_url") if isinstance(document, dict) else None
    if not isinstance(token, str) or not isinstance(instance, str) or urlsplit(instance).scheme != "https":
        raise SalesforceUnavailable("login: expected an access_token and an https instance_url")
    return Login(token, instance.rstrip("/"))
