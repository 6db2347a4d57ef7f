"""What `up` tells whoever watches, so that a command line can draw a bar and a test can count."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Literal

# In the order they end; `up` reports each of them exactly once as done or skipped, or one as failed.
STEPS = ("servers", "secrets", "bootstrap", "synthesis", "deployment", "endpoints", "warm-up")

type State = Literal["started", "running", "done", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Step:
    """One event: ``number`` of ``total`` steps, what is happening in words, seconds since the step began."""

    name: str
    state: State
    detail: str
    number: int
    total: int
    seconds: float


type Listener = Callable[[Step], None]


def silent(_step: Step) -> None:
    """Listen to nothing."""


class StepReport:
    """Reports one step while it is at work."""

    def __init__(self, name: str, listener: Listener) -> None:
        self._name = name
        self._listener = listener
        self._started = monotonic()
        self._outcome: tuple[State, str] = ("done", "")

    def tell(self, state: State, detail: str = "") -> None:
        """Send one event."""
        number, seconds = STEPS.index(self._name) + 1, monotonic() - self._started
        self._listener(Step(self._name, state, detail, number, len(STEPS), seconds))

    def running(self, detail: str) -> None:
        """Say what is happening now."""
        self.tell("running", detail)

    def conclude(self, outcome: str) -> None:
        """Let the step end as done, with something to say."""
        self._outcome = ("done", outcome)

    def skip(self, reason: str) -> None:
        """Let the step end as skipped."""
        self._outcome = ("skipped", reason)

    def end(self) -> None:
        """Send the last event."""
        self.tell(*self._outcome)


@contextmanager
def reported(name: str, listener: Listener) -> Iterator[StepReport]:
    """Report a step's start, and its end or failure."""
    report = StepReport(name, listener)
    report.tell("started")
    try:
        yield report
    except BaseException as error:
        report.tell("failed", str(error) or type(error).__name__)
        raise
    report.end()
