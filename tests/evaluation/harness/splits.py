"""Which rows train and which are reported: fixed by what a row belongs to, not by its place in a file.

Rows of one conversation, one group of speakers or one template never stand on both sides. The same
text in two sets has the same id, so it stands on the same side in both.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

PARTS: Final = 10
REPORTED_PARTS: Final = 3

_MEETING = re.compile(r"^ami-([A-Z]+\d+)")
_DIALOGUE = re.compile(r"^(mdg-[0-9a-f-]{36}|casino-\d+)")


def group_of(row: Mapping[str, Any]) -> str:
    """Name what must not be torn apart: a template, a group of speakers, a conversation, or the row."""
    if "template" in row:
        return f"template-{row['template']}"
    identifier = str(row["id"])
    for pattern in (_MEETING, _DIALOGUE):
        match = pattern.match(identifier)
        if match:
            return match.group(1)
    return identifier


def part_of(group: str, parts: int = PARTS) -> int:
    """Give a group's part, 0 up to ``parts``; the same on every machine and for ever."""
    return int.from_bytes(hashlib.sha256(group.encode()).digest()[:8]) % parts


def is_reported(row: Mapping[str, Any]) -> bool:
    """Tell whether a row is kept for reporting; what trains a model must leave it out."""
    return part_of(group_of(row)) < REPORTED_PARTS


def training_rows[R: Mapping[str, Any]](rows: Iterable[R]) -> list[R]:
    """Give the rows that a model may be trained on."""
    return [row for row in rows if not is_reported(row)]


def by_source[R: Mapping[str, Any]](rows: Iterable[R]) -> dict[str, list[R]]:
    """Sort rows by the corpus they come from."""
    sources: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        sources[str(row["source"])].append(row)
    return dict(sources)


def leave_one_source_out[R: Mapping[str, Any]](
    rows: Sequence[R],
) -> Iterator[tuple[str, list[R], list[R]]]:
    """Give, for each source, its name, the rows of all others to train on, and its own to measure on."""
    sources = by_source(rows)
    for name, held_out in sorted(sources.items()):
        yield name, [row for other, own in sources.items() if other != name for row in own], held_out
