"""One screen that says whether calls come in, get through, and how long they wait."""

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from cdk import names
from cdk.constructs.alarms import api_metric, execution_metric, function_metric, queue_metric
from cdk.function_catalogue import FUNCTIONS

FIFO_QUEUES = (names.HOT_QUEUE, names.STANDARD_QUEUE, names.BACKFILL_QUEUE, names.TELEPHONY_QUEUE)
QUEUES = (*map(names.fifo_name, FIFO_QUEUES), names.INBOX_QUEUE, names.ACKNOWLEDGEMENTS_QUEUE)
DEAD_LETTER_QUEUES = (
    *map(names.dead_letter_name, FIFO_QUEUES),
    names.INBOX_DEAD_LETTER_QUEUE,
    names.ACKNOWLEDGEMENTS_DEAD_LETTER_QUEUE,
)
RECEIVERS = ("receive_livekit", "receive_twilio", "receive_session", "enqueue_inbox")


def add_dashboard(scope: Construct, state_machine_arn: str, api_id: str) -> cloudwatch.Dashboard:
    """Add the dashboard ``aftercall`` to a stack."""
    dashboard = cloudwatch.Dashboard(scope, "Dashboard", dashboard_name=names.PRODUCT)
    dashboard.add_widgets(
        _graph("What came in", [_invocations(function) for function in RECEIVERS]),
        _graph("Refused and failed at the API", [api_metric(name, api_id) for name in ("4xx", "5xx")]),
        _graph("Analyses", [execution_metric(name, state_machine_arn) for name in _EXECUTION_COUNTS]),
        _graph(
            "Analysis time (ms)",
            [_execution_time(state_machine_arn, quantile) for quantile in ("p50", "p95")],
        ),
    )
    dashboard.add_widgets(
        _graph("Oldest message (s)", [_age(queue) for queue in QUEUES]),
        _graph("Dead letters", [_dead_letters(queue) for queue in DEAD_LETTER_QUEUES]),
        _graph("Function throttles", [_throttles(function) for function in FUNCTIONS]),
        _graph("Function errors", [_errors(function) for function in FUNCTIONS]),
    )
    return dashboard


_EXECUTION_COUNTS = ("ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut")


def _graph(title: str, metrics: list[cloudwatch.Metric]) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=list[cloudwatch.IMetric](metrics), width=6)


def _invocations(verb_noun: str) -> cloudwatch.Metric:
    return function_metric("Invocations", names.function_name(verb_noun))


def _errors(verb_noun: str) -> cloudwatch.Metric:
    return function_metric("Errors", names.function_name(verb_noun))


def _throttles(verb_noun: str) -> cloudwatch.Metric:
    return function_metric("Throttles", names.function_name(verb_noun))


def _execution_time(state_machine_arn: str, quantile: str) -> cloudwatch.Metric:
    return execution_metric("ExecutionTime", state_machine_arn, statistic=quantile)


def _age(queue: str) -> cloudwatch.Metric:
    return queue_metric("ApproximateAgeOfOldestMessage", queue)


def _dead_letters(queue: str) -> cloudwatch.Metric:
    return queue_metric("ApproximateNumberOfMessagesVisible", queue)
