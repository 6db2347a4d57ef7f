"""The sentiment lexicon: our own weights, kept as data."""

import json
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from aftercall.language.phrases import Phrases, phrases_of


@dataclass(frozen=True, slots=True)
class EmotionWords:
    """Words and phrases that show one emotion."""

    words: frozenset[str]
    phrases: Phrases


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Weights of words and phrases (-4 to 4) and the words that change them."""

    words: dict[str, float]
    phrases: dict[str, float]
    phrase_pattern: Phrases
    neutral_pattern: Phrases
    negators: frozenset[str]
    intensifiers: dict[str, float]
    dampeners: dict[str, float]
    emotions: dict[str, EmotionWords]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the packaged lexicon once per process."""
    document = json.loads(pkgutil.get_data(__package__, "lexicon.json") or b"{}")
    words = {word: float(weight) for weight, group in document["weights"].items() for word in group}
    phrases = {phrase: float(weight) for weight, group in document["phrases"].items() for phrase in group}
    emotions = {
        name: EmotionWords(frozenset(entry["words"]), phrase_pattern(entry["phrases"]))
        for name, entry in document["emotions"].items()
    }
    return Lexicon(
        words=words,
        phrases=phrases,
        phrase_pattern=phrase_pattern(phrases),
        neutral_pattern=phrase_pattern(document["neutral_phrases"]),
        negators=frozenset(document["negators"]),
        intensifiers=document["intensifiers"],
        dampeners=document["dampeners"],
        emotions=emotions,
    )


def phrase_pattern(phrases: Iterable[str]) -> Phrases:
    """Compile what finds any of the phrases as whole words."""
    return phrases_of(phrases, r"[\w']", r"[\w']")
