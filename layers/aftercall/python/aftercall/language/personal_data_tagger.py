"""A linear tagger: which words of a turn are a person's name, address, number or e-mail address.

The model's file has the format of :mod:`aftercall.language.linear_model`. Weights are summed once for
each word, pair and triple and remembered, so a turn costs a few look-ups for each word.
"""

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pkgutil import get_data
from struct import Struct
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
        self._labels = labels
        values = array("b", weights)
        # the labels' weights of one bucket side by side, so that a feature costs one look-up
        self._weights = array("b", bytes(len(weights)))
        for label in range(labels):
            self._weights[label::labels] = values[label * settings.buckets : (label + 1) * settings.buckets]
        self._row = Struct(f"{labels}b").unpack_from
        remembered = lru_cache(maxsize=_REMEMBERED)
        self._word = remembered(self._sum_word)
        self._pair = remembered(self._sum_pair)
        self._triple = remembered(self._sum_triple)
        self._turn = remembered(self._sum_turn)

    def scores(self, tokens: Sequence[str]) -> list[tuple[float, ...]]:
        """Give the score for each of the settings' labels of each token."""
        return self.scores_of(words_of(tokens), range(len(tokens)))

    def scores_of(self, words: Sequence[Word], places: Iterable[int]) -> list[tuple[float, ...]]:
        """Give the scores of the words at ``places``."""
        padded, cues = framed(words), cues_of(words)
        return [self._scaled(self._vectors(padded, place + REACH, cues)) for place in places]

    def _vectors(self, padded: Sequence[Word], place: int, cues: Sequence[str]) -> list[Vector]:
        shape = padded[place].shape
        vectors = [self._word(padded[place + offset], offset) for offset in OFFSETS]
        vectors.extend(
            self._pair(padded[place + position], padded[place + position + 1], position)
            for position in (-2, -1, 0, 1)
        )
        vectors.append(self._triple(padded[place - 1].shape, shape, padded[place + 1].shape))
        vectors.extend([self._turn(shape, cue) for cue in cues])
        return vectors

    def _scaled(self, vectors: Iterable[Vector]) -> tuple[float, ...]:
        totals = map(sum, zip(*vectors, strict=True))
        settings = self.settings
        return tuple(
            intercept + scale * total
            for intercept, scale, total in zip(settings.intercepts, settings.scales, totals, strict=True)
        )

    def _sum(self, names: Iterable[str]) -> Vector:
        mask, labels, weights, row = self.settings.buckets - 1, self._labels, self._weights, self._row
        rows = [row(weights, (crc32(name.encode()) & mask) * labels) for name in names]
        return tuple(map(sum, zip(*rows, strict=True)))

    def _sum_word(self, word: Word, offset: int) -> Vector:
        return self._sum(word_names(word, offset))

    def _sum_pair(self, left: Word, right: Word, position: int) -> Vector:
        return self._sum(pair_names(left, right, position))

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
