"""Every minute: the ledger's claims that nobody came back from, debts whose time is over, and what is due."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from aftercall.intake.secrets import SecretsCache
from aftercall.settings.deliveries import SweepSettings
from aftercall.steps.delivery_clients import DeliveryClients, delivery_clients
from aftercall.steps.keeping import reused_postgres
from aftercall.steps.waking import WakeQueues
from aftercall.telemetry.clock import utc_now
from aftercall.telemetry.log import StructuredLog, standard_log
from aftercall.telemetry.metrics import MetricsWriter, standard_metrics
from aftercall.warehouse.connection import ReusedConnection
from aftercall.warehouse.schedule_runs import recorded_run
from aftercall.warehouse.sweeping import sweep

SERVICE = "sweep_deliveries"


@dataclass(frozen=True, slots=True)
class DeliverySweep:
    """Sweeps the ledger and wakes whoever is owed something."""

    connection: ReusedConnection
    wake: WakeQueues
    now: Callable[[], datetime]
    log: StructuredLog
    metrics: MetricsWriter

    def run(self) -> dict[str, object]:
        """Sweep once and tell what was found.

        Raises WarehouseUnavailable: the next run, a minute later, finds the same.
        """
        with recorded_run(self.connection.get, SERVICE, self.now):
            found = sweep(self.connection.get(), self.now())
        self.wake.wake(found.due)
        if found.ended or found.given_up:
            self.log.warning(
                "ledger_swept",
                claims_ended=found.ended,
                uncertain=found.uncertain,
                given_up=found.given_up,
            )
        self.metrics.count("DeliveryClaimsEnded", found.ended)
        self.metrics.count("DeliveriesUncertain", found.uncertain)
        self.metrics.count("DeliveriesGivenUp", found.given_up)
        return {
            "ended": found.ended,
            "uncertain": found.uncertain,
            "given_up": found.given_up,
            "woken": [destination.value for destination in found.due],
        }


def build_sweep(
    settings: SweepSettings, clients: DeliveryClients, now: Callable[[], datetime] = utc_now
) -> DeliverySweep:
    """Wire the sweep."""
    log = standard_log(SERVICE)
    secrets = SecretsCache(clients.secrets_manager, now)
    return DeliverySweep(
        connection=reused_postgres(secrets, settings.postgres_secret_name),
        wake=WakeQueues(clients.sqs, settings.wake.queue_urls, log),
        now=now,
        log=log,
        metrics=standard_metrics(SERVICE),
    )


@cache
def warm_sweep() -> DeliverySweep:
    """Give the sweep a warm container keeps: its database connection outlives one run on purpose."""
    return build_sweep(SweepSettings.from_environment(os.environ), delivery_clients())


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Sweep once."""
    return warm_sweep().run()
