"""Paying what is due to one destination."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from aftercall.delivery.draining import Drain, Drained
from aftercall.ledger.debts import Claim, Debt, Destination, Subject
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, TryAgain
from aftercall.ledger.status import DeliveryStatus
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeDestination, FakeLedger


class NothingRead(Exception):
    """What is to be sent could not be read."""


@dataclass(slots=True)
class House:
    """A ledger, a destination and the worker between them."""

    answers: Sequence[Outcome | Exception]
    destination: Destination = Destination.SALESFORCE
    clock: FakeClock = field(default_factory=FakeClock)
    ledger: FakeLedger = field(default_factory=FakeLedger)
    errors: list[Exception] = field(default_factory=list)
    port: FakeDestination = field(init=False)

    def __post_init__(self) -> None:
        self.port = FakeDestination(list(self.answers))

    def owe(self, *names: str) -> list[int]:
        return [self.ledger.owe(Debt(self.destination, Subject.SESSION, name, name)) for name in names]

    def drain(self) -> Drained:
        return Drain(
            self.ledger, self.port, self.clock.now, lambda: 0.5, self._note, before_sending=(NothingRead,)
        ).run(self.destination)

    def _note(self, _: Claim, error: Exception) -> None:
        self.errors.append(error)


def statuses(house: House) -> list[str]:
    return [row.status.value for row in house.ledger.rows.values()]


def test_everything_that_is_due_is_paid() -> None:
    house = House([Delivered("hash")])
    house.owe("one", "two", "three")
    assert house.drain() == Drained({"delivered": 3}, more=False)
    assert statuses(house) == ["delivered"] * 3


def test_nothing_that_is_due_asks_nobody() -> None:
    house = House([Delivered("hash")])
    assert house.drain() == Drained({}, more=False)
    assert house.port.claims == []


def test_one_that_is_refused_holds_up_no_other() -> None:
    house = House([Rejected("bad value"), Delivered("hash")])
    house.owe("one", "two")
    house.drain()
    assert statuses(house) == ["failed", "delivered"]


def test_one_that_cannot_even_be_written_holds_up_no_other_and_is_told() -> None:
    house = House([KeyError("a name"), Delivered("hash")])
    house.owe("one", "two")
    house.drain()
    assert statuses(house) == ["pending", "delivered"]
    assert [type(error) for error in house.errors] == [KeyError]
    assert house.ledger.rows[1].last_error == "KeyError"


def test_after_an_error_of_ours_nobody_knows_whether_a_message_is_there() -> None:
    house = House([KeyError("a name")], destination=Destination.SLACK)
    house.owe("one")
    house.drain()
    assert statuses(house) == ["uncertain"]


def test_a_message_that_could_not_even_be_read_was_not_sent_and_is_tried_again() -> None:
    house = House([NothingRead()], destination=Destination.SLACK)
    house.owe("one")
    house.drain()
    assert statuses(house) == ["pending"]
    assert house.ledger.rows[1].last_error == "NothingRead"


def test_what_failed_is_not_tried_again_in_the_same_run() -> None:
    house = House([TryAgain("locked row", destination_down=False)])
    house.owe("one")
    assert house.drain().counts == {"try_again": 1}
    assert len(house.port.claims) == 1


def test_a_destination_that_is_down_is_left_alone_and_no_attempt_is_used_up() -> None:
    house = House([TryAgain("503")])
    house.owe(*(f"call-{number}" for number in range(50)))
    assert house.drain() == Drained({"try_again": 5}, more=False)
    assert [row.attempts for row in house.ledger.rows.values()] == [1] * 5 + [0] * 45


def test_a_destination_that_is_up_again_gets_everything() -> None:
    house = House([*[TryAgain("503")] * 5, Delivered("hash")])
    house.owe(*(f"call-{number}" for number in range(20)))
    house.drain()
    house.clock.advance(minutes=1)
    house.drain()
    assert statuses(house) == ["delivered"] * 20


def test_a_run_ends_after_forty_seconds_and_says_that_more_is_due() -> None:
    house = House([Delivered("hash")])
    house.port.meanwhile = lambda _: house.clock.advance(seconds=15)
    house.owe("one", "two", "three", "four")
    assert house.drain() == Drained({"delivered": 3}, more=True)
    assert house.ledger.status(4) is DeliveryStatus.PENDING


def test_what_becomes_known_while_it_is_sent_is_sent_too() -> None:
    house = House([Delivered("before"), Delivered("after")])
    (number,) = house.owe("one")

    def learn_more(claim: Claim) -> None:
        if claim.revision == 1:
            house.owe("one")

    house.port.meanwhile = learn_more
    house.drain()
    assert [claim.revision for claim in house.port.claims] == [1, 2]
    assert house.ledger.rows[number].payload_hash == "after"


def test_a_claim_that_is_not_this_workers_any_more_is_counted_apart() -> None:
    house = House([Delivered("hash")])
    (number,) = house.owe("one")

    def lose(_: Claim) -> None:
        house.clock.advance(minutes=5)
        row = house.ledger.rows[number]
        house.ledger.rows[number] = type(row)(DeliveryStatus.PENDING, 1, 1, row.due_at, row.gives_up_at)

    house.port.meanwhile = lose
    assert house.drain().counts == {"claim_lost": 1}


def test_the_next_attempt_is_after_the_wait() -> None:
    house = House([TryAgain("locked row", destination_down=False), Delivered("hash")])
    (number,) = house.owe("one")
    house.drain()
    house.clock.advance(seconds=11)
    house.drain()
    assert house.ledger.status(number) is DeliveryStatus.PENDING
    house.clock.advance(seconds=1)
    house.drain()
    assert house.ledger.status(number) is DeliveryStatus.DELIVERED
    assert timedelta(seconds=11) < house.ledger.rows[number].due_at - FakeClock().time < timedelta(seconds=12)
