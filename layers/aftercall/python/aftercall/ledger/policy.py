"""How long something is owed, how often it is tried, and when a destination is left alone."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class DeliveryPolicy:
    """The figures of the ledger's rules, in one place.

    Parameters
    ----------
    gives_up_after
        From the moment a debt falls due: an attempt that fails later is the last.
    first_wait, longest_wait
        The wait after the first failure, doubled with each further one, and where it stops growing.
    longest_asked_wait
        The most that a destination's own Retry-After can make anything wait.
    claim_lasts
        How long one worker may take over one attempt. Longer than a worker lives: when a claim has ended,
        nobody is sending any more.
    opens_after
        Failures in a row that speak against the destination, until it is left alone.
    open_for, longest_open
        How long it is left alone at first, doubled each time the probe fails, and where that stops.
    """

    gives_up_after: timedelta = timedelta(hours=24)
    first_wait: timedelta = timedelta(seconds=15)
    longest_wait: timedelta = timedelta(minutes=30)
    longest_asked_wait: timedelta = timedelta(hours=1)
    claim_lasts: timedelta = timedelta(seconds=90)
    opens_after: int = 5
    open_for: timedelta = timedelta(seconds=30)
    longest_open: timedelta = timedelta(minutes=10)


STANDARD_POLICY = DeliveryPolicy()
