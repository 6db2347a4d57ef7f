"""What every function that delivers shares; a handler adds its destination's port and nothing else.

``surroundings = delivery_surroundings("deliver_slack", settings)`` gives what a port may need: the call or
alert as it stands, the destination's secret, the clock. ``DeliveryEdge(Destination.SLACK, port,
surroundings).run()`` then pays what is due.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aftercall.delivery.draining import Drain
from aftercall.delivery.port import DestinationPort
from aftercall.intake.secrets import SecretsCache
from aftercall.ledger.debts import Claim, Destination
from aftercall.reports.alert_record import AlertRecord
from aftercall.reports.call_record import CallRecord
from aftercall.settings.deliveries import DeliverySettings
from aftercall.steps.delivery_clients import DeliveryClients, delivery_clients
from aftercall.steps.destination_gate import DestinationGate, DestinationSecret
from aftercall.steps.keeping import reused_postgres
from aftercall.steps.waking import WakeQueues
from aftercall.telemetry.clock import utc_now
from aftercall.telemetry.log import StructuredLog, standard_log
from aftercall.telemetry.metrics import MetricsWriter, standard_metrics
from aftercall.warehouse.alerts_history import read_alert
from aftercall.warehouse.call_records import read_call_record
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.errors import WarehouseError
from aftercall.warehouse.ledger import WarehouseLedger


@dataclass(frozen=True, slots=True)
class DeliverySurroundings:
    """What a warm container keeps for its deliveries.

    Parameters
    ----------
    connection
        Gives the open connection.
    secret
        Of the destination; None where it has none to have.
    jitter
        Draws from 0 to 1.
    pause
        Waits for so many seconds.
    """

    connection: Callable[[], Connection]
    secret: DestinationSecret | None
    wake: WakeQueues
    shadow_mode: bool
    now: Callable[[], datetime]
    jitter: Callable[[], float]
    pause: Callable[[float], None]
    log: StructuredLog
    metrics: MetricsWriter

    def read_call(self, session_id: str) -> CallRecord | None:
        """Give a call as it stands; None when there is none of this id (any more)."""
        return read_call_record(self.connection(), session_id)

    def read_alert(self, subject_id: str) -> AlertRecord | None:
        """Give the alert of a claim's ``subject_id``; None when there is none."""
        return read_alert(self.connection(), subject_id)

    def has_secret(self) -> bool:
        """Whether the destination's secret exists; raises what reading it raises."""
        return self.secret is not None and self.secret.read() is not None


@dataclass(frozen=True, slots=True)
class DeliveryEdge:
    """Pays what is due to one destination.

    Parameters
    ----------
    is_configured
        Whether the destination was set up; by default, whether its secret exists.
    """

    destination: Destination
    port: DestinationPort
    surroundings: DeliverySurroundings
    is_configured: Callable[[], bool] | None = None

    def run(self) -> dict[str, object]:
        """Pay until nothing is due or time is over, and wake the next worker where more is due.

        Gives what SQS asks for beside the figures: a wake is never failed, for the ledger knows what is owed.

        Raises
        ------
        WarehouseUnavailable
            When the ledger itself cannot be reached: claims end by themselves, and the sweep wakes again.
        """
        around = self.surroundings
        gate = DestinationGate(self.port, self.is_configured or around.has_secret, around.shadow_mode)
        drained = Drain(
            ledger=WarehouseLedger(around.connection, around.pause),
            port=gate,
            now=around.now,
            jitter=around.jitter,
            on_error=self._tell_error,
            before_sending=(WarehouseError,),
        ).run(self.destination)
        for outcome, count in drained.counts.items():
            around.metrics.count("Deliveries", count, kind=self.destination, outcome=outcome)
        if drained.attempts:
            around.log.info(
                "deliveries_drained",
                destination=self.destination,
                more=drained.more,
                **drained.counts,
            )
        if drained.more:
            around.wake.wake([self.destination])
        return {"batchItemFailures": [], "outcomes": dict(drained.counts), "more": drained.more}

    def _tell_error(self, claim: Claim, error: Exception) -> None:
        self.surroundings.log.failure(
            "delivery_raised",
            error,
            destination=self.destination,
            delivery_id=claim.delivery_id,
            subject=claim.debt.subject,
            subject_id=claim.debt.subject_id,
            reason=getattr(error, "reason", None),
        )


def delivery_surroundings(
    service: str,
    settings: DeliverySettings,
    clients: DeliveryClients | None = None,
    now: Callable[[], datetime] = utc_now,
) -> DeliverySurroundings:
    """Wire what a function that delivers shares with the others."""
    clients = clients or delivery_clients()
    secrets = SecretsCache(clients.secrets_manager, now)
    name = settings.secret_name
    log = standard_log(service)
    return DeliverySurroundings(
        connection=reused_postgres(secrets, settings.postgres_secret_name).get,
        secret=None if name is None else DestinationSecret(secrets, name, now),
        wake=WakeQueues(clients.sqs, settings.wake.queue_urls, log),
        shadow_mode=settings.shadow_mode,
        now=now,
        jitter=random.random,
        pause=time.sleep,
        log=log,
        metrics=standard_metrics(service),
    )
