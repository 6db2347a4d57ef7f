"""Small linear models over hashed words and letters, evaluated without any third-party library.

A model is one file of ``language/models``: a line of JSON (:class:`ModelSettings`) and one signed byte
for each bucket and label. What a word adds to each label's score does not depend on the words
around it, so it is summed once and remembered: a turn costs one look-up per word and per pair.

Hashes are cut to the places of the largest model, and a smaller model's weights repeat until they fill
those: so all models look up the same places, and a text is hashed once for them all.
"""

import json
import math
import pkgutil
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)*|[0-9]+|[!?]+|[\U0001f300-\U0001faff\u2600-\u27bf]")
_DIGIT = re.compile(r"[0-9]")
_NUMBER = "0"
_NEGATORS = frozenset((
    "not", "no", "never", "nothing", "nobody", "none", "without", "hardly", "neither", "nor", "cannot",
))  # fmt: skip
_NEGATION_REACH = 3
_LENGTHS = (1, 2, 3, 4, 6, 9, 13, 20, 40)
_REMEMBERED_WORDS = 20_000
_REMEMBERED_TEXTS = 1024
_PLACES = 2**17
_LAST_PLACE = _PLACES - 1
_LETTERS = crc32(b"c:")
# A byte is read as a number from 0: Python keeps those and would make each negative one anew.
_MIDDLE = 128
_FROM_ZERO = bytes((value + _MIDDLE) % 256 for value in range(256))


