"""The real client against the stand-in, with the metadata that an admin deploys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from aftercall.delivery.salesforce.api import SalesforceApi
from aftercall.delivery.salesforce.destination import SalesforceDestination
from aftercall.ledger.outcomes import Delivered, Outcome
from aftercall.profile.models import Profile
from aftercall.reports.call_record import CallRecord
from local.stand_ins.running import StandIns, running_stand_ins
from local.stand_ins.salesforce.organisation import seed
from tests.fakes.call_records import sample_profile
from tests.fakes.ledger import a_claim

BASE_URL = "https://calls.example"


class MovedClock:
    """The time, which a test moves on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Organisation:
    """What a test sees of Salesforce, and how it is told of calls."""

    stand_ins: StandIns
    clock: MovedClock
    session: requests.Session
    profile: Profile = field(default_factory=sample_profile)
    calls: dict[str, CallRecord] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.api = self.new_api()
        self.destination = self.new_destination()

    def new_api(self, reserve_percent: float = 0.0) -> SalesforceApi:
        secret = self.stand_ins.secrets["salesforce"]
        return SalesforceApi(lambda: secret, self.session, self.clock, reserve_percent)

    def new_destination(self, profile: Profile | None = None) -> SalesforceDestination:
        self.destination = SalesforceDestination(
            api=self.api,
            read_call=self.calls.get,
            profile=profile or self.profile,
            public_base_url=BASE_URL,
            now=self.clock,
        )
        return self.destination

    def tell(self, call: CallRecord, **claim: Any) -> Outcome:
        self.calls[call.session_id] = call
        return self.destination.deliver(a_claim(subject_id=call.session_id, **{"at": self.clock(), **claim}))

    def told(self, call: CallRecord, **claim: Any) -> Delivered:
        outcome = self.tell(call, **claim)
        assert isinstance(outcome, Delivered), outcome
        return outcome

    def all(self, name: str) -> list[dict[str, Any]]:
        records = self.stand_ins.salesforce.records
        return records.all(records.schema.get(name))

    def only(self, name: str) -> dict[str, Any]:
        found = self.all(name)
        assert len(found) == 1, [one["Id"] for one in found]
        return found[0]

    def seed(self, name: str, **values: object) -> str:
        records = self.stand_ins.salesforce.records
        is_owned = records.schema.get(name).field("OwnerId") is not None
        owner: Mapping[str, Any] = {"OwnerId": self.user_id("avery.stone@example.com")} if is_owned else {}
        return seed(records, name, {**owner, **values})

    def record(self, record_id: str) -> dict[str, Any]:
        found = self.stand_ins.salesforce.records.find(record_id)
        assert found is not None
        return found

    def user_id(self, email: str) -> str:
        return str(next(user["Id"] for user in self.all("User") if user["Email"] == email))


@pytest.fixture(scope="module")
def moved_clock() -> MovedClock:
    return MovedClock()


@pytest.fixture(scope="module")
def module_stand_ins(tmp_path_factory: pytest.TempPathFactory, moved_clock: MovedClock) -> Iterator[StandIns]:
    with running_stand_ins(tmp_path_factory.mktemp("stand-ins"), clock=moved_clock) as running:
        yield running


@pytest.fixture
def organisation(
    module_stand_ins: StandIns, moved_clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Organisation]:
    moved_clock.ahead = timedelta()
    module_stand_ins.reset()
    for name, value in module_stand_ins.trust.items():
        monkeypatch.setenv(name, value)
    with requests.Session() as session:
        yield Organisation(module_stand_ins, moved_clock, session)


@pytest.fixture
def metadata() -> Path:
    return Path(__file__).parents[4] / "salesforce"
