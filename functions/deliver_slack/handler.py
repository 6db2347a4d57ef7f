"""Whenever it is woken: what is due to Slack is paid."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from aftercall.delivery.slack.blocks import SlackMessage
from aftercall.delivery.slack.destination import SlackDestination
from aftercall.delivery.slack.product import product_message
from aftercall.ledger.debts import Destination
from aftercall.profile.loading import load_profile
from aftercall.settings.deliveries import DeliverySettings
from aftercall.steps.delivery_edge import DeliveryEdge, DeliverySurroundings, delivery_surroundings
from aftercall.warehouse.delivered_records import delivered_record
from aftercall.warehouse.digests import read_digest

SERVICE = "deliver_slack"
LOOKS = 16
SECONDS_BETWEEN = 0.5


@dataclass(frozen=True, slots=True)
class SalesforceRecords:
    """Finds a call's record in Salesforce, and waits a few seconds for one that is being made.

    A message of Slack's is never sent again, so the link it is to have must be there at once.
    """

    surroundings: DeliverySurroundings

    def record_id(self, session_id: str) -> str | None:
        """Give the record's id, or None where none came about within eight seconds."""
        for _ in range(LOOKS):
            record = delivered_record(self.surroundings.connection(), Destination.SALESFORCE, session_id)
            if record.external_id is not None or not record.awaited:
                return record.external_id
            self.surroundings.pause(SECONDS_BETWEEN)
        return None


def build_edge(settings: DeliverySettings, surroundings: DeliverySurroundings) -> DeliveryEdge:
    """Wire the function."""
    secret = surroundings.secret
    profile = load_profile(settings.profile_path)

    def digest(digest_id: str) -> SlackMessage | None:
        record = read_digest(surroundings.connection(), digest_id)
        return None if record is None else product_message(record, profile, settings.public_base_url)

    port = SlackDestination(
        profile=profile,
        read_call=surroundings.read_call,
        read_alert=surroundings.read_alert,
        read_digest=digest,
        record_id=SalesforceRecords(surroundings).record_id,
        read_secret=lambda: None if secret is None else secret.read(),
        public_base_url=settings.public_base_url,
    )
    return DeliveryEdge(Destination.SLACK, port, surroundings)


@cache
def warm_edge() -> DeliveryEdge:
    """Give what a warm container keeps: connection and secret outlive one run on purpose."""
    settings = DeliverySettings.from_environment(os.environ)
    return build_edge(settings, delivery_surroundings(SERVICE, settings))


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Pay what is due."""
    return warm_edge().run()
