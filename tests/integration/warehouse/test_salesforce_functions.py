"""The two functions that speak to Salesforce: a real ledger on one side, the stand-in on the other."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from aftercall.delivery.salesforce.failures import SalesforceUnavailable
from aftercall.session.models import Participant
from aftercall.settings.deliveries import DeliverySettings
from aftercall.steps.delivery_clients import DeliveryClients
from aftercall.steps.delivery_edge import DeliveryEdge, DeliverySurroundings
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.opportunities import last_read_at, read_opportunities
from aftercall.warehouse.store import store_analysis
from functions.deliver_salesforce.handler import build_delivery
from functions.sync_opportunities.handler import OpportunitySync, build_sync
from local.stand_ins.running import StandIns, running_stand_ins
from local.stand_ins.salesforce.organisation import convert_lead
from tests.fakes.clock import FakeClock
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.fakes.wake_queues import FakeWakes
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import START
from tests.integration.warehouse.ledger_house import delivery

POSTGRES, SALESFORCE = "aftercall/postgres", "aftercall/salesforce"
NOW = START + timedelta(hours=1)


@dataclass(slots=True)
class Office:
    """Both functions, and Salesforce."""

    stand_ins: StandIns
    warehouse_url: str
    clock: FakeClock
    secrets: dict[str, str] = field(default_factory=dict)
    surroundings: list[DeliverySurroundings] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.secrets |= {
            POSTGRES: json.dumps({"url": self.warehouse_url}),
            SALESFORCE: json.dumps(self.stand_ins.secrets["salesforce"]),
        }

    def settings(self) -> DeliverySettings:
        return DeliverySettings.from_environment(
            {
                "POSTGRES_SECRET_NAME": POSTGRES,
                "DESTINATION_SECRET_NAME": SALESFORCE,
                "PUBLIC_BASE_URL": "https://calls.example",
            }
        )

    def clients(self) -> DeliveryClients:
        secrets_manager = FakeSecretsManager(self.secrets)
        return DeliveryClients(sqs=cast("Any", FakeWakes()), secrets_manager=cast("Any", secrets_manager))

    def delivery(self) -> DeliveryEdge:
        edge = build_delivery(self.settings(), self.clients(), self.clock.now)
        self.surroundings.append(edge.surroundings)
        return edge

    def sync(self) -> OpportunitySync:
        sync = build_sync(self.settings(), self.clients(), self.clock.now)
        self.surroundings.append(sync.around)
        return sync

    def close(self) -> None:
        for around in self.surroundings:
            around.connection().close()

    def all(self, name: str) -> list[dict[str, Any]]:
        records = self.stand_ins.salesforce.records
        return records.all(records.schema.get(name))


@pytest.fixture
def office(tmp_path: Path, warehouse_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    clock = FakeClock(NOW)
    with running_stand_ins(tmp_path, clock=clock.now) as stand_ins:
        for name, value in stand_ins.trust.items():
            monkeypatch.setenv(name, value)
        opened = Office(stand_ins, warehouse_url, clock)
        yield opened
        opened.close()


def test_a_stored_call_arrives_and_the_ledger_knows_what_salesforce_calls_it(
    office: Office, warehouse: Connection
) -> None:
    store_analysis(warehouse, calls.call())

    told = office.delivery().run()
    row = delivery(warehouse, destination="salesforce")

    assert told["outcomes"] == {"delivered": 1}
    assert (row["status"], row["external_id"]) == ("delivered", office.all("Voice_Call__c")[0]["Id"])
    assert [lead["Email"] for lead in office.all("Lead")] == [calls.EMAIL]


def test_two_calls_of_one_person_become_one_lead_with_two_calls(
    office: Office, warehouse: Connection
) -> None:
    store_analysis(warehouse, calls.call())
    later = calls.session("RM_two.AJ_two", start=START + timedelta(minutes=20))
    store_analysis(warehouse, calls.call(later))

    office.delivery().run()

    assert len(office.all("Lead")) == 1
    assert {call["Lead__c"] for call in office.all("Voice_Call__c")} == {office.all("Lead")[0]["Id"]}
    assert len(office.all("Voice_Call__c")) == 2


def test_a_call_nobody_can_name_is_delivered_and_the_ledger_says_so(
    office: Office, warehouse: Connection
) -> None:
    nobody = calls.session(participant=Participant(participant_id="caller"), tool_calls=())
    store_analysis(warehouse, calls.call(nobody))

    office.delivery().run()
    row = delivery(warehouse, destination="salesforce")

    assert (row["status"], row["warning"]) == ("delivered", "no_identity")
    assert office.all("Lead") == []


def test_without_a_secret_nothing_is_sent_and_the_ledger_says_so(
    office: Office, warehouse: Connection
) -> None:
    del office.secrets[SALESFORCE]
    store_analysis(warehouse, calls.call())

    office.delivery().run()

    row = delivery(warehouse, destination="salesforce")
    assert (row["status"], row["reason"]) == ("skipped", "not_configured")


def test_an_opportunity_comes_back_to_the_warehouse(office: Office, warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    office.delivery().run()
    lead = office.all("Lead")[0]["Id"]
    convert_lead(office.stand_ins.salesforce.records, lead, {"Amount": 4800})

    told = office.sync().run()
    (kept,) = read_opportunities(warehouse)

    assert (told["everything"], told["written"]) == (True, 1)
    assert (kept.email, kept.amount, len(kept.call_times)) == (calls.EMAIL, Decimal(4800), 1)
    assert last_read_at(warehouse) == NOW


def test_the_next_read_asks_only_for_what_changed_and_the_one_at_night_for_everything(
    office: Office, warehouse: Connection
) -> None:
    sync = office.sync()

    read = []
    for hours in (0, 1, 11):
        office.clock.time = NOW + timedelta(hours=hours)
        read.append(sync.run()["everything"])

    assert read == [True, False, True]


def test_a_deployment_without_salesforce_is_not_connected_and_its_schedule_runs(
    office: Office, warehouse: Connection
) -> None:
    del office.secrets[SALESFORCE]

    assert office.sync().run() == {"skipped": "not_configured"}
    assert last_read_at(warehouse) is None
    finished = warehouse.execute(
        "SELECT last_finished_at FROM warehouse.schedule_runs WHERE name = 'sync_opportunities'"
    ).fetchone()
    assert finished == (NOW,)


def test_a_read_that_fails_is_written_down_and_keeps_what_was_known(
    office: Office, warehouse: Connection
) -> None:
    office.stand_ins.switch.set("salesforce", "503", times=1)

    with pytest.raises(SalesforceUnavailable):
        office.sync().run()

    failed = warehouse.execute(
        "SELECT last_error FROM warehouse.schedule_runs WHERE name = 'sync_opportunities'"
    ).fetchone()
    assert failed == ("SalesforceUnavailable",)
    assert last_read_at(warehouse) is None
