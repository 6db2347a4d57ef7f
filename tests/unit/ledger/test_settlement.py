"""What becomes of a row of the ledger."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.ledger.debts import Claim, Destination
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, Skipped, TryAgain, Unknown
from aftercall.ledger.policy import STANDARD_POLICY
from aftercall.ledger.settlement import (
    LONGEST_TEXT,
    LedgerRow,
    claim_ended,
    claimed,
    given_up,
    new_row,
    owed_again,
    settled,
)
from aftercall.ledger.status import DeliveryStatus
from tests.fakes.clock import NOON
from tests.fakes.ledger import a_claim

SALESFORCE, SLACK = Destination.SALESFORCE, Destination.SLACK
LATER = NOON + timedelta(seconds=5)


def claim_of(row: LedgerRow, destination: Destination = SALESFORCE) -> Claim:
    return replace(a_claim(destination), revision=row.revision, attempt=row.attempts)


def sending(external_id: str | None = None) -> LedgerRow:
    row = claimed(new_row(NOON, STANDARD_POLICY), NOON, STANDARD_POLICY)
    return replace(row, external_id=external_id)


def settle(
    row: LedgerRow,
    outcome: Outcome,
    *,
    destination: Destination = SALESFORCE,
    claim: Claim | None = None,
    now: datetime = LATER,
) -> LedgerRow:
    told = settled(row, claim or claim_of(row, destination), outcome, now, 1.0, STANDARD_POLICY)
    assert told is not None, "the claim was not this row's"
    return told


def test_what_arrived_is_kept_with_its_hash_and_its_name_there() -> None:
    told = settle(sending(), Delivered("hash", "00Q1", "Industry: bad value"))
    assert (told.status, told.payload_hash, told.external_id) == (DeliveryStatus.DELIVERED, "hash", "00Q1")
    assert (told.warning, told.delivered_at) == ("Industry: bad value", LATER)


def test_a_destination_that_names_nothing_does_not_lose_the_name_it_gave_before() -> None:
    assert settle(sending(external_id="00Q1"), Delivered("hash")).external_id == "00Q1"


def test_what_is_not_owed_says_why() -> None:
    told = settle(sending(), Skipped("no_identity"))
    assert (told.status, told.reason) == (DeliveryStatus.SKIPPED, "no_identity")


def test_what_did_not_arrive_is_due_again_after_a_wait() -> None:
    told = settle(sending(), TryAgain("503"))
    assert (told.status, told.due_at, told.last_error) == (
        DeliveryStatus.PENDING,
        LATER + timedelta(seconds=15),
        "503",
    )


def test_what_is_refused_is_not_tried_again() -> None:
    told = settle(sending(), Rejected("REQUIRED_FIELD_MISSING: Company"))
    assert (told.status, told.last_error) == (DeliveryStatus.FAILED, "REQUIRED_FIELD_MISSING: Company")


def test_an_attempt_that_fails_after_a_day_is_the_last() -> None:
    told = settle(sending(), TryAgain("503"), now=NOON + timedelta(hours=24))
    assert (told.status, told.reason) == (DeliveryStatus.FAILED, "gave_up")


def test_what_may_be_there_is_uncertain_where_it_would_be_there_twice() -> None:
    assert settle(sending(), Unknown("timeout"), destination=SLACK).status is DeliveryStatus.UNCERTAIN


def test_what_may_be_there_is_sent_again_where_twice_is_once() -> None:
    assert settle(sending(), Unknown("timeout")).status is DeliveryStatus.PENDING


def test_what_grew_while_it_was_being_sent_is_owed_again_at_once() -> None:
    row = sending()
    claim = claim_of(row)
    told = settle(owed_again(row, LATER, STANDARD_POLICY), Delivered("hash", "00Q1"), claim=claim)
    assert (told.status, told.due_at, told.attempts) == (DeliveryStatus.PENDING, LATER, 0)
    assert (told.payload_hash, told.external_id) == ("hash", "00Q1")


@pytest.mark.parametrize("outcome", [Skipped("no_identity"), Rejected("x"), TryAgain("x")])
def test_what_grew_is_owed_again_whatever_became_of_the_older_one(outcome: Outcome) -> None:
    row = sending()
    claim = claim_of(row)
    told = settle(owed_again(row, LATER, STANDARD_POLICY), outcome, claim=claim)
    assert (told.status, told.reason) == (DeliveryStatus.PENDING, None)


def test_a_worker_that_never_came_back_is_followed_by_another_where_twice_is_once() -> None:
    told = claim_ended(sending(), NOON + timedelta(minutes=2), deduplicates=True)
    assert told is not None
    assert (told.status, told.due_at) == (DeliveryStatus.PENDING, NOON + timedelta(minutes=2))


def test_a_worker_that_never_came_back_leaves_uncertain_what_would_be_there_twice() -> None:
    told = claim_ended(sending(), NOON + timedelta(minutes=2), deduplicates=False)
    assert told is not None
    assert (told.status, told.reason) == (DeliveryStatus.UNCERTAIN, "claim_ended")


def test_a_claim_is_left_alone_while_it_lasts() -> None:
    assert claim_ended(sending(), NOON + timedelta(seconds=90), deduplicates=False) is None


def test_a_worker_that_comes_back_too_late_changes_nothing() -> None:
    row = sending()
    ended = claim_ended(row, NOON + timedelta(minutes=2), deduplicates=True)
    assert ended is not None
    taken = claimed(ended, NOON + timedelta(minutes=2), STANDARD_POLICY)
    assert settled(taken, claim_of(row), Delivered("old"), LATER, 0.5, STANDARD_POLICY) is None


def test_what_nobody_could_deliver_in_a_day_is_given_up() -> None:
    row = new_row(NOON, STANDARD_POLICY)
    assert given_up(row, NOON + timedelta(hours=24)) is None
    told = given_up(row, NOON + timedelta(hours=24, seconds=1))
    assert told is not None
    assert told.status is DeliveryStatus.FAILED


def test_an_error_of_any_length_is_kept_short() -> None:
    told = settle(sending(), TryAgain("x" * 10_000))
    assert told.last_error is not None
    assert len(told.last_error) == LONGEST_TEXT


OUTCOMES: st.SearchStrategy[Outcome] = st.sampled_from(
    [Delivered("a"), Delivered("b", "id"), Skipped("x"), TryAgain("x"), Rejected("x"), Unknown("x")]
)
STEPS: st.SearchStrategy[list[str | Outcome]] = st.lists(
    st.one_of(
        st.just("claim"), st.just("grow"), st.just("end"), st.just("give up"), st.just("repeat"), OUTCOMES
    ),
    max_size=30,
)


@given(STEPS, st.sampled_from([SALESFORCE, SLACK]), st.lists(st.integers(0, 40_000), min_size=30))
def test_a_claim_is_settled_once_and_no_old_one_moves_a_row(
    steps: list[str | Outcome], destination: Destination, seconds: list[int]
) -> None:
    row, now = new_row(NOON, STANDARD_POLICY), NOON
    claims: list[Claim] = []
    for step, passed in zip(steps, seconds, strict=False):
        now += timedelta(seconds=passed)
        if step == "claim" and row.status is DeliveryStatus.PENDING and row.due_at <= now:
            before, row = row, claimed(row, now, STANDARD_POLICY)
            assert row.attempts == before.attempts + 1
            claim = claim_of(row, destination)
            assert (claim.revision, claim.attempt) not in {(one.revision, one.attempt) for one in claims}
            claims.append(claim)
        elif step == "grow":
            before, row = row, owed_again(row, now, STANDARD_POLICY)
            assert row.revision == before.revision + 1
            assert row.status in {DeliveryStatus.PENDING, DeliveryStatus.SENDING}
        elif step == "end":
            row = claim_ended(row, now, deduplicates=destination.deduplicates) or row
        elif step == "give up":
            row = given_up(row, now) or row
        elif step == "repeat":
            for old in claims[:-1]:
                assert settled(row, old, Delivered("late"), now, 0.5, STANDARD_POLICY) is None
        elif not isinstance(step, str) and claims:
            told = settled(row, claims[-1], step, now, 0.5, STANDARD_POLICY)
            if told is not None:
                assert row.status is DeliveryStatus.SENDING
                assert told.status is not DeliveryStatus.SENDING
                assert settled(told, claims[-1], step, now, 0.5, STANDARD_POLICY) is None
                row = told
        assert (row.claimed_until is not None) == (row.status is DeliveryStatus.SENDING)
        assert (row.reason is None) == (
            row.status in {DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.DELIVERED}
        )
        assert (row.status is DeliveryStatus.UNCERTAIN) <= (not destination.deduplicates)
