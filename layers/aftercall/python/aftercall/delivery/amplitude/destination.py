"""Amplitude as the ledger's destination."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aftercall.delivery.amplitude.client import endpoint, request_body, send_events
from aftercall.delivery.amplitude.events import AmplitudeEvent, events_of
from aftercall.ledger.debts import Claim, Subject
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, Skipped, TryAgain
from aftercall.reports.call_record import CallRecord

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
        return self.send(events, endpoint(secret), api_key, payload_hash)


def payload_hash_of(events: tuple[AmplitudeEvent, ...]) -> str:
    """Give what tells one set of events from another."""
    return hashlib.sha256(request_body(events, "")).hexdigest()
