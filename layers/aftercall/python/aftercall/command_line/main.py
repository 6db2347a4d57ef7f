"""The ``aftercall`` command: one sub-command per module of this package."""

import sys
from collections.abc import Callable
from typing import Final

import typer
from rich.console import Console

from aftercall.command_line import (
    analyze,
    cloud,
    demo,
    doctor,
    migrate,
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
    ("doctor", doctor.doctor, doctor.EXAMPLES),
    ("migrate", migrate.migrate_warehouse, migrate.EXAMPLES),
    ("up", cloud.up, cloud.UP_EXAMPLES),
    ("down", cloud.down, cloud.DOWN_EXAMPLES),
    ("demo", demo.demo, demo.EXAMPLES),
)

for _name, _command, _examples in COMMANDS:
    commands.command(_name, epilog=_examples)(_command)


def app() -> None:
    """Run the command line; turns a failed command into one sentence, a remedy and an exit code."""
    try:
        commands()
    except CommandFailed as failure:
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print(f"[bold red]aftercall:[/] {_escaped(failure.message)}")
        if failure.remedy:
            console.print(f"  {_escaped(failure.remedy)}")
        sys.exit(failure.code)


def _escaped(text: str) -> str:
    return text.replace("[", r"\[")
