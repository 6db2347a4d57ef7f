"""The queue of acknowledgements: who takes care of an alert is written down, and PagerDuty is told."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from aftercall.intake.acknowledgements import Acknowledgement
from aftercall.intake.queue_batch import QueueBatch
from aftercall.intake.secrets import SecretsCache
from aftercall.ledger.debts import Destination
from aftercall.settings.alerts import AcknowledgementSettings
from aftercall.steps.delivery_clients import DeliveryClients, delivery_clients
from aftercall.steps.keeping import reused_postgres
from aftercall.steps.waking import WakeQueues
from aftercall.telemetry.clock import utc_now
from aftercall.telemetry.log import StructuredLog, standard_log
from aftercall.telemetry.metrics import MetricsWriter, standard_metrics
from aftercall.warehouse.alerts import AlertAnswer, acknowledge_alert
from aftercall.warehouse.connection import Connection

SERVICE = "acknowledge_alert"


@dataclass(frozen=True, slots=True)
class AlertAcknowledgement:
    """Writes one acknowledgement down; the first one of an alert stands."""

    connection: Callable[[], Connection]
    wake: WakeQueues
    now: Callable[[], datetime]
    log: StructuredLog
    metrics: MetricsWriter

    def work(self, body: str) -> None:
        """Do one message's work; raises when it is not done.

        An alert nobody knows (any more) is dropped and said: trying again finds none either.
        """
        said = Acknowledgement.from_json(body)
        answer = acknowledge_alert(self.connection(), said.alert_id, said.by, said.at, self.now())
        self.metrics.count("AlertsAcknowledged", outcome=answer.value)
        if answer is AlertAnswer.UNKNOWN:
            self.log.warning("alert_unknown", alert_id=said.alert_id)
            return
        self.log.info("alert_acknowledged", alert_id=said.alert_id, answer=answer)
        if answer is AlertAnswer.DONE:
            self.wake.wake([Destination.PAGERDUTY])


def build_consumer(
    settings: AcknowledgementSettings, clients: DeliveryClients, now: Callable[[], datetime] = utc_now
) -> QueueBatch:
    """Wire the consumer."""
    log, metrics = standard_log(SERVICE), standard_metrics(SERVICE)
    secrets = SecretsCache(clients.secrets_manager, now)
    acknowledgement = AlertAcknowledgement(
        connection=reused_postgres(secrets, settings.postgres_secret_name).get,
        wake=WakeQueues(clients.sqs, settings.wake.queue_urls, log),
        now=now,
        log=log,
        metrics=metrics,
    )
    url = settings.acknowledgements_queue_url
    urls = () if url is None else (url,)
    return QueueBatch(sqs=clients.sqs, queue_urls=urls, work=acknowledgement.work, log=log, metrics=metrics)


@cache
def warm_consumer() -> QueueBatch:
    """Give the consumer a warm container keeps: its database connection outlives one batch on purpose."""
    return build_consumer(AcknowledgementSettings.from_environment(os.environ), delivery_clients())


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, list[dict[str, str]]]:
    """Work through one batch and report which messages are not done."""
    return warm_consumer().handle(event)
