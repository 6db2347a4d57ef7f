"""What 1,000 calls cost on AWS, item by item, from the durations of the same run's REPORT lines."""

from collections.abc import Iterator
from typing import Final

from benchmarks import prices
from benchmarks.cloud_run import FunctionRun, MeasuredRun, measured_run
from benchmarks.tables import Result

TARGET_USD: Final = 0.25
SCHEDULED: Final = {
    *("reconcile_rooms", "learn_across_calls", "migrate_warehouse", "enqueue_inbox"),
    *("sweep_deliveries", "check_alerts", "write_digests", "sync_opportunities"),
}
WAKES_PER_CALL: Final = 3  # Salesforce, Amplitude, and Slack where the call raises an alert
STANDARD_TRANSITIONS: Final = 17  # of one execution: eleven tasks, start, choice, parallel and joins
LOG_BYTES_PER_INVOCATION: Final = 900
LOG_BYTES_PER_EXECUTION: Final = 25_000
S3_PUTS_PER_REPORT: Final = 2  # raw body and prepared session
S3_GETS_PER_REPORT: Final = 11  # raw body, and the prepared session for each reader
XRAY_SAMPLED: Final = 0.05
MONTHS_STORED: Final = 3


def run() -> Result:
    """Add up the items for 1,000 of the sample calls; the databases apart."""
    measured = measured_run()
    items = list(_items(measured))
    total = sum(cost for _, _, cost in items)
    rows = [(name, words, f"{cost:.4f}", f"{cost / total:.2f}") for name, words, cost in items]
    rows.append(("total", "", f"{total:.4f}", "1.00"))
    standard = total - _express(measured) + 1000 * STANDARD_TRANSITIONS * prices.STANDARD_TRANSITION
    rows.append(("the same with a Standard workflow", "", f"{standard:.4f}", f"{standard / total:.2f}"))
    verdict = "met" if total < TARGET_USD else "missed"
    return Result(
        title=f"AWS cost of 1,000 calls (US dollars): target under {TARGET_USD}: {verdict}",
        alternative="the total; the last row is the same work in a Standard workflow",
        columns=("item", "quantity", "USD", "ratio"),
        rows=rows,
        notes=(
            "Databases apart. Prices: us-east-1 on demand, no free tier, benchmarks/prices.py.",
            f"Durations measured at a full core, times {prices.FULL_CORE_MB} MB / memory: an upper bound,",
            "since waiting does not stretch with a smaller share of a core.",
            "Warm calls: a cold start adds its import time once per container (see imports).",
            f"Assumed: {LOG_BYTES_PER_INVOCATION} B of log each, {LOG_BYTES_PER_EXECUTION} an execution.",
            f"Assumed: X-Ray samples {XRAY_SAMPLED:.0%}; bodies lie {MONTHS_STORED} months in S3 Standard.",
            "Assumed for SQS: send, receive, delete and two empty receives a message.",
            _call_words(measured),
        ),
    )


def _items(measured: MeasuredRun) -> Iterator[tuple[str, str, float]]:
    scale = 1000 / measured.calls
    webhooks = 1000 * measured.webhooks / measured.calls
    requests = webhooks + 1000
    yield "HTTP API", f"{requests:,.0f} requests", requests * prices.HTTP_API_REQUEST
    for name, function in measured.functions.items():
        if name not in SCHEDULED:
            yield f"Lambda {name}", _function_words(function, scale), _function_cost(function, scale)
    executions = 1000.0
    yield "Step Functions Express", f"{executions:,.0f} executions", _express(measured)
    messages = webhooks + 1000
    yield "SQS FIFO", f"{5 * messages:,.0f} requests", 5 * messages * prices.SQS_FIFO_REQUEST
    wakes = 5 * 1000 * WAKES_PER_CALL
    yield "SQS wakes of deliveries", f"{wakes:,.0f} requests", wakes * prices.SQS_STANDARD_REQUEST
    puts = webhooks + 1000 * S3_PUTS_PER_REPORT
    gets = webhooks + 1000 * S3_GETS_PER_REPORT
    yield "S3 requests", f"{puts:,.0f} PUT, {gets:,.0f} GET", puts * prices.S3_PUT + gets * prices.S3_GET
    gigabytes = 3 * measured.report_bytes * scale / 1e9
    yield "S3 storage", f"{gigabytes:.2f} GB", gigabytes * prices.S3_GB_MONTH * MONTHS_STORED
    yield (
        "DynamoDB seen ids",
        f"{requests:,.0f} reads and writes",
        requests * (prices.DYNAMODB_READ + prices.DYNAMODB_WRITE),
    )
    invocations = sum(one.invocations for one in measured.functions.values()) * scale
    log_gb = (invocations * LOG_BYTES_PER_INVOCATION + 1000 * LOG_BYTES_PER_EXECUTION) / 1e9
    yield "CloudWatch Logs", f"{log_gb * 1000:.0f} MB", log_gb * prices.LOG_GB
    traces = (requests + 1000) * XRAY_SAMPLED
    yield "X-Ray", f"{traces:,.0f} traces", traces * prices.XRAY_TRACE


def _function_words(function: FunctionRun, scale: float) -> str:
    count = function.invocations * scale
    return f"{count:,.0f} x {function.mean_ms:.0f} ms at {function.memory_size_mb} MB"


def _billed_seconds(function: FunctionRun) -> float:
    return function.mean_ms / 1000 * max(1.0, prices.FULL_CORE_MB / function.memory_size_mb)


def _function_cost(function: FunctionRun, scale: float) -> float:
    gigabyte_seconds = _billed_seconds(function) * function.memory_size_mb / 1024
    return (
        function.invocations
        * scale
        * (gigabyte_seconds * prices.LAMBDA_ARM_GB_SECOND + prices.LAMBDA_REQUEST)
    )


def _express(measured: MeasuredRun) -> float:
    """The execution lasts as long as its consumer waits for it."""
    seconds = _billed_seconds(measured.functions["run_analysis"])
    return 1000 * (prices.EXPRESS_REQUEST + seconds * prices.EXPRESS_MEMORY_GB * prices.EXPRESS_GB_SECOND)


def _call_words(measured: MeasuredRun) -> str:
    webhooks = measured.webhooks / measured.calls
    kilobytes = measured.report_bytes / measured.calls / 1000
    return f"A call is {webhooks:.1f} webhooks and a report of {kilobytes:.0f} kB on average."
