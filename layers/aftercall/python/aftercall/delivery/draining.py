"""Paying what is due to one destination, one debt after the other, until nothing is or time is over."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from aftercall.delivery.port import DestinationPort
from aftercall.ledger.debts import Claim, Destination
from aftercall.ledger.outcomes import Outcome, TryAgain, Unknown

DRAINS_FOR = timedelta(seconds=40)
"""Below the function's time limit by more than the longest attempt."""


class LedgerPort(Protocol):
    """The ledger, as a worker sees it."""

    def claim(self, destination: Destination, now: datetime) -> Claim | None:
        """Take on the debt that has been due longest, for this worker alone.

        None where nothing is due, or where the destination's circuit is open.
        """
        ...

    def settle(self, claim: Claim, outcome: Outcome, now: datetime, jitter: float) -> bool:
        """Write down what came of a claim; False where it was not this worker's any more."""
        ...

    def has_due(self, destination: Destination, now: datetime) -> bool:
        """Whether a worker that starts now would find something to do."""
        ...


@dataclass(frozen=True, slots=True)
class Drained:
    """What one run came to: outcomes by name, and whether more is due."""

    counts: Mapping[str, int]
    more: bool

    @property
    def attempts(self) -> int:
        """How many debts were taken on."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Drain:
    """Pays debts.

    Parameters
    ----------
    now
        The clock, aware UTC.
    jitter
        Draws from 0 to 1.
    on_error
        Told of what a port raised although it raises nothing; the run goes on.
    before_sending
        What a port raises only while it reads what to send: nothing was sent, whoever the destination is.
    """

    ledger: LedgerPort
    port: DestinationPort
    now: Callable[[], datetime]
    jitter: Callable[[], float]
    on_error: Callable[[Claim, Exception], None]
    before_sending: tuple[type[Exception], ...] = ()
    lasts: timedelta = field(default=DRAINS_FOR)

    def run(self, destination: Destination) -> Drained:
        """Pay until nothing is due or time is over.  Raises WarehouseUnavailable from the ledger alone."""
        ends = self.now() + self.lasts
        counts: Counter[str] = Counter()
        while self.now() < ends:
            claim = self.ledger.claim(destination, self.now())
            if claim is None:
                return Drained(dict(counts), more=False)
            outcome = self._attempt(claim)
            kept = self.ledger.settle(claim, outcome, self.now(), self.jitter())
            counts[outcome_name(outcome) if kept else "claim_lost"] += 1
        return Drained(dict(counts), more=self.ledger.has_due(destination, self.now()))

    def _attempt(self, claim: Claim) -> Outcome:
        """Deliver; whatever a port raises becomes an outcome, so that one debt never holds up the others."""
        try:
            return self.port.deliver(claim)
        except Exception as error:  # noqa: BLE001 - told to the operator below, and written into the ledger
            self.on_error(claim, error)
            name = type(error).__name__
            if claim.debt.destination.deduplicates or isinstance(error, self.before_sending):
                return TryAgain(error=name, destination_down=False)
            return Unknown(error=name)


def outcome_name(outcome: Outcome) -> str:
    """Give an outcome's name as log and metrics have it."""
    return OUTCOME_NAMES[type(outcome).__name__]


OUTCOME_NAMES = {
    "Delivered": "delivered",
    "Skipped": "skipped",
    "TryAgain": "try_again",
    "Rejected": "rejected",
    "Unknown": "unknown",
}
