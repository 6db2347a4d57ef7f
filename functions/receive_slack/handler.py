"""``POST /slack/interactions``: from API Gateway to the queue of acknowledgements."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache

from aftercall.intake.acceptance import OnceOnly
from aftercall.intake.acknowledgements import AcknowledgementQueue
from aftercall.intake.endpoint import Endpoint
from aftercall.intake.secrets import UnusableSecret
from aftercall.intake.seen_ids import SeenIds
from aftercall.intake.slack_interactions import SlackInteractions
from aftercall.intake.wiring import EdgeClients, build_secrets, edge_clients
from aftercall.settings.alerts import SlackEndpointSettings
from aftercall.steps.destination_gate import DestinationSecret
from aftercall.telemetry.clock import utc_now
from aftercall.telemetry.log import standard_log
from aftercall.telemetry.metrics import standard_metrics

SERVICE = "receive_slack"
SIGNING_SECRET = "signing_secret"  # noqa: S105 - a key of the secret


def signing_secrets(secret: DestinationSecret) -> tuple[str, ...]:
    """Give the signing secrets, current and previous; none where Slack is not connected.

    Raises UnusableSecret, or what boto3 raises.
    """
    document = secret.read()
    if document is None:
        return ()
    told = document.get(SIGNING_SECRET)
    values = told if isinstance(told, list) else [told]
    usable = tuple(value for value in values if isinstance(value, str) and value)
    if not usable:
        raise UnusableSecret(secret.name, f'a text, or a list of texts, "{SIGNING_SECRET}"')
    return usable


def build_endpoint(
    settings: SlackEndpointSettings, clients: EdgeClients, now: Callable[[], datetime] = utc_now
) -> Endpoint:
    """Wire the endpoint."""
    log, metrics = standard_log(SERVICE), standard_metrics(SERVICE)
    secret = DestinationSecret(build_secrets(clients, now), settings.slack_secret_name, now)
    kept_for = timedelta(days=settings.seen_days)
    interactions = SlackInteractions(
        signing_secrets=lambda: signing_secrets(secret),
        once=OnceOnly(SeenIds(clients.dynamodb, settings.seen_table_name, now, kept_for), log, metrics),
        queue=AcknowledgementQueue(clients.sqs, settings.acknowledgements_queue_url),
        now=now,
    )
    return Endpoint(interactions.accept, log, metrics)


@cache
def warm_endpoint() -> Endpoint:
    """Give the endpoint a warm container keeps: clients and secrets outlive one request on purpose."""
    return build_endpoint(SlackEndpointSettings.from_environment(os.environ), edge_clients())


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Answer one interaction."""
    return warm_endpoint().handle(event)
