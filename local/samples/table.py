"""The expected understanding as a Markdown table: ``python -m local.samples.table``.

docs/samples.md holds what this prints, and a test keeps the two equal.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from local.samples.catalogue import read_expected

_COLUMNS = (
    "call",
    "caller",
    "tier",
    "band",
    "sentiment",
    "outcome",
    "booked",
    "team",
    "a month",
    "tool now",
    "decides",
    "competitors",
    "objections",
    "failed searches",
    "turns",
    "interrupted",
    "latency ms",
)
_NOTHING = "-"


def table(expected: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the calls of expected.json as Markdown, one row each."""
    lines = [_row(_COLUMNS), _row(["---"] * len(_COLUMNS))]
    lines += [_row(_cells(name, call)) for name, call in expected.items()]
    return "\n".join(lines) + "\n"


def _cells(name: str, call: Mapping[str, Any]) -> list[str]:
    caller = call["caller"]
    return [
        name,
        caller["name"] or caller["email"] or caller["phone"] or _NOTHING,
        call["tier"],
        call["score_band"],
        call["sentiment"],
        call["outcome"],
        "yes" if call["meeting_booked"] else "no",
        _cell(call["team_size"]),
        _cell(call["monthly_volume"]),
        _cell(call["current_tool"]),
        _cell(call["decision_timeline"]),
        _list(entry["name"] for entry in call["competitors"]),
        _list(entry["category"] for entry in call["objections"]),
        str(len(call["failed_searches"])),
        str(call["turn_count"]),
        str(call["interrupted_count"]),
        str(call["average_latency_ms"]),
    ]


def _cell(value: object) -> str:
    return _NOTHING if value is None else str(value)


def _list(values: Iterable[str]) -> str:
    return ", ".join(values) or _NOTHING


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(table(read_expected()))
