"""The prompt: versioned data, and the fence around what was said."""

import json
import pkgutil
import re
from dataclasses import dataclass
from functools import cache

from aftercall.reports.envelope import AnalyzerName
from aftercall.session.models import Speaker
from aftercall.session.prepared import PreparedSession

CURRENT_VERSION = "findings-1"
MASK = "█"

# Names of people, firms and places are what some findings are; anything else personal is taken out.
_NEEDED_KINDS = frozenset({"PERSON", "ORGANIZATION", "ORGANISATION", "COMPANY", "LOCATION", "URL", "DATE"})
_SPEAKERS = {Speaker.USER: "CALLER", Speaker.AGENT: "AGENT"}
# Inside JSON strings these mean the same, and no caller can write the fence's own marks.
_FENCED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of the prompt.

    ``addressed_to_a_machine`` finds words that speak to the Reader and not to the agent.
    """

    version: str
    system: tuple[str, ...]
    tasks: dict[str, str]
    tool: str
    addressed_to_a_machine: re.Pattern[str]

    def task(self, analyzer: AnalyzerName, tool_name: str) -> str:
        """Give the task of one reading; it holds nothing of the call."""
        return "\n\n".join((*self.system, self.tasks[analyzer])).replace("{tool}", tool_name)


@cache
def load_prompt(version: str = CURRENT_VERSION) -> Prompt:
    """Read a version of the prompt from the package's data; the text is the same for a process's life.

    Raises
    ------
    FileNotFoundError
        When there is no such version.
    """
    data = pkgutil.get_data(__package__, f"prompts/{version}.json")
    if data is None:
        raise FileNotFoundError(version)
    document = json.loads(data)
    return Prompt(
        version=document["version"],
        system=tuple(document["system"]),
        tasks=document["tasks"],
        tool=document["tool"],
        addressed_to_a_machine=re.compile("|".join(document["addressed_to_a_machine"]), re.IGNORECASE),
    )


def shown_texts(prepared: PreparedSession) -> tuple[str, ...]:
    """Give each turn's text as a Reader sees it: e-mails, numbers and addresses masked, lengths kept."""
    return tuple(
        _masked(
            turn.text,
            [
                (span.start, span.end)
                for span in annotation.personal_data
                if span.kind.upper() not in _NEEDED_KINDS
            ],
        )
        for turn, annotation in zip(prepared.session.turns, prepared.annotations, strict=True)
    )


def fenced_transcript(prepared: PreparedSession, texts: tuple[str, ...]) -> str:
    """Write the turns as a JSON array between two marks that nothing inside can write."""
    turns = [
        {"turn": turn_label(index), "speaker": _SPEAKERS[turn.speaker], "text": text}
        for index, (turn, text) in enumerate(zip(prepared.session.turns, texts, strict=True))
    ]
    lines = json.dumps(turns, ensure_ascii=False, indent=0)
    for character, escaped in _FENCED.items():
        lines = lines.replace(character, escaped)
    return f"<transcript>\n{lines}\n</transcript>"


def turn_label(index: int) -> str:
    """Name a turn shortly: item ids are long, and say nothing to a reader."""
    return f"T{index + 1}"


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + MASK * (min(end, len(text)) - start) + text[end:]
    return text
