"""Logs and metrics that are kept instead of printed."""

import json
from dataclasses import dataclass, field
from typing import Any

from aftercall.telemetry.log import StructuredLog
from aftercall.telemetry.metrics import MetricsWriter
from tests.fakes.clock import NOON


@dataclass(slots=True)
class KeptLines:
    lines: list[str] = field(default_factory=list)

    def log(self) -> StructuredLog:
        return StructuredLog("test", self.lines.append, lambda: NOON)

    def metrics(self) -> MetricsWriter:
        return MetricsWriter("test", self.lines.append, lambda: NOON)

    def events(self, name: str) -> list[dict[str, Any]]:
        return [line for line in map(json.loads, self.lines) if line.get("event") == name]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)
