"""The telephony queue: each event is folded into the row of its room or call."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import boto3

from aftercall.intake.messages import Origin, SessionKind, SessionMessage, TelephonyMessage, TelephonySource
from aftercall.intake.queue_batch import QueueBatch
from aftercall.intake.queues import SessionQueues
from aftercall.intake.raw_store import RawStore
from aftercall.intake.secrets import SecretsCache
from aftercall.session.forms import ReportForm
from aftercall.session.raw_reference import RawReference
from aftercall.settings.warehouse import TelephonyFoldSettings
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

if TYPE_CHECKING:
    from types_boto3_s3.client import S3Client
    from types_boto3_secretsmanager.client import SecretsManagerClient
    from types_boto3_sqs.client import SQSClient

SERVICE = "fold_telephony"
ACTIVE = "active"


def _utc_now() -> datetime:
    return datetime.now(UTC)


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
    settings: TelephonyFoldSettings,
    s3: "S3Client",
    sqs: "SQSClient",
    secrets_manager: "SecretsManagerClient",
    now: Callable[[], datetime] = _utc_now,
) -> QueueBatch:
    """Wire the consumer."""
    log, metrics = standard_log(SERVICE), standard_metrics(SERVICE)
    secrets, raw_store = SecretsCache(secrets_manager, now), RawStore(s3, settings.bucket_name)
    queues = SessionQueues(sqs, {"standard": settings.standard_queue_url}, now)
    databases = settings.databases

    def enqueue(call_sid: str, raw: RawReference, received_at: datetime, attempt: str) -> None:
        form = ReportForm.TWILIO_TRANSCRIPTION
        kind, origin = SessionKind.TWILIO_CALL, Origin.TELEPHONY
        queues.enqueue(SessionMessage(call_sid, kind, form, raw, origin, received_at, attempt))

    def keep(body: bytes) -> RawReference:
        return raw_store.put(body, "sessions", "application/json")

    fold = TelephonyFold(
        raw_store=raw_store,
        connection=ReusedConnection(
            lambda: secrets.string(databases.postgres_secret_name, "url"), time.monotonic
        ),
        documents=ReusedDocuments(
            lambda: (
                secrets.string(databases.mongo_secret_name, "url"),
                secrets.string(databases.mongo_secret_name, "database"),
            )
        ),
        delivery=TranscriptionDelivery(keep, enqueue, now),
        now=now,
        log=log,
        metrics=metrics,
    )
    urls = () if settings.telephony_queue_url is None else (settings.telephony_queue_url,)
    return QueueBatch(sqs=sqs, queue_urls=urls, work=fold.work, log=log, metrics=metrics)


@cache
def warm_consumer() -> QueueBatch:
    """Give the consumer a warm container keeps: its database connections outlive one batch on purpose."""
    session = boto3.Session()
    return build_consumer(
        TelephonyFoldSettings.from_environment(os.environ),
        session.client("s3"),
        session.client("sqs"),
        session.client("secretsmanager"),
    )


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, list[dict[str, str]]]:
    """Work through one batch and report which messages are not done."""
    return warm_consumer().handle(event)
