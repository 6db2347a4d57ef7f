"""What a message may wait for: a record that is about to be made, not one that may take hours."""

from datetime import timedelta

import pytest

from aftercall.ledger.debts import Destination
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, TryAgain
from aftercall.ledger.policy import STANDARD_POLICY
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.delivered_records import DeliveredRecord, delivered_record
from aftercall.warehouse.ledger import WarehouseLedger
from aftercall.warehouse.store import store_analysis
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import START
from tests.integration.warehouse.ledger_house import owe_digests

SESSION = "RM_one.AJ_one"
NOW = START + timedelta(minutes=4)
SALESFORCE = Destination.SALESFORCE


@pytest.fixture
def owing(warehouse: Connection) -> Connection:
    """A warehouse with a call that is owed to Salesforce."""
    owe_call(warehouse)
    return warehouse


def owe_call(connection: Connection) -> None:
    store_analysis(connection, calls.call(calls.session(SESSION), body="one"))


def record(connection: Connection) -> DeliveredRecord:
    return delivered_record(connection, SALESFORCE, SESSION)


def try_once(connection: Connection, outcome: Outcome) -> None:
    ledger = WarehouseLedger(lambda: connection, lambda _: None)
    claim = ledger.claim(SALESFORCE, NOW)
    assert claim is not None
    ledger.settle(claim, outcome, NOW, 0.5)


def test_a_call_that_is_owed_nowhere_is_not_waited_for(warehouse: Connection) -> None:
    assert record(warehouse) == DeliveredRecord(None, awaited=False)


def test_a_first_attempt_that_is_ahead_or_under_way_is_waited_for(owing: Connection) -> None:
    ahead = record(owing)
    WarehouseLedger(lambda: owing, lambda _: None).claim(SALESFORCE, NOW)

    assert ahead == record(owing) == DeliveredRecord(None, awaited=True)


def test_what_arrived_has_its_id(owing: Connection) -> None:
    try_once(owing, Delivered("hash", "a00"))

    assert record(owing) == DeliveredRecord("a00", awaited=False)


@pytest.mark.parametrize("outcome", [TryAgain("503"), Rejected("INVALID_FIELD")])
def test_what_failed_once_is_not_waited_for(owing: Connection, outcome: Outcome) -> None:
    try_once(owing, outcome)

    assert record(owing) == DeliveredRecord(None, awaited=False)


def test_a_destination_that_is_left_alone_is_not_waited_for(warehouse: Connection) -> None:
    owe_digests(warehouse, STANDARD_POLICY.opens_after, now=START - timedelta(hours=1))
    for _ in range(STANDARD_POLICY.opens_after):
        try_once(warehouse, TryAgain("503"))
    owe_call(warehouse)

    assert record(warehouse) == DeliveredRecord(None, awaited=False)
