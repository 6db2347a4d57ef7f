"""``aftercall demo``: the local cloud, the sample calls, and what was understood of them."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from aftercall.command_line.cloud import start_cloud
from aftercall.command_line.databases import warehouse
from aftercall.command_line.deployment import find_deployment
from aftercall.command_line.failures import CommandFailed, ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import JustifyMethod

    from aftercall.command_line.deployment import Deployment
    from aftercall.warehouse.read import RecentCall
    from local.samples.catalogue import Sample

EXAMPLES: Final = "Examples: aftercall demo · aftercall demo --run second"
WAIT_SECONDS: Final = 240.0
DELIVERY_SECONDS: Final = 60.0
POLL_SECONDS: Final = 0.25
MINUTES_APART: Final = 7
WIDE_COLUMNS: Final = 100
COLUMNS: "Final[tuple[tuple[str, JustifyMethod], ...]]" = (
    ("call", "left"),
    ("caller", "left"),
    ("score", "right"),
    ("tier", "left"),
    ("sentiment", "left"),
    ("outcome", "left"),
    ("ms", "right"),
    ("cost $", "right"),
)


def demo(
    run: Annotated[
        str, typer.Option(help="Name of the run: the same name sends the same calls, another one new calls.")
    ] = "demo",
    picture: Annotated[
        Path | None, typer.Option(help="Keep what is printed as an SVG file, as in the README.")
    ] = None,
) -> None:
    """Bring up the local cloud, replay the sample calls as a real agent would, show what was understood."""
    console = Console(highlight=False, record=picture is not None)
    cloud = start_cloud(console)
    deployment = find_deployment(on_aws=False)
    calls = _recent_calls(run)
    with warehouse(deployment) as connection, _progress(console) as progress:
        from aftercall.command_line.demo_arrivals import print_arrivals, wait_for_deliveries
        from aftercall.warehouse.read import recent_calls

        _send_all(deployment, calls, progress)
        waiting = {call.session_id for call in calls}
        task = progress.add_task("analysing", total=len(calls))
        deadline = time.monotonic() + WAIT_SECONDS
        analysed: list[RecentCall] = []
        while time.monotonic() < deadline:
            found = recent_calls(connection, 10 * len(calls))
            analysed = [call for call in found if call.session_id in waiting and call.outcome is not None]
            progress.update(task, completed=len(analysed))
            if len(analysed) == len(calls):
                break
            time.sleep(POLL_SECONDS)
        delivering = progress.add_task("delivering", total=len(analysed))

        def show(delivered: int) -> None:
            progress.update(delivering, completed=delivered)

        found_ids = [call.session_id for call in analysed]
        owing = wait_for_deliveries(connection, found_ids, DELIVERY_SECONDS, show)
    _print_table(console, calls, analysed)
    if len(analysed) < len(calls):
        message = f"{len(calls) - len(analysed)} calls were not analysed within {WAIT_SECONDS:.0f} s"
        raise CommandFailed(message, "`aftercall doctor` shows the queues and dead letters.")
    from local.endpoints import desk_address

    desk = desk_address(cloud.folder)
    print_arrivals(console, desk)
    if owing:
        console.print(f"[yellow]{owing} calls are still owed: aftercall deliveries says to whom[/]")
    console.print(f"\nSee it all there:    {desk}", soft_wrap=True)
    console.print(f"One call in full:    .venv/bin/aftercall show {calls[0].session_id}", soft_wrap=True)
    console.print("Is everything well:  .venv/bin/aftercall doctor")
    console.print(f"Every address:       {cloud.folder.endpoints}", soft_wrap=True)
    console.print("Stop it again:       make down")
    if picture is not None:
        console.save_svg(str(picture), title="make demo")


def _recent_calls(run: str) -> "list[Sample]":
    from local.replay import recent
    from local.samples.catalogue import read_samples

    samples = read_samples()
    now = datetime.now(UTC)
    return [
        recent(sample, now - timedelta(minutes=MINUTES_APART * (len(samples) - number)), run)
        for number, sample in enumerate(samples)
    ]


def _send_all(deployment: "Deployment", calls: "Sequence[Sample]", progress: Progress) -> None:
    import urllib3

    from local.replay import DeliveryRefused, Receiver, ReceiverUnreachable, Sender, SigningKeys, replay

    api_key, secret = deployment.livekit_key()
    keys = SigningKeys(api_key, secret, deployment.secret_text("signing", "keys"))
    receiver = Receiver(deployment.api_url, deployment.api_host)
    try:
        with urllib3.PoolManager() as pool:
            sender = Sender(receiver, keys, pool, time.time, time.sleep)
            task = progress.add_task("sending", total=sum(len(call.webhooks) + 1 for call in calls))
            for sent in replay(calls, sender):
                progress.update(task, completed=sent.done, description=f"sending {sent.sample}")
            progress.update(task, description="sent")
    except ReceiverUnreachable as error:
        raise CommandFailed(str(error), deployment.remedy, ExitCode.UNREACHABLE) from error
    except DeliveryRefused as error:
        raise CommandFailed(str(error), "docs/intake.md explains each answer.") from error


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("[bold]{task.description:<34}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )


def _print_table(console: Console, calls: "Sequence[Sample]", analysed: "Sequence[RecentCall]") -> None:
    by_id = {call.session_id: call for call in analysed}
    wide = console.width >= WIDE_COLUMNS
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for name, justify in COLUMNS:
        if wide or name != "caller":
            table.add_column(name, justify=justify, no_wrap=True)
    for call in calls:
        cells = _cells(by_id.get(call.session_id))
        table.add_row(call.name, *(cells if wide else cells[1:]))
    console.print("\nWhat was understood\n", style="bold")
    console.print(table)
    console.print("ms: average time to the agent's answer; cost: at the profile's prices", style="dim")


def _cells(call: "RecentCall | None") -> tuple[str, ...]:
    if call is None:
        return ("", "", "", "", "[red]not analysed[/]", "", "")
    outcome = (call.outcome or "").replace("_", " ")
    if call.error_kind is not None:
        outcome = f"[red]failed: {call.error_kind.replace('_', ' ')}[/]"
    return (
        escape(call.caller or "unknown"),
        "" if call.lead_score is None else str(call.lead_score),
        call.qualification_tier or "",
        call.sentiment or "",
        outcome,
        "" if call.latency_ms is None else f"{call.latency_ms:.0f}",
        "" if call.cost_usd is None else f"{call.cost_usd:.3f}",
    )
