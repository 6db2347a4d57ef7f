"""``aftercall show``: what stands in the warehouse of one call."""

import json
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.markup import escape

from aftercall.command_line.databases import warehouse
from aftercall.command_line.delivery_view import print_entries
from aftercall.command_line.deployment import Deployment, OnAws, find_deployment
from aftercall.command_line.failures import CommandFailed, ExitCode
from aftercall.command_line.report_view import CallHeader, print_call
from aftercall.warehouse.delivery_readings import LedgerEntry, deliveries_of
from aftercall.warehouse.read import KeptCall, read_call

EXAMPLES: Final = "Examples: aftercall show RM_1.AJ_1 · aftercall show RM_1.AJ_1 --transcript --json"

SessionId = Annotated[str, typer.Argument(metavar="SESSION", help="The session's id, as `send` printed it.")]


def show(
    session_id: SessionId,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    transcript: Annotated[bool, typer.Option("--transcript", help="Print the transcript too.")] = False,
    aws: OnAws = False,
) -> None:
    """Show what the warehouse knows of one call: reports, tool calls, costs, analyzers that failed."""
    deployment = find_deployment(on_aws=aws)
    call = kept_call(deployment, session_id)
    if as_json:
        typer.echo(json.dumps(call.model_dump(mode="json"), indent=2, ensure_ascii=False))
        return
    console = Console(highlight=False)
    print_call(console, _header(call), call.completed())
    failed = [run for run in call.runs if run.status == "failed"]
    for run in failed:
        console.print(f"[red]{run.analyzer} failed: {escape(run.error_kind or 'unknown')}[/]")
    if call.superseded:
        console.print(f"{len(call.superseded)} other reports of this call are kept as superseded")
    if call.analyzed_at is not None:
        console.print(
            f"\nanalyzed {call.analyzed_at:%Y-%m-%d %H:%M:%S} UTC by version {call.analyzer_version}"
        )
    entries = _deliveries(deployment, session_id)
    if entries:
        console.print("\n[bold]Told to[/]")
        print_entries(console, entries)
    if transcript:
        console.print()
        for turn in call.transcript:
            console.print(f"[bold]{turn.speaker:>8}[/]  {escape(turn.text)}", soft_wrap=True)


def kept_call(deployment: Deployment, session_id: str) -> KeptCall:
    """Read one call.

    Raises
    ------
    CommandFailed
        When there is no such call, or Postgres does not answer.
    """
    with warehouse(deployment) as connection:
        call = read_call(connection, session_id)
    if call is None:
        message = f"no call with the session id {session_id}"
        raise CommandFailed(
            message,
            "It may still be queued (`aftercall doctor`) or a dead letter (`aftercall redrive`).",
            ExitCode.NOT_FOUND,
        )
    return call


def _deliveries(deployment: Deployment, session_id: str) -> list[LedgerEntry]:
    with warehouse(deployment) as connection:
        return deliveries_of(connection, session_id)


def _header(call: KeptCall) -> CallHeader:
    row = call.session
    return CallHeader(
        session_id=call.session_id,
        caller=row["user_name"] or row["user_email"] or row["user_phone"],
        start_time=row["start_time"],
        duration_seconds=row["duration_seconds"],
        user_turns=row["user_turns"],
        agent_turns=row["agent_turns"],
        error_kind=row["error_kind"],
    )
