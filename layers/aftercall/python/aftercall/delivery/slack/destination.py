"""Slack as the ledger's destination: alerts of calls, alerts for operators, and digests."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aftercall.delivery.slack.blocks import SlackMessage
from aftercall.delivery.slack.client import send_message
from aftercall.delivery.slack.operators import alert_message, resolved_message
from aftercall.delivery.slack.sales import SalesContext, sales_message
from aftercall.ledger.debts import Claim, Subject
from aftercall.ledger.outcomes import Outcome, Rejected, Skipped, TryAgain
from aftercall.profile.models import Profile
from aftercall.reports.alert_record import AlertRecord, AlertType
from aftercall.reports.call_record import CallRecord

RESOLVED = "resolved"

type Send = Callable[[str, SlackMessage, str], Outcome]


@dataclass(frozen=True, slots=True)
class SlackDestination:
    """Tells Slack.

    Parameters
    ----------
    read_call, read_alert
        Give a call and an alert as they stand.
    read_digest
        Gives an hourly digest as a message; None where there is none (any more).
    record_id
        Gives the call's record in Salesforce; None where there is none yet.
    read_secret
        Gives ``{"webhooks": {"sales": url, "ops": url, "product": url}}``.
    """

    profile: Profile
    read_call: Callable[[str], CallRecord | None]
    read_alert: Callable[[str], AlertRecord | None]
    read_digest: Callable[[str], SlackMessage | None]
    record_id: Callable[[str], str | None]
    read_secret: Callable[[], Mapping[str, object] | None]
    public_base_url: str | None = None
    send: Send = send_message

    def deliver(self, claim: Claim) -> Outcome:
        """Post one message."""
        match claim.debt.subject:
            case Subject.ALERT:
                return self._alert(claim)
            case Subject.DIGEST:
                return self._post(
                    AlertType.QUALITY, self.read_digest(claim.debt.subject_id), "no_such_digest"
                )
            case Subject.SESSION:
                return Rejected("session: Slack is told of alerts and digests")

    def _alert(self, claim: Claim) -> Outcome:
        alert = self.read_alert(claim.debt.subject_id)
        if alert is None:
            return Skipped("no_such_alert")
        if alert.alert_type is AlertType.BUSINESS:
            return self._post(alert.alert_type, self._of_a_call(alert), "no_reason_any_more")
        if claim.debt.subject_id.endswith(f":{RESOLVED}"):
            return self._post(alert.alert_type, resolved_message(alert), "")
        if alert.resolved_at is not None:
            # Nobody is called for what is over; the message of its end says what it was.
            return Skipped("over_before_told")
        return self._post(alert.alert_type, alert_message(alert, self.profile, self.public_base_url), "")

    def _of_a_call(self, alert: AlertRecord) -> SlackMessage | None:
        call = None if alert.session_id is None else self.read_call(alert.session_id)
        if call is None:
            return None
        context = SalesContext(self.profile, self.public_base_url, self.record_id(call.session_id))
        return sales_message(alert.alert_name, call, context)

    def _post(self, kind: AlertType, told: SlackMessage | None, absent: str) -> Outcome:
        if told is None:
            return Skipped(absent)
        channel = self.profile.destinations.slack.channels.get(kind)
        if channel is None:
            return Skipped("no_channel")
        webhooks = (self.read_secret() or {}).get("webhooks")
        url = webhooks.get(channel) if isinstance(webhooks, Mapping) else None
        if not isinstance(url, str) or not url:
            return TryAgain(f'secret: expected an address in "webhooks" for "{channel}"')
        return self.send(url, told, payload_hash_of(told))


def payload_hash_of(told: SlackMessage) -> str:
    """Give what tells one message from another."""
    return hashlib.sha256(json.dumps([told.text, told.blocks], sort_keys=True).encode()).hexdigest()
