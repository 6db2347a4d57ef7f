"""Every two minutes: every alert rule is held against how things are."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from aftercall.intake.secrets import SecretsCache
from aftercall.operations.alerts.evaluation import evaluate
from aftercall.operations.alerts.rules.housekeeping import SCHEDULES
from aftercall.operations.alerts.transitions import transitions
from aftercall.profile.loading import load_profile
from aftercall.profile.models import Profile
from aftercall.reports.alert_changes import AlertChanges, AlertState
from aftercall.settings.alerts import AlertCheckSettings
from aftercall.steps.delivery_clients import DeliveryClients, delivery_clients
from aftercall.steps.keeping import reused_postgres
from aftercall.steps.queue_depths import QueueDepthReader
from aftercall.steps.waking import WakeQueues
from aftercall.telemetry.clock import utc_now
from aftercall.telemetry.log import StructuredLog, standard_log
from aftercall.telemetry.metrics import MetricsWriter, standard_metrics
from aftercall.warehouse.alert_readings import QueueDepths, read_alert_readings
from aftercall.warehouse.alerts import AlertsWritten, change_alerts
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.schedule_runs import recorded_run

SERVICE = "check_alerts"


@dataclass(frozen=True, slots=True)
class AlertCheck:
    """Reads, judges, writes, and wakes whoever is to tell."""

    connection: Callable[[], Connection]
    profile: Profile
    depths: QueueDepthReader
    queue_urls: tuple[str, ...]
    dead_letter_queue_urls: tuple[str, ...]
    wake: WakeQueues
    now: Callable[[], datetime]
    log: StructuredLog
    metrics: MetricsWriter

    def run(self) -> dict[str, object]:
        """Look once and tell what changed.

        Raises WarehouseUnavailable: the next run, two minutes later, sees the same.
        """
        with recorded_run(self.connection, SERVICE, self.now):
            written = self._check(self.now())
        self.wake.wake(written.owed)
        if written.raised or written.resolved:
            self.log.warning(
                "alerts_changed",
                raised=len(written.raised),
                resolved=len(written.resolved),
                still_open=len(written.seen),
                cooling=len(written.cooling),
            )
        self.metrics.count("AlertsRaised", len(written.raised))
        self.metrics.count("AlertsResolved", len(written.resolved))
        return {
            "raised": list(written.raised),
            "seen": list(written.seen),
            "resolved": list(written.resolved),
            "cooling": list(written.cooling),
        }

    def _check(self, now: datetime) -> AlertsWritten:
        depths = QueueDepths(self.depths.read(self.queue_urls), self.depths.read(self.dead_letter_queue_urls))
        readings = read_alert_readings(self.connection(), self.profile, depths, SCHEDULES, now)
        judgements = evaluate(readings, self.profile)
        rules = self.profile.alerts

        def decide(state: AlertState) -> AlertChanges:
            return transitions(state, judgements, now, rules)

        return change_alerts(self.connection(), decide, now, critical_to_slack=rules.critical_to_slack)


def build_check(
    settings: AlertCheckSettings, clients: DeliveryClients, now: Callable[[], datetime] = utc_now
) -> AlertCheck:
    """Wire the check."""
    log = standard_log(SERVICE)
    secrets = SecretsCache(clients.secrets_manager, now)
    return AlertCheck(
        connection=reused_postgres(secrets, settings.postgres_secret_name).get,
        profile=load_profile(settings.profile_path),
        depths=QueueDepthReader(clients.sqs, log),
        queue_urls=settings.queue_urls,
        dead_letter_queue_urls=settings.dead_letter_queue_urls,
        wake=WakeQueues(clients.sqs, settings.wake.queue_urls, log),
        now=now,
        log=log,
        metrics=standard_metrics(SERVICE),
    )


@cache
def warm_check() -> AlertCheck:
    """Give the check a warm container keeps: its database connection outlives one run on purpose."""
    return build_check(AlertCheckSettings.from_environment(os.environ), delivery_clients())


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Check once."""
    return warm_check().run()