class UnreadableModel(Exception):
    """A model's file is missing or is not what its header says; holds the model's name."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """What a model's file says of itself.

    Parameters
    ----------
    labels
        One score each; a model with one label answers yes or no.
    buckets
        How many weights each label has; a power of two, at most 131,072.
    letters
        Shortest and longest run of letters that counts, within a word; (0, 0) for none.
    edges
        Whether the first and last words and the length count by themselves.
    extras
        Names of the numbers that the caller adds (a lexicon's score, say), in order.
    scales, intercepts, extra_weights
        One for each label (``extra_weights``: one row for each label).
    trained_on
        SHA-256 over the training set's files and the training settings, so that a test can tell
        when either has changed without the model.
    """

    name: str
    version: str
    labels: tuple[str, ...]
    buckets: int
    letters: tuple[int, int]
    edges: bool
    extras: tuple[str, ...]
    scales: tuple[float, ...]
    intercepts: tuple[float, ...]
    extra_weights: tuple[tuple[float, ...], ...]
    trained_on: str


@dataclass(frozen=True, slots=True)
class Features:
    """The buckets that a text falls into: what counts by its share, and what counts by being there."""

    shared: tuple[int, ...]
    single: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TextHashes:
    """A text's words, and the places of its pairs of words."""

    words: tuple[str, ...]
    pairs: tuple[int, ...]


def tokens_of(text: str) -> list[str]:
    """Split normalised text into words; every number is the same word."""
    tokens: list[str] = _TOKEN.findall(text.lower())
    if _DIGIT.search(text) is None:
        return tokens
    return [_NUMBER if token[0].isdigit() else token for token in tokens]


@lru_cache(maxsize=_REMEMBERED_WORDS)
def word_hashes(word: str, letters: tuple[int, int]) -> tuple[int, ...]:
    """Give the places of a word and of the runs of letters in it; the same for every model."""
    found = [_hash("w:" + word)]
    shortest, longest = letters
    if shortest and word[0].isalpha():
        framed = f"<{word}>".encode()  # a word has no other letters than those of ASCII
        for size in range(shortest, longest + 1):
            starts = range(len(framed) - size + 1)
            found.extend([crc32(framed[start : start + size], _LETTERS) & _LAST_PLACE for start in starts])
    return tuple(found)


def pair_hashes(words: Sequence[str]) -> list[int]:
    """Give the places of each two neighbours, and of each word that a negation reaches."""
    found = [crc32(f"b:{first} {second}".encode()) & _LAST_PLACE for first, second in pairwise(words)]
    reach = 0
    for word in words:
        if reach:
            found.append(_hash("n:" + word))
            reach -= 1
        if word in _NEGATORS or word.endswith("n't"):
            reach = _NEGATION_REACH
    return found


def edge_hashes(words: Sequence[str]) -> list[int]:
    """Give the places of how a text begins and ends, and how long it is."""
    size = sum(1 for limit in _LENGTHS if len(words) > limit)
    names = [f"l:{size}"]
    names.extend(f"s{count}:{' '.join(words[:count])}" for count in (1, 2, 3) if len(words) >= count)
    names.extend(f"e{count}:{' '.join(words[-count:])}" for count in (1, 2) if len(words) >= count)
    return [_hash(name) for name in names]


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def read_text(text: str) -> TextHashes:
    """Read a text once for all models that are asked about it."""
    words = tuple(tokens_of(text))
    return TextHashes(words, tuple(pair_hashes(words)))


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def read_edges(text: str) -> tuple[int, ...]:
    """Read a text's edges once for all models that count them."""
    return tuple(edge_hashes(read_text(text).words))


def features_of(settings: ModelSettings, text: str) -> Features:
    """Give all buckets of a text: what training counts and :class:`LinearModel` sums."""
    read = read_text(text)
    mask = settings.buckets - 1
    hashes = [value for word in read.words for value in word_hashes(word, settings.letters)]
    return Features(
        shared=tuple(value & mask for value in (*hashes, *read.pairs)),
        single=tuple(value & mask for value in read_edges(text)) if settings.edges else (),
    )


def shared_weight(count: int) -> float:
    """Give what each of ``count`` shared features weighs, so that long texts are not louder."""
    return 1 / math.sqrt(count) if count else 0.0


class LinearModel:
    """A model in memory; :func:`load_model` reads it."""

    def __init__(self, settings: ModelSettings, weights: bytes) -> None:
        if len(weights) != settings.buckets * len(settings.labels):
            raise UnreadableModel(settings.name)
        self.settings = settings
        size = settings.buckets
        if _PLACES % size:
            raise UnreadableModel(settings.name)
        from_zero = weights.translate(_FROM_ZERO)
        self._rows = tuple(
            from_zero[index * size : (index + 1) * size] * (_PLACES // size)
            for index in range(len(settings.labels))
        )
        self._nothing = (0,) * (1 + len(settings.labels))
        self._word = lru_cache(maxsize=_REMEMBERED_WORDS)(self._read_word)

    def scores(self, text: str, extras: Sequence[float] = ()) -> tuple[float, ...]:
        """Give each label's score (log-odds) for normalised text.

        ``extras`` are the numbers that the model's settings name, in that order.
        """
        settings = self.settings
        read = read_text(text)
        pairs = read.pairs
        edges = read_edges(text) if settings.edges else ()
        count, *sums = map(sum, zip(self._nothing, *map(self._word, read.words), strict=True))
        weight = shared_weight(len(pairs) + count)
        found = []
        for label, row in enumerate(self._rows):
            shared = sums[label] + _sum_at(row, pairs)
            alone = _sum_at(row, edges)
            score = settings.intercepts[label] + settings.scales[label] * (weight * shared + alone)
            weighed = zip(settings.extra_weights[label], extras, strict=True)
            found.append(score + sum([factor * value for factor, value in weighed]))
        return tuple(found)

    def probability(self, text: str, extras: Sequence[float] = ()) -> float:
        """Give how likely the answer of a model with one label is yes, 0 to 1."""
        return _logistic(self.scores(text, extras)[0])

    def probabilities(self, text: str, extras: Sequence[float] = ()) -> dict[str, float]:
        """Give how likely each label is, adding up to 1."""
        scores = self.scores(text, extras)
        highest = max(scores)
        raised = [math.exp(score - highest) for score in scores]
        total = sum(raised)
        return {label: value / total for label, value in zip(self.settings.labels, raised, strict=True)}

    def _read_word(self, word: str) -> tuple[int, ...]:
        """Give how many features a word has, and their sum for each label."""
        places = word_hashes(word, self.settings.letters)
        return (len(places), *[_sum_at(row, places) for row in self._rows])


@lru_cache(maxsize=16)
def load_model(name: str) -> LinearModel:
    """Read a packaged model once per process; raises :class:`UnreadableModel`."""
    try:
        content = pkgutil.get_data("aftercall.language", f"models/{name}.model")
    except OSError as failure:
        raise UnreadableModel(name) from failure
    header, separator, weights = (content or b"").partition(b"\n")
    if not separator:
        raise UnreadableModel(name)
    return LinearModel(settings_from_json(header), weights)


def settings_from_json(header: bytes) -> ModelSettings:
    """Read the first line of a model's file."""
    fields = json.loads(header)
    fields["labels"] = tuple(fields["labels"])
    fields["letters"] = tuple(fields["letters"])
    fields["extras"] = tuple(fields["extras"])
    fields["scales"] = tuple(fields["scales"])
    fields["intercepts"] = tuple(fields["intercepts"])
    fields["extra_weights"] = tuple(tuple(row) for row in fields["extra_weights"])
    return ModelSettings(**fields)


def _hash(name: str) -> int:
    return crc32(name.encode()) & _LAST_PLACE


def _sum_at(row: bytes, places: Sequence[int]) -> int:
    return sum([row[place] for place in places]) - _MIDDLE * len(places)


def _logistic(score: float) -> float:
    if score >= 0:
        return 1 / (1 + math.exp(-score))
    raised = math.exp(score)
    return raised / (1 + raised)
