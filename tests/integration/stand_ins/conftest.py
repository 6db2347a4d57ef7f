"""Stand-ins that run for a module and are emptied for each test, and a logged-in client of Salesforce."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
import requests
from simple_salesforce.api import Salesforce

from local.stand_ins.desk.service import DeskService
from local.stand_ins.http_server import StandInServer, serving
from local.stand_ins.running import StandIns, running_stand_ins
from local.stand_ins.salesforce.login import GRANT_TYPE

METADATA = Path(__file__).with_name("metadata")


class MovedClock:
    """The time, which a test moves on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture(scope="module")
def moved_clock() -> MovedClock:
    return MovedClock()


@pytest.fixture(scope="module")
def module_stand_ins(tmp_path_factory: pytest.TempPathFactory, moved_clock: MovedClock) -> Iterator[StandIns]:
    folder = tmp_path_factory.mktemp("stand-ins")
    with running_stand_ins(folder, metadata=METADATA, clock=moved_clock) as running:
        yield running


@pytest.fixture
def stand_ins(
    module_stand_ins: StandIns, moved_clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> StandIns:
    moved_clock.ahead = timedelta()
    module_stand_ins.reset()
    for name, value in module_stand_ins.trust.items():
        monkeypatch.setenv(name, value)
    return module_stand_ins


def assertion(stand_ins: StandIns, key: str | None = None, **claims: object) -> str:
    secret = stand_ins.secrets["salesforce"]
    made = {
        "iss": secret["client_id"],
        "sub": secret["username"],
        "aud": secret["login_url"],
        "exp": int(time.time()) + 180,
    }
    return jwt.encode(made | claims, key or secret["private_key"], algorithm="RS256")


def log_in(stand_ins: StandIns, session: requests.Session | None = None, **form: str) -> requests.Response:
    url = f"{stand_ins.urls['salesforce']}/services/oauth2/token"
    given = {"grant_type": GRANT_TYPE, "assertion": form.get("assertion") or assertion(stand_ins)} | form
    return (session or requests).post(url, data=given, timeout=10)


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as opened:
        yield opened


@pytest.fixture
def salesforce(stand_ins: StandIns, session: requests.Session) -> Salesforce:
    token = log_in(stand_ins, session).json()
    return Salesforce(
        session_id=token["access_token"], instance_url=token["instance_url"], session=session, version="59.0"
    )


MAILS = [
    {
        "Subject": "Daily summary",
        "Source": "digests@aftercall.example",
        "To": ["sales@example.com"],
        "Timestamp": 1772438400.0,
        "BodyText": "45 calls",
        "BodyHtml": "<p>45 calls</p><script>document.title = 'owned'</script>",
    }
]


@pytest.fixture
def desk_url(stand_ins: StandIns) -> Iterator[str]:
    desk = DeskService(stand_ins, lambda: MAILS)
    with serving(StandInServer(desk, stand_ins.switch)) as server:
        yield server.url
