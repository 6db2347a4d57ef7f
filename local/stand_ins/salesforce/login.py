"""OAuth 2.0's JWT bearer flow and the sessions it opens (source: Salesforce help, JWT Bearer Flow)."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt

from local.stand_ins.salesforce.errors import ApiError
from local.stand_ins.store import Store

SESSIONS = "salesforce/sessions"
GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SESSION_SECONDS = 7200
LONGEST_ASSERTION_SECONDS = 300
LEEWAY_SECONDS = 60


class LoginRefusedError(Exception):
    """The token endpoint refuses; ``error`` and ``description`` are Salesforce's words."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description


@dataclass(frozen=True, slots=True)
class ConnectedApp:
    """The client that may log in; ``audiences`` are the addresses an assertion may be made for."""

    client_id: str
    username: str
    public_key: str
    audiences: tuple[str, ...]


class Sessions:
    """Access tokens, kept, and refused once they are over."""

    def __init__(self, store: Store, app: ConnectedApp, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._app = app
        self._clock = clock
        self.seconds = SESSION_SECONDS
        self.audiences = app.audiences

    def log_in(self, form: Mapping[str, str]) -> str:
        """Return a new access token for an assertion.  Raises LoginRefusedError."""
        if form.get("grant_type") != GRANT_TYPE:
            raise LoginRefusedError("unsupported_grant_type", "grant type not supported")
        self._check(self._claims(form.get("assertion", "")))
        token = f"00Dlocal!{secrets.token_urlsafe(48)}"
        ends = self._clock().timestamp() + self.seconds
        self._store.put(SESSIONS, token, {"ends": ends})
        return token

    def check(self, authorization: str) -> None:
        """Refuse a header without a live session, and prolong a live one.  Raises ApiError."""
        token = authorization.removeprefix("Bearer ").removeprefix("OAuth ")
        session = self._store.get(SESSIONS, token)
        now = self._clock().timestamp()
        if session is None or session["ends"] < now:
            raise ApiError("INVALID_SESSION_ID", "Session expired or invalid", status=401)
        if session["ends"] < now + self.seconds / 2:
            self._store.put(SESSIONS, token, {"ends": now + self.seconds})

    def expire_all(self) -> None:
        """End every session, as an administrator may."""
        for token in self._store.keyed(SESSIONS):
            self._store.delete(SESSIONS, token)

    def _claims(self, assertion: str) -> dict[str, Any]:
        try:
            # The claims are checked below, in Salesforce's words.
            claims: dict[str, Any] = jwt.decode(
                assertion,
                self._app.public_key,
                algorithms=["RS256"],
                options={
                    "verify_aud": False,
                    "verify_exp": False,
                    "verify_iss": False,
                    "verify_sub": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except jwt.InvalidTokenError:
            raise LoginRefusedError("invalid_grant", "invalid assertion") from None
        return claims

    def _check(self, claims: Mapping[str, Any]) -> None:
        if claims.get("iss") != self._app.client_id:
            raise LoginRefusedError("invalid_client_id", "client identifier invalid")
        if claims.get("aud") not in self.audiences:
            raise LoginRefusedError("invalid_grant", "audience is invalid")
        if claims.get("sub") != self._app.username:
            raise LoginRefusedError("invalid_grant", "user hasn't approved this consumer")
        try:
            left = float(claims.get("exp", 0)) - self._clock().timestamp()
        except (TypeError, ValueError):
            raise LoginRefusedError("invalid_grant", "invalid assertion") from None
        if not -LEEWAY_SECONDS < left <= LONGEST_ASSERTION_SECONDS + LEEWAY_SECONDS:
            raise LoginRefusedError("invalid_grant", "expired authorization code")
