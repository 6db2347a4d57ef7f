"""The last step of an analysis: what was understood goes to PostgreSQL and MongoDB.

What is owed to others is written in the same transaction; whoever pays it is woken as soon as it is kept.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from aftercall.intake.raw_store import RawStore
from aftercall.intake.secrets import SecretsCache
from aftercall.operations.business_alerts import business_alerts
from aftercall.profile.loading import load_profile
from aftercall.profile.models import Profile
from aftercall.reports.alert_record import NewAlert
from aftercall.reports.call_record import CallRecord
from aftercall.session.live_metrics import parse_live_feed
from aftercall.session.raw_reference import RawReference
from aftercall.settings.deliveries import WakeSettings
from aftercall.settings.warehouse import StoreSettings
from aftercall.steps.keeping import KeepingClients, keeping_clients, reused_postgres
from aftercall.steps.keeping_documents import reused_documents
from aftercall.steps.waking import WakeQueues
from aftercall.telemetry.clock import utc_now
from aftercall.telemetry.log import StructuredLog, standard_log
from aftercall.telemetry.metrics import MetricsWriter, standard_metrics
from aftercall.warehouse.gathering import Gatherer
from aftercall.warehouse.live_feed import LiveBatch, connection_category, store_live_batch
from aftercall.warehouse.results import ResultStore

SERVICE = "store_results"
METRICS_KIND = "metrics"


@dataclass(frozen=True, slots=True)
class StoreStep:
    """Stores an analysed call, or a batch of live metrics."""

    gatherer: Gatherer
    results: ResultStore
    raw_store: RawStore
    profile: Profile
    now: Callable[[], datetime]
    log: StructuredLog
    metrics: MetricsWriter

    def handle(self, event: Mapping[str, Any]) -> dict[str, object]:
        """Store what the event tells of; raises what makes another attempt worth while."""
        if event.get("kind") == METRICS_KIND:
            return self._store_metrics(event)
        outcome = self.results.store(self.gatherer.gather(event))
        self.log.info("call_stored", session_id=outcome.session_id, verdict=outcome.verdict.value)
        self.metrics.count("CallsStored", outcome=outcome.verdict.value)
        return {
            "session_id": outcome.session_id,
            "status": outcome.verdict.value,
            "stored": True,
            "absorbed": list(outcome.absorbed),
        }

    def _store_metrics(self, event: Mapping[str, Any]) -> dict[str, object]:
        raw = RawReference.from_json(event["raw"])
        feed = parse_live_feed(json.loads(self.raw_store.get(raw)))
        quality = feed.connection
        batch = LiveBatch(
            session_id=event["session_id"],
            raw=raw,
            received_at=datetime.fromisoformat(event["received_at"]).astimezone(UTC),
            feed=feed,
            connection_category=connection_category(self.profile.connection, quality) if quality else None,
        )
        applied = store_live_batch(self.results.connection(), batch, self.now())
        status = "stored" if applied else "pending"
        self.log.info("live_metrics_stored", session_id=batch.session_id, status=status)
        return {"session_id": batch.session_id, "status": status, "stored": True}


def build_step(
    settings: StoreSettings,
    clients: KeepingClients,
    now: Callable[[], datetime] = utc_now,
    wake: WakeSettings | None = None,
) -> StoreStep:
    """Wire the step; without queues nobody is woken, and the sweep finds what is owed."""
    secrets, databases = SecretsCache(clients.secrets_manager, now), settings.databases
    profile = load_profile(settings.profile_path)
    connection = reused_postgres(secrets, databases.postgres_secret_name)
    documents = reused_documents(secrets, databases.mongo_secret_name)

    log = standard_log(SERVICE)
    queues = WakeQueues(clients.sqs, wake.queue_urls if wake is not None else {}, log)

    def announcements(call: CallRecord, at: datetime) -> tuple[NewAlert, ...]:
        return business_alerts(call, profile, at)

    def read_object(bucket: str, key: str) -> bytes:
        return clients.s3.get_object(Bucket=bucket, Key=key)["Body"].read()

    return StoreStep(
        gatherer=Gatherer(read_object, now),
        results=ResultStore(
            connection=connection.get,
            documents=documents.get,
            time_zone=profile.business_hours.time_zone,
            announcements=announcements,
            wake=queues.wake,
        ),
        raw_store=RawStore(clients.s3, settings.bucket_name),
        profile=profile,
        now=now,
        log=log,
        metrics=standard_metrics(SERVICE),
    )


@cache
def warm_step() -> StoreStep:
    """Give the step a warm container keeps: its database connections outlive one call on purpose."""
    wake = WakeSettings.from_environment(os.environ)
    return build_step(StoreSettings.from_environment(os.environ), keeping_clients(), wake=wake)


def lambda_handler(event: Mapping[str, Any], context: object) -> dict[str, object]:
    """Store one call or one batch of live metrics."""
    return warm_step().handle(event)
