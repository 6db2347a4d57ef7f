"""The JSON Schema of an answer, made from the report's own models: they cannot drift apart."""

from collections.abc import Mapping
from typing import Any

from aftercall.reading.tasks import ProposedField, ReadingTask

_OURS = frozenset({"source", "evidence"})
_MOST_QUOTES = 3
_EVIDENCE: Mapping[str, Any] = {
    "type": "array",
    "minItems": 1,
    "maxItems": _MOST_QUOTES,
    "items": {
        "type": "object",
        "properties": {
            "turn": {"type": "string", "description": "the turn's label, such as T4"},
            "quote": {"type": "string", "description": "copied letter by letter from that turn"},
        },
        "required": ["turn", "quote"],
        "additionalProperties": False,
    },
}


def answer_schema(task: ReadingTask) -> dict[str, object]:
    """Give the schema of one reading's answer: no references, nothing that is ours to compute."""
    properties: dict[str, object] = {}
    for field in task.fields:
        finding = _finding_schema(field)
        properties[field.name] = {"type": "array", "items": finding} if field.many else finding
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _finding_schema(field: ProposedField) -> dict[str, object]:
    document = field.model.model_json_schema()
    definitions = document.get("$defs", {})
    properties = {
        name: _inlined(value, definitions)
        for name, value in document["properties"].items()
        if name not in _OURS and name not in field.later
    }
    required = [name for name in document.get("required", []) if name in properties]
    return {
        "type": "object",
        "properties": {**properties, "evidence": _EVIDENCE},
        "required": [*required, "evidence"],
        "additionalProperties": False,
    }


def _inlined(value: Any, definitions: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(value, list):
        return [_inlined(item, definitions) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return _inlined(definitions[value["$ref"].rsplit("/", 1)[-1]], definitions)
    return {
        name: _inlined(item, definitions) for name, item in value.items() if name not in {"title", "default"}
    }
