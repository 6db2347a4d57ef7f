"""Waits between attempts."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from aftercall.ledger.backoff import wait_before_next
from aftercall.ledger.policy import STANDARD_POLICY

attempts = st.integers(1, 10_000)
jitters = st.floats(0.0, 1.0)
waits = st.timedeltas(timedelta(0), timedelta(days=400))


@given(attempts, jitters, jitters)
def test_no_wait_is_shorter_than_the_one_before_until_the_longest_is_reached(
    attempt: int, first: float, second: float
) -> None:
    before = wait_before_next(attempt, first, STANDARD_POLICY)
    after = wait_before_next(attempt + 1, second, STANDARD_POLICY)
    assert after >= min(before, STANDARD_POLICY.longest_wait / 2)


@given(attempts, jitters)
def test_a_wait_stays_between_half_the_first_and_the_longest(attempt: int, jitter: float) -> None:
    wait = wait_before_next(attempt, jitter, STANDARD_POLICY)
    assert STANDARD_POLICY.first_wait / 2 <= wait <= STANDARD_POLICY.longest_wait


@given(attempts, jitters, waits)
def test_what_a_destination_asks_for_is_kept_up_to_an_hour(
    attempt: int, jitter: float, asked: timedelta
) -> None:
    wait = wait_before_next(attempt, jitter, STANDARD_POLICY, asked)
    assert wait >= min(asked, timedelta(hours=1))
    assert wait <= max(STANDARD_POLICY.longest_wait, timedelta(hours=1))


def test_what_failed_together_does_not_come_back_together() -> None:
    assert wait_before_next(3, 0.1, STANDARD_POLICY) != wait_before_next(3, 0.9, STANDARD_POLICY)


def test_the_waits_of_one_day_are_these() -> None:
    told = [wait_before_next(attempt, 1.0, STANDARD_POLICY).total_seconds() for attempt in range(1, 10)]
    assert told == [15, 30, 60, 120, 240, 480, 960, 1800, 1800]
