"""A labelled script as the session report of LiveKit Agents that it stands for."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from tests.evaluation.harness.scripts import Line, Script

type Document = dict[str, Any]

_SECONDS_A_WORD: Final = 0.36
_PAUSE: Final = 0.9
_AT_NOON = 17 * 3600
_FEWEST_RESULTS = 3


def report_of(script: Script) -> Document:
    """Give the report of a script: its messages and tool calls in order, spoken at an even pace."""
    began = datetime.fromisoformat(script.headers["date"]).replace(tzinfo=UTC).timestamp() + _AT_NOON
    items = list(_items(script, began))
    ended = items[-1]["created_at"] + 1 if items else began
    return {
        "job_id": f"AJ_{script.name}",
        "room_id": f"RM_{script.name}",
        "room": f"trial-{script.name}",
        "agent_name": "trial",
        "sdk_version": "1.8.9",
        "timestamp": ended,
        "duration_ms": round((ended - began) * 1000),
        "user_turns": sum(line.kind == "U" for line in script.lines),
        "close_reason": "CR_USER_INITIATED",
        "errors": {},
        "tags": [],
        "options": {},
        "events": [],
        "participant": {"identity": f"user-{script.name}", "metadata": _metadata(script)},
        "usage": [],
        "chat_history": {"items": items},
    }


def _metadata(script: Script) -> dict[str, str]:
    return {key: script.headers[key] for key in ("email", "name") if key in script.headers}


def _items(script: Script, began: float) -> Iterator[Document]:
    now = began
    for place, line in enumerate(script.lines):
        name = f"{script.name}_{place}"
        if line.kind in "KB":
            yield from _tool_items(line, name, now)
            now += _PAUSE
            continue
        spoken = _SECONDS_A_WORD * len(line.text.split())
        by_agent = line.kind == "A"
        yield {
            "id": f"item_{name}",
            "type": "message",
            "role": "assistant" if by_agent else "user",
            "content": [line.text],
            "interrupted": False,
            "created_at": round(now if by_agent else now + spoken, 3),
            "metrics": {
                "started_speaking_at": round(now, 3),
                "stopped_speaking_at": round(now + spoken, 3),
            },
        }
        now += spoken + _PAUSE


def _tool_items(line: Line, name: str, now: float) -> Iterator[Document]:
    tool, arguments, output = _booking(line) if line.kind == "B" else _search(line)
    shared = {"call_id": f"call_{name}", "name": tool}
    yield {
        "id": f"item_{name}",
        "type": "function_call",
        **shared,
        "arguments": json.dumps(arguments),
        "created_at": round(now, 3),
    }
    yield {
        "id": f"item_{name}_output",
        "type": "function_call_output",
        **shared,
        "output": json.dumps(output),
        "is_error": line.result == "error",
        "created_at": round(now + _PAUSE / 2, 3),
    }


def _search(line: Line) -> tuple[str, Document, Document]:
    category, _, query = line.text.partition("|")
    arguments = {"query": query.strip(), "category": category.strip()}
    found = line.result.startswith("found")
    counted = line.result.removeprefix("found").strip()
    total = (int(counted) if counted.isdigit() else _FEWEST_RESULTS) if found else 0
    if line.result == "error":
        return "unleash_search_knowledge", arguments, {"error": "search timed out"}
    return "unleash_search_knowledge", arguments, {"results_found": found, "total_results": total}


def _booking(line: Line) -> tuple[str, Document, Document]:
    keys = ("customer_name", "customer_email", "preferred_date", "preferred_time")
    arguments = dict(zip(keys, (part.strip() for part in line.text.split("|")), strict=False))
    return "book_sales_meeting", arguments, {"success": line.result == "ok"}
