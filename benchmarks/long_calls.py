"""Calls of any length, made of the sample calls' turns."""

import copy
import itertools
from collections.abc import Iterator
from typing import Any

from local.samples.catalogue import read_samples

GAP_SECONDS = 2.0


def call_of(turns: int, first: int = 0) -> dict[str, Any]:
    """Make a LiveKit report of about this many messages: the samples' items, one call after the other.

    Past the samples' own length their turns come again under new ids.

    Parameters
    ----------
    turns
        How many messages.
    first
        How many of the samples' messages are passed over.
    """
    template = copy.deepcopy(read_samples()[0].report)
    items: list[dict[str, Any]] = []
    messages = -first
    clock = float(template["timestamp"]) - 100_000.0
    for round_number, item in _items():
        if messages >= turns:
            break
        messages += item["type"] == "message"
        if messages <= 0:
            continue
        shifted = _at(item, clock, round_number)
        clock = shifted.get("metrics", {}).get("stopped_speaking_at", shifted["created_at"]) + GAP_SECONDS
        items.append(shifted)
    start = items[0]["created_at"]
    template["chat_history"] = {"items": items}
    template["timestamp"] = clock
    template["duration_ms"] = round((clock - start) * 1000)
    template["job_id"] = f"AJ_length{turns}"
    return template


def different_calls(turns: int) -> list[dict[str, Any]]:
    """Give as many calls of this many messages as the samples have, no message in two of them."""
    there = sum(
        item["type"] == "message"
        for sample in read_samples()
        for item in sample.report["chat_history"]["items"]
    )
    return [call_of(turns, first) for first in range(0, there - turns + 1, turns)]


def _items() -> Iterator[tuple[int, dict[str, Any]]]:
    kept = [
        item
        for sample in read_samples()
        for item in sample.report["chat_history"]["items"]
        if item["type"] in {"message", "function_call", "function_call_output"}
    ]
    for round_number in itertools.count():
        for item in kept:
            yield round_number, item


def _at(item: dict[str, Any], clock: float, round_number: int) -> dict[str, Any]:
    moved = copy.deepcopy(item)
    shift = clock - moved["created_at"]
    moved["created_at"] = clock
    for name, value in moved.get("metrics", {}).items():
        if name.endswith("_at"):
            moved["metrics"][name] = value + shift
    for name in ("id", "call_id"):
        if name in moved:
            moved[name] = f"{moved[name]}-{round_number}"
    return moved
