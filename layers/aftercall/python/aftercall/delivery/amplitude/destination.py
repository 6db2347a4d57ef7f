"""Amplitude as the ledger's destination."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from aftercall.delivery.amplitude.client import endpoint, request_body, send_events
from aftercall.delivery.amplitude.events import AmplitudeEvent, events_of
from aftercall.ledger.debts import Claim, Subject
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, Skipped, TryAgain
from aftercall.reports.call_record import CallRecord

REMEMBERED = timedelta(days=7)
"""So long Amplitude knows an ``insert_id``; a repetition after that would be counted."""
ONLY_IDENTIFIED = "sent over a week ago: only the caller's properties were told again"

type Send = Callable[[tuple[AmplitudeEvent, ...], str, str, str], Outcome]


@dataclass(frozen=True, slots=True)
class AmplitudeDestination:
    """Tells Amplitude of calls.

    Parameters
    ----------
    read_call
        Gives a call as it stands.
    read_secret
        Gives ``{"api_key", "server_url"?, "server_zone"?}``, or None without one.
    """

    read_call: Callable[[str], CallRecord | None]
    read_secret: Callable[[], Mapping[str, object] | None]
    send: Send = send_events

    def deliver(self, claim: Claim) -> Outcome:
        """Send a call's events, unless the very same were sent before."""
        if claim.debt.subject is not Subject.SESSION:
            return Rejected(f"{claim.debt.subject.value}: Amplitude is told of sessions only")
        call = self.read_call(claim.debt.subject_id)
        if call is None:
            return Skipped("no_such_call")
        events = events_of(call, claim.dedupe_id)
        payload_hash = payload_hash_of(events)
        if payload_hash == claim.delivered_hash:
            return Delivered(payload_hash, claim.external_id)
        secret = self.read_secret() or {}
        api_key = secret.get("api_key")
        if not isinstance(api_key, str) or not api_key:
            return TryAgain('secret: expected a string "api_key"')
        is_late = _may_be_counted_twice(claim)
        told = events[:1] if is_late else events  # the identification, which sets and never adds
        outcome = self.send(told, endpoint(secret), api_key, payload_hash)
        if not isinstance(outcome, Delivered):
            return outcome
        return replace(outcome, external_id=claim.dedupe_id, warning=ONLY_IDENTIFIED if is_late else None)


def _may_be_counted_twice(claim: Claim) -> bool:
    """Whether events that arrived are so old that Amplitude would take them for new ones."""
    return claim.external_id is not None and claim.until - claim.created_at > REMEMBERED


def payload_hash_of(events: tuple[AmplitudeEvent, ...]) -> str:
    """Give what tells one set of events from another."""
    return hashlib.sha256(request_body(events, "")).hexdigest()
