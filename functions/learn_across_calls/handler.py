"""Every hour: what no single call tells is learned from all of them."""

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from aftercall.embedding.minilm import load_embedder
from aftercall.intake.secrets import SecretsCache
from aftercall.language.embeddings import Embedder
from aftercall.profile.loading import load_profile
from aftercall.settings.across_calls import AcrossCallsSettings
from aftercall.steps.keeping import keeping_clients, reused_postgres
from aftercall.telemetry.clock import utc_now
from aftercall.telemetry.log import StructuredLog, standard_log
from aftercall.telemetry.metrics import MetricsWriter, standard_metrics
from aftercall.warehouse.across_calls import learn_across_calls
from aftercall.warehouse.connection import ReusedConnection
from aftercall.warehouse.schedule_runs import recorded_run

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient

SERVICE = "learn_across_calls"


@dataclass(frozen=True, slots=True)
class AcrossCalls:
    """Learns from the calls that came in since the last time."""

    connection: ReusedConnection
    embedder: Embedder | None
    time_zone: str
    now: Callable[[], datetime]
    log: StructuredLog
    metrics: MetricsWriter

    def run(self) -> dict[str, int]:
        """Learn once and tell how much there was.

        Raises WarehouseUnavailable: the next run goes on where this one stopped.
        """
        with recorded_run(self.connection.get, SERVICE, self.now):
            learned = learn_across_calls(self.connection.get(), self.embedder, self.time_zone, self.now)
        self.log.info("learned_across_calls", **asdict(learned))
        self.metrics.count("CallsLearned", learned.calls)
        return asdict(learned)


def build_across_calls(
    settings: AcrossCallsSettings,
    secrets_manager: "SecretsManagerClient",
    embedder: Embedder | None,
    now: Callable[[], datetime] = utc_now,
) -> AcrossCalls:
    """Wire the function."""
    secrets = SecretsCache(secrets_manager, now)
    return AcrossCalls(
        connection=reused_postgres(secrets, settings.postgres_secret_name),
        embedder=embedder,
        time_zone=load_profile(settings.profile_path).business_hours.time_zone,
        now=now,
        log=standard_log(SERVICE),
        metrics=standard_metrics(SERVICE),
    )


@cache
def warm_across_calls() -> AcrossCalls:
    """Give what a warm container keeps: connection and model outlive one run on purpose."""
    return build_across_calls(
        AcrossCallsSettings.from_environment(os.environ), keeping_clients().secrets_manager, load_embedder()
    )


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, int]:
    """Learn once."""
    return warm_across_calls().run()
