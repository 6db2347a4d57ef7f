"""A linear tagger: which words of a turn are a person's name, address, number or e-mail address.

The model's file has the format of :mod:`aftercall.language.linear_model`. Weights are summed once for
each word, pair and triple and remembered, so a turn costs a few look-ups for each word. The weights of one
bucket for all labels are one whole number, with room between them: adding two such numbers adds them label
by label.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat
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

MODEL_NAME = "personal_data"
_REMEMBERED = 20_000
_PAIRS = (-2, -1, 0, 1)
_ROOM = 2  # bytes for each label: more than a hundred features of a word can fill
_BITS = 8 * _ROOM
_HALF = 1 << (_BITS - 1)
_MIDDLE = 128
_FROM_ZERO = bytes((value + _MIDDLE) % 256 for value in range(256))


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
        from_zero = weights.translate(_FROM_ZERO)
        self._width = _ROOM * labels
        packed = bytearray(self._width * settings.buckets)
        for label in range(labels):
            packed[_ROOM * label :: self._width] = from_zero[
                label * settings.buckets : (label + 1) * settings.buckets
            ]
        self._weights = bytes(packed)
        each = sum(1 << (_BITS * label) for label in range(labels))
        self._middle = _MIDDLE * each
        self._half = _HALF * each
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
        return [self._scaled(self._total(padded, place + REACH, cues)) for place in places]

    def _total(self, padded: Sequence[Word], place: int, cues: Sequence[str]) -> int:
        shape = padded[place].shape
        near = padded[place - REACH : place + REACH + 1]
        return (
            sum(map(self._word, near, OFFSETS))
            + sum(map(self._pair, near[1:5], near[2:6], _PAIRS))
            + self._triple(padded[place - 1].shape, shape, padded[place + 1].shape)
            + sum(map(self._turn, repeat(shape), cues))
        )

    def _scaled(self, total: int) -> tuple[float, ...]:
        values = (total + self._half).to_bytes(self._width, "little")
        settings = self.settings
        return tuple(
            [
                intercept + scale * (int.from_bytes(values[start : start + _ROOM], "little") - _HALF)
                for intercept, scale, start in zip(
                    settings.intercepts, settings.scales, range(0, self._width, _ROOM), strict=True
                )
            ]
        )

    def _sum(self, names: Sequence[str]) -> int:
        last, width, weights, read = self.settings.buckets - 1, self._width, self._weights, int.from_bytes
        starts = [(crc32(name.encode()) & last) * width for name in names]
        summed = sum([read(weights[start : start + width], "little") for start in starts])
        return summed - self._middle * len(names)

    def _sum_word(self, word: Word, offset: int) -> int:
        return self._sum(word_names(word, offset))

    def _sum_pair(self, left: Word, right: Word, position: int) -> int:
        return self._sum(pair_names(left, right, position))

    def _sum_triple(self, left: str, shape: str, right: str) -> int:
        return self._sum(triple_names(left, shape, right))

    def _sum_turn(self, shape: str, cue: str) -> int:
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
