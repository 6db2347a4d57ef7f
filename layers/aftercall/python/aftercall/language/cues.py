"""Cues: stretches of a caller's turn that a trained reader takes for an objection, a wish, a worry.

A cue is a hint with a confidence, no finding: the analyzers decide what to make of it, together with their
rules (``analysis/cued.py``). Reading is done once, while a session is prepared, by whatever
:class:`CueReader` was handed in; without one there are no cues and the rules stand alone.
"""

from collections.abc import Sequence
from typing import Protocol

from aftercall.session.models import Session, Speaker
from aftercall.session.prepared import CueSpan, TurnAnnotation

# A call that goes on for ever is read up to here, which keeps the step within its time.
MOST_TURNS = 400


class CueReader(Protocol):
    """Whatever reads cues."""

    @property
    def name(self) -> str:
        """The model and its version."""
        ...

    def read(self, before: str, text: str) -> tuple[CueSpan, ...]:
        """Give the cues of a caller's turn; ``before`` is what the agent said last."""
        ...


def read_cues(
    session: Session, annotations: Sequence[TurnAnnotation], reader: CueReader
) -> tuple[TurnAnnotation, ...]:
    """Fill in the cues of the caller's turns."""
    found: list[TurnAnnotation] = []
    before = ""
    read = 0
    for turn, annotation in zip(session.turns, annotations, strict=True):
        if turn.speaker is not Speaker.USER:
            before = turn.text
        elif read < MOST_TURNS and annotation.tokens:
            read += 1
            cues = reader.read(before, turn.text)
            found.append(annotation.model_copy(update={"cues": cues}) if cues else annotation)
            continue
        found.append(annotation)
    return tuple(found)
