"""The client by itself: what it makes of answers that the stand-in never gives."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from aftercall.delivery.salesforce.api import SalesforceApi, Subrequest
from aftercall.delivery.salesforce.failures import SalesforceUnavailable
from tests.fakes.clock import FakeClock

LOGGED_IN = {"access_token": "token", "instance_url": "https://org.example/"}
PART = Subrequest("one", "GET", "query/?q=x")


@cache
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def pem() -> str:
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return private_key().private_bytes(encoding, form, serialization.NoEncryption()).decode()


@dataclass
class Answers(BaseAdapter):
    """Gives one answer after the other, and remembers what it was asked."""

    given: list[tuple[int, object, dict[str, str]]]
    asked: list[requests.PreparedRequest] = field(default_factory=list)

    def send(  # type: ignore[override] # the parameters of requests, all but the first unused
        self, request: requests.PreparedRequest, **_: Any
    ) -> requests.Response:
        self.asked.append(request)
        status, body, headers = self.given.pop(0)
        raw = json.dumps(body) if not isinstance(body, str) else body
        response = requests.Response()
        response.status_code = status
        response.headers.update(headers)
        response.raw = HTTPResponse(io.BytesIO(raw.encode()), preload_content=False)
        response.url = str(request.url)
        response.request = request
        return response

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Client:
    api: SalesforceApi
    answers: Answers


def client(*answers: tuple[int, object], headers: Mapping[str, str] | None = None, **secret: str) -> Client:
    login: tuple[int, object, dict[str, str]] = (200, LOGGED_IN, {})
    given = Answers([login, *((status, body, dict(headers or {})) for status, body in answers)])
    session = requests.Session()
    session.mount("https://", given)
    known = {"login_url": "https://login.example/", "client_id": "app", "username": "robot@org.example"}
    document = known | {"private_key": pem()} | secret
    return Client(SalesforceApi(lambda: document, session, FakeClock().now), given)


def refused(one: Client) -> SalesforceUnavailable:
    with pytest.raises(SalesforceUnavailable) as raised:
        one.api.composite([PART], all_or_none=False)
    return raised.value


def answered(**part: object) -> dict[str, object]:
    return {"compositeResponse": [{"referenceId": "one", "httpStatusCode": 200, "body": {}} | part]}


def test_an_assertion_says_who_wants_in_where_and_for_how_long() -> None:
    one = client((200, answered()))
    one.api.open()
    body = dict(pair.split("=") for pair in str(one.answers.asked[0].body).split("&"))

    claims = jwt.decode(
        body["assertion"],
        private_key().public_key(),
        algorithms=["RS256"],
        audience="https://login.example",
        options={"verify_exp": False},
    )

    assert (claims["iss"], claims["sub"]) == ("app", "robot@org.example")
    assert claims["exp"] == int((FakeClock().now() + timedelta(minutes=3)).timestamp())


def test_an_organisation_with_its_own_domain_names_the_audience() -> None:
    one = client((200, answered()), audience="https://login.salesforce.com")
    one.api.open()
    assertion = str(one.answers.asked[0].body).rpartition("assertion=")[2]

    assert jwt.decode(assertion, options={"verify_signature": False})["aud"] == "https://login.salesforce.com"


def test_the_api_speaks_to_the_address_that_the_login_gave() -> None:
    one = client((200, answered()))
    one.api.composite([PART], all_or_none=True)

    assert one.answers.asked[1].url == "https://org.example/services/data/v62.0/composite"
    assert one.answers.asked[1].headers["Authorization"] == "Bearer token"
    assert '"allOrNone": true' in str(one.answers.asked[1].body)


@pytest.mark.parametrize("instance", ["http://org.example", "org.example", 7, None])
def test_a_token_is_never_sent_over_plain_http(instance: object) -> None:
    one = client()
    one.answers.given[0] = (200, LOGGED_IN | {"instance_url": instance}, {})

    assert str(refused(one)) == "login: expected an access_token and an https instance_url"


def test_what_salesforce_asks_to_wait_is_waited() -> None:
    one = client((503, [{"errorCode": "SERVER_UNAVAILABLE"}]), headers={"Retry-After": "120"})

    assert refused(one).after == timedelta(seconds=120)


def test_nobody_makes_us_wait_for_days() -> None:
    one = client((503, []), headers={"Retry-After": "999999"})

    assert refused(one).after == timedelta(hours=6)


@pytest.mark.parametrize(
    "body",
    [
        "<html>",
        "7",
        [],
        {"compositeResponse": None},
        {"compositeResponse": [1]},
        answered(httpStatusCode="x"),
    ],
)
def test_an_answer_that_makes_no_sense_is_tried_again(body: object) -> None:
    assert refused(client((200, body))).destination_down


def test_a_session_that_is_refused_twice_is_an_outage() -> None:
    expired = (401, [{"errorCode": "INVALID_SESSION_ID", "message": "expired"}])
    one = client(expired, (200, LOGGED_IN), expired)

    assert str(refused(one)) == "a new session was refused at once: 401"


def test_pages_end_where_salesforce_says_so() -> None:
    following = "/services/data/v62.0/query/01g-2000"
    pages = [
        {"records": [{"Id": "1"}], "done": False, "nextRecordsUrl": following},
        {"records": [{"Id": "2"}], "done": True},
    ]
    one = client(*((200, page) for page in pages))

    assert [record["Id"] for record in one.api.query("SELECT Id FROM Lead")] == ["1", "2"]
    assert one.answers.asked[2].url == f"https://org.example{following}"


def test_the_reserve_is_kept_by_what_the_last_answer_told() -> None:
    one = client((200, answered()), headers={"Sforce-Limit-Info": "api-usage=9000/10000"})
    one.api.reserve_percent = 10.0
    one.api.composite([PART], all_or_none=False)

    assert refused(one).after == timedelta(minutes=15)
    assert one.api.calls == 1
