"""The ``aftercall`` command: one sub-command per module of this package."""

from collections.abc import Callable
from functools import wraps
from typing import Final

import typer
from rich.console import Console
from rich.markup import escape

from aftercall.command_line import (
    alerts,
    analyze,
    cloud,
    deliveries,
    demo,
    digest,
    doctor,
    migrate,
    redeliver,
    redrive,
    replay,
    send,
    show,
)
from aftercall.command_line.failures import CommandFailed

EPILOG: Final = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 something cannot be reached, 4 not found."


commands = typer.Typer(
    name="aftercall",
    help="What happens after a voice-agent call: read it, send it, look at it, run it again.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)

COMMANDS: Final[tuple[tuple[str, Callable[..., None], str], ...]] = (
    ("analyze", analyze.analyze, analyze.EXAMPLES),
    ("send", send.send, send.EXAMPLES),
    ("show", show.show, show.EXAMPLES),
    ("replay", replay.replay, replay.EXAMPLES),
    ("redrive", redrive.redrive, redrive.EXAMPLES),
    ("deliveries", deliveries.deliveries, deliveries.EXAMPLES),
    ("redeliver", redeliver.redeliver, redeliver.EXAMPLES),
    ("alerts", alerts.alerts, alerts.EXAMPLES),
    ("digest", digest.digest, digest.EXAMPLES),
    ("doctor", doctor.doctor, doctor.EXAMPLES),
    ("migrate", migrate.migrate_warehouse, migrate.EXAMPLES),
    ("up", cloud.up, cloud.UP_EXAMPLES),
    ("down", cloud.down, cloud.DOWN_EXAMPLES),
    ("demo", demo.demo, demo.EXAMPLES),
)


def with_actionable_failures(command: Callable[..., None]) -> Callable[..., None]:
    """Turn a failure of the command into one sentence, a remedy and an exit code."""

    @wraps(command)
    def run(*arguments: object, **options: object) -> None:
        try:
            command(*arguments, **options)
        except CommandFailed as failure:
            console = Console(stderr=True, highlight=False, soft_wrap=True)
            console.print(f"[bold red]aftercall:[/] {escape(failure.message)}")
            if failure.remedy:
                console.print(f"  {escape(failure.remedy)}")
            raise typer.Exit(failure.code) from None

    return run


for _name, _command, _examples in COMMANDS:
    commands.command(_name, epilog=_examples)(with_actionable_failures(_command))


def app() -> None:
    """Run the command line."""
    commands()
