"""``aftercall redrive``: dead letters back to work."""

import secrets
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Final

import typer
from rich.console import Console

from aftercall.command_line.deployment import INBOX_FUNCTION, Deployment, OnAws, find_deployment
from aftercall.command_line.failures import CommandFailed, ExitCode

EXAMPLES: Final = (
    "Examples: aftercall redrive · aftercall redrive --queue telephony · aftercall redrive --dry-run --aws"
)


class QueueName(StrEnum):
    """What has dead letters: the four queues, and the events of the bucket's inbox."""

    HOT = "hot"
    STANDARD = "standard"
    BACKFILL = "backfill"
    TELEPHONY = "telephony"
    INBOX = "inbox"


def redrive(
    queue: Annotated[QueueName | None, typer.Option(help="Only this one; all five when left out.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what lies there.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many messages of each queue at the most.")] = 10_000,
    aws: OnAws = False,
) -> None:
    """Bring dead letters back to work, also within five minutes of their first try."""
    from botocore.exceptions import BotoCoreError, ClientError

    deployment = find_deployment(on_aws=aws)
    console = Console(highlight=False)
    token = secrets.token_hex(8)
    try:
        for name in [queue] if queue else QueueName:
            dead_letter_url = _dead_letter_url(deployment, name)
            if dry_run:
                console.print(f"{name}: {_waiting(deployment, dead_letter_url)} waiting")
                continue
            moved = 0
            for redriven in _redriven(deployment, name, dead_letter_url, token, limit):
                moved += 1
                console.print(f"  {name}: {redriven}", markup=False)
            console.print(f"{name}: {moved} redriven")
    except (BotoCoreError, ClientError) as error:
        message = f"the queues cannot be reached ({type(error).__name__})"
        raise CommandFailed(message, deployment.remedy, ExitCode.UNREACHABLE) from error


def _dead_letter_url(deployment: Deployment, name: QueueName) -> str:
    if name is QueueName.INBOX:
        return deployment.inbox_dead_letters()
    return deployment.queues[f"{name}_dead_letter"]


def _waiting(deployment: Deployment, url: str) -> str:
    attributes = deployment.sqs_client().get_queue_attributes(
        QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"]
    )
    return attributes["Attributes"]["ApproximateNumberOfMessages"]


def _redriven(
    deployment: Deployment, name: QueueName, dead_letter_url: str, token: str, limit: int
) -> Iterator[str]:
    """Redrive one kind; give of each message what it is known by."""
    from aftercall.intake.inbox_redrive import redrive_inbox
    from aftercall.intake.redrive import redrive_queue

    sqs = deployment.sqs_client()
    if name is QueueName.INBOX:
        drops = redrive_inbox(sqs, deployment.lambda_client(), dead_letter_url, INBOX_FUNCTION, limit)
        for drop in drops:
            yield ", ".join(drop.keys) or f"{drop.message_id} names no drop and stays where it is"
        return
    for message in redrive_queue(sqs, dead_letter_url, deployment.queues[name], token, limit):
        yield message.session_id or message.message_id
