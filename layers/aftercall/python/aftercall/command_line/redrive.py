"""``aftercall redrive``: dead letters back to work."""

import secrets
from enum import StrEnum
from typing import Annotated, Final

import typer
from rich.console import Console

from aftercall.command_line.deployment import QUEUES, OnAws, find_deployment
from aftercall.command_line.failures import CommandFailed, ExitCode

EXAMPLES: Final = (
    "Examples: aftercall redrive · aftercall redrive --queue telephony · aftercall redrive --dry-run --aws"
)


class QueueName(StrEnum):
    """The queues that have dead letters."""

    HOT = "hot"
    STANDARD = "standard"
    BACKFILL = "backfill"
    TELEPHONY = "telephony"


def redrive(
    queue: Annotated[QueueName | None, typer.Option(help="Only this queue; all four when left out.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what lies there.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many messages of each queue at the most.")] = 10_000,
    aws: OnAws = False,
) -> None:
    """Bring dead letters back to work, also within five minutes of their first try."""
    from botocore.exceptions import BotoCoreError, ClientError

    from aftercall.intake.redrive import redrive_queue

    deployment = find_deployment(on_aws=aws)
    console = Console(highlight=False, soft_wrap=True)
    sqs = deployment.sqs_client()
    token = secrets.token_hex(8)
    try:
        for name in [queue.value] if queue else QUEUES:
            dead_letter_url = deployment.queues[f"{name}_dead_letter"]
            if dry_run:
                attributes = sqs.get_queue_attributes(
                    QueueUrl=dead_letter_url, AttributeNames=["ApproximateNumberOfMessages"]
                )["Attributes"]
                console.print(f"{name}: {attributes['ApproximateNumberOfMessages']} waiting")
                continue
            moved = 0
            for redriven in redrive_queue(sqs, dead_letter_url, deployment.queues[name], token, limit):
                moved += 1
                console.print(f"  {name}: {redriven.session_id or redriven.message_id}", markup=False)
            console.print(f"{name}: {moved} redriven")
    except (BotoCoreError, ClientError) as error:
        message = f"the queues cannot be reached ({type(error).__name__})"
        raise CommandFailed(message, deployment.remedy, ExitCode.UNREACHABLE) from error
