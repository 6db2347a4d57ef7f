"""How long to wait before the next attempt."""

from datetime import timedelta

from aftercall.ledger.policy import DeliveryPolicy


def doubled(first: timedelta, times: int, longest: timedelta) -> timedelta:
    """Double a time as often as told, up to the longest."""
    steps = min(times, 30)  # beyond this the result would leave what a timedelta holds
    grown: timedelta = first * (1 << steps)
    return min(grown, longest)


def wait_before_next(
    attempt: int, jitter: float, policy: DeliveryPolicy, asked: timedelta | None = None
) -> timedelta:
    """Give the wait after a failed attempt.

    Half of the doubling wait is kept and half is drawn, so that what failed together does not come back
    together, and no wait is shorter than the one before it until the longest is reached.

    Parameters
    ----------
    attempt
        1 for the first.
    jitter
        Drawn by the caller, 0 to 1.
    asked
        What the destination asked for; the wait is never shorter, up to ``policy.longest_asked_wait``.
    """
    full = doubled(policy.first_wait, attempt - 1, policy.longest_wait)
    wait = full / 2 + full / 2 * jitter
    return wait if asked is None else max(wait, min(asked, policy.longest_asked_wait))
