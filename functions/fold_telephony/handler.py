"""The telephony queue: each event is folded into the row of its room or call."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from aftercall.intake.messages import TelephonyMessage, TelephonySource
from aftercall.intake.queue_batch import QueueBatch
from aftercall.intake.raw_store import RawStore
from aftercall.intake.secrets import SecretsCache
from aftercall.settings.warehouse import TelephonyFoldSettings
from aftercall.steps.keeping import (
    KeepingClients,
    keeping_clients,
    reused_postgres,
    transcription_delivery,
)
from aftercall.steps.keeping_documents import reused_documents
from aftercall.telemetry.clock import utc_now
from aftercall.telemetry.log import StructuredLog, standard_log
from aftercall.telemetry.metrics import MetricsWriter, standard_metrics
from aftercall.telephony.events import EventEnvelope, TelephonyEvent
from aftercall.telephony.livekit import parse_livekit_event
from aftercall.telephony.twilio import parse_twilio_event
from aftercall.warehouse.connection import ReusedConnection
from aftercall.warehouse.document_following import follow_call
from aftercall.warehouse.documents import ReusedDocuments
from aftercall.warehouse.telephony import fold_event
from aftercall.warehouse.transcription_delivery import TranscriptionDelivery

SERVICE = "fold_telephony"
ACTIVE = "active"


def parse_message(message: TelephonyMessage, body: bytes) -> TelephonyEvent | None:
    """Read an event's body; None when it belongs to no room.  Raises UnreadableReport."""
    envelope = EventEnvelope(message.event_id, message.kind.value, message.received_at)
    if message.source is TelephonySource.LIVEKIT:
        return parse_livekit_event(body, envelope)
    return parse_twilio_event(body, envelope)


@dataclass(frozen=True, slots=True)
class TelephonyFold:
    """Folds one event, sends a finished call's transcription to analysis, tells MongoDB who called."""

    raw_store: RawStore
    connection: ReusedConnection
    documents: ReusedDocuments
    delivery: TranscriptionDelivery
    now: Callable[[], datetime]
    log: StructuredLog
    metrics: MetricsWriter

    def work(self, body: str) -> None:
        """Do one message's work; raises when it is not done."""
        message = TelephonyMessage.from_json(body)
        event = parse_message(message, self.raw_store.get(message.raw))
        if event is None:
            self.log.info("event_without_room", event_id=message.event_id)
            return
        connection = self.connection.get()
        outcome = fold_event(connection, event, self.now())
        self.metrics.count("TelephonyEventsFolded", source=message.source.value)
        if message.source is TelephonySource.TWILIO and outcome.call.status != ACTIVE:
            sent = self.delivery.send_if_due(connection, event.call_key)
            self.log.info("call_is_over", call_sid=event.call_key, transcription_sent=sent)
        # Last, so that a MongoDB which is away holds back nothing else; the message is then tried again.
        followed = follow_call(connection, self.documents.get, outcome.keys)
        if followed.leads_changed:
            self.log.info("documents_followed", call_key=event.call_key, changed=followed.leads_changed)


def build_consumer(
    settings: TelephonyFoldSettings, clients: KeepingClients, now: Callable[[], datetime] = utc_now
) -> QueueBatch:
    """Wire the consumer."""
    log, metrics = standard_log(SERVICE), standard_metrics(SERVICE)
    secrets, databases = SecretsCache(clients.secrets_manager, now), settings.databases
    raw_store = RawStore(clients.s3, settings.bucket_name)
    fold = TelephonyFold(
        raw_store=raw_store,
        connection=reused_postgres(secrets, databases.postgres_secret_name),
        documents=reused_documents(secrets, databases.mongo_secret_name),
        delivery=transcription_delivery(raw_store, clients.sqs, settings.standard_queue_url, now),
        now=now,
        log=log,
        metrics=metrics,
    )
    urls = () if settings.telephony_queue_url is None else (settings.telephony_queue_url,)
    return QueueBatch(sqs=clients.sqs, queue_urls=urls, work=fold.work, log=log, metrics=metrics)


@cache
def warm_consumer() -> QueueBatch:
    """Give the consumer a warm container keeps: its database connections outlive one batch on purpose."""
    return build_consumer(TelephonyFoldSettings.from_environment(os.environ), keeping_clients())


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, list[dict[str, str]]]:
    """Work through one batch and report which messages are not done."""
    return warm_consumer().handle(event)
