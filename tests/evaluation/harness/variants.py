"""The same rows as a recogniser without case and punctuation would write them, or with fillers between.

Labelled spans move with their words; a filler never stands inside of one.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.evaluation.harness.rows import Row

_SIGNS = re.compile(r"(?<=\w)[,.!?;:]+(?=\s|$)|(?<!\w)[\"'()\[\]]+|[\"'()\[\]]+(?!\w)")
_FILLERS = ("um", "like", "uh", "you know", "i mean")
_FILLER_EVERY = 5
_TEXTS = ("text", "text_asr")


def plain_text(text: str) -> str:
    """Write a text in lower case, with a blank for each mark of punctuation: offsets stay."""
    lowered = text.lower()
    return _SIGNS.sub(lambda match: " " * len(match.group()), lowered if len(lowered) == len(text) else text)


def without_case_and_punctuation(row: Row) -> Row:
    """Write a row's texts in lower case and without punctuation."""
    return _with_turns(row, plain_text) | {name: plain_text(row[name]) for name in _TEXTS if name in row}


def with_fillers(row: Row) -> Row:
    """Put a filler after every fifth word."""
    changed = _with_turns(row, lambda text: _filled(text, ())[0])
    for name in _TEXTS:
        if name in row:
            changed[name], moved = _filled(row[name], row.get("spans", ()))
            if "spans" in row:
                changed["spans"] = moved
    return changed


def _with_turns(row: Row, rewrite: Callable[[str], str]) -> Row:
    if "dialogue" not in row:
        return dict(row)
    return dict(row) | {"dialogue": [turn | {"text": rewrite(turn["text"])} for turn in row["dialogue"]]}


def _filled(text: str, spans: Any) -> tuple[str, list[dict[str, Any]]]:
    """Give the text with fillers, and the spans where they stand in it."""
    places = [match.start() for match in re.finditer(r"(?<=\s)\S", text)][_FILLER_EVERY - 1 :: _FILLER_EVERY]
    places = [place for place in places if not any(span["start"] < place < span["end"] for span in spans)]
    pieces, last = [], 0
    moves: list[tuple[int, int]] = []
    for number, place in enumerate(places):
        filler = f"{_FILLERS[number % len(_FILLERS)]} "
        pieces += [text[last:place], filler]
        moves.append((place, len(filler)))
        last = place
    moved = []
    for span in spans:
        shift = sum(length for place, length in moves if place <= span["start"])
        moved.append(span | {"start": span["start"] + shift, "end": span["end"] + shift})
    return "".join([*pieces, text[last:]]), moved


VARIANTS: Final[Mapping[str, Callable[[Row], Row]]] = {
    "without case and punctuation": without_case_and_punctuation,
    "with fillers": with_fillers,
}
