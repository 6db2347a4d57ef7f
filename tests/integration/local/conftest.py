"""One repaired emulator for all contract tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.emulator import EmulatorServer
from local.lambda_runtime import ensure_lambda_interpreter
from local.processes import free_port
from tests.integration.local.contract_cloud import ROLE, Cloud

PROJECT = Path(__file__).parents[3]


def start_clock(cloud: Cloud) -> None:
    """Schedule a function every minute, before anything else: the last test looks whether it was called."""
    seen = cloud.client("sqs").create_queue(QueueName="clock-seen")["QueueUrl"]
    source = """
import boto3, json, os
def lambda_handler(event, context):
    boto3.client("sqs").send_message(QueueUrl=os.environ["SEEN"], MessageBody=json.dumps(event))
"""
    function = cloud.deploy("clock", source, Environment={"Variables": {"SEEN": seen}})
    cloud.client("scheduler").create_schedule(
        Name="clock",
        ScheduleExpression="rate(1 minutes)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": function, "RoleArn": ROLE, "Input": '{"reason": "schedule"}'},
    )


@pytest.fixture(scope="session")
def lambda_interpreter(servers_folder: Path) -> Path:
    return ensure_lambda_interpreter(servers_folder / "lambda-runtime", PROJECT / "requirements.lock")


@pytest.fixture(scope="session")
def cloud(servers_folder: Path, lambda_interpreter: Path) -> Iterator[Cloud]:
    server = EmulatorServer(servers_folder / "emulator", free_port(), lambda_interpreter, workers=2)
    server.start()
    try:
        server.wait()
        cloud = Cloud(server)
        start_clock(cloud)
        yield cloud
    finally:
        server.stop()
