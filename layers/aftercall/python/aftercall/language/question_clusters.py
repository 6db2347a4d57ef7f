"""Which known cluster a question belongs to: by meaning where both have an embedding, else by words. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from aftercall.language.content_words import content_words, similarity
from aftercall.language.embeddings import SAME_QUESTION, Embedder, Vector, pack, unpack

_SAME_WORDS = 0.6
_SHARED_WORDS = 2


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about.

    Parameters
    ----------
    text
        As asked or searched for.
    words
        Its content words.
    embedding, model
        Its packed embedding and what made it; None without an embedder.
    """

    text: str
    words: frozenset[str]
    embedding: str | None = None
    model: str | None = None
    vector: Vector | None = field(default=None, compare=False)


def subject_of(text: str, embedder: Embedder | None) -> Subject:
    """Read what a question is about."""
    words = content_words(text.lower())
    if embedder is None:
        return Subject(text, words)
    packed = pack(embedder.embed(text))
    return Subject(text, words, packed, embedder.name, unpack(packed))


def kept_subject(text: str, embedding: str | None, model: str | None) -> Subject:
    """Give a subject that was kept."""
    vector = None if embedding is None else unpack(embedding)
    return Subject(text, content_words(text.lower()), embedding, model, vector)


def likeness(one: Subject, other: Subject) -> float:
    """Tell how sure it is that two ask the same: 0 when they do not, up to 1."""
    if one.text.strip(" ?.!").lower() == other.text.strip(" ?.!").lower():
        return 1.0
    if one.vector is not None and other.vector is not None and one.model == other.model:
        cosine = one.vector.cosine(other.vector)
        if cosine >= SAME_QUESTION:
            return cosine
    if len(one.words & other.words) < min(_SHARED_WORDS, len(one.words | other.words)):
        return 0.0
    overlap = similarity(one.words, other.words)
    return overlap * SAME_QUESTION if overlap >= _SAME_WORDS else 0.0


def nearest[Key](subject: Subject, known: Iterable[tuple[Key, Subject]]) -> Key | None:
    """Give the cluster whose first question is most surely the same; None when none is.

    Among equals the first wins, so the order of ``known`` decides, not chance.
    """
    best: Key | None = None
    highest = 0.0
    for key, other in known:
        found = likeness(subject, other)
        if found > highest:
            best, highest = key, found
    return best
