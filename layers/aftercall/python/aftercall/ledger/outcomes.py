"""What one attempt to deliver came to.

A destination answers with one of these and raises nothing of its own. ``error`` is for an operator: class,
status and the destination's error code, never a body, a transcript or a secret.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Delivered:
    """It is there.

    Parameters
    ----------
    payload_hash
        SHA-256 of what was sent: the same payload is not sent again.
    external_id
        What the destination calls it.
    warning
        What it did not take of it, by field name (a validation rule, a missing custom field).
    """

    payload_hash: str
    external_id: str | None = None
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """There is nothing to do, and why: not_configured, shadow_mode, no_identity, too_old, ..."""

    reason: str


@dataclass(frozen=True, slots=True)
class TryAgain:
    """It did not arrive, for sure, and may later.

    Parameters
    ----------
    after
        What the destination asked to wait (Retry-After); None leaves it to the policy.
    destination_down
        Whether this speaks against the destination as a whole (counts for the circuit breaker), not only
        against this one delivery (a locked row).
    """

    error: str
    after: timedelta | None = None
    destination_down: bool = True


@dataclass(frozen=True, slots=True)
class Rejected:
    """The destination refuses it: trying the same again changes nothing."""

    error: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It was sent, and nobody knows whether it arrived: the answer was lost or could not be read."""

    error: str


type Outcome = Delivered | Skipped | TryAgain | Rejected | Unknown
