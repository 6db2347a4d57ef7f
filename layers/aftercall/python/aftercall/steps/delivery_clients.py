"""What the functions around the delivery ledger ask of AWS."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3

from aftercall.settings.client_limits import STEP_CONFIG

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient
    from types_boto3_sqs.client import SQSClient


@dataclass(frozen=True, slots=True)
class DeliveryClients:
    """What a function that delivers asks of AWS."""

    sqs: "SQSClient"
    secrets_manager: "SecretsManagerClient"


def delivery_clients() -> DeliveryClients:
    """Make the clients, from the environment boto3 reads."""
    session = boto3.Session()
    return DeliveryClients(
        sqs=session.client("sqs", config=STEP_CONFIG),
        secrets_manager=session.client("secretsmanager", config=STEP_CONFIG),
    )
