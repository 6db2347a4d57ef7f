"""``aftercall up`` and ``aftercall down``: the local cloud."""

from typing import TYPE_CHECKING, Final, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from aftercall.command_line.failures import CommandFailed

if TYPE_CHECKING:
    from local.cloud import LocalCloud
    from local.progress import Step

UP_EXAMPLES: Final = "Examples: aftercall up · AFTERCALL_HOME=/srv/aftercall aftercall up"
DOWN_EXAMPLES: Final = "Examples: aftercall down"


def up() -> None:
    """Start the local cloud: emulator and databases on this machine, the real stacks deployed into it."""
    console = Console(highlight=False)
    cloud = start_cloud(console)
    console.print(f"The local cloud is up. Its endpoints are in {cloud.folder.endpoints}.", soft_wrap=True)
    console.print("Next: `aftercall send call.json`, `aftercall doctor`, `aftercall down`.")


def down() -> None:
    """Stop the local cloud; what it holds stays for the next start."""
    console = Console(highlight=False)
    from local.cloud import AlreadyAtWorkError
    from local.supervision import SupervisorError

    try:
        was_up = _local_cloud().down()
    except (AlreadyAtWorkError, SupervisorError) as error:
        raise CommandFailed(str(error), "Try again in a minute.") from error
    console.print("The local cloud is down." if was_up else "The local cloud was not up.")


def start_cloud(console: Console) -> "LocalCloud":
    """Bring the local cloud up with a progress bar (plain lines without a terminal).

    Raises
    ------
    CommandFailed
        When a server does not start or the stacks do not deploy.
    """
    from local.cloud import AlreadyAtWorkError
    from local.endpoints import MissingOutputError
    from local.lambda_runtime import LambdaRuntimeError
    from local.processes import ProgramError
    from local.supervision import SupervisorError

    cloud = _local_cloud()
    try:
        with StepsView(console) as view:
            cloud.up(view.show)
    except (
        ProgramError,
        SupervisorError,
        LambdaRuntimeError,
        AlreadyAtWorkError,
        MissingOutputError,
    ) as error:
        logs = cloud.folder.root / "logs"
        message = f"the local cloud did not come up: {error}"
        raise CommandFailed(message, f"The servers' own words are in {logs}.") from error
    return cloud


class StepsView:
    """Shows the launcher's steps: one bar in a terminal, one line per finished step elsewhere."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            TextColumn("[bold]{task.description}"),
            BarColumn(bar_width=24),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[detail]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("local cloud", total=None, detail="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, step: "Step") -> None:
        """Show one step; the launcher calls this."""
        ended = step.state in {"done", "skipped"}
        completed = step.number if ended else step.number - 1
        detail = f"{step.name} {step.detail}".strip()
        self._progress.update(self._task, total=step.total, completed=completed, detail=detail)
        if ended and not self._console.is_terminal:
            words = f" ({step.detail})" if step.detail else ""
            self._console.print(
                f"[{step.number}/{step.total}] {step.name} {step.state} in {step.seconds:.1f} s{words}",
                markup=False,
            )


def _local_cloud() -> "LocalCloud":
    try:
        from local.cloud import LocalCloud
    except ModuleNotFoundError as error:
        message = (
            f"the local cloud needs the project's own checkout and its dependencies ({error.name} is missing)"
        )
        raise CommandFailed(message, "Run `make up` in a clone of the project.") from error
    return LocalCloud()
