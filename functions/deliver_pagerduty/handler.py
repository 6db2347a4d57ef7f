"""Whenever it is woken: what is due to PagerDuty is paid."""

import os
from collections.abc import Mapping
from functools import cache

import urllib3

from aftercall.delivery.pagerduty.client import poster
from aftercall.delivery.pagerduty.destination import PagerDutyDestination
from aftercall.ledger.debts import Destination
from aftercall.profile.loading import load_profile
from aftercall.settings.deliveries import DeliverySettings
from aftercall.steps.delivery_edge import DeliveryEdge, DeliverySurroundings, delivery_surroundings

SERVICE = "deliver_pagerduty"


def build_edge(settings: DeliverySettings, surroundings: DeliverySurroundings) -> DeliveryEdge:
    """Wire the function."""
    secret = surroundings.secret
    port = PagerDutyDestination(
        profile=load_profile(settings.profile_path),
        read_alert=surroundings.read_alert,
        read_secret=lambda: None if secret is None else secret.read(),
        post=poster(urllib3.PoolManager()),
        public_base_url=settings.public_base_url,
    )
    return DeliveryEdge(Destination.PAGERDUTY, port, surroundings)


@cache
def warm_edge() -> DeliveryEdge:
    """Give what a warm container keeps: connection and secret outlive one run on purpose."""
    settings = DeliverySettings.from_environment(os.environ)
    return build_edge(settings, delivery_surroundings(SERVICE, settings))


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Pay what is due."""
    return warm_edge().run()
