"""Every five minutes: what no event tells of is found out by looking."""

import os
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import boto3

from aftercall.intake.messages import Origin, SessionKind, SessionMessage
from aftercall.intake.queues import SessionQueues
from aftercall.intake.raw_store import RawStore
from aftercall.intake.secrets import SecretsCache
from aftercall.session.forms import ReportForm
from aftercall.session.raw_reference import RawReference
from aftercall.settings.warehouse import ReconciliationSettings
from aftercall.telemetry.log import StructuredLog, standard_log
from aftercall.telemetry.metrics import MetricsWriter, standard_metrics
from aftercall.warehouse.connection import ReusedConnection
from aftercall.warehouse.reconciliation import MOST_AT_ONCE, REPORT_PATIENCE, reconcile
from aftercall.warehouse.telephony import calls_without_session
from aftercall.warehouse.transcription_delivery import TranscriptionDelivery

if TYPE_CHECKING:
    from types_boto3_s3.client import S3Client
    from types_boto3_secretsmanager.client import SecretsManagerClient
    from types_boto3_sqs.client import SQSClient

SERVICE = "reconcile_rooms"


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _new_token() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class RoomReconciliation:
    """Flags rooms without a report, closes calls nobody closed, sends forgotten transcriptions."""

    connection: ReusedConnection
    delivery: TranscriptionDelivery
    now: Callable[[], datetime]
    new_token: Callable[[], str]
    log: StructuredLog
    metrics: MetricsWriter

    def run(self) -> dict[str, int]:
        """Look once and tell how much was found.

        Raises WarehouseUnavailable: the next run, five minutes later, finds the same.
        """
        connection, now = self.connection.get(), self.now()
        found = reconcile(connection, now)
        calls = calls_without_session(connection, now - REPORT_PATIENCE, MOST_AT_ONCE)
        sent = sum(self.delivery.send_if_due(connection, sid, self.new_token()) for sid in calls)
        for room in found.flagged:
            self.log.warning("room_without_report", room_sid=room)
        self.metrics.count("RoomsWithoutReport", len(found.flagged))
        self.metrics.count("CallsExpired", len(found.expired))
        self.metrics.count("TranscriptionsSentAgain", sent)
        return {"flagged": len(found.flagged), "expired": len(found.expired), "sent": sent}


def build_reconciliation(
    settings: ReconciliationSettings,
    s3: "S3Client",
    sqs: "SQSClient",
    secrets_manager: "SecretsManagerClient",
    now: Callable[[], datetime] = _utc_now,
    new_token: Callable[[], str] = _new_token,
) -> RoomReconciliation:
    """Wire the reconciliation."""
    secrets, raw_store = SecretsCache(secrets_manager, now), RawStore(s3, settings.bucket_name)
    queues = SessionQueues(sqs, {"standard": settings.standard_queue_url}, now)

    def enqueue(call_sid: str, raw: RawReference, received_at: datetime, attempt: str) -> None:
        form = ReportForm.TWILIO_TRANSCRIPTION
        kind, origin = SessionKind.TWILIO_CALL, Origin.TELEPHONY
        queues.enqueue(SessionMessage(call_sid, kind, form, raw, origin, received_at, attempt))

    def keep(body: bytes) -> RawReference:
        return raw_store.put(body, "sessions", "application/json")

    return RoomReconciliation(
        connection=ReusedConnection(
            lambda: secrets.string(settings.postgres_secret_name, "url"), time.monotonic
        ),
        delivery=TranscriptionDelivery(keep, enqueue, now),
        now=now,
        new_token=new_token,
        log=standard_log(SERVICE),
        metrics=standard_metrics(SERVICE),
    )


@cache
def warm_reconciliation() -> RoomReconciliation:
    """Give what a warm container keeps: its database connection outlives one run on purpose."""
    session = boto3.Session()
    return build_reconciliation(
        ReconciliationSettings.from_environment(os.environ),
        session.client("s3"),
        session.client("sqs"),
        session.client("secretsmanager"),
    )


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, int]:
    """Reconcile once."""
    return warm_reconciliation().run()
