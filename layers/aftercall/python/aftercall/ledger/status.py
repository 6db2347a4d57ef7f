"""Where a debt stands."""

from enum import StrEnum


class DeliveryStatus(StrEnum):
    """Status of a row of the ledger; a row leaves ``sending`` by an outcome or by the end of its claim."""

    PENDING = "pending"
    """Owed; due at ``due_at``."""
    SENDING = "sending"
    """Claimed by a worker."""
    DELIVERED = "delivered"
    SKIPPED = "skipped"
    """Not owed to this destination, for the reason given."""
    FAILED = "failed"
    """Refused, or given up after the stated time; `aftercall redeliver` tries anew."""
    UNCERTAIN = "uncertain"
    """Sent, but nobody knows whether it arrived, and the destination cannot tell twice from once: only a
    person sends it again."""


OPEN_STATUSES = frozenset({DeliveryStatus.PENDING, DeliveryStatus.SENDING})
