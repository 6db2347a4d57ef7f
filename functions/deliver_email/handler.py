"""Whenever it is woken: the mails that are due go out."""

import os
from collections.abc import Mapping
from functools import cache

import boto3

from aftercall.delivery.email.destination import EmailDestination, SendsEmail
from aftercall.ledger.debts import Destination
from aftercall.profile.loading import load_profile
from aftercall.reports.digests import DigestRecord
from aftercall.settings.client_limits import MAIL_CONFIG
from aftercall.settings.digests import EmailSettings
from aftercall.steps.delivery_edge import DeliveryEdge, DeliverySurroundings, delivery_surroundings
from aftercall.warehouse.digests import read_digest

SERVICE = "deliver_email"


def build_edge(
    settings: EmailSettings, surroundings: DeliverySurroundings, client: SendsEmail
) -> DeliveryEdge:
    """Wire the function."""
    profile = load_profile(settings.delivery.profile_path)

    def digest(digest_id: str) -> DigestRecord | None:
        return read_digest(surroundings.connection(), digest_id)

    port = EmailDestination(
        profile=profile,
        sender=settings.email_sender or "",
        read_digest=digest,
        client=client,
        public_base_url=settings.delivery.public_base_url,
    )
    configured = settings.email_sender is not None and bool(profile.digests.recipients)
    return DeliveryEdge(Destination.EMAIL, port, surroundings, lambda: configured)


@cache
def warm_edge() -> DeliveryEdge:
    """Give what a warm container keeps: its database connection outlives one run on purpose."""
    settings = EmailSettings.from_environment(os.environ)
    client = boto3.client("sesv2", config=MAIL_CONFIG)
    return build_edge(settings, delivery_surroundings(SERVICE, settings.delivery), client)


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Send what is due."""
    return warm_edge().run()
