"""``aftercall deliveries``: what has reached whom, and what has not."""

import dataclasses
import json
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console

from aftercall.command_line.databases import warehouse
from aftercall.command_line.delivery_view import print_entries, print_standings
from aftercall.command_line.deployment import Deployment, OnAws, find_deployment
from aftercall.command_line.failures import CommandFailed, ExitCode
from aftercall.telemetry.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aftercall.warehouse.delivery_readings import DestinationStanding, LedgerEntry

EXAMPLES: Final = "Examples: aftercall deliveries · aftercall deliveries --session RM_1.AJ_1 --json"


def deliveries(
    session: Annotated[str | None, typer.Option(metavar="SESSION", help="Only this call's.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    aws: OnAws = False,
) -> None:
    """Show where each destination stands: how much is owed, delivered, failed, and whether it is tried."""
    deployment = find_deployment(on_aws=aws)
    if session is None:
        _show_standings(deployment, as_json=as_json)
    else:
        _show_call(deployment, session, as_json=as_json)


def _show_standings(deployment: Deployment, *, as_json: bool) -> None:
    from aftercall.warehouse.delivery_readings import destination_standings

    with warehouse(deployment) as connection:
        standings = destination_standings(connection)
    if as_json:
        _print_json(standings)
    else:
        print_standings(Console(highlight=False), standings, utc_now())


def _show_call(deployment: Deployment, session_id: str, *, as_json: bool) -> None:
    from aftercall.warehouse.delivery_readings import deliveries_of

    with warehouse(deployment) as connection:
        entries = deliveries_of(connection, session_id)
    if not entries:
        message = f"{session_id}: nothing is owed to anybody for this call"
        remedy = f"`aftercall show {session_id}` tells whether there is one."
        raise CommandFailed(message, remedy, ExitCode.NOT_FOUND)
    if as_json:
        _print_json(entries)
    else:
        print_entries(Console(highlight=False), entries)


def _print_json(rows: "Sequence[DestinationStanding] | Sequence[LedgerEntry]") -> None:
    documents = [dataclasses.asdict(row) for row in rows]
    typer.echo(json.dumps(documents, indent=2, ensure_ascii=False, default=str))
