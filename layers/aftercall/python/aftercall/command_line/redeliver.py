"""``aftercall redeliver``: what did not arrive is sent again."""

from datetime import UTC, datetime
from typing import Annotated, Final

import typer
from rich.console import Console

from aftercall.command_line.databases import warehouse
from aftercall.command_line.deployment import OnAws, find_deployment
from aftercall.command_line.failures import CommandFailed
from aftercall.ledger.debts import Destination
from aftercall.ledger.status import DeliveryStatus
from aftercall.telemetry.clock import utc_now

EXAMPLES: Final = (
    "Examples: aftercall redeliver --destination salesforce · aftercall redeliver --session RM_1.AJ_1 · "
    'aftercall redeliver --status uncertain --since "2026-03-04 10:00" --until "2026-03-04 12:00"'
)
TIMES: Final = ["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"]


def redeliver(
    *,
    session: Annotated[str | None, typer.Option(metavar="SESSION", help="Only this call's.")] = None,
    destination: Annotated[Destination | None, typer.Option(help="Only to this one.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=TIMES, help="Last changed from then on, UTC.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=TIMES, help="Last changed before then, UTC.")
    ] = None,
    status: Annotated[
        list[DeliveryStatus] | None,
        typer.Option(help="Which ones, several times if need be; failed if left out."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count them.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask where something may arrive twice.")] = False,
    aws: OnAws = False,
) -> None:
    """Send again what failed, by call, destination or time; what arrived already changes nothing twice.

    A Slack message or an e-mail whose arrival is uncertain may be there twice afterwards: you are asked.
    """
    from aftercall.warehouse.redelivery import Selection, chosen
    from aftercall.warehouse.redelivery import redeliver as send_again

    deployment = find_deployment(on_aws=aws)
    console = Console(highlight=False)
    selection = Selection(
        statuses=frozenset(status or [DeliveryStatus.FAILED]),
        session_id=session,
        destination=destination,
        since=_utc(since),
        until=_utc(until),
    )
    with warehouse(deployment) as connection:
        meant = chosen(connection, selection)
        for name, count in meant.by_destination.items():
            console.print(f"{name}: {count}")
        if not meant.by_destination:
            console.print("nothing to send again")
        elif not dry_run:
            _make_sure(meant.may_arrive_twice, yes=yes)
            count = send_again(connection, selection, utc_now())
            console.print(f"{count} due again; the sweep starts them within a minute")


def _make_sure(may_arrive_twice: int, *, yes: bool) -> None:
    """Ask where something may arrive twice.  Raises CommandFailed when the answer is no."""
    if not may_arrive_twice or yes:
        return
    question = f"{may_arrive_twice} messages may be there already and would then arrive twice. Send them?"
    if not typer.confirm(question, default=False):
        message = "nothing was sent again"
        raise CommandFailed(message, "--yes answers the question beforehand.")


def _utc(at: datetime | None) -> datetime | None:
    return None if at is None else at.replace(tzinfo=UTC)
