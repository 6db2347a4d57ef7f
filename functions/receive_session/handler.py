"""``POST /sessions`` and ``POST /sessions/{id}/metrics``: from API Gateway to the session queues."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from aftercall.intake.endpoint import Endpoint
from aftercall.intake.queues import SessionQueues
from aftercall.intake.report_reading import build_reader
from aftercall.intake.session_endpoints import SessionEndpoints
from aftercall.intake.wiring import EdgeClients, build_acceptance, build_secrets, edge_clients
from aftercall.settings.intake import SessionSettings
from aftercall.telemetry.clock import utc_now
from aftercall.telemetry.log import standard_log
from aftercall.telemetry.metrics import standard_metrics

SERVICE = "receive_session"


def build_endpoint(
    settings: SessionSettings, clients: EdgeClients, now: Callable[[], datetime] = utc_now
) -> Endpoint:
    """Wire the endpoint."""
    log, metrics, secrets = standard_log(SERVICE), standard_metrics(SERVICE), build_secrets(clients, now)
    endpoints = SessionEndpoints(
        signing_keys=lambda: secrets.strings(settings.signing_secret_name, "keys"),
        reader=build_reader(settings.reading, secrets),
        acceptance=build_acceptance(clients, settings.storage, now, log, metrics),
        queues=SessionQueues(
            clients.sqs, {"hot": settings.hot_queue_url, "standard": settings.standard_queue_url}, now
        ),
        now=now,
    )
    return Endpoint(endpoints.accept, log, metrics)


@cache
def warm_endpoint() -> Endpoint:
    """Give the endpoint a warm container keeps: clients and secrets outlive one request on purpose."""
    return build_endpoint(SessionSettings.from_environment(os.environ), edge_clients())


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Answer one report or metrics feed."""
    return warm_endpoint().handle(event)
