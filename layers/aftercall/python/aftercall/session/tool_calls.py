"""Tool calls: arguments and output paired, failure told, searches and bookings typed (spec 1.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aftercall.session.identity import normalise_email
from aftercall.session.models import KnowledgeSearch, MeetingBooking, ToolCall, ToolRole
from aftercall.session.reading import (
    boolean,
    clean_mapping,
    clean_text,
    clean_value,
    count,
    json_value,
    optional_text,
)
from aftercall.session.tools import ToolCatalogue, ToolDefinition

type ToolOutput = dict[str, object] | str | None


@dataclass(frozen=True, slots=True)
class ReportedToolCall:
    """A tool call as a report tells it, before it is understood.

    Parameters
    ----------
    arguments, output
        JSON values or texts of them; ``output`` None when nothing came back.
    is_error
        What the SDK says: the tool raised. A tool that returns its failure is not an error to it.
    """

    item_id: str
    call_id: str
    name: str
    at: datetime
    arguments: object = None
    output: object = None
    is_error: bool = False
    duration_ms: float | None = None


def understand_tool_call(reported: ReportedToolCall, tools: ToolCatalogue) -> ToolCall:
    """Type one tool call by the role the catalogue gives its name. Never fails."""
    definition = tools.definition_of(reported.name)
    arguments = clean_mapping(reported.arguments)
    output = read_output(reported.output)
    failed = tell_failure(output, definition, is_error=reported.is_error)
    return ToolCall(
        item_id=reported.item_id,
        call_id=reported.call_id,
        name=reported.name,
        role=definition.role,
        at=reported.at,
        duration_ms=reported.duration_ms,
        arguments=arguments,
        output=output,
        failed=failed,
        search=_search(arguments, output, definition, failed=failed)
        if definition.role is ToolRole.KNOWLEDGE_SEARCH
        else None,
        booking=_booking(arguments, output, definition) if definition.role is ToolRole.BOOKING else None,
    )


def read_output(value: object) -> ToolOutput:
    """Give a tool's output as an object where it is (or reads as) one, else as text, else None.

    A list becomes ``{"results": [...]}``: tools that search often return their results bare.
    """
    parsed = json_value(value) if isinstance(value, str) else value
    cleaned = clean_value(parsed)
    if isinstance(cleaned, dict):
        return cleaned
    if isinstance(cleaned, list):
        return {"results": cleaned}
    if isinstance(value, str):
        return clean_text(value)
    return None if cleaned is None else str(cleaned)


def tell_failure(output: ToolOutput, definition: ToolDefinition, *, is_error: bool) -> bool:
    """Tell whether a tool failed: by its own word first, then by the SDK's, then by its silence."""
    success = boolean(_field(output, definition.output, "success"))
    if success is not None:
        return not success
    return is_error or output is None


def _search(
    arguments: Mapping[str, object], output: ToolOutput, definition: ToolDefinition, *, failed: bool
) -> KnowledgeSearch:
    total = count(_field(output, definition.output, "total_results"))
    results = _field(output, definition.output, "results")
    if total is None and isinstance(results, list):
        total = len(results)
    found = boolean(_field(output, definition.output, "results_found"))
    if found is None:
        found = total > 0 if total is not None else _says_something(output) and not failed
    elif not found and total is None:
        total = 0
    return KnowledgeSearch(
        query=optional_text(_field(arguments, definition.arguments, "query")) or "",
        category=optional_text(_field(arguments, definition.arguments, "category")),
        results_found=found,
        total_results=total,
    )


def _booking(
    arguments: Mapping[str, object], output: ToolOutput, definition: ToolDefinition
) -> MeetingBooking:
    link = optional_text(_field(output, definition.output, "meeting_link"))
    event_id = optional_text(_field(output, definition.output, "calendar_event_id"))
    success = boolean(_field(output, definition.output, "success"))
    return MeetingBooking(
        customer_name=optional_text(_field(arguments, definition.arguments, "customer_name")),
        customer_email=normalise_email(_field(arguments, definition.arguments, "customer_email")),
        preferred_date=optional_text(_field(arguments, definition.arguments, "preferred_date")),
        preferred_time=optional_text(_field(arguments, definition.arguments, "preferred_time")),
        success=success if success is not None else bool(link or event_id),
        meeting_link=link,
        calendar_event_id=event_id,
    )


def _says_something(output: ToolOutput) -> bool:
    return isinstance(output, str) and bool(output.strip())


def _field(values: Mapping[str, object] | ToolOutput, names: Mapping[str, str], meaning: str) -> object:
    """Look a meaning up under the catalogue's key for it, else under our own name."""
    if not isinstance(values, Mapping):
        return None
    return values.get(names.get(meaning, meaning))
