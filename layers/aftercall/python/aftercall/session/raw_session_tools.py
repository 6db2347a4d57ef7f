"""The tool usage of a raw session (spec 1.5): under each tool's name the list of its calls."""

from collections.abc import Mapping
from datetime import datetime

from aftercall.session.models import ToolCall
from aftercall.session.reading import (
    boolean,
    mapping,
    milliseconds,
    moment,
    optional_text,
    sequence,
)
from aftercall.session.tool_calls import ReportedToolCall, understand_tool_call
from aftercall.session.tools import ToolCatalogue

ARGUMENT_MEANINGS = (
    "query",
    "category",
    "customer_name",
    "customer_email",
    "preferred_date",
    "preferred_time",
)
OWN_KEYS = frozenset({"timestamp", "duration_ms", "call_id", "is_error"})


def read_tool_usage(value: object, tools: ToolCatalogue, end: datetime) -> tuple[ToolCall, ...]:
    """Read all calls of all tools; a call without a time is dated to the end of the session.

    A call's values may stand flat, as the spec lists them, or apart in ``arguments`` and ``output``.
    """
    calls: list[ToolCall] = []
    for name, entries in mapping(value).items():
        tool = optional_text(name)
        for entry in map(mapping, sequence(entries)):
            if tool is not None and entry:
                reported = _reported(tool, entry, f"tool_{len(calls)}", tools, end)
                calls.append(understand_tool_call(reported, tools))
    return tuple(calls)


def _reported(
    name: str, entry: Mapping[str, object], fallback_id: str, tools: ToolCatalogue, end: datetime
) -> ReportedToolCall:
    arguments, output = _split(entry, name, tools)
    return ReportedToolCall(
        item_id=fallback_id,
        call_id=optional_text(entry.get("call_id")) or fallback_id,
        name=name,
        at=moment(entry.get("timestamp")) or end,
        arguments=arguments,
        output=output,
        is_error=boolean(entry.get("is_error")) is True,
        duration_ms=milliseconds(entry.get("duration_ms")),
    )


def _split(entry: Mapping[str, object], name: str, tools: ToolCatalogue) -> tuple[object, object]:
    if "arguments" in entry or "output" in entry:
        return entry.get("arguments"), entry.get("output")
    names = tools.definition_of(name).arguments
    argument_keys = {names.get(meaning, meaning) for meaning in ARGUMENT_MEANINGS}
    told = {key: part for key, part in entry.items() if key not in OWN_KEYS}
    arguments = {key: part for key, part in told.items() if key in argument_keys}
    output = {key: part for key, part in told.items() if key not in argument_keys}
    return arguments, output or None
