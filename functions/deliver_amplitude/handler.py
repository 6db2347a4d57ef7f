"""Whenever it is woken: what is due to Amplitude is paid."""

import os
from collections.abc import Mapping
from functools import cache

from aftercall.delivery.amplitude.destination import AmplitudeDestination
from aftercall.ledger.debts import Destination
from aftercall.settings.deliveries import DeliverySettings
from aftercall.steps.delivery_edge import DeliveryEdge, DeliverySurroundings, delivery_surroundings

SERVICE = "deliver_amplitude"


def build_edge(surroundings: DeliverySurroundings) -> DeliveryEdge:
    """Wire the function."""
    secret = surroundings.secret
    port = AmplitudeDestination(surroundings.read_call, lambda: None if secret is None else secret.read())
    return DeliveryEdge(Destination.AMPLITUDE, port, surroundings)


@cache
def warm_edge() -> DeliveryEdge:
    """Give what a warm container keeps: connection and secret outlive one run on purpose."""
    return build_edge(delivery_surroundings(SERVICE, DeliverySettings.from_environment(os.environ)))


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Pay what is due."""
    return warm_edge().run()
