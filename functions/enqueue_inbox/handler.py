"""The inbox queue: from the event of a drop below ``inbox/`` to the backfill queue."""

import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from aftercall.intake.inbox import Inbox, dropped_keys
from aftercall.intake.inbox_bucket import InboxBucket
from aftercall.intake.queue_batch import QueueBatch
from aftercall.intake.queues import SessionQueues
from aftercall.intake.report_reading import build_reader
from aftercall.intake.wiring import EdgeClients, build_acceptance, build_secrets, edge_clients
from aftercall.settings.intake import InboxSettings
from aftercall.telemetry.clock import utc_now
from aftercall.telemetry.log import standard_log
from aftercall.telemetry.metrics import standard_metrics

SERVICE = "enqueue_inbox"
# Nobody waits for a drop: an outage of some seconds shall not make a dead letter of it.
WAITS_SECONDS = (5, 20, 20)


def build_inbox(
    settings: InboxSettings, clients: EdgeClients, now: Callable[[], datetime] = utc_now
) -> Inbox:
    """Wire the inbox."""
    log, metrics = standard_log(SERVICE), standard_metrics(SERVICE)
    return Inbox(
        bucket=InboxBucket(clients.s3, settings.storage.bucket_name),
        reader=build_reader(settings.reading, build_secrets(clients, now)),
        acceptance=build_acceptance(clients, settings.storage, now, log, metrics),
        queues=SessionQueues(clients.sqs, {"backfill": settings.backfill_queue_url}, now),
        now=now,
    )


def build_consumer(
    settings: InboxSettings, clients: EdgeClients, now: Callable[[], datetime] = utc_now
) -> QueueBatch:
    """Wire the consumer: each message is one event and names one drop."""
    inbox = build_inbox(settings, clients, now)

    def take(body: str) -> None:
        for key in dropped_keys(json.loads(body)):
            inbox.take(key)

    return QueueBatch(
        sqs=clients.sqs,
        queue_urls=(settings.inbox_queue_url,),
        work=take,
        log=inbox.acceptance.log,
        metrics=inbox.acceptance.metrics,
        waits_seconds=WAITS_SECONDS,
    )


@cache
def warm_consumer() -> QueueBatch:
    """Give the consumer a warm container keeps: clients and secrets outlive one batch on purpose."""
    return build_consumer(InboxSettings.from_environment(os.environ), edge_clients())


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, list[dict[str, str]]]:
    """Take in the drops of a batch and report which messages are not done."""
    return warm_consumer().handle(event)
