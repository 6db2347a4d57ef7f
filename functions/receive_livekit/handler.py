"""``POST /webhooks/livekit``: from API Gateway to the telephony queue."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from aftercall.intake.endpoint import Endpoint
from aftercall.intake.livekit_webhook import LiveKitWebhook
from aftercall.intake.queues import TelephonyQueue
from aftercall.intake.wiring import EdgeClients, build_acceptance, build_secrets, edge_clients
from aftercall.settings.intake import LiveKitSettings
from aftercall.telemetry.clock import utc_now
from aftercall.telemetry.log import standard_log
from aftercall.telemetry.metrics import standard_metrics

SERVICE = "receive_livekit"


def build_endpoint(
    settings: LiveKitSettings, clients: EdgeClients, now: Callable[[], datetime] = utc_now
) -> Endpoint:
    """Wire the endpoint."""
    log, metrics, secrets = standard_log(SERVICE), standard_metrics(SERVICE), build_secrets(clients, now)
    webhook = LiveKitWebhook(
        secrets=lambda: secrets.key_by_id(settings.livekit_secret_name),
        acceptance=build_acceptance(clients, settings.storage, now, log, metrics),
        queue=TelephonyQueue(clients.sqs, settings.telephony_queue_url, now),
        now=now,
    )
    return Endpoint(webhook.accept, log, metrics)


@cache
def warm_endpoint() -> Endpoint:
    """Give the endpoint a warm container keeps: clients and secrets outlive one request on purpose."""
    return build_endpoint(LiveKitSettings.from_environment(os.environ), edge_clients())


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Answer one webhook."""
    return warm_endpoint().handle(event)
