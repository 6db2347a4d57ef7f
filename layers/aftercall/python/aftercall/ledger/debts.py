"""What is owed to whom."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Destination(StrEnum):
    """Whom something can be owed to."""

    SALESFORCE = "salesforce"
    AMPLITUDE = "amplitude"
    SLACK = "slack"
    PAGERDUTY = "pagerduty"
    EMAIL = "email"

    @property
    def deduplicates(self) -> bool:
        """Whether sending the same thing twice changes nothing there.

        Salesforce upserts by external id, Amplitude drops a known ``insert_id``, PagerDuty folds by
        ``dedup_key``. A Slack message and an e-mail are simply there twice: an attempt whose end is
        unknown is never repeated unasked.
        """
        return self in {Destination.SALESFORCE, Destination.AMPLITUDE, Destination.PAGERDUTY}


class Subject(StrEnum):
    """What a delivery is about; says which table its ``subject_id`` is a key of."""

    SESSION = "session"
    """A call: ``warehouse.sessions.session_id``."""
    ALERT = "alert"
    """An alert: ``warehouse.alerts_history.id``; of a call, where it has a session."""
    DIGEST = "digest"
    """A digest: ``warehouse.digests.digest_id``."""


@dataclass(frozen=True, slots=True)
class Debt:
    """Something that has to reach a destination: one row of the ledger.

    Parameters
    ----------
    subject_id
        Key of the subject, as text.
    session_id
        The call it belongs to, if it belongs to one.
    """

    destination: Destination
    subject: Subject
    subject_id: str
    session_id: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A debt that one worker took on: nobody else pays it until ``until``.

    Parameters
    ----------
    delivery_id
        The row of the ledger.
    dedupe_id
        What the destination is to recognise a repetition by. It stays when a better report of the same call
        takes the place of the one that was delivered, so nothing is counted twice.
    revision
        Of the debt when it was claimed: one that grew meanwhile is owed again.
    attempt
        1 for the first.
    delivered_hash, external_id
        Of the last successful delivery, if there was one; ``redeliver`` forgets the hash, never the id.
    until
        When the claim ends, aware UTC.
    has_failed
        Whether an attempt failed before: what it sent may have arrived for all that.
    """

    delivery_id: int
    debt: Debt
    dedupe_id: str
    revision: int
    attempt: int
    delivered_hash: str | None
    external_id: str | None
    created_at: datetime
    until: datetime
    has_failed: bool = False
