"""The scripted calls that models may learn from: read as the product reads them, beside their labels."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from aftercall.analysis.conversation import Clause, Conversation, read_conversation
from aftercall.analysis.outcome import without_strangers
from aftercall.language.prepare import annotate
from aftercall.profile import load_profile
from aftercall.session.parsing import parse_report
from tests.evaluation.harness.call_scores import overlaps
from tests.evaluation.harness.rows import DATA
from tests.evaluation.harness.script_reports import report_of
from tests.evaluation.harness.scripts import Line, Script, read_script
from tests.evaluation.harness.splits import REPORTED_PARTS, part_of

SCRIPTS: Final = DATA / "written_calls" / "scripts"


def training_files() -> list[Path]:
    """Give the scripts that may be trained on, by name; the others are only ever reported on."""
    return [path for path in sorted(SCRIPTS.glob("*.txt")) if part_of(path.stem) >= REPORTED_PARTS]


def digest_of_scripts(recipe: str) -> str:
    """Give one SHA-256 over the scripts' bytes and a recipe: changed when either changes."""
    digest = hashlib.sha256(recipe.encode())
    for path in training_files():
        digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def training_calls() -> tuple[tuple[Script, Conversation, tuple[Line, ...]], ...]:
    """Give each script with its conversation, and the line of each utterance."""
    return tuple(_read(path) for path in training_files())


def labelled(line: Line, clause: Clause, tag: str) -> bool:
    """Tell whether a clause stands for one of a line's labels: most of their words are the same."""
    said = clause.turn.text[clause.start : clause.end]
    return any(_meets(line, clause, said, tag))


def _meets(line: Line, clause: Clause, said: str, tag: str) -> Iterator[bool]:
    for span in line.spans:
        if span.tag == tag and span.start < clause.end and clause.start < span.end:
            yield overlaps(line.quote(span), said)


def _read(path: Path) -> tuple[Script, Conversation, tuple[Line, ...]]:
    profile = load_profile()
    script = read_script(path)
    prepared = annotate(parse_report(report_of(script), profile.tools), profile, None)
    lines = tuple(line for line in script.lines if line.kind in "UA")
    return script, without_strangers(read_conversation(prepared)), lines
