"""Clients and stores for the functions at the edge, made once per warm container.

Importing boto3 is most of a cold start, so it stands in this one module; what it makes is passed
on, and tests pass fakes instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import boto3

from aftercall.intake.acceptance import Acceptance
from aftercall.intake.raw_store import RawStore
from aftercall.intake.secrets import SecretsCache
from aftercall.intake.seen_ids import SeenIds
from aftercall.settings.client_limits import EDGE_CONFIG, EXECUTION_CONFIG, SEEN_IDS_CONFIG
from aftercall.settings.intake import StorageSettings
from aftercall.telemetry.log import StructuredLog
from aftercall.telemetry.metrics import MetricsWriter

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_lambda.client import LambdaClient
    from types_boto3_s3.client import S3Client
    from types_boto3_secretsmanager.client import SecretsManagerClient
    from types_boto3_sqs.client import SQSClient
    from types_boto3_stepfunctions.client import SFNClient


@dataclass(frozen=True, slots=True)
class EdgeClients:
    """What a function at the edge speaks to."""

    s3: "S3Client"
    sqs: "SQSClient"
    dynamodb: "DynamoDBClient"
    secrets_manager: "SecretsManagerClient"


@dataclass(frozen=True, slots=True)
class ExecutionClients:
    """What the consumer of the session queues speaks to."""

    sqs: "SQSClient"
    step_functions: "SFNClient"
    functions: "LambdaClient"


def edge_clients() -> EdgeClients:
    """Make the clients of a function at the edge, from the environment boto3 reads."""
    session = boto3.Session()
    return EdgeClients(
        s3=session.client("s3", config=EDGE_CONFIG),
        sqs=session.client("sqs", config=EDGE_CONFIG),
        dynamodb=session.client("dynamodb", config=SEEN_IDS_CONFIG),
        secrets_manager=session.client("secretsmanager", config=EDGE_CONFIG),
    )


def execution_clients() -> ExecutionClients:
    """Make the clients of the queue's consumer, from the environment boto3 reads."""
    session = boto3.Session()
    return ExecutionClients(
        sqs=session.client("sqs", config=EDGE_CONFIG),
        step_functions=session.client("stepfunctions", config=EXECUTION_CONFIG),
        functions=session.client("lambda", config=EXECUTION_CONFIG),
    )


def build_acceptance(
    clients: EdgeClients,
    storage: StorageSettings,
    now: Callable[[], datetime],
    log: StructuredLog,
    metrics: MetricsWriter,
) -> Acceptance:
    """Put the raw store and the table of seen ids behind one acceptance."""
    return Acceptance(
        raw_store=RawStore(clients.s3, storage.bucket_name),
        remembered=SeenIds(clients.dynamodb, storage.seen_table_name, now, timedelta(days=storage.seen_days)),
        log=log,
        metrics=metrics,
    )


def build_secrets(clients: EdgeClients, now: Callable[[], datetime]) -> SecretsCache:
    """Make the cache of secrets a warm container keeps."""
    return SecretsCache(clients.secrets_manager, now)
