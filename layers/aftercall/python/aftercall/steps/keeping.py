"""What the functions share that keep results or telephony events: clients, PostgreSQL, deliveries.

MongoDB stands in a module of its own: not every one of them has the layer with its driver.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import boto3

from aftercall.intake.messages import Origin, SessionKind, SessionMessage
from aftercall.intake.queues import SessionQueues
from aftercall.intake.raw_store import RawStore
from aftercall.intake.secrets import SecretsCache
from aftercall.session.forms import ReportForm
from aftercall.session.raw_reference import RawReference
from aftercall.settings.client_limits import STEP_CONFIG
from aftercall.warehouse.connection import ReusedConnection
from aftercall.warehouse.transcription_delivery import TranscriptionDelivery

if TYPE_CHECKING:
    from types_boto3_s3.client import S3Client
    from types_boto3_secretsmanager.client import SecretsManagerClient
    from types_boto3_sqs.client import SQSClient


@dataclass(frozen=True, slots=True)
class KeepingClients:
    """What a function that keeps something speaks to, beside its databases."""

    s3: "S3Client"
    sqs: "SQSClient"
    secrets_manager: "SecretsManagerClient"


def keeping_clients() -> KeepingClients:
    """Make the clients, from the environment boto3 reads."""
    session = boto3.Session()
    return KeepingClients(
        s3=session.client("s3", config=STEP_CONFIG),
        sqs=session.client("sqs", config=STEP_CONFIG),
        secrets_manager=session.client("secretsmanager", config=STEP_CONFIG),
    )


def reused_postgres(secrets: SecretsCache, secret_name: str) -> ReusedConnection:
    """Give the one connection of a warm container; its address is read when it is opened."""
    return ReusedConnection(lambda: secrets.string(secret_name, "url"), time.monotonic)


def transcription_delivery(
    raw_store: RawStore, sqs: "SQSClient", queue_url: str, now: Callable[[], datetime]
) -> TranscriptionDelivery:
    """Give what sends a finished Twilio call's transcription to the standard queue."""
    queues = SessionQueues(sqs, {"standard": queue_url}, now)

    def enqueue(call_sid: str, raw: RawReference, received_at: datetime, attempt: str) -> None:
        form = ReportForm.TWILIO_TRANSCRIPTION
        kind, origin = SessionKind.TWILIO_CALL, Origin.TELEPHONY
        queues.enqueue(SessionMessage(call_sid, kind, form, raw, origin, received_at, attempt))

    def keep(body: bytes) -> RawReference:
        return raw_store.put(body, "sessions", "application/json")

    return TranscriptionDelivery(keep, enqueue, now)
