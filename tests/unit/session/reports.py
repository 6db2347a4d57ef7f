"""Reports for the tests of this folder: files, and small ones built around one detail."""

import json
from pathlib import Path

from aftercall.session.models import Session, ToolRole
from aftercall.session.parsing import parse_report
from aftercall.session.tools import ToolCatalogue, ToolDefinition

type Json = dict[str, object]

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "tests" / "fixtures" / "reports"
SAMPLES = ROOT / "docs" / "samples"
SCHEMAS = ROOT / "docs" / "schemas"

CALL_START = 1767366000.0  # 2026-01-02T15:00:00Z

CATALOGUE = ToolCatalogue(
    tools={
        "unleash_search_knowledge": ToolDefinition(role=ToolRole.KNOWLEDGE_SEARCH),
        "book_sales_meeting": ToolDefinition(role=ToolRole.BOOKING),
        "reserve_slot": ToolDefinition(
            role=ToolRole.BOOKING,
            arguments={"customer_email": "mail", "customer_name": "who"},
            output={"success": "ok", "meeting_link": "url"},
        ),
    }
)


def load(path: Path) -> Json:
    document = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(document, dict)
    return document


def parse(document: Json) -> Session:
    return parse_report(document, CATALOGUE)


def message(role: str, text: str, at: float, **more: object) -> Json:
    return {
        "id": f"item_{role}_{at:g}",
        "type": "message",
        "role": role,
        "content": [text],
        "created_at": CALL_START + at,
        **more,
    }


def livekit(*items: object, **more: object) -> Json:
    return {
        "room_id": "RM_a",
        "job_id": "AJ_b",
        "timestamp": CALL_START + 60,
        "chat_history": {"items": list(items)},
        **more,
    }


def conversation(*, metrics: Json | None = None, **more: object) -> Json:
    """Greeting, a caller's turn, an answer with the given metrics."""
    return livekit(
        message("assistant", "Hello, Brightline.", 1.0),
        message("user", "Do you work with HubSpot?", 5.0, metrics={"end_of_turn_delay": 0.4}),
        message("assistant", "We do.", 7.0, metrics=metrics or {}),
        **more,
    )


def tool_call(name: str, arguments: object, output: object, *, is_error: bool = False) -> list[Json]:
    return [
        {
            "id": "item_call",
            "type": "function_call",
            "call_id": "call_1",
            "name": name,
            "arguments": arguments,
            "created_at": CALL_START + 8,
        },
        {
            "id": "item_output",
            "type": "function_call_output",
            "call_id": "call_1",
            "output": output,
            "is_error": is_error,
            "created_at": CALL_START + 8.75,
        },
    ]
