"""One organisation's API: composite requests and queries over a session that is kept, renewed and counted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import requests

from aftercall.delivery.salesforce.failures import (
    SalesforceUnavailable,
    codes,
    raise_if_passing,
    refusals,
)
from aftercall.delivery.salesforce.fields import API_VERSION
from aftercall.delivery.salesforce.library import Salesforce, SalesforceError, SalesforceExpiredSession
from aftercall.delivery.salesforce.login import Login, log_in, read_secret

TIMEOUT_SECONDS = (3.05, 20)
LONGEST_CALL = timedelta(seconds=sum(TIMEOUT_SECONDS))
USAGE_HOLDS = timedelta(minutes=15)
"""So long a usage near the limit is believed; then one request asks anew."""
LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Subrequest:
    """One part of a composite request; ``path`` begins after the API's version."""

    reference: str
    method: str
    path: str
    body: Mapping[str, object] | None = None
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one part."""

    status: int
    body: Any

    @property
    def is_error(self) -> bool:
        """Whether this part was refused, or undone with another one."""
        return self.status >= HTTPStatus.BAD_REQUEST


@dataclass(frozen=True, slots=True)
class Usage:
    """The organisation's API calls of the last 24 hours, as an answer's header told."""

    used: int
    total: int
    told_at: datetime

    def leaves(self, reserve_percent: float) -> bool:
        """Whether more than the reserve is left."""
        return self.used < self.total * (1 - reserve_percent / 100)


@dataclass(slots=True)
class SalesforceApi:
    """Speaks to Salesforce; a warm container keeps one.

    Parameters
    ----------
    secret
        Reads the secret's document.
    session
        Of requests: its proxies and certificates are used.
    reserve_percent
        Of the organisation's API calls that is left to others.
    """

    secret: Callable[[], Mapping[str, object] | None]
    session: requests.Session
    now: Callable[[], datetime]
    reserve_percent: float = 0.0
    calls: int = field(default=0, init=False)
    """Requests that count against the organisation's limit, since this was made."""
    usage: Usage | None = field(default=None, init=False)
    ends_at: datetime | None = field(default=None, init=False)
    """No request is begun that could last longer: a claim's end, after which somebody else takes over."""
    _client: Salesforce | None = field(default=None, init=False)
    _instance_url: str = field(default="", init=False)
    _retry_after: timedelta | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.session.hooks["response"].append(self._note)

    def open(self) -> str:
        """Log in if need be and give the organisation's address, for links.  Raises SalesforceUnavailable."""
        self._logged_in()
        return self._instance_url

    def composite(self, parts: Sequence[Subrequest], *, all_or_none: bool) -> dict[str, Answer]:
        """Send up to 25 parts as one API call; with ``all_or_none``, all is done or nothing.

        Raises SalesforceUnavailable.
        """
        prefix = f"/services/data/v{API_VERSION}/"
        document = {
            "allOrNone": all_or_none,
            "collateSubrequests": False,
            "compositeRequest": [
                {
                    "method": part.method,
                    "url": prefix + part.path,
                    "referenceId": part.reference,
                    **({} if part.body is None else {"body": part.body}),
                    **({} if part.headers is None else {"httpHeaders": part.headers}),
                }
                for part in parts
            ],
        }
        answered = _answers(self._call("composite", "POST", json=document))
        missing = [part.reference for part in parts if part.reference not in answered]
        if missing:
            raise SalesforceUnavailable(f"composite: no answer for {missing[0]}")
        return answered

    def query(self, soql: str) -> Iterator[dict[str, Any]]:
        """Give a query's records, page after page.  Raises SalesforceUnavailable."""
        page = self._call("query/", "GET", params={"q": soql})
        while True:
            if not isinstance(page, dict) or not isinstance(page.get("records"), list):
                raise SalesforceUnavailable("query: expected records")
            yield from page["records"]
            following = page.get("nextRecordsUrl")
            if page.get("done", True) or not isinstance(following, str):
                return
            page = self._call(following.partition(f"/v{API_VERSION}/")[2], "GET")

    def _call(self, path: str, method: str, **arguments: Any) -> object:  # noqa: ANN401 - of requests
        self._keep_reserve()
        if self.ends_at is not None and self.now() + LONGEST_CALL > self.ends_at:
            raise SalesforceUnavailable("too slow: the claim would end before the next request does")
        for is_last in (False, True):
            client = self._logged_in()
            self.calls += 1
            self._retry_after = None
            try:
                return client.restful(path, method=method, timeout=TIMEOUT_SECONDS, **arguments)
            except SalesforceExpiredSession:
                self._client = None
                if is_last:
                    raise SalesforceUnavailable("a new session was refused at once: 401") from None
            except SalesforceError as error:
                raise self._failure(error) from None
            except requests.RequestException as error:
                raise SalesforceUnavailable(f"{path[:20]}: {type(error).__name__}") from None
            except (ValueError, TypeError):
                raise SalesforceUnavailable(f"{path[:20]}: the answer is no JSON") from None
        raise AssertionError

    def _failure(self, error: SalesforceError) -> SalesforceUnavailable:
        found, where = refusals(error.content), f"status {error.status}"
        try:
            raise_if_passing(found, where)
        except SalesforceUnavailable as passing:
            passing.after = self._retry_after or passing.after
            return passing
        return SalesforceUnavailable(f"{where}: {codes(found)}", self._retry_after, refused=found)

    def _keep_reserve(self) -> None:
        known = self.usage
        if known is None or self.now() - known.told_at > USAGE_HOLDS or known.leaves(self.reserve_percent):
            return
        raise SalesforceUnavailable(
            f"the organisation used {known.used} of {known.total} API calls: the rest is kept for others",
            USAGE_HOLDS,
        )

    def _logged_in(self) -> Salesforce:
        if self._client is None:
            login: Login = log_in(self.session, read_secret(self.secret()), self.now())
            self._instance_url = login.instance_url
            self._client = Salesforce(
                session_id=login.access_token,
                instance_url=login.instance_url,
                version=API_VERSION,
                session=self.session,
                object_pairs_hook=dict,
            )
        return self._client

    def _note(self, response: requests.Response, **_: object) -> None:
        """Read what every answer tells beside its body."""
        told = Salesforce.parse_api_usage(response.headers.get("Sforce-Limit-Info", "")).get("api-usage")
        if told is not None:
            self.usage = Usage(told.used, told.total, self.now())
        wait = response.headers.get("Retry-After", "")
        self._retry_after = min(timedelta(seconds=int(wait)), LONGEST_WAIT) if wait.isdecimal() else None


def _answers(document: object) -> dict[str, Answer]:
    parts = document.get("compositeResponse") if isinstance(document, dict) else None
    if not isinstance(parts, list):
        raise SalesforceUnavailable("composite: expected compositeResponse")
    return {
        str(part.get("referenceId")): Answer(int(part["httpStatusCode"]), part.get("body"))
        for part in parts
        if isinstance(part, dict) and isinstance(part.get("httpStatusCode"), int)
    }
