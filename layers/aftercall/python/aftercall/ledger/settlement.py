"""What becomes of a row of the ledger: every change of its status, as functions from row to row.

``warehouse.ledger`` makes the same changes in SQL where many rows change at once; a test holds both
against each other.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from aftercall.ledger.backoff import wait_before_next
from aftercall.ledger.debts import Claim
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, Skipped, TryAgain, Unknown
from aftercall.ledger.policy import DeliveryPolicy
from aftercall.ledger.status import DeliveryStatus

LONGEST_TEXT = 500

CLAIM_ENDED = "claim_ended: the worker was gone before it told what became of it"
NO_LONGER_TRIED = "gave_up"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What changes of a row; names and meanings are the columns' of ``warehouse.deliveries``."""

    status: DeliveryStatus
    revision: int
    attempts: int
    due_at: datetime
    gives_up_at: datetime
    claimed_until: datetime | None = None
    claimed_revision: int | None = None
    reason: str | None = None
    payload_hash: str | None = None
    external_id: str | None = None
    warning: str | None = None
    last_error: str | None = None
    last_error_at: datetime | None = None
    delivered_at: datetime | None = None


def new_row(now: datetime, policy: DeliveryPolicy) -> LedgerRow:
    """Give the row of a new debt."""
    return LedgerRow(DeliveryStatus.PENDING, 1, 0, now, now + policy.gives_up_after)


def claimed(row: LedgerRow, now: datetime, policy: DeliveryPolicy) -> LedgerRow:
    """Give a due row once a worker took it on."""
    return replace(
        row,
        status=DeliveryStatus.SENDING,
        attempts=row.attempts + 1,
        claimed_until=now + policy.claim_lasts,
        claimed_revision=row.revision,
    )


def owed_again(row: LedgerRow, now: datetime, policy: DeliveryPolicy) -> LedgerRow:
    """Give a row once there is something new to tell; a worker that is at it finishes first."""
    gives_up_at = now + policy.gives_up_after
    if row.status is DeliveryStatus.SENDING:
        return replace(row, revision=row.revision + 1, gives_up_at=gives_up_at)
    return _pending(replace(row, revision=row.revision + 1, gives_up_at=gives_up_at), now)


def settled(
    row: LedgerRow,
    claim: Claim,
    outcome: Outcome,
    now: datetime,
    jitter: float,
    policy: DeliveryPolicy,
) -> LedgerRow | None:
    """Give a row after its attempt, or None where the row is not that claim's any more.

    No two claims of a row have both revision and attempt in common. A row that grew while it was being sent
    is owed again; what is unknown to have arrived is so only where the destination cannot tell twice from
    once.
    """
    own = (claim.revision, claim.attempt) == (row.claimed_revision, row.attempts)
    if row.status is not DeliveryStatus.SENDING or not own:
        return None
    if isinstance(outcome, Unknown) and claim.debt.destination.deduplicates:
        outcome = TryAgain(outcome.error)
    told = replace(
        _with_outcome(row, outcome, now, jitter, policy), claimed_until=None, claimed_revision=None
    )
    grew = row.revision != row.claimed_revision
    if grew and told.status is not DeliveryStatus.UNCERTAIN:
        return _pending(told, told.due_at if isinstance(outcome, TryAgain) else now)
    return told


def _with_outcome(
    row: LedgerRow, outcome: Outcome, now: datetime, jitter: float, policy: DeliveryPolicy
) -> LedgerRow:
    match outcome:
        case Delivered(payload_hash=payload_hash, external_id=external_id, warning=warning):
            return replace(
                row,
                status=DeliveryStatus.DELIVERED,
                reason=None,
                payload_hash=payload_hash,
                external_id=external_id or row.external_id,
                warning=_shortened(warning),
                delivered_at=now,
            )
        case Skipped(reason=reason):
            return replace(row, status=DeliveryStatus.SKIPPED, reason=_shortened(reason))
        case TryAgain(error=error, after=after):
            row = _with_error(row, error, now)
            if now >= row.gives_up_at:
                return replace(row, status=DeliveryStatus.FAILED, reason=NO_LONGER_TRIED)
            wait = wait_before_next(row.attempts, jitter, policy, after)
            return replace(row, status=DeliveryStatus.PENDING, due_at=now + wait)
        case Rejected(error=error):
            return replace(_with_error(row, error, now), status=DeliveryStatus.FAILED, reason="rejected")
        case Unknown(error=error):
            return replace(
                _with_error(row, error, now), status=DeliveryStatus.UNCERTAIN, reason="answer_unknown"
            )


def claim_ended(row: LedgerRow, now: datetime, *, deduplicates: bool) -> LedgerRow | None:
    """Give a row whose worker never came back, or None while its claim lasts.

    Where the destination tells twice from once it is tried again; elsewhere nobody knows, and only a person
    sends it again.
    """
    if row.status is not DeliveryStatus.SENDING or row.claimed_until is None or now <= row.claimed_until:
        return None
    left = replace(_with_error(row, CLAIM_ENDED, now), claimed_until=None, claimed_revision=None)
    if not deduplicates:
        return replace(left, status=DeliveryStatus.UNCERTAIN, reason="claim_ended")
    if row.revision != row.claimed_revision:
        return _pending(left, now)
    return replace(left, status=DeliveryStatus.PENDING, due_at=now, reason=None)


def given_up(row: LedgerRow, now: datetime) -> LedgerRow | None:
    """Give a row whose time is over, or None."""
    if row.status is not DeliveryStatus.PENDING or now <= row.gives_up_at:
        return None
    return replace(row, status=DeliveryStatus.FAILED, reason=NO_LONGER_TRIED)


def _pending(row: LedgerRow, due_at: datetime) -> LedgerRow:
    return replace(row, status=DeliveryStatus.PENDING, attempts=0, due_at=due_at, reason=None)


def _with_error(row: LedgerRow, error: str, now: datetime) -> LedgerRow:
    return replace(row, last_error=_shortened(error), last_error_at=now)


def _shortened(text: str | None) -> str | None:
    return text if text is None or len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
