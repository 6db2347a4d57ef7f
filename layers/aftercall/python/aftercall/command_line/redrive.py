"""``aftercall redrive``: dead letters back to work."""

import secrets
from enum import StrEnum
from typing import Annotated, Final

import typer
from rich.console import Console

from aftercall.command_line.deployment import Deployment, OnAws, find_deployment
from aftercall.command_line.failures import CommandFailed, ExitCode

EXAMPLES: Final = (
    "Examples: aftercall redrive · aftercall redrive --queue telephony · aftercall redrive --dry-run --aws"
)


class QueueName(StrEnum):
    """What has dead letters: the four queues, the bucket's inbox, and acknowledgements of alerts."""

    HOT = "hot"
    STANDARD = "standard"
    BACKFILL = "backfill"
    TELEPHONY = "telephony"
    INBOX = "inbox"
    ACKNOWLEDGEMENTS = "acknowledgements"


def redrive(
    queue: Annotated[QueueName | None, typer.Option(help="Only this one; all of them when left out.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what lies there.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many messages of each queue at the most.")] = 10_000,
    aws: OnAws = False,
) -> None:
    """Bring dead letters back to work, also within five minutes of their first try."""
    from botocore.exceptions import BotoCoreError, ClientError

    from aftercall.intake.redrive import redrive_queue

    deployment = find_deployment(on_aws=aws)
    console = Console(highlight=False)
    token = secrets.token_hex(8)
    try:
        for name in [queue] if queue else QueueName:
            dead_letter_url = deployment.queues[f"{name}_dead_letter"]
            if dry_run:
                console.print(f"{name}: {_waiting(deployment, dead_letter_url)} waiting")
                continue
            moved = 0
            sqs, url = deployment.sqs_client(), deployment.queues[name]
            for redriven in redrive_queue(sqs, dead_letter_url, url, token, limit):
                moved += 1
                console.print(f"  {name}: {redriven.subject or redriven.message_id}", markup=False)
            console.print(f"{name}: {moved} redriven")
    except (BotoCoreError, ClientError) as error:
        message = f"the queues cannot be reached ({type(error).__name__})"
        raise CommandFailed(message, deployment.remedy, ExitCode.UNREACHABLE) from error


def _waiting(deployment: Deployment, url: str) -> str:
    attributes = deployment.sqs_client().get_queue_attributes(
        QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"]
    )
    return attributes["Attributes"]["ApproximateNumberOfMessages"]
