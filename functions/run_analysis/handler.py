"""The session queues: from a message to a stored analysis."""

import os
import uuid
from collections.abc import Callable, Mapping
from functools import cache

from aftercall.intake.analysis_runs import AnalysisRuns
from aftercall.intake.messages import SessionMessage
from aftercall.intake.queue_batch import QueueBatch
from aftercall.intake.wiring import ExecutionClients, execution_clients
from aftercall.settings.intake import AnalysisRunSettings
from aftercall.telemetry.log import standard_log
from aftercall.telemetry.metrics import standard_metrics

SERVICE = "run_analysis"


def _new_token() -> str:
    return uuid.uuid4().hex


def build_consumer(
    settings: AnalysisRunSettings, clients: ExecutionClients, new_token: Callable[[], str] = _new_token
) -> QueueBatch:
    """Wire the consumer."""
    log = standard_log(SERVICE)
    runs = AnalysisRuns(
        step_functions=clients.step_functions,
        functions=clients.functions,
        state_machine_arn=settings.state_machine_arn,
        store_results_function_name=settings.store_results_function_name,
        new_token=new_token,
    )
    return QueueBatch(
        sqs=clients.sqs,
        queue_urls=settings.queue_urls,
        work=lambda body: runs.run(SessionMessage.from_json(body)),
        log=log,
        metrics=standard_metrics(SERVICE),
    )


@cache
def warm_consumer() -> QueueBatch:
    """Give the consumer a warm container keeps: its clients outlive one batch on purpose."""
    return build_consumer(AnalysisRunSettings.from_environment(os.environ), execution_clients())


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, list[dict[str, str]]]:
    """Work through one batch and report which messages are not done."""
    return warm_consumer().handle(event)
