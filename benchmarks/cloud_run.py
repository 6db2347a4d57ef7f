"""One measured run of the sample calls on the deployed local stack, shared by two benchmarks."""

import re
import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

import boto3
import psycopg
import urllib3

from aftercall.reports.call_record import CallRecord
from aftercall.warehouse.call_records import read_call_record
from cdk.function_catalogue import FUNCTIONS
from cdk.names import function_name
from local.cloud import LocalCloud
from local.endpoints import Endpoints
from local.folder import PROJECT
from local.replay import Receiver, Sender, SigningKeys, recent
from local.samples.catalogue import Sample, read_samples
from local.secret_values import generated_values

FOLDER: Final = PROJECT / ".cache" / "benchmark-cloud"
WARM_ROUNDS: Final = 2
WAIT_SECONDS: Final = 60.0
POLL_SECONDS: Final = 0.02

_REPORT: Final = re.compile(
    r"REPORT .*?\tDuration: (?P<duration>[\d.]+) ms\t.*?Max Memory Used: (?P<memory>\d+) MB(?P<rest>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class FunctionRun:
    """What a function's REPORT lines say of the warm calls."""

    invocations: int
    mean_ms: float
    p95_ms: float
    peak_memory_mb: int
    memory_size_mb: int


@dataclass(frozen=True, slots=True)
class MeasuredRun:
    """Warm calls only: how long each took from the report's POST to its row, and what each function did.

    ``seconds_to_delivered`` counts from the row on, by destination; ``records`` are the calls as they stood.
    """

    calls: int
    webhooks: int
    report_bytes: int
    cold_seconds: float
    seconds_to_stored: tuple[float, ...]
    seconds_to_accepted: tuple[float, ...]
    seconds_to_delivered: dict[str, tuple[float, ...]]
    records: tuple[CallRecord, ...]
    functions: dict[str, FunctionRun]


@cache
def measured_run() -> MeasuredRun:
    """Deploy a fresh local cloud, warm it with one pass of the samples, measure the passes after it."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    cloud = LocalCloud(FOLDER)
    try:
        endpoints = cloud.up()
        return _measure(cloud, endpoints)
    finally:
        cloud.down()
        shutil.rmtree(FOLDER, ignore_errors=True)


def _measure(cloud: LocalCloud, endpoints: Endpoints) -> MeasuredRun:
    samples = read_samples()
    values = generated_values(cloud.folder.secrets)
    key, secret = next(iter(values.livekit_keys.items()))
    with (
        urllib3.PoolManager() as pool,
        psycopg.connect(endpoints.postgres_url, autocommit=True) as connection,
    ):
        sender = Sender(
            Receiver(endpoints.api_url, endpoints.api_host),
            SigningKeys(key, secret, values.signing_keys[0]),
            pool,
            time.time,
            time.sleep,
        )
        begin = time.perf_counter()
        for sample in samples:
            _send(sender, connection, recent(sample, datetime.now(UTC), "cold"))
        cold = time.perf_counter() - begin
        started_ms = round(time.time() * 1000)
        accepted, stored, webhooks, size, session_ids = [], [], 0, 0, []
        for number in range(WARM_ROUNDS):
            for sample in samples:
                call = recent(sample, datetime.now(UTC), f"warm{number}")
                first, second, sent = _send(sender, connection, call)
                accepted.append(first)
                stored.append(second)
                webhooks += len(call.webhooks)
                size += sent
                session_ids.append(call.session_id)
        delivered = _delivered(connection, session_ids)
        records = [read_call_record(connection, session_id) for session_id in session_ids]
    return MeasuredRun(
        calls=len(stored),
        webhooks=webhooks,
        report_bytes=size,
        cold_seconds=cold / len(samples),
        seconds_to_stored=tuple(stored),
        seconds_to_accepted=tuple(accepted),
        seconds_to_delivered=delivered,
        records=tuple(record for record in records if record is not None),
        functions=dict(_functions(endpoints, started_ms)),
    )


def _send(sender: Sender, connection: psycopg.Connection[Any], call: Sample) -> tuple[float, float, int]:
    for webhook in call.webhooks:
        sender.post_webhook(webhook)
    begin = time.perf_counter()
    sender.post_report(call.report)
    accepted = time.perf_counter() - begin
    while time.perf_counter() - begin < WAIT_SECONDS:
        found = connection.execute(
            "SELECT 1 FROM warehouse.analysis_results WHERE session_id = %s", (call.session_id,)
        ).fetchone()
        if found:
            return accepted, time.perf_counter() - begin, len(str(call.report))
        time.sleep(POLL_SECONDS)
    message = f"{call.name} was not stored within {WAIT_SECONDS:.0f} s"
    raise TimeoutError(message)


def _delivered(connection: psycopg.Connection[Any], session_ids: list[str]) -> dict[str, tuple[float, ...]]:
    """Wait until nothing is owed, and give by destination how long each first delivery took."""
    deadline = time.perf_counter() + WAIT_SECONDS
    while True:
        rows = connection.execute(
            "SELECT destination, status, extract(epoch FROM delivered_at - created_at)::float"
            " FROM warehouse.deliveries WHERE session_id = ANY(%s) AND revision = 1",
            [session_ids],
        ).fetchall()
        if all(status == "delivered" for _, status, _ in rows):
            break
        if time.perf_counter() > deadline:
            message = f"not everything was delivered within {WAIT_SECONDS:.0f} s"
            raise TimeoutError(message)
        time.sleep(POLL_SECONDS)
    names = {name for name, _, _ in rows}
    return {name: tuple(seconds for one, _, seconds in rows if one == name) for name in names}


def _functions(endpoints: Endpoints, started_ms: int) -> Iterator[tuple[str, FunctionRun]]:
    with _client("logs", endpoints) as logs, _client("lambda", endpoints) as functions:
        for name in FUNCTIONS:
            deployed = function_name(name)
            lines = [
                match
                for page in logs.get_paginator("filter_log_events").paginate(
                    logGroupName=f"/aws/lambda/{deployed}", startTime=started_ms
                )
                for event in page["events"]
                if (match := _REPORT.search(event["message"])) and "Init Duration" not in match["rest"]
            ]
            if lines:
                durations = [float(line["duration"]) for line in lines]
                size = functions.get_function_configuration(FunctionName=deployed)["MemorySize"]
                yield (
                    name,
                    FunctionRun(
                        invocations=len(durations),
                        mean_ms=statistics.fmean(durations),
                        p95_ms=statistics.quantiles(durations, n=20)[-1]
                        if len(durations) > 1
                        else durations[0],
                        peak_memory_mb=max(int(line["memory"]) for line in lines),
                        memory_size_mb=size,
                    ),
                )


@contextmanager
def _client(service: str, endpoints: Endpoints) -> Iterator[Any]:
    session: Any = boto3.Session(
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - the emulator takes any
        region_name=endpoints.region,
    )
    client = session.client(service, endpoint_url=endpoints.aws_endpoint_url)
    try:
        yield client
    finally:
        client.close()
