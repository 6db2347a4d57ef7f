"""The circuit breaker of a destination: one that is down is left alone, and asked by one probe at a time.

While it is open the rows of the ledger stay as they are: no attempt is used up, and no worker waits for a
destination that does not answer.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from aftercall.ledger.backoff import doubled
from aftercall.ledger.debts import Claim
from aftercall.ledger.outcomes import Delivered, Outcome, Skipped, TryAgain, Unknown
from aftercall.ledger.policy import DeliveryPolicy


class CircuitState(StrEnum):
    """Whether a destination is tried."""

    CLOSED = "closed"
    """Everything goes."""
    OPEN = "open"
    """Nothing goes before ``open_until``."""
    HALF_OPEN = "half_open"
    """One probe is under way, and nothing else before ``open_until``, when it counts as lost."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """Where a destination's circuit stands.

    Parameters
    ----------
    failures
        In a row, that speak against the destination.
    open_until
        Nothing else is let through before; None while closed.
    """

    state: CircuitState = CircuitState.CLOSED
    failures: int = 0
    opened_at: datetime | None = None
    open_until: datetime | None = None
    last_error: str | None = None

    def admits(self, now: datetime) -> bool:
        """Whether a delivery may start now."""
        return self.state is CircuitState.CLOSED or self.open_until is None or now >= self.open_until


CLOSED_CIRCUIT = Circuit()


def with_claim(circuit: Circuit, until: datetime) -> Circuit:
    """Give the circuit once a delivery that it admitted has been claimed: the probe, unless it is closed."""
    if circuit.state is CircuitState.CLOSED:
        return circuit
    return replace(circuit, state=CircuitState.HALF_OPEN, open_until=until)


def with_outcome(
    circuit: Circuit, claim: Claim, outcome: Outcome, now: datetime, policy: DeliveryPolicy
) -> Circuit:
    """Give the circuit after an attempt ended."""
    match outcome:
        case TryAgain(error=error, destination_down=True):
            return _failed(circuit, error, outcome, now, policy)
        case Unknown(error=error):
            return _failed(circuit, error, outcome, now, policy)
        case _ if _tells_nothing(claim, outcome):
            if circuit.state is CircuitState.HALF_OPEN:
                return replace(circuit, state=CircuitState.OPEN, open_until=now)
            return circuit
        case _:
            return CLOSED_CIRCUIT


def _tells_nothing(claim: Claim, outcome: Outcome) -> bool:
    """Whether the destination was not even asked."""
    return isinstance(outcome, Skipped) or (
        isinstance(outcome, Delivered)
        and claim.delivered_hash is not None
        and outcome.payload_hash == claim.delivered_hash
    )


def _failed(
    circuit: Circuit, error: str, outcome: TryAgain | Unknown, now: datetime, policy: DeliveryPolicy
) -> Circuit:
    failures = circuit.failures + 1
    asked = outcome.after if isinstance(outcome, TryAgain) else None
    opens = failures >= policy.opens_after or circuit.state is not CircuitState.CLOSED
    if not opens and asked is None:
        return replace(circuit, failures=failures, last_error=error)
    closed_for = doubled(policy.open_for, max(failures - policy.opens_after, 0), policy.longest_open)
    if asked is not None:
        asked = min(asked, policy.longest_asked_wait)
        closed_for = max(closed_for, asked) if opens else asked
    still = circuit.open_until if circuit.state is CircuitState.OPEN else None
    until = now + closed_for
    return Circuit(
        state=CircuitState.OPEN,
        failures=failures,
        opened_at=circuit.opened_at or now,
        open_until=until if still is None else max(until, still),
        last_error=error,
    )
