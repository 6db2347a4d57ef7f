"""Woken whenever a call is owed to Salesforce: tells what is due, one call after the other."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

import requests

from aftercall.delivery.salesforce.api import SalesforceApi
from aftercall.delivery.salesforce.destination import SalesforceDestination
from aftercall.ledger.debts import Destination
from aftercall.profile.loading import load_profile
from aftercall.settings.deliveries import DeliverySettings
from aftercall.steps.delivery_clients import DeliveryClients, delivery_clients
from aftercall.steps.delivery_edge import DeliveryEdge, delivery_surroundings
from aftercall.telemetry.clock import utc_now

SERVICE = "deliver_salesforce"


def build_delivery(
    settings: DeliverySettings, clients: DeliveryClients, now: Callable[[], datetime] = utc_now
) -> DeliveryEdge:
    """Wire the function."""
    around = delivery_surroundings(SERVICE, settings, clients, now)
    profile = load_profile(settings.profile_path)

    def read_secret() -> Mapping[str, object] | None:
        return None if around.secret is None else around.secret.read()

    api = SalesforceApi(
        secret=read_secret,
        session=requests.Session(),
        now=now,
        reserve_percent=profile.destinations.salesforce.api_reserve_percent,
    )
    port = SalesforceDestination(
        api=api,
        read_call=around.read_call,
        profile=profile,
        public_base_url=settings.public_base_url,
        now=now,
    )
    return DeliveryEdge(Destination.SALESFORCE, port, around)


@cache
def warm_delivery() -> DeliveryEdge:
    """Give what a warm container keeps: its Salesforce session outlives one run on purpose."""
    return build_delivery(DeliverySettings.from_environment(os.environ), delivery_clients())


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Pay what is due."""
    return warm_delivery().run()
