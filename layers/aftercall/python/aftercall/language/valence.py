"""How words are rated by people, summed over a text: evidence for the sentiment models.

The ratings are VADER's (MIT licence, see ``models/valence.json``), drawn half-way to our own weight where
our lexicon has one too.
"""

import json
import math
import pkgutil
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from aftercall.language.lexicon import Lexicon, load_lexicon
from aftercall.language.linear_model import read_text, tokens_of
from aftercall.language.phrases import blanked

VALENCE_NAMES: Final = ("valence", "praise", "complaint", "best", "worst", "unrated")

_NEGATED = -0.6
_NEGATION_REACH = 3
_SOFTNESS = 9.0
_REMEMBERED_TEXTS = 1024


@lru_cache(maxsize=1)
def load_ratings() -> dict[str, float]:
    """Read the packaged ratings once per process: word to -4 (worst) to 4 (best)."""
    document = json.loads(pkgutil.get_data("aftercall.language", "models/valence.json") or b"{}")
    ratings: dict[str, float] = document["ratings"]
    for word, weight in load_lexicon().words.items():
        ratings[word] = (ratings[word] + weight) / 2 if word in ratings else weight
    return ratings


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def valence_of(text: str) -> tuple[float, ...]:
    """Give the numbers that :data:`VALENCE_NAMES` names, each about -2 to 2, for normalised text.

    Courtesies ("how can I help you") count for nothing.
    """
    lexicon = load_lexicon()
    found = lexicon.neutral_pattern.found_in(text)
    words = tokens_of(blanked(text, found)) if found else read_text(text).words  # read by the models, too
    return _sums(words, load_ratings(), lexicon)


def _sums(words: Sequence[str], ratings: dict[str, float], lexicon: Lexicon) -> tuple[float, ...]:
    praise = complaint = best = worst = 0.0
    unrated = True
    reach = 0
    factor = 1.0
    for word in words:
        negates = word in lexicon.negators or word.endswith("n't")
        rating = ratings.get(word)
        if rating is not None:
            unrated = False
            value = rating * factor * (_NEGATED if reach or negates else 1.0)
            praise, best = (praise + value, max(best, value)) if value > 0 else (praise, best)
            complaint, worst = (complaint + value, min(worst, value)) if value < 0 else (complaint, worst)
        reach = _NEGATION_REACH if negates else max(0, reach - 1)
        factor = lexicon.intensifiers.get(word, lexicon.dampeners.get(word, 1.0))
    return (
        2 * _squash(praise + complaint),
        2 * _squash(praise),
        2 * _squash(complaint),
        best / 2,
        worst / 2,
        1.0 if unrated else 0.0,
    )


def _squash(value: float) -> float:
    return value / math.sqrt(value * value + _SOFTNESS)
