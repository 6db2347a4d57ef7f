"""A linear tagger: which words of a turn are a person's name, address, number or e-mail address.

The model's file has the format of :mod:`aftercall.language.linear_model`. Weights are summed once for
each word, pair and triple and remembered, so a turn costs a few look-ups for each word.
"""

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pkgutil import get_data
from zlib import crc32

from aftercall.language.linear_model import ModelSettings, UnreadableModel, settings_from_json
from aftercall.language.personal_data_tokens import (
    OFFSETS,
    REACH,
    Word,
    cues_of,
    framed,
    pair_names,
    triple_names,
    turn_names,
    word_names,
    words_of,
)

type Vector = tuple[int, ...]

MODEL_NAME = "personal_data"
_REMEMBERED = 20_000


def bucket_of(name: str, buckets: int) -> int:
    """Give a feature's place among the weights."""
    return crc32(name.encode()) & (buckets - 1)


class PersonalDataTagger:
    """A tagger in memory; :func:`load_tagger` reads the packaged one."""

    def __init__(self, settings: ModelSettings, weights: bytes) -> None:
        labels = len(settings.labels)
        if len(weights) != settings.buckets * labels:
            raise UnreadableModel(settings.name)
        self.settings = settings
        values = array("b", weights)
        rows = [values[label * settings.buckets : (label + 1) * settings.buckets] for label in range(labels)]
        self._columns = rows
        self._word = lru_cache(maxsize=_REMEMBERED)(self._sum_word)
        self._pair = lru_cache(maxsize=_REMEMBERED)(self._sum_pair)
        self._triple = lru_cache(maxsize=_REMEMBERED)(self._sum_triple)
        self._turn = lru_cache(maxsize=_REMEMBERED)(self._sum_turn)

    def scores(self, tokens: Sequence[str]) -> list[tuple[float, ...]]:
        """Give each token's score for each of the settings' labels."""
        words = words_of(tokens)
        padded, cues = framed(words), cues_of(words)
        alone = [self._word(word) for word in padded]
        pairs = [self._pair(left, right) for left, right in pairwise(padded)]
        found = []
        for place, word in enumerate(words, start=REACH):
            vectors = [alone[place + offset][offset + REACH] for offset in OFFSETS]
            vectors.extend(pairs[place + position][position + 2] for position in (-2, -1, 0, 1))
            vectors.append(self._triple(padded[place - 1].shape, word.shape, padded[place + 1].shape))
            vectors.extend(self._turn(word.shape, cue) for cue in cues)
            found.append(self._scaled(vectors))
        return found

    def _scaled(self, vectors: Iterable[Vector]) -> tuple[float, ...]:
        totals = map(sum, zip(*vectors, strict=True))
        settings = self.settings
        return tuple(
            intercept + scale * total
            for intercept, scale, total in zip(settings.intercepts, settings.scales, totals, strict=True)
        )

    def _sum(self, names: Iterable[str]) -> Vector:
        places = [bucket_of(name, self.settings.buckets) for name in names]
        return tuple(sum([row[place] for place in places]) for row in self._columns)

    def _sum_word(self, word: Word) -> tuple[Vector, ...]:
        return tuple(self._sum(word_names(word, offset)) for offset in OFFSETS)

    def _sum_pair(self, left: Word, right: Word) -> tuple[Vector, ...]:
        return tuple(self._sum(pair_names(left, right, position)) for position in (-2, -1, 0, 1))

    def _sum_triple(self, left: str, shape: str, right: str) -> Vector:
        return self._sum(triple_names(left, shape, right))

    def _sum_turn(self, shape: str, cue: str) -> Vector:
        return self._sum(turn_names(shape, cue))


@lru_cache(maxsize=1)
def load_tagger() -> PersonalDataTagger:
    """Read the packaged tagger once per process; raises :class:`UnreadableModel`."""
    try:
        content = get_data("aftercall.language", f"models/{MODEL_NAME}.model")
    except OSError as failure:
        raise UnreadableModel(MODEL_NAME) from failure
    header, separator, weights = (content or b"").partition(b"\n")
    if not separator:
        raise UnreadableModel(MODEL_NAME)
    return PersonalDataTagger(settings_from_json(header), weights)
