"""The ledger when many workers come at once, one is killed, or the database is away for a while."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from aftercall.ledger.debts import Claim, Destination
from aftercall.ledger.outcomes import Delivered, Outcome, TryAgain
from aftercall.session.models import Participant
from aftercall.warehouse.connection import Connection, ReusedConnection
from aftercall.warehouse.debts import owe_again
from aftercall.warehouse.errors import WarehouseUnavailable
from aftercall.warehouse.ledger import CLAIMED
from aftercall.warehouse.store import store_analysis
from aftercall.warehouse.sweeping import sweep
from tests.fakes.clock import FakeClock
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import START
from tests.integration.warehouse.ledger_house import (
    Recipient,
    Worker,
    deliveries,
    delivery,
    digest,
    owe_digests,
)

SALESFORCE, SLACK = Destination.SALESFORCE, Destination.SLACK


def there(_: Claim) -> Outcome:
    return Delivered("hash")


def statuses(connection: Connection) -> Counter[str]:
    return Counter(row["status"] for row in deliveries(connection))


def test_workers_at_once_pay_everything_once(
    warehouse: Connection, open_connection: Callable[[], Connection]
) -> None:
    owe_digests(warehouse, 300)
    connections = [open_connection() for _ in range(4)]
    workers = [Worker(lambda one=one: one, Recipient(there)) for one in connections]  # type: ignore[misc]
    with ThreadPoolExecutor(len(workers)) as pool:
        drained = list(pool.map(Worker.run, workers))
    paid = [subject for worker in workers for subject in worker.recipient.subjects]
    assert sorted(paid, key=int) == [str(number) for number in range(300)]
    assert sum(one.counts["delivered"] for one in drained if one.counts) == 300
    assert statuses(warehouse) == {"delivered": 300}


def test_workers_at_once_never_tell_of_two_calls_of_one_person(
    warehouse: Connection, open_connection: Callable[[], Connection]
) -> None:
    people = {f"RM_{number}.AJ_one": f"person{number % 3}@brightline.example" for number in range(24)}
    for session_id, email in people.items():
        one = calls.session(session_id, participant=Participant(email=email))
        store_analysis(warehouse, calls.call(one, body=session_id))
    at_work: Counter[str] = Counter()
    most: Counter[str] = Counter()

    def look(claim: Claim) -> Outcome:
        person = people[claim.debt.subject_id]
        at_work[person] += 1
        most[person] = max(most[person], at_work[person])
        time.sleep(0.05)
        at_work[person] -= 1
        return Delivered("hash")

    now = START + timedelta(minutes=4)
    connections = [open_connection() for _ in range(4)]
    workers = [
        Worker(lambda one=one: one, Recipient(look), clock=FakeClock(now))  # type: ignore[misc]
        for one in connections
    ]
    with ThreadPoolExecutor(len(workers)) as pool:
        list(pool.map(Worker.run, workers))
    assert set(most.values()) == {1}
    assert statuses(warehouse)["delivered"] == 24


class Killed(BaseException):
    """What ends a worker as SIGKILL does: nothing behind it runs."""


def is_killed_after_sending(_: Claim) -> Outcome:
    raise Killed


@pytest.mark.parametrize("destination", [SALESFORCE, SLACK])
def test_a_worker_killed_between_sending_and_settling(
    warehouse: Connection, destination: Destination
) -> None:
    owe_digests(warehouse, 2, destination)
    doomed = Worker(lambda: warehouse, Recipient(is_killed_after_sending), destination)
    with pytest.raises(Killed):
        doomed.run()
    after = Worker(lambda: warehouse, Recipient(there), destination)
    after.run()
    assert after.recipient.subjects == ["1"]
    after.clock.advance(minutes=2)
    sweep(warehouse, after.clock.now())
    after.run()
    if destination.deduplicates:
        assert after.recipient.subjects == ["1", "0"]
        assert statuses(warehouse) == {"delivered": 2}
    else:
        assert after.recipient.subjects == ["1"]
        assert statuses(warehouse) == {"delivered": 1, "uncertain": 1}


def test_what_grows_while_it_is_sent_is_sent_again_as_it_then_stands(
    warehouse: Connection, open_connection: Callable[[], Connection]
) -> None:
    owe_digests(warehouse, 1)
    writer = open_connection()

    def learn_more(claim: Claim) -> Outcome:
        if claim.revision == 1:
            owe_again(writer, [digest(0)], START)
        return Delivered(f"hash-{claim.revision}")

    worker = Worker(lambda: warehouse, Recipient(learn_more))
    worker.run()
    assert [claim.revision for claim in worker.recipient.claims] == [1, 2]
    row = delivery(warehouse)
    assert (row["status"], row["payload_hash"]) == ("delivered", "hash-2")


@pytest.fixture
def reused(warehouse_url: str) -> ReusedConnection:
    return ReusedConnection(lambda: warehouse_url, lambda: 0.0)


def cut_all_but_one(connection: Connection) -> None:
    """End every other connection, as a failover does."""
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


def test_a_database_that_is_away_for_a_moment_does_not_make_a_message_uncertain(
    warehouse: Connection, reused: ReusedConnection
) -> None:
    owe_digests(warehouse, 1, SLACK)

    def there_but_the_database_is_gone(_: Claim) -> Outcome:
        cut_all_but_one(warehouse)
        return Delivered("hash")

    worker = Worker(reused.get, Recipient(there_but_the_database_is_gone), SLACK)
    worker.run()
    assert statuses(warehouse) == {"delivered": 1}
    assert worker.pauses == [0.5]
    reused.close()


def test_a_database_that_stays_away_ends_the_run_and_loses_nothing(
    warehouse: Connection, warehouse_url: str
) -> None:
    owe_digests(warehouse, 3)
    addresses = [warehouse_url]
    reused = ReusedConnection(lambda: addresses[-1], lambda: 0.0)

    def there_but_the_database_stays_away(_: Claim) -> Outcome:
        addresses.append("postgresql://nobody@127.0.0.1:9/nothing")
        cut_all_but_one(warehouse)
        return Delivered("hash")

    worker = Worker(reused.get, Recipient(there_but_the_database_stays_away))
    with pytest.raises(WarehouseUnavailable):
        worker.run()
    assert worker.pauses == [0.5, 2.0]
    addresses.append(warehouse_url)
    later = Worker(reused.get, Recipient(there))
    later.clock.advance(minutes=2)
    sweep(warehouse, later.clock.now())
    later.run()
    assert sorted(later.recipient.subjects) == ["0", "1", "2"]
    assert statuses(warehouse) == {"delivered": 3}
    reused.close()


def test_a_slow_destination_keeps_no_transaction_open(
    warehouse: Connection, open_connection: Callable[[], Connection]
) -> None:
    owe_digests(warehouse, 1)
    sending, may_end = threading.Event(), threading.Event()

    def slow(_: Claim) -> Outcome:
        sending.set()
        may_end.wait(20)
        return Delivered("hash")

    connection = open_connection()
    worker = Worker(lambda: connection, Recipient(slow))
    thread = threading.Thread(target=worker.run)
    thread.start()
    assert sending.wait(20)
    try:
        found = warehouse.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND state <> 'idle' AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchone()
        owe_again(warehouse, [digest(0)], START)
    finally:
        may_end.set()
        thread.join()
    assert found == (0,)


def test_an_outage_of_an_hour_ends_without_a_debt_and_with_nothing_sent_twice(
    warehouse: Connection,
) -> None:
    owe_digests(warehouse, 40)
    up_again = START + timedelta(hours=1)
    worker = Worker(lambda: warehouse, Recipient(there))
    arrived: list[str] = []

    def answer(claim: Claim) -> Outcome:
        if worker.clock.now() < up_again:
            return TryAgain("503")
        arrived.append(claim.debt.subject_id)
        return Delivered("hash")

    worker.recipient.answers = answer
    while worker.clock.now() < up_again + timedelta(minutes=40):
        if worker.destination in sweep(warehouse, worker.clock.now()).due:
            worker.run()
        worker.clock.advance(minutes=1)
    assert sorted(arrived, key=int) == [str(number) for number in range(40)]
    assert statuses(warehouse) == {"delivered": 40}
    asked_in_vain = len(worker.recipient.claims) - len(arrived)
    assert asked_in_vain <= 20  # five that opened the circuit, then one probe at a time
    assert max(row["attempts"] for row in deliveries(warehouse)) <= 9


def test_the_next_debt_is_found_by_an_index_among_thousands(warehouse: Connection) -> None:
    owe_digests(warehouse, 20_000)
    warehouse.execute("UPDATE warehouse.deliveries SET status = 'delivered' WHERE delivery_id % 4 <> 0")
    warehouse.execute("ANALYZE warehouse.deliveries")
    worker = Worker(lambda: warehouse, Recipient(there))
    plan = warehouse.execute(
        f"EXPLAIN {CLAIMED}", {"destination": "salesforce", "now": START, "until": START}
    ).fetchall()
    assert "deliveries_idx_due" in "\n".join(line for (line,) in plan)
    for _ in range(20):
        claim = worker.ledger.claim(SALESFORCE, START)
        assert claim is not None
        worker.ledger.settle(claim, Delivered("hash"), START, 0.5)
    assert statuses(warehouse) == {"delivered": 15_020, "pending": 4_980}
