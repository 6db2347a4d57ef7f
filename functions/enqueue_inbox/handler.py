"""S3 events on ``inbox/``: from a drop to the backfill queue."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from aftercall.intake.inbox import Inbox, dropped_keys
from aftercall.intake.inbox_bucket import InboxBucket
from aftercall.intake.queues import SessionQueues
from aftercall.intake.report_reading import build_reader
from aftercall.intake.wiring import EdgeClients, build_acceptance, build_secrets, edge_clients, utc_now
from aftercall.settings.intake import InboxSettings
from aftercall.telemetry.log import standard_log
from aftercall.telemetry.metrics import standard_metrics

SERVICE = "enqueue_inbox"


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


@cache
def warm_inbox() -> Inbox:
    """Give the inbox a warm container keeps: clients and secrets outlive one event on purpose."""
    return build_inbox(InboxSettings.from_environment(os.environ), edge_clients())


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, int]:
    """Take every drop of an event in; an error makes Lambda deliver the event again."""
    counts = [warm_inbox().take(key) for key in dropped_keys(event)]
    return {
        "accepted": sum(count.accepted for count in counts),
        "duplicate": sum(count.duplicate for count in counts),
        "rejected": sum(count.rejected for count in counts),
    }
