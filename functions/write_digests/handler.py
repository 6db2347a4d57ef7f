"""Every quarter of an hour: digests that are due are written, once each, and owed to whom they are for."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from aftercall.intake.secrets import SecretsCache
from aftercall.ledger.debts import Destination
from aftercall.operations.digests.schedule import due_digests
from aftercall.profile.loading import load_profile
from aftercall.profile.models import Profile
from aftercall.reports.digest_readings import DigestPeriod
from aftercall.settings.digests import DigestSettings
from aftercall.steps.delivery_clients import DeliveryClients, delivery_clients
from aftercall.steps.digesting import digest_of
from aftercall.steps.keeping import reused_postgres
from aftercall.steps.waking import WakeQueues
from aftercall.telemetry.clock import utc_now
from aftercall.telemetry.log import StructuredLog, standard_log
from aftercall.telemetry.metrics import MetricsWriter, standard_metrics
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.digests import destination_of, write_digest, written_digests
from aftercall.warehouse.errors import RejectedByWarehouse
from aftercall.warehouse.schedule_runs import recorded_run

SERVICE = "write_digests"
# The longest period is a week, and the last one may be late by another.
WRITTEN_SINCE = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class DigestWriter:
    """Writes what is due, and wakes whoever is to tell."""

    connection: Callable[[], Connection]
    profile: Profile
    wake: WakeQueues
    now: Callable[[], datetime]
    log: StructuredLog
    metrics: MetricsWriter

    def run(self) -> dict[str, object]:
        """Look once.

        Raises WarehouseUnavailable: what was not written is due at the next run.
        Raises RejectedByWarehouse after all others were written.
        """
        with recorded_run(self.connection, SERVICE, self.now):
            written = self._write_all(self.now())
        return {"written": written}

    def _write_all(self, now: datetime) -> list[str]:
        known = written_digests(self.connection(), now - WRITTEN_SINCE)
        zone = self.profile.business_hours.time_zone
        written: list[str] = []
        owed: set[Destination] = set()
        refused: RejectedByWarehouse | None = None
        for period in due_digests(now, zone, self.profile.digests, known):
            try:
                if self._write(period, now):
                    written.append(period.kind)
                    owed.add(destination_of(period.kind))
            except RejectedByWarehouse as error:
                self.log.failure("digest_refused", error, kind=period.kind)
                refused = error
        self.wake.wake(owed)
        if refused is not None:
            raise refused
        return written

    def _write(self, period: DigestPeriod, now: datetime) -> bool:
        connection = self.connection()
        figures = digest_of(connection, period, self.profile)
        if figures is None:
            return False
        digest_id = write_digest(connection, period, figures, now)
        if digest_id is None:
            return False
        self.log.info("digest_written", kind=period.kind, digest_id=digest_id)
        self.metrics.count("DigestsWritten", 1, kind=period.kind)
        return True


def build_writer(
    settings: DigestSettings, clients: DeliveryClients, now: Callable[[], datetime] = utc_now
) -> DigestWriter:
    """Wire the writer."""
    log = standard_log(SERVICE)
    secrets = SecretsCache(clients.secrets_manager, now)
    return DigestWriter(
        connection=reused_postgres(secrets, settings.postgres_secret_name).get,
        profile=load_profile(settings.profile_path),
        wake=WakeQueues(clients.sqs, settings.wake.queue_urls, log),
        now=now,
        log=log,
        metrics=standard_metrics(SERVICE),
    )


@cache
def warm_writer() -> DigestWriter:
    """Give the writer a warm container keeps: its database connection outlives one run on purpose."""
    return build_writer(DigestSettings.from_environment(os.environ), delivery_clients())


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Write what is due."""
    return warm_writer().run()
