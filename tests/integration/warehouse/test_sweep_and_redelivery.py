"""The sweep of every minute, and sending again by hand."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

import pytest

from aftercall.ledger.debts import Destination
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, Skipped, TryAgain, Unknown
from aftercall.ledger.status import DeliveryStatus
from aftercall.settings.deliveries import SweepSettings, WakeSettings
from aftercall.steps.delivery_clients import DeliveryClients
from aftercall.warehouse.circuits import read_circuits
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.debts import owe
from aftercall.warehouse.delivery_readings import deliveries_of, destination_standings
from aftercall.warehouse.errors import WarehouseUnavailable
from aftercall.warehouse.ledger import WarehouseLedger
from aftercall.warehouse.redelivery import Selection, chosen, redeliver
from aftercall.warehouse.schedule_runs import recorded_run
from aftercall.warehouse.store import store_analysis
from aftercall.warehouse.sweeping import sweep
from functions.sweep_deliveries.handler import DeliverySweep, build_sweep
from tests.fakes.clock import FakeClock
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.fakes.wake_queues import FakeWakes
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import START
from tests.integration.warehouse.ledger_house import deliveries, delivery, digest, owe_digests

SALESFORCE, AMPLITUDE, SLACK, EMAIL = (
    Destination.SALESFORCE,
    Destination.AMPLITUDE,
    Destination.SLACK,
    Destination.EMAIL,
)
A_DAY_LATER = START + timedelta(hours=24, seconds=1)
STATUS = DeliveryStatus


def ledger(connection: Connection) -> WarehouseLedger:
    return WarehouseLedger(lambda: connection, lambda _: None)


def pay(
    connection: Connection, outcome: Outcome, destination: Destination = SALESFORCE, times: int = 1
) -> None:
    for _ in range(times):
        claim = ledger(connection).claim(destination, START)
        assert claim is not None, "nothing was due"
        ledger(connection).settle(claim, outcome, START, 0.5)


def selected(*statuses: DeliveryStatus, **parts: Any) -> Selection:
    return Selection(statuses=frozenset(statuses), **parts)


def test_a_sweep_of_nothing_finds_nothing(warehouse: Connection) -> None:
    assert sweep(warehouse, START).due == ()


def test_who_is_owed_something_is_woken(warehouse: Connection) -> None:
    owe(warehouse, [digest(1), digest(2, EMAIL)], START)
    assert set(sweep(warehouse, START).due) == {SALESFORCE, EMAIL}
    assert sweep(warehouse, START - timedelta(seconds=1)).due == ()


def test_a_destination_that_is_down_is_not_woken_before_its_time(warehouse: Connection) -> None:
    owe_digests(warehouse, 6)
    pay(warehouse, TryAgain("503"), times=5)
    assert sweep(warehouse, START + timedelta(seconds=29)).due == ()
    assert sweep(warehouse, START + timedelta(seconds=30)).due == (SALESFORCE,)


def test_what_could_not_be_delivered_in_a_day_is_given_up_and_says_why(warehouse: Connection) -> None:
    owe_digests(warehouse, 6)
    pay(warehouse, TryAgain("503"), times=5)
    assert sweep(warehouse, A_DAY_LATER).given_up == 6
    rows = deliveries(warehouse)
    assert {row["status"] for row in rows} == {"failed"}
    assert [row["last_error"] for row in rows] == ["503"] * 5 + ["not_tried: 503"]


def test_what_is_given_up_is_not_touched_again(warehouse: Connection) -> None:
    owe_digests(warehouse, 1)
    sweep(warehouse, A_DAY_LATER)
    before = deliveries(warehouse)
    assert sweep(warehouse, A_DAY_LATER + timedelta(days=1)).given_up == 0
    assert deliveries(warehouse) == before


def test_a_sweep_passes_over_what_another_is_at(
    warehouse: Connection, open_connection: Callable[[], Connection]
) -> None:
    owe_digests(warehouse, 2)
    other = open_connection()
    with other.transaction():
        other.execute("SELECT FROM warehouse.deliveries WHERE subject_id = '0' FOR UPDATE")
        assert sweep(warehouse, A_DAY_LATER).given_up == 1


def test_what_failed_is_sent_again_by_hand(warehouse: Connection) -> None:
    owe_digests(warehouse, 1)
    pay(warehouse, Rejected("bad value"))
    later = START + timedelta(hours=2)
    assert redeliver(warehouse, Selection(), later) == 1
    row = delivery(warehouse)
    assert (row["status"], row["due_at"], row["attempts"]) == ("pending", later, 0)
    assert row["gives_up_at"] == later + timedelta(hours=24)


def test_what_was_delivered_is_sent_again_by_hand_although_nothing_changed(warehouse: Connection) -> None:
    owe_digests(warehouse, 1)
    pay(warehouse, Delivered("hash", "00Q1"))
    redeliver(warehouse, selected(STATUS.DELIVERED), START)
    claim = ledger(warehouse).claim(SALESFORCE, START)
    assert claim is not None
    assert (claim.delivered_hash, claim.external_id) == (None, "00Q1")


def test_without_a_word_only_what_failed_is_meant(warehouse: Connection) -> None:
    owe_digests(warehouse, 3)
    for outcome in (Rejected("x"), Delivered("hash"), Skipped("not_configured")):
        pay(warehouse, outcome)
    assert redeliver(warehouse, Selection(), START) == 1


def test_a_destination_that_was_not_set_up_gets_what_was_skipped(warehouse: Connection) -> None:
    owe_digests(warehouse, 1)
    pay(warehouse, Skipped("not_configured"))
    assert redeliver(warehouse, selected(STATUS.SKIPPED), START) == 1


def test_what_may_arrive_twice_is_counted_before(warehouse: Connection) -> None:
    owe_digests(warehouse, 2, SLACK)
    owe_digests(warehouse, 1)
    pay(warehouse, Unknown("timeout"), SLACK)
    pay(warehouse, Rejected("no_such_channel"), SLACK)
    pay(warehouse, Delivered("hash"))
    meant = chosen(warehouse, selected(STATUS.FAILED, STATUS.UNCERTAIN, STATUS.DELIVERED))
    assert dict(meant.by_destination) == {"salesforce": 1, "slack": 2}
    assert meant.may_arrive_twice == 1


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"destination": SLACK}, 2),
        ({"destination": EMAIL}, 0),
        ({"since": START + timedelta(hours=1)}, 0),
        ({"since": START, "until": START + timedelta(seconds=1)}, 5),
        ({"until": START}, 0),
        ({"session_id": "RM_one.AJ_one"}, 0),
    ],
)
def test_sending_again_can_be_narrowed(warehouse: Connection, part: dict[str, Any], expected: int) -> None:
    owe_digests(warehouse, 3)
    owe_digests(warehouse, 2, SLACK)
    pay(warehouse, Rejected("x"), times=3)
    pay(warehouse, Rejected("x"), SLACK, times=2)
    selection = selected(STATUS.FAILED, **part)
    assert sum(chosen(warehouse, selection).by_destination.values()) == expected
    assert redeliver(warehouse, selection, START) == expected


def test_a_calls_own_deliveries_can_be_sent_again(warehouse: Connection) -> None:
    for name in ("RM_one.AJ_one", "RM_two.AJ_one"):
        store_analysis(warehouse, calls.call(calls.session(name), body=name))
    warehouse.execute("UPDATE warehouse.deliveries SET status = 'failed'")
    assert redeliver(warehouse, Selection(session_id="RM_one.AJ_one"), START) == 2
    assert [entry.status for entry in deliveries_of(warehouse, "RM_one.AJ_one")] == ["pending"] * 2
    assert [entry.status for entry in deliveries_of(warehouse, "RM_two.AJ_one")] == ["failed"] * 2


def test_whoever_sends_again_lets_a_destination_be_asked_at_once(warehouse: Connection) -> None:
    owe_digests(warehouse, 6)
    pay(warehouse, TryAgain("503"), times=5)
    redeliver(warehouse, Selection(), START)
    assert ledger(warehouse).claim(SALESFORCE, START) is not None


def test_what_is_being_sent_is_not_sent_again_by_hand(warehouse: Connection) -> None:
    owe_digests(warehouse, 1)
    ledger(warehouse).claim(SALESFORCE, START)
    assert redeliver(warehouse, Selection(frozenset(DeliveryStatus)), START) == 0


def test_standings_tell_where_each_destination_stands(warehouse: Connection) -> None:
    owe_digests(warehouse, 7)
    pay(warehouse, Delivered("hash"))
    pay(warehouse, TryAgain("503"), times=5)
    standings = {one.destination: one for one in destination_standings(warehouse)}
    salesforce = standings[SALESFORCE]
    assert dict(salesforce.counts) == {STATUS.PENDING: 6, STATUS.DELIVERED: 1}
    assert salesforce.oldest_debt == START
    assert not salesforce.circuit.admits(START)
    assert (dict(standings[AMPLITUDE].counts), standings[AMPLITUDE].oldest_debt) == ({}, None)
    assert set(read_circuits(warehouse)) == set(Destination)


QUEUES = {"salesforce": "https://sqs.example/1/salesforce"}


@dataclass(slots=True)
class Surroundings:
    """The function and what surrounds it."""

    url: str
    wakes: FakeWakes = field(default_factory=FakeWakes)
    clock: FakeClock = field(default_factory=lambda: FakeClock(START))

    def sweep(self) -> DeliverySweep:
        secrets = FakeSecretsManager({"postgres": json.dumps({"url": self.url})})
        clients = DeliveryClients(cast("Any", self.wakes), cast("Any", secrets))
        return build_sweep(SweepSettings("postgres", WakeSettings(QUEUES)), clients, self.clock.now)


def schedule_run(connection: Connection) -> tuple[Any, ...] | None:
    return connection.execute(
        "SELECT name, last_started_at, last_finished_at, last_error FROM warehouse.schedule_runs"
    ).fetchone()


def test_the_function_wakes_who_is_owed_something(warehouse: Connection, warehouse_url: str) -> None:
    owe_digests(warehouse, 3)
    around = Surroundings(warehouse_url)
    function = around.sweep()
    told = function.run()
    function.connection.close()
    assert told == {"ended": 0, "uncertain": 0, "given_up": 0, "woken": ["salesforce"]}
    assert around.wakes.sent == [(QUEUES["salesforce"], "due")]
    assert schedule_run(warehouse) == ("sweep_deliveries", START, START, None)


def test_the_function_says_when_the_database_is_away() -> None:
    around = Surroundings("postgresql://nobody@127.0.0.1:9/nothing")
    with pytest.raises(WarehouseUnavailable):
        around.sweep().run()
    assert around.wakes.sent == []


def test_a_run_that_fails_is_remembered_with_what_it_raised(warehouse: Connection) -> None:
    clock = FakeClock(START)

    def fail() -> None:
        with recorded_run(lambda: warehouse, "check_alerts", clock.now):
            clock.advance(seconds=5)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert schedule_run(warehouse) == ("check_alerts", START, None, "ZeroDivisionError")
