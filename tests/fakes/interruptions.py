"""Stopping the work between two effects, as a crash or an outage would."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class Killed(BaseException):
    """The process is gone: nothing may catch this."""


class OutageError(Exception):
    """A service does not answer."""


@dataclass(slots=True)
class Effects:
    """Counts effects; stops before or after the one that is due.

    ``stop_at`` 3 and ``when`` "after" means: the third effect happens, but nobody learns of it.
    """

    stop_at: int | None = None
    when: str = "before"
    error: type[BaseException] = Killed
    names: list[str] = field(default_factory=list)

    @contextmanager
    def effect(self, name: str) -> Iterator[None]:
        self.names.append(name)
        due = len(self.names) == self.stop_at
        if due and self.when == "before":
            raise self.error(name)
        yield
        if due and self.when == "after":
            raise self.error(name)
