"""The examples that the network of cues is fitted to, one a turn of a caller.

    .venv/bin/python -m tests.evaluation.training.cues.examples examples.json

Seven tenths of the scripts and the development calls; neither the reported scripts nor the eight calls nor
those held out.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from aftercall.session.prepared import CueKind
from tests.evaluation.harness.rows import DATA
from tests.evaluation.harness.scripts import EVIDENCE, Line, Script, Span, read_script
from tests.evaluation.training.scripted_calls import training_files

DEVELOPMENT: Final = DATA / "written_calls" / "development"

# The tag of a script, the kind of cue it teaches, and what its arguments answer.
KINDS: Final[Mapping[str, tuple[CueKind, tuple[str, ...]]]] = {
    "o": (CueKind.OBJECTION, ("category", "severity", "settled")),
    "b": (CueKind.BUYING_SIGNAL, ("strength",)),
    "f": (CueKind.FEATURE_REQUEST, ("", "priority")),
    "p": (CueKind.PAIN_POINT, ()),
    "s": (CueKind.STAKEHOLDER, ("", "influence")),
    "q": (CueKind.OPEN_QUESTION, ()),
    "d": (CueKind.DOCUMENT_REQUEST, ()),
    "m": (CueKind.DEMO_REQUEST, ()),
    "a": (CueKind.COMMITMENT, ()),
    "e": (CueKind.INTEGRATION, ()),
    "c": (CueKind.CURRENT_TOOL, ()),
    "i": (CueKind.INDUSTRY, ("value",)),
    "l": (CueKind.LOCATION, ()),
    "n": (CueKind.TEAM_SIZE, ()),
    "v": (CueKind.MONTHLY_VOLUME, ()),
    "t": (CueKind.TIMELINE, ("value",)),
    "g": (CueKind.AUTHORITY, ("value",)),
    "u": (CueKind.URGENCY, ("value",)),
}
# Lists of the labels whose quotes become tags where a call has labels beside it.
_LISTS: Final[Mapping[str, str]] = {
    "objections": "o",
    "buying_signals": "b",
    "feature_requests": "f",
    "pain_points": "p",
    "unanswered_questions": "q",
    "documents_requested": "d",
    "demo_requests": "m",
}
_TAUGHT_VALUES: Final = ("t", "g", "u", "i")


@dataclass(frozen=True, slots=True)
class Example:
    """A caller's turn.

    Parameters
    ----------
    before
        What the agent said last.
    cues
        ``(kind, start, end, {question: answer})``.
    """

    call: str
    before: str
    text: str
    cues: tuple[tuple[str, int, int, Mapping[str, str]], ...]


def training_examples() -> list[Example]:
    """Give all examples, in a fixed order."""
    return [*_of_scripts(), *_of_development_calls()]


def _of_scripts() -> Iterator[Example]:
    for script in map(read_script, training_files()):
        before = ""
        for line in script.lines:
            if line.kind == "A":
                before = line.text
            elif line.kind == "U":
                yield Example(script.name, before, line.text, tuple(_cues(script, line)))


def _cues(script: Script, line: Line) -> Iterator[tuple[str, int, int, Mapping[str, str]]]:
    for span in line.spans:
        if span.tag not in KINDS:
            continue
        kind, questions = KINDS[span.tag]
        yield (kind.value, span.start, span.end, _answers(script, span, questions))


def _answers(script: Script, span: Span, questions: tuple[str, ...]) -> Mapping[str, str]:
    if span.tag in _TAUGHT_VALUES:
        return {"value": script.headers[EVIDENCE[span.tag]]}
    return {question: answer for question, answer in zip(questions, span.arguments, strict=False) if question}


def _of_development_calls() -> Iterator[Example]:
    for gold in sorted(DEVELOPMENT.glob("*.gold.json")):
        report = json.loads(gold.with_name(gold.name.replace("gold", "report")).read_text(encoding="utf-8"))
        labels = json.loads(gold.read_text(encoding="utf-8"))
        wanted = list(_wanted(labels))
        before = ""
        for item in report["chat_history"]["items"]:
            if item.get("type") != "message":
                continue
            text = " ".join(part for part in item["content"] if isinstance(part, str))
            if item["role"] == "assistant":
                before = text
            elif item["role"] == "user":
                cues = tuple(_placed(text, wanted))
                yield Example(f"development-{gold.name[:2]}", before, text, cues)


def _wanted(labels: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Give the labelled quotes with their tags."""
    for name, tag in _LISTS.items():
        for entry in labels[name]:
            yield tag, entry["quote"] if isinstance(entry, dict) else entry, _labelled(entry)
    for entry in labels["action_items"]:
        if entry["owner"] == "user":
            yield "a", entry["quote"], {}
    for entry in labels["stakeholders"]:
        yield "s", entry["role"], {"influence": entry["influence"]}
    for name in labels["integration_needs"]:
        yield "e", name, {}


def _labelled(entry: Any) -> Mapping[str, str]:
    if not isinstance(entry, dict):
        return {}
    found = {key: entry[key] for key in ("category", "severity", "strength", "priority") if key in entry}
    if "resolved" in entry:
        found["settled"] = "resolved" if entry["resolved"] else "open"
    return found


def _placed(
    text: str, wanted: list[tuple[str, str, Mapping[str, str]]]
) -> Iterator[tuple[str, int, int, Mapping[str, str]]]:
    """Find the quotes that stand in a turn; each is taken once, where it is said first."""
    lowered = text.lower()
    for entry in list(wanted):
        tag, quote, answers = entry
        start = lowered.find(quote.strip().lower())
        if start >= 0:
            wanted.remove(entry)
            yield (KINDS[tag][0].value, start, start + len(quote.strip()), answers)


def main(file: Path) -> None:
    """Write all examples to a file."""
    file.write_text(json.dumps([asdict(example) for example in training_examples()]), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
