"""Lists of phrases as one pattern, asked only about texts that can hold one of them.

Such a pattern is slow where it finds nothing, which is nearly always: every phrase is tried at every place.
A look at the words that phrases begin with tells in a moment that none can be there.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"\w+")
_REMEMBERED_TEXTS = 1024


@dataclass(frozen=True, slots=True)
class Phrases:
    """A pattern of whole phrases.

    Parameters
    ----------
    pattern
        Finds a phrase only where no letter, digit or underscore touches it.
    openers
        The first word of each phrase; ``None`` where one has no word, so that every text must be asked.
    """

    pattern: re.Pattern[str]
    openers: frozenset[str] | None

    def may_stand_in(self, text: str) -> bool:
        """Tell whether a phrase may be in a text; where not, there surely is none."""
        return self.openers is None or not self.openers.isdisjoint(words_in(text))

    def without(self, text: str) -> str:
        """Give a text with a blank in place of every phrase."""
        return self.pattern.sub(" ", text) if self.may_stand_in(text) else text


def openers_of(phrases: Iterable[str]) -> frozenset[str] | None:
    """Give the first word of each phrase; ``None`` when one has no word."""
    found = [_WORD.search(phrase) for phrase in phrases]
    words = frozenset(match.group() for match in found if match)
    return words if all(found) else None


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def words_in(text: str) -> frozenset[str]:
    """Give the words of a text, cut at whatever is no letter, digit or underscore."""
    return frozenset(_WORD.findall(text))
