"""PagerDuty as the ledger's destination."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aftercall.delivery.pagerduty.client import EVENTS_URL, Post, send_event
from aftercall.delivery.pagerduty.events import Event, event_of
from aftercall.ledger.debts import Claim, Subject
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, Skipped, TryAgain
from aftercall.profile.models import Profile
from aftercall.reports.alert_record import AlertRecord


@dataclass(frozen=True, slots=True)
class PagerDutyDestination:
    """Brings PagerDuty to where an alert stands.

    Parameters
    ----------
    read_secret
        Gives ``{"routing_key", "events_url"?}``, or None without one.
    """

    profile: Profile
    read_alert: Callable[[str], AlertRecord | None]
    read_secret: Callable[[], Mapping[str, object] | None]
    post: Post
    public_base_url: str | None = None

    def deliver(self, claim: Claim) -> Outcome:
        """Send the event of the alert's present state, unless it was the last one sent."""
        if claim.debt.subject is not Subject.ALERT:
            return Rejected(f"{claim.debt.subject.value}: PagerDuty is told of alerts only")
        alert = self.read_alert(claim.debt.subject_id)
        if alert is None:
            return Skipped("no_such_alert")
        event = event_of(alert, self.profile, self.public_base_url)
        payload_hash = payload_hash_of(event)
        if payload_hash == claim.delivered_hash:
            return Delivered(payload_hash, claim.external_id)
        if event["event_action"] != "trigger" and claim.external_id is None and not claim.has_failed:
            # It ended before anybody was called: there is nobody to tell. After a lost answer there may be.
            return Skipped("over_before_told")
        secret = self.read_secret() or {}
        key, url = secret.get("routing_key"), secret.get("events_url") or EVENTS_URL
        if not isinstance(key, str) or not key or not isinstance(url, str):
            return TryAgain('secret: expected a string "routing_key"')
        return send_event(event, key, url, payload_hash, self.post)


def payload_hash_of(event: Event) -> str:
    """Give what tells one event from another."""
    return hashlib.sha256(json.dumps(event, sort_keys=True, default=str).encode()).hexdigest()
