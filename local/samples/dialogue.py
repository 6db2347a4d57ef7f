"""``dialogue.txt``: what was said and which tools ran, as a person writes it down.

A line is one step; a line that begins with white space continues the one above; ``#`` starts a comment::

    AGENT: Hi, thanks for calling.
    CALLER [confidence 0.71]: yeah hi is this um panda dock
    AGENT [interrupted]: Sure, our Business plan includes
    CALLER [pause 4]: sorry go on
    SEARCH integrations: HubSpot deal sync -> 3 results
    BOOK Ana Ruiz | ana@ruiz.example | Tuesday | 2pm -> booked
    BOOK Ana Ruiz | ana@ruiz.example | - | - -> refused calendar_unavailable
    TOOL transfer_to_human {"team": "sales"} -> {"success": true}
    ERROR llm recoverable

Marks in brackets: ``interrupted``, and ``pause`` (silence before), ``llm``, ``tts``, ``turn`` (delays, all in
seconds) and ``confidence`` with a number, which replaces the drawn one.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Literal, cast

_SPEECH = re.compile(r"^(AGENT|CALLER)(?: \[([^\]]*)\])?: (.+)$")
_SEARCH = re.compile(r"^SEARCH ([a-z-]+): (.+) -> (?:(\d+) results?|(raised)|error (.+))$")
_BOOKING = re.compile(
    r"^BOOK ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) -> (?:(booked)|refused (.+)|(raised))$"
)
_TOOL = re.compile(r"^TOOL (\w+) (\{.*\}) -> (\{.*\})$")
_ERROR = re.compile(r"^ERROR (llm|stt|tts) (recoverable|fatal)$")

_RAISED = "An internal error occurred"
"""What LiveKit Agents tells the model when a tool raises something other than a ToolError."""


Stage = Literal["llm", "stt", "tts"]


class UnreadableDialogue(ValueError):
    """A line of a dialogue follows none of the forms above; the message holds its number and text."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One utterance; ``marks`` are numbers in seconds (or a confidence) by name."""

    speaker: Literal["AGENT", "CALLER"]
    text: str
    interrupted: bool = False
    marks: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToolUse:
    """One tool call and what it answered."""

    name: str
    arguments: str
    output: str
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class StageError:
    """A failure of the model, the transcription or the voice."""

    stage: Stage
    recoverable: bool


Step = Speech | ToolUse | StageError


def read_dialogue(text: str) -> list[Step]:
    """Read a dialogue into its steps.

    Raises
    ------
    UnreadableDialogue
        A line has none of the known forms.
    """
    return [_read_step(number, line) for number, line in _joined_lines(text)]


def _joined_lines(text: str) -> list[tuple[int, str]]:
    joined: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace() and joined:
            first, earlier = joined[-1]
            joined[-1] = (first, f"{earlier} {line.strip()}")
        else:
            joined.append((number, line.rstrip()))
    return joined


def _read_step(number: int, line: str) -> Step:
    if found := _SPEECH.match(line):
        return _speech(found[1], found[2] or "", found[3])
    if found := _SEARCH.match(line):
        return _search(found[1], found[2], found[3], found[4], found[5])
    if found := _BOOKING.match(line):
        return _booking(found)
    if found := _TOOL.match(line):
        return ToolUse(found[1], found[2], found[3])
    if found := _ERROR.match(line):
        return StageError(cast("Stage", found[1]), recoverable=found[2] == "recoverable")
    raise UnreadableDialogue(f"line {number} is no step of a dialogue: {line!r}")


def _speech(speaker: str, marks: str, text: str) -> Speech:
    named: dict[str, float] = {}
    interrupted = False
    for mark in filter(None, (part.strip() for part in marks.split(","))):
        if mark == "interrupted":
            interrupted = True
        else:
            name, value = mark.split()
            named[name] = float(value)
    return Speech("AGENT" if speaker == "AGENT" else "CALLER", text, interrupted, named)


def _search(category: str, query: str, count: str | None, raised: str | None, problem: str | None) -> ToolUse:
    asked = {"query": query} if category == "any" else {"query": query, "category": category}
    arguments = json.dumps(asked, ensure_ascii=False)
    if raised:
        return ToolUse("unleash_search_knowledge", arguments, _RAISED, is_error=True)
    answer: dict[str, object] = {"results_found": bool(int(count or 0)), "total_results": int(count or 0)}
    if problem:
        answer["error"] = problem
    return ToolUse("unleash_search_knowledge", arguments, json.dumps(answer))


def _booking(found: re.Match[str]) -> ToolUse:
    names = ("customer_name", "customer_email", "preferred_date", "preferred_time")
    said = {name: found[place].strip() for place, name in enumerate(names, start=1)}
    asked = {name: None if value == "-" else value for name, value in said.items()}
    arguments = json.dumps(asked, ensure_ascii=False)
    if found[7]:
        return ToolUse("book_sales_meeting", arguments, _RAISED, is_error=True)
    if found[6]:
        return ToolUse("book_sales_meeting", arguments, json.dumps({"success": False, "error": found[6]}))
    return ToolUse("book_sales_meeting", arguments, '{"success": true}')
