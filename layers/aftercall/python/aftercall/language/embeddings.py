"""Embeddings of turns: which turns get one, how it is kept, and which of them mean the same.

An embedding is kept as 384 signed bytes in base64, half a kilobyte where decimal numbers take four. Each is
scaled by its own largest number, so only the angle between two of them means something.
"""

import base64
import math
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from aftercall.session.models import Session, Speaker
from aftercall.session.prepared import DialogueAct, TurnAnnotation

SHORTEST_TURN = 3
MOST_TURNS = 400
MOST_WORDS = 6_000
# Pairs of callers' requests above it are the same as often as pairs that share most of their words, and half
# as many again are found (`make evaluate ARGUMENTS=same_questions`, docs/across-calls.md).
SAME_QUESTION = 0.6
_LARGEST = 127


class Embedder(Protocol):
    """Whatever gives texts embeddings."""

    @property
    def name(self) -> str:
        """The model: embeddings of two models cannot be compared."""
        ...

    def embed(self, text: str) -> Sequence[float]:
        """Give the embedding of one text."""
        ...


@dataclass(frozen=True, slots=True)
class Vector:
    """A kept embedding, ready to be compared."""

    values: array[int]
    length: float

    def cosine(self, other: "Vector") -> float:
        """Cosine of the angle: 1 for the same meaning, about 0 for two subjects; 0 for unlike lengths."""
        if len(self.values) != len(other.values):
            return 0.0
        return math.sumprod(self.values, other.values) / (self.length * other.length)


def pack(values: Sequence[float]) -> str:
    """Give an embedding as text, its largest number scaled to 127."""
    largest = max((abs(value) for value in values), default=0.0) or 1.0
    numbers = array("b", (round(value / largest * _LARGEST) for value in values))
    return base64.b64encode(numbers.tobytes()).decode()


def unpack(text: str) -> Vector:
    """Read an embedding back.

    Raises
    ------
    ValueError
        When the text is not base64.
    """
    values = array("b", base64.b64decode(text, validate=True))
    return Vector(values, math.sqrt(math.sumprod(values, values)) or 1.0)


def embed_turns(
    session: Session, annotations: Sequence[TurnAnnotation], embedder: Embedder
) -> tuple[TurnAnnotation, ...]:
    """Fill in the embeddings of the caller's turns.

    Turns of fewer than three words get none. Of a call that goes on for ever only the most telling get one,
    questions first and then those of the most different words: at most 400 turns and 6,000 words, which keeps
    the step within its time.
    """
    chosen: set[int] = set()
    words = 0
    for index in _most_telling(session, annotations):
        words += len(annotations[index].tokens)
        if len(chosen) == MOST_TURNS or words > MOST_WORDS:
            break
        chosen.add(index)
    return tuple(
        annotation.model_copy(
            update={"embedding": pack(embedder.embed(embedded_text(session.turns[index].text, annotation)))}
        )
        if index in chosen
        else annotation
        for index, annotation in enumerate(annotations)
    )


def _most_telling(session: Session, annotations: Sequence[TurnAnnotation]) -> list[int]:
    long_enough = [
        index
        for index, (turn, annotation) in enumerate(zip(session.turns, annotations, strict=True))
        if turn.speaker is Speaker.USER and len(annotation.tokens) >= SHORTEST_TURN
    ]
    return sorted(long_enough, key=lambda index: _rank(annotations[index]))


def _rank(annotation: TurnAnnotation) -> tuple[bool, int]:
    return not _asks(annotation), -len(set(annotation.tokens))


def _asks(annotation: TurnAnnotation) -> bool:
    return any(act.act is DialogueAct.QUESTION for act in annotation.acts)


def embedded_text(text: str, annotation: TurnAnnotation) -> str:
    """Give the part of a turn that its embedding stands for: what it asks, else all of it."""
    asked = [
        text[act.start : act.end]
        for act in annotation.acts
        if act.act is DialogueAct.QUESTION and len(text[act.start : act.end].split()) >= SHORTEST_TURN
    ]
    return " ".join(asked) or text


def group_alike[Item](
    items: Sequence[Item], alike: Callable[[Item, Item], bool]
) -> tuple[tuple[Item, ...], ...]:
    """Group items: each joins the first group whose first item it is alike, else it begins its own.

    Comparing with the first alone keeps a chain of small steps from joining two subjects.
    """
    groups: list[list[Item]] = []
    for item in items:
        home = next((group for group in groups if alike(group[0], item)), None)
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    return tuple(tuple(group) for group in groups)


def vectors_of(annotations: Sequence[TurnAnnotation]) -> Mapping[str, Vector]:
    """Give the embeddings that were kept, by the item they belong to."""
    return {
        annotation.item_id: unpack(annotation.embedding)
        for annotation in annotations
        if annotation.embedding is not None
    }
