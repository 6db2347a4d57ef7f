"""Every five minutes: what no event tells of is found out by looking."""

import os
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from aftercall.intake.raw_store import RawStore
from aftercall.intake.secrets import SecretsCache
from aftercall.settings.warehouse import ReconciliationSettings
from aftercall.steps.keeping import (
    KeepingClients,
    keeping_clients,
    reused_postgres,
    transcription_delivery,
)
from aftercall.telemetry.clock import utc_now
from aftercall.telemetry.log import StructuredLog, standard_log
from aftercall.telemetry.metrics import MetricsWriter, standard_metrics
from aftercall.warehouse.connection import Connection, ReusedConnection
from aftercall.warehouse.reconciliation import MOST_AT_ONCE, REPORT_PATIENCE, reconcile
from aftercall.warehouse.schedule_runs import recorded_run
from aftercall.warehouse.telephony import calls_without_session
from aftercall.warehouse.transcription_delivery import TranscriptionDelivery

SERVICE = "reconcile_rooms"


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
        with recorded_run(self.connection.get, SERVICE, self.now):
            return self._reconcile(self.connection.get(), self.now())

    def _reconcile(self, connection: Connection, now: datetime) -> dict[str, int]:
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
    clients: KeepingClients,
    now: Callable[[], datetime] = utc_now,
    new_token: Callable[[], str] = _new_token,
) -> RoomReconciliation:
    """Wire the reconciliation."""
    secrets = SecretsCache(clients.secrets_manager, now)
    raw_store = RawStore(clients.s3, settings.bucket_name)
    return RoomReconciliation(
        connection=reused_postgres(secrets, settings.postgres_secret_name),
        delivery=transcription_delivery(raw_store, clients.sqs, settings.standard_queue_url, now),
        now=now,
        new_token=new_token,
        log=standard_log(SERVICE),
        metrics=standard_metrics(SERVICE),
    )


@cache
def warm_reconciliation() -> RoomReconciliation:
    """Give what a warm container keeps: its database connection outlives one run on purpose."""
    return build_reconciliation(ReconciliationSettings.from_environment(os.environ), keeping_clients())


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, int]:
    """Reconcile once."""
    return warm_reconciliation().run()
