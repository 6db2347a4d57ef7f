"""The token endpoint and sessions, as OAuth's JWT bearer flow has them."""

import stat
import time
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceExpiredSession
from simple_salesforce.login import SalesforceLogin

from local.stand_ins.running import StandIns, running_stand_ins
from tests.integration.stand_ins.conftest import MovedClock, assertion, log_in


def strange_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def test_an_assertion_of_the_known_client_opens_a_session(stand_ins: StandIns) -> None:
    answer = log_in(stand_ins)

    assert answer.status_code == 200
    assert answer.json()["instance_url"] == stand_ins.urls["salesforce"]
    assert answer.json()["token_type"] == "Bearer"


def test_an_assertion_for_the_real_login_address_is_taken_as_well(stand_ins: StandIns) -> None:
    given = assertion(stand_ins, aud="https://login.salesforce.com")

    assert log_in(stand_ins, assertion=given).status_code == 200


class SentToTheStandIn(requests.adapters.HTTPAdapter):
    """Sends what is meant for login.salesforce.com to the stand-in."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(
        self, request: requests.PreparedRequest, *arguments: object, **options: object
    ) -> requests.Response:
        request.url = str(request.url).replace("https://login.salesforce.com", self._url)
        return super().send(request, *arguments, **options)  # type: ignore[arg-type] # passed on as they came


def test_simple_salesforces_own_login_is_taken(stand_ins: StandIns, session: requests.Session) -> None:
    session.mount("https://login.salesforce.com", SentToTheStandIn(stand_ins.urls["salesforce"]))
    secret = stand_ins.secrets["salesforce"]

    token, instance = SalesforceLogin(
        username=secret["username"],
        consumer_key=secret["client_id"],
        privatekey=secret["private_key"],
        session=session,
    )

    client = Salesforce(session_id=token, instance=instance, session=session)
    assert client.query("SELECT COUNT() FROM User")["totalSize"] == 6


@pytest.mark.parametrize(
    ("claims", "error", "description"),
    [
        ({"iss": "another client"}, "invalid_client_id", "client identifier invalid"),
        ({"aud": "https://example.com"}, "invalid_grant", "audience is invalid"),
        ({"sub": "nobody@example.com"}, "invalid_grant", "user hasn't approved this consumer"),
        ({"exp": int(time.time()) - 120}, "invalid_grant", "expired authorization code"),
        ({"exp": int(time.time()) + 3600}, "invalid_grant", "expired authorization code"),
        ({"exp": "soon"}, "invalid_grant", "invalid assertion"),
    ],
)
def test_an_assertion_with_a_wrong_claim_is_refused(
    stand_ins: StandIns, claims: dict[str, object], error: str, description: str
) -> None:
    answer = log_in(stand_ins, assertion=assertion(stand_ins, None, **claims))

    assert answer.status_code == 400
    assert answer.json() == {"error": error, "error_description": description}


def test_an_assertion_signed_with_another_key_is_refused(stand_ins: StandIns) -> None:
    answer = log_in(stand_ins, assertion=assertion(stand_ins, key=strange_key()))

    assert answer.json() == {"error": "invalid_grant", "error_description": "invalid assertion"}


def test_the_password_grant_is_refused(stand_ins: StandIns) -> None:
    answer = log_in(stand_ins, grant_type="password")

    assert answer.status_code == 400
    assert answer.json()["error"] == "unsupported_grant_type"


def test_a_request_without_a_session_is_refused(stand_ins: StandIns) -> None:
    url = f"{stand_ins.urls['salesforce']}/services/data/v59.0/limits"

    answer = requests.get(url, headers={"Authorization": "Bearer made.up"}, timeout=10)

    assert answer.status_code == 401
    assert answer.json() == [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]


def test_a_session_ends_two_hours_after_its_last_use(salesforce: Salesforce, moved_clock: MovedClock) -> None:
    moved_clock.ahead = timedelta(hours=1, minutes=30)
    salesforce.limits()
    moved_clock.ahead = timedelta(hours=3)
    salesforce.limits()
    moved_clock.ahead = timedelta(hours=5, minutes=1)

    with pytest.raises(SalesforceExpiredSession):
        salesforce.limits()


def test_a_client_that_does_not_know_the_authority_is_not_answered(
    stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)

    with pytest.raises(requests.exceptions.SSLError):
        requests.get(stand_ins.urls["salesforce"], timeout=10)


def test_an_authority_that_was_trusted_once_is_trusted_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_stand_ins(tmp_path, metadata=None) as first:
        (tmp_path / "trusted-before.pem").write_bytes(Path(first.trust["SSL_CERT_FILE"]).read_bytes())
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "trusted-before.pem"))

    with running_stand_ins(tmp_path, metadata=None) as second:
        assert requests.get(f"{second.urls['salesforce']}/services/data", timeout=10).status_code == 200


def test_what_an_authority_signs_with_is_closed_to_others(tmp_path: Path) -> None:
    with running_stand_ins(tmp_path, metadata=None):
        kept = [path for path in tmp_path.rglob("*") if path.suffix in {".pem", ".json"}]

    assert {path.name for path in kept} >= {"authority.pem", "server.pem", "keys.json"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
