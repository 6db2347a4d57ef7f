"""Metrics in CloudWatch's embedded metric format: a log line that becomes a number.

Source: the CloudWatch embedded metric format specification. No request is made for a metric, and a
dimension can only be one of a short list of names, so no person's data becomes a dimension.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aftercall.telemetry.clock import utc_now

NAMESPACE = "Aftercall"
ALLOWED_DIMENSIONS = frozenset({"kind", "origin", "outcome", "priority", "queue", "source", "status"})


class UnknownDimension(ValueError):
    """A metric was to carry a dimension that is not on the list; the message names it."""


def _write_line(line: str) -> None:
    sys.stdout.write(line + "\n")


@dataclass(frozen=True, slots=True)
class MetricsWriter:
    """Writes counts and durations.

    Parameters
    ----------
    service
        The function's name: a dimension of every metric.
    write
        Takes one finished line, without its end.
    now
        The clock.
    """

    service: str
    write: Callable[[str], None]
    now: Callable[[], datetime] = utc_now

    def count(self, name: str, value: int = 1, **dimensions: str) -> None:
        """Count something, such as bodies that were accepted."""
        self._emit(name, value, "Count", dimensions)

    def milliseconds(self, name: str, value: float, **dimensions: str) -> None:
        """Record how long something took, in milliseconds."""
        self._emit(name, value, "Milliseconds", dimensions)

    def _emit(self, name: str, value: float, unit: str, dimensions: dict[str, str]) -> None:
        unknown = set(dimensions) - ALLOWED_DIMENSIONS
        if unknown:
            raise UnknownDimension(", ".join(sorted(unknown)))
        line = {
            "_aws": {
                "Timestamp": int(self.now().timestamp() * 1000),
                "CloudWatchMetrics": [
                    {
                        "Namespace": NAMESPACE,
                        "Dimensions": [["service", *dimensions]],
                        "Metrics": [{"Name": name, "Unit": unit}],
                    }
                ],
            },
            "service": self.service,
            **dimensions,
            name: value,
        }
        self.write(json.dumps(line, ensure_ascii=True))


def standard_metrics(service: str) -> MetricsWriter:
    """Give the writer a Lambda uses: lines on standard output, which CloudWatch turns into metrics."""
    return MetricsWriter(service=service, write=_write_line)
