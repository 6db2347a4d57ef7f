"""Lists of phrases as one pattern, tried only where the first word of one of them and a further one stand.

Such a pattern is slow by itself: every phrase is tried at every place, and nearly always none is there.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"\w+")
_REMEMBERED_TEXTS = 1024


@dataclass(frozen=True, slots=True)
class Phrases:
    """A pattern of whole phrases; :func:`phrases_of` makes it.

    Parameters
    ----------
    pattern
        Finds a phrase only where no letter, digit or underscore touches it.
    openers
        Each word that a phrase begins with, and the longest of the other words of each such phrase: one of
        them stands in the text where such a phrase does. None are given where the opener is a phrase by
        itself. ``None`` in place of all where a phrase begins with a mark, so that every place of every
        text has to be tried.
    """

    pattern: re.Pattern[str]
    openers: Mapping[str, frozenset[str]] | None

    def found_in(self, text: str) -> list[re.Match[str]]:
        """Give every phrase in a text, in order, none overlapping another: the same as the pattern alone."""
        if self.openers is None:
            return list(self.pattern.finditer(text))
        words = words_in(text)
        opening = [
            word
            for word in self.openers.keys() & words
            if not self.openers[word] or not self.openers[word].isdisjoint(words)
        ]
        if not opening:
            return []
        places = places_of_words(text)
        found: list[re.Match[str]] = []
        end = 0
        for start in sorted([start for word in opening for start in places[word]]):
            if start >= end:
                match = self.pattern.match(text, start)
                if match:
                    found.append(match)
                    end = match.end()
        return found

    def without(self, text: str) -> str:
        """Give a text with a blank in place of every phrase."""
        return blanked(text, self.found_in(text))


@dataclass(frozen=True, slots=True)
class Worded:
    """A pattern that is not tried where none of the words stands that it cannot do without.

    Parameters
    ----------
    words
        One of them is in whatever the pattern matches, whole: no letter, digit or underscore touches it.
    """

    words: frozenset[str]
    pattern: re.Pattern[str]

    def search(self, text: str) -> re.Match[str] | None:
        """Search a text, the same as the pattern alone."""
        return None if self.words.isdisjoint(words_in(text)) else self.pattern.search(text)


def blanked(text: str, found: Sequence[re.Match[str]]) -> str:
    """Give a text with a blank in place of each of the phrases that were found in it."""
    if not found:
        return text
    starts = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found), len(text)]
    return " ".join(text[start:end] for start, end in zip(starts, ends, strict=True))


def worded(words: str, pattern: str) -> Worded:
    """Compile a pattern that needs one of some words (parted by blanks)."""
    return Worded(frozenset(words.split()), re.compile(pattern))


def phrases_of(phrases: Iterable[str], before: str, after: str) -> Phrases:
    """Compile phrases, the longest first; ``before`` and ``after`` are what may not touch one (a class)."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    alternatives = "|".join(re.escape(phrase) for phrase in ordered)
    return Phrases(
        re.compile(rf"(?<!{before})(?:{alternatives})(?!{after})"),
        _openers(ordered) if all(map(_WORD.match, ordered)) else None,
    )


def _openers(phrases: Iterable[str]) -> dict[str, frozenset[str]]:
    needed: dict[str, set[str]] = {}
    alone: set[str] = set()
    for phrase in phrases:
        opener, *others = _WORD.findall(phrase)
        needed.setdefault(opener, set()).update(sorted(others, key=len)[-1:])
        if not others:
            alone.add(opener)
    return {opener: frozenset(() if opener in alone else words) for opener, words in needed.items()}


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def places_of_words(text: str) -> Mapping[str, Sequence[int]]:
    """Give where each word of a text begins, cut at whatever is no letter, digit or underscore."""
    places: dict[str, list[int]] = {}
    for word in _WORD.finditer(text):
        places.setdefault(word.group(), []).append(word.start())
    return places


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def words_in(text: str) -> frozenset[str]:
    """Give the words of a text, cut at whatever is no letter, digit or underscore."""
    return frozenset(_WORD.findall(text))
