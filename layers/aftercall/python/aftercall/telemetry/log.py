"""One JSON object a line: what CloudWatch Logs Insights can query.

Standard library only, and not even ``logging``: a webhook's cold start pays for every import, and
fields that can only be scalars keep bodies, transcripts and personal data out of the logs.
"""

import json
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from aftercall.telemetry.clock import utc_now

type LogValue = str | int | float | bool | None


def _write_line(line: str) -> None:
    sys.stdout.write(line + "\n")


@dataclass(frozen=True, slots=True)
class StructuredLog:
    """Writes events with fields.

    Parameters
    ----------
    service
        The function's name, in every line.
    write
        Takes one finished line, without its end.
    now
        The clock.
    fields
        Fields that stand in every line of this log (see `bound`).
    """

    service: str
    write: Callable[[str], None]
    now: Callable[[], datetime] = utc_now
    fields: Mapping[str, LogValue] = field(default_factory=dict)

    def bound(self, **fields: LogValue) -> "StructuredLog":
        """Give a log that adds these fields to every line."""
        return replace(self, fields={**self.fields, **fields})

    def info(self, event: str, **fields: LogValue) -> None:
        """Say that something happened as it should."""
        self._line("INFO", event, fields)

    def warning(self, event: str, **fields: LogValue) -> None:
        """Say that something was refused, or went on without a part of it."""
        self._line("WARNING", event, fields)

    def failure(self, event: str, error: BaseException | None = None, **fields: LogValue) -> None:
        """Say that something failed; of the error only its class and its place are written.

        An error's message may hold what a caller said, so it is left out. Errors of our own that
        carry what an operator needs pass it as fields.
        """
        described = {} if error is None else {"error": type(error).__name__, "place": _place_of(error)}
        self._line("ERROR", event, {**described, **fields})

    def _line(self, level: str, event: str, fields: Mapping[str, LogValue]) -> None:
        line = {
            "level": level,
            "event": event,
            "service": self.service,
            "timestamp": self.now().isoformat(),
            **self.fields,
            **fields,
        }
        self.write(json.dumps(line, ensure_ascii=True))


def _place_of(error: BaseException) -> str | None:
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return None
    own = [frame for frame in frames if "aftercall" in frame.filename] or frames
    return " > ".join(f"{frame.name}:{frame.lineno}" for frame in own[-4:])


def standard_log(service: str) -> StructuredLog:
    """Give the log a Lambda uses: lines on standard output, which CloudWatch collects."""
    return StructuredLog(service=service, write=_write_line)
