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

SHORTEST_QUESTION = 3
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
    """Fill in the embeddings of the turns in which the caller asks something.

    Questions alone are compared by their meaning, and an embedding costs as much as the rest of reading a
    turn; of fewer than three words they get none. Of a call that goes on for ever only the most telling get
    one, those of the most different words: at most 400 turns and 6,000 words, which keeps the step within
    its time.
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
            update={"embedding": pack(embedder.embed(asked_text(session.turns[index].text, annotation)))}
        )
        if index in chosen
        else annotation
        for index, annotation in enumerate(annotations)
    )


def _most_telling(session: Session, annotations: Sequence[TurnAnnotation]) -> list[int]:
    asking = [
        index
        for index, (turn, annotation) in enumerate(zip(session.turns, annotations, strict=True))
        if turn.speaker is Speaker.USER and asked_text(turn.text, annotation)
    ]
    return sorted(asking, key=lambda index: -len(set(annotations[index].tokens)))


def asked_text(text: str, annotation: TurnAnnotation) -> str:
    """Give what a turn asks in three words or more; empty where it asks nothing."""
    return " ".join(
        text[act.start : act.end]
        for act in annotation.acts
        if act.act is DialogueAct.QUESTION and len(text[act.start : act.end].split()) >= SHORTEST_QUESTION
    )


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
