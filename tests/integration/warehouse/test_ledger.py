"""The delivery ledger in PostgreSQL: claims, settlements and circuits, by the rules of ``ledger``."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

import pytest

from aftercall.ledger.debts import Claim, Debt, Destination
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, Skipped, TryAgain, Unknown
from aftercall.ledger.policy import STANDARD_POLICY
from aftercall.ledger.settlement import (
    LedgerRow,
    claim_ended,
    claimed,
    given_up,
    new_row,
    owed_again,
    settled,
)
from aftercall.ledger.status import DeliveryStatus
from aftercall.session.models import Participant
from aftercall.warehouse.circuits import read_circuits
from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.debts import BEHIND_OTHERS, owe, owe_again
from aftercall.warehouse.ledger import WarehouseLedger, ledger_row
from aftercall.warehouse.redelivery import Selection, redeliver
from aftercall.warehouse.store import store_analysis
from aftercall.warehouse.sweeping import sweep
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import START
from tests.integration.warehouse.ledger_house import (
    deliveries,
    delivery,
    digest,
    holding,
    owe_digests,
    owe_session,
)

SALESFORCE, SLACK = Destination.SALESFORCE, Destination.SLACK


def ledger(connection: Connection) -> WarehouseLedger:
    return WarehouseLedger(lambda: connection, lambda _: None)


def claim(connection: Connection, destination: Destination = SALESFORCE, now: datetime = START) -> Claim:
    found = ledger(connection).claim(destination, now)
    assert found is not None, "nothing could be claimed"
    return found


def test_what_is_due_longest_goes_first(warehouse: Connection) -> None:
    for number, seconds in ((1, 20), (2, 0), (3, 10)):
        owe(warehouse, [digest(number)], START + timedelta(seconds=seconds))
    now = START + timedelta(minutes=1)
    assert [claim(warehouse, now=now).debt.subject_id for _ in range(3)] == ["2", "3", "1"]


def test_a_batch_of_old_calls_waits_behind_what_happens_now(warehouse: Connection) -> None:
    owe(warehouse, [digest(1)], START, priority=BEHIND_OTHERS)
    owe(warehouse, [digest(2)], START + timedelta(seconds=30))
    assert claim(warehouse, now=START + timedelta(minutes=1)).debt.subject_id == "2"


def test_what_is_not_due_yet_is_not_claimed(warehouse: Connection) -> None:
    owe(warehouse, [digest(1)], START)
    assert ledger(warehouse).claim(SALESFORCE, START - timedelta(seconds=1)) is None


def test_a_claim_is_nobody_elses(warehouse: Connection) -> None:
    owe(warehouse, [digest(1)], START)
    claim(warehouse)
    assert ledger(warehouse).claim(SALESFORCE, START) is None


def test_a_row_that_another_worker_looks_at_is_passed_over(
    warehouse: Connection, open_connection: Callable[[], Connection]
) -> None:
    owe_digests(warehouse, 2)
    with holding(open_connection()) as other:
        other.execute("SELECT FROM warehouse.deliveries WHERE subject_id = '0' FOR UPDATE")
        assert claim(warehouse).debt.subject_id == "1"


def test_a_claim_tells_what_was_delivered_before(warehouse: Connection) -> None:
    owe(warehouse, [digest(1)], START)
    first = claim(warehouse)
    ledger(warehouse).settle(first, Delivered("hash", "00Q1"), START, 0.5)
    owe_again(warehouse, [digest(1)], START)
    second = claim(warehouse)
    assert (first.delivered_hash, first.external_id) == (None, None)
    assert (second.delivered_hash, second.external_id) == ("hash", "00Q1")
    assert (second.revision, second.attempt) == (2, 1)


def test_two_calls_of_one_person_are_told_one_after_the_other(warehouse: Connection) -> None:
    for name in ("RM_one.AJ_one", "RM_two.AJ_one"):
        store_analysis(warehouse, calls.call(calls.session(name), body=name))
    now = START + timedelta(minutes=4)
    first = claim(warehouse, now=now)
    assert ledger(warehouse).claim(SALESFORCE, now) is None
    assert not ledger(warehouse).has_due(SALESFORCE, now)
    ledger(warehouse).settle(first, Delivered("hash"), now, 0.5)
    assert claim(warehouse, now=now).debt.subject_id != first.debt.subject_id


def test_two_calls_from_one_number_are_told_one_after_the_other(warehouse: Connection) -> None:
    for name in ("RM_one.AJ_one", "RM_two.AJ_one"):
        caller = Participant(phone="+15550100142")
        store_analysis(warehouse, calls.call(calls.session(name, participant=caller), body=name))
    now = START + timedelta(minutes=4)
    first = claim(warehouse, now=now)
    assert ledger(warehouse).claim(SALESFORCE, now) is None
    ledger(warehouse).settle(first, Delivered("hash"), now, 0.5)
    assert ledger(warehouse).claim(SALESFORCE, now) is not None


def test_a_worker_that_is_gone_holds_up_its_person_no_longer_than_its_claim(warehouse: Connection) -> None:
    for name in ("RM_one.AJ_one", "RM_two.AJ_one"):
        store_analysis(warehouse, calls.call(calls.session(name), body=name))
    claim(warehouse, now=START + timedelta(minutes=4))
    assert ledger(warehouse).claim(SALESFORCE, START + timedelta(minutes=6)) is not None


def test_calls_that_nobody_can_name_do_not_wait_for_each_other(warehouse: Connection) -> None:
    for name in ("RM_one.AJ_one", "RM_two.AJ_one"):
        someone = calls.session(name, participant=Participant())
        store_analysis(warehouse, calls.call(someone, body=name))
    now = START + timedelta(minutes=4)
    assert {claim(warehouse, now=now).debt.subject_id for _ in range(2)} == {"RM_one.AJ_one", "RM_two.AJ_one"}


def test_a_destination_that_is_down_leaves_the_others_their_deliveries(warehouse: Connection) -> None:
    owe_digests(warehouse, 6)
    owe_digests(warehouse, 6, SLACK)
    for _ in range(5):
        ledger(warehouse).settle(claim(warehouse), TryAgain("503"), START, 0.5)
    assert ledger(warehouse).claim(SALESFORCE, START) is None
    assert ledger(warehouse).has_due(SALESFORCE, START) is False
    assert ledger(warehouse).claim(SLACK, START) is not None
    assert [row["attempts"] for row in deliveries(warehouse, destination="salesforce")] == [1] * 5 + [0]


def test_one_probe_goes_through_and_its_answer_lets_the_others_follow(warehouse: Connection) -> None:
    owe_digests(warehouse, 8)
    for _ in range(5):
        ledger(warehouse).settle(claim(warehouse), TryAgain("503"), START, 0.5)
    now = START + timedelta(seconds=30)
    probe = claim(warehouse, now=now)
    assert ledger(warehouse).claim(SALESFORCE, now) is None
    ledger(warehouse).settle(probe, Delivered("hash"), now, 0.5)
    assert ledger(warehouse).claim(SALESFORCE, now) is not None
    assert read_circuits(warehouse)[SALESFORCE].failures == 0


def test_a_probe_whose_worker_is_gone_is_followed_by_another(warehouse: Connection) -> None:
    owe_digests(warehouse, 8)
    for _ in range(5):
        ledger(warehouse).settle(claim(warehouse), TryAgain("503"), START, 0.5)
    now = START + timedelta(seconds=30)
    claim(warehouse, now=now)
    assert ledger(warehouse).claim(SALESFORCE, now + timedelta(seconds=89)) is None
    assert ledger(warehouse).claim(SALESFORCE, now + timedelta(seconds=90)) is not None


def test_an_old_claim_changes_nothing(warehouse: Connection) -> None:
    owe(warehouse, [digest(1)], START)
    old = claim(warehouse)
    sweep(warehouse, START + timedelta(minutes=2))
    claim(warehouse, now=START + timedelta(minutes=2))
    before = delivery(warehouse)
    assert ledger(warehouse).settle(old, Delivered("late"), START, 0.5) is False
    assert delivery(warehouse) == before


def test_a_row_that_was_erased_meanwhile_is_no_error(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    owe_session(warehouse, "RM_one.AJ_one")
    found = claim(warehouse, now=START + timedelta(minutes=4))
    warehouse.execute("DELETE FROM warehouse.sessions")
    assert ledger(warehouse).settle(found, Delivered("hash"), START, 0.5) is False


OUTCOMES: tuple[Outcome, ...] = (
    Delivered("one", "00Q1", "a warning"),
    Delivered("two"),
    Skipped("no_identity"),
    TryAgain("503", after=timedelta(minutes=3), destination_down=False),
    TryAgain("a locked row", destination_down=False),
    Rejected("bad value"),
    Unknown("timeout"),
)


@dataclass(slots=True)
class BothWays:
    """One row in PostgreSQL and by the pure rules; each step is made on both."""

    connection: Connection
    destination: Destination
    random: Random
    now: datetime = START
    claims: list[Claim] = field(default_factory=list)
    row: LedgerRow = field(init=False)

    def __post_init__(self) -> None:
        owe(self.connection, [self.debt], self.now)
        self.row = new_row(self.now, STANDARD_POLICY)

    @property
    def debt(self) -> Debt:
        return digest(1, self.destination)

    @property
    def keeper(self) -> WarehouseLedger:
        return ledger(self.connection)

    def step(self) -> None:
        self.now += timedelta(seconds=self.random.choice([0, 1, 20, 100, 3_600, 30_000]))
        steps = (self.claim, self.settle, self.settle_an_old_one, self.again, self.sweep, self.redeliver)
        self.random.choice(steps)()

    def claim(self) -> None:
        self.connection.execute("DELETE FROM warehouse.destination_circuits")
        found = self.keeper.claim(self.destination, self.now)
        assert (found is not None) == (
            self.row.status is DeliveryStatus.PENDING and self.row.due_at <= self.now
        )
        if found is not None:
            self.row = claimed(self.row, self.now, STANDARD_POLICY)
            self.claims.append(found)

    def settle(self) -> None:
        if self.claims:
            outcome, found = self.random.choice(OUTCOMES), self.claims[-1]
            told = settled(self.row, found, outcome, self.now, 0.25, STANDARD_POLICY)
            assert self.keeper.settle(found, outcome, self.now, 0.25) == (told is not None)
            self.row = told or self.row

    def settle_an_old_one(self) -> None:
        if len(self.claims) > 1:
            old = self.random.choice(self.claims[:-1])
            assert self.keeper.settle(old, Delivered("late"), self.now, 0.25) is False

    def again(self) -> None:
        owe_again(self.connection, [self.debt], self.now)
        self.row = owed_again(self.row, self.now, STANDARD_POLICY)

    def sweep(self) -> None:
        sweep(self.connection, self.now)
        row = claim_ended(self.row, self.now, deduplicates=self.destination.deduplicates) or self.row
        self.row = given_up(row, self.now) or row
        if self.row.status is DeliveryStatus.FAILED and self.row.last_error is None:
            self.row = replace(self.row, last_error="not_tried", last_error_at=self.now)

    def redeliver(self) -> None:
        count = redeliver(self.connection, Selection(frozenset(DeliveryStatus)), self.now)
        assert count == int(self.row.status is not DeliveryStatus.SENDING)
        if count:
            self.row = replace(owed_again(self.row, self.now, STANDARD_POLICY), payload_hash=None)


@pytest.mark.parametrize("destination", [SALESFORCE, SLACK])
@pytest.mark.parametrize("seed", range(3))
def test_sql_and_the_pure_rules_say_the_same(
    warehouse: Connection, destination: Destination, seed: int
) -> None:
    both = BothWays(warehouse, destination, Random(seed))  # noqa: S311 - an order, not a secret
    seen = set()
    for _ in range(250):
        both.step()
        assert ledger_row(delivery(warehouse)) == both.row
        seen.add(both.row.status)
    assert seen >= {DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.DELIVERED}


class Interrupted(Exception):
    """What ends a transaction."""


def owe_and_fail(connection: Connection) -> None:
    with transaction(connection):
        owe(connection, [digest(1)], START)
        raise Interrupted


def test_nothing_is_owed_of_what_was_not_kept(warehouse: Connection) -> None:
    with pytest.raises(Interrupted):
        owe_and_fail(warehouse)
    assert deliveries(warehouse) == []
