"""The circuit breaker of a destination."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from aftercall.ledger.circuit import CLOSED_CIRCUIT, Circuit, CircuitState, with_claim, with_outcome
from aftercall.ledger.debts import Claim
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, Skipped, TryAgain, Unknown
from aftercall.ledger.policy import STANDARD_POLICY
from tests.fakes.clock import NOON
from tests.fakes.ledger import a_claim

DOWN = TryAgain("503")
LOCKED_ROW = TryAgain("UNABLE_TO_LOCK_ROW", destination_down=False)
THERE = Delivered("hash")
OPEN_FOR = STANDARD_POLICY.open_for


def after(*outcomes: Outcome, circuit: Circuit = CLOSED_CIRCUIT, now: datetime = NOON) -> Circuit:
    for outcome in outcomes:
        circuit = with_outcome(circuit, a_claim(), outcome, now, STANDARD_POLICY)
    return circuit


def test_it_opens_after_five_failures_in_a_row() -> None:
    assert after(*[DOWN] * 4).admits(NOON)
    assert not after(*[DOWN] * 5).admits(NOON)


def test_an_answer_in_between_starts_the_count_anew() -> None:
    assert after(*[DOWN] * 4, THERE, *[DOWN] * 4).state is CircuitState.CLOSED


@pytest.mark.parametrize("answer", [THERE, Rejected("REQUIRED_FIELD_MISSING: Company"), LOCKED_ROW])
def test_a_destination_that_answers_is_up_whatever_it_says(answer: Outcome) -> None:
    assert after(*[DOWN] * 9, answer) == CLOSED_CIRCUIT


def test_an_answer_that_was_lost_speaks_against_the_destination() -> None:
    assert not after(*[Unknown("timeout")] * 5).admits(NOON)


@pytest.mark.parametrize("nothing", [Skipped("no_identity"), Delivered("known")])
def test_what_was_not_even_sent_says_nothing_about_the_destination(nothing: Outcome) -> None:
    circuit = after(*[DOWN] * 4)
    assert (
        with_outcome(circuit, a_claim(delivered_hash="known"), nothing, NOON, STANDARD_POLICY).failures == 4
    )


def test_a_probe_that_had_nothing_to_send_leaves_room_for_the_next() -> None:
    probing = with_claim(after(*[DOWN] * 5), NOON + timedelta(seconds=90))
    told = with_outcome(probing, a_claim(), Skipped("no_identity"), NOON, STANDARD_POLICY)
    assert told.state is CircuitState.OPEN
    assert told.admits(NOON)


def test_it_stays_open_twice_as_long_each_time_the_probe_fails_up_to_ten_minutes() -> None:
    circuit, now, lasted = after(*[DOWN] * 5), NOON, []
    for _ in range(7):
        assert circuit.open_until is not None
        lasted.append((circuit.open_until - now).total_seconds())
        now = circuit.open_until
        probing = with_claim(circuit, now + timedelta(seconds=90))
        circuit = after(DOWN, circuit=probing, now=now)
    assert lasted == [30, 60, 120, 240, 480, 600, 600]


def test_a_destination_that_asks_to_be_left_alone_is_at_once() -> None:
    circuit = after(TryAgain("429", after=timedelta(seconds=20)))
    assert not circuit.admits(NOON + timedelta(seconds=19))
    assert circuit.admits(NOON + timedelta(seconds=20))


def test_no_destination_can_ask_for_more_than_an_hour() -> None:
    circuit = after(TryAgain("429", after=timedelta(days=30)))
    assert circuit.admits(NOON + timedelta(hours=1))


def test_it_keeps_since_when_it_is_open_and_why() -> None:
    circuit = after(*[DOWN] * 5)
    later = after(TryAgain("502"), circuit=circuit, now=NOON + timedelta(minutes=5))
    assert (later.opened_at, later.last_error) == (NOON, "502")


@given(st.lists(st.sampled_from([DOWN, THERE, LOCKED_ROW, Unknown("x"), Rejected("x")]), max_size=40))
def test_whatever_happened_an_answer_closes_it(outcomes: list[Outcome]) -> None:
    assert after(*outcomes, THERE) == CLOSED_CIRCUIT


class Probing(RuleBasedStateMachine):
    """Workers that come and go while the destination is up, down, or silent."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.circuit = CLOSED_CIRCUIT
        self.under_way: dict[int, tuple[Claim, datetime, bool]] = {}
        self.number = 0

    @rule(seconds=st.integers(0, 200))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.under_way = {key: one for key, one in self.under_way.items() if one[1] > self.now}

    @rule()
    def a_worker_comes(self) -> None:
        if self.circuit.admits(self.now):
            until = self.now + STANDARD_POLICY.claim_lasts
            probes = self.circuit.state is not CircuitState.CLOSED
            self.circuit = with_claim(self.circuit, until)
            self.number += 1
            self.under_way[self.number] = (a_claim(), until, probes)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data(), outcome=st.sampled_from([DOWN, THERE, Unknown("x"), Skipped("x"), LOCKED_ROW]))
    def a_worker_ends(self, data: st.DataObject, outcome: Outcome) -> None:
        key = data.draw(st.sampled_from(sorted(self.under_way)))
        claim, _, _ = self.under_way.pop(key)
        self.circuit = with_outcome(self.circuit, claim, outcome, self.now, STANDARD_POLICY)
        if self.circuit.state is CircuitState.CLOSED:
            self.under_way = {key: (*one[:2], False) for key, one in self.under_way.items()}

    @invariant()
    def at_most_one_probe_is_under_way(self) -> None:
        assert sum(probes for _, _, probes in self.under_way.values()) <= 1


TestProbing = Probing.TestCase
