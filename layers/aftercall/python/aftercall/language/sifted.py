"""Patterns that are tried only on texts in which a word stands that they cannot do without.

Hundreds of them are asked about each clause and nearly none is in it. The words are read from the pattern
itself (:mod:`aftercall.language.needed_words`); what is found is the same as with the pattern alone.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from aftercall.language.needed_words import needed_starts, starts_in


class NothingNeeded(Exception):
    """A pattern can match without any certain word, so it cannot be sifted; holds the pattern."""


class Sifted:
    """A pattern for whole clauses and turns; which words it needs is read when it first meets one."""

    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern)

    @cached_property
    def starts(self) -> frozenset[str]:
        """How the words begin of which one is in whatever matches; raises :class:`NothingNeeded`."""
        starts = needed_starts(self.pattern)
        if starts is None:
            raise NothingNeeded(self.pattern.pattern)
        return starts

    def search(self, text: str) -> re.Match[str] | None:
        """Search a text, the same as the pattern alone."""
        return None if self.starts.isdisjoint(starts_in(text)) else self.pattern.search(text)

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        """Find every match in a text, the same as the pattern alone."""
        return () if self.starts.isdisjoint(starts_in(text)) else self.pattern.finditer(text)


class Sieve[Row]:
    """Rows with a pattern each: those that a text may match are found in one look, whatever their number.

    Parameters
    ----------
    rows
        In the order in which they are to be tried.
    pattern_of
        Gives a row's pattern; one that needs no word is tried on every text.
    """

    def __init__(self, rows: Sequence[Row], pattern_of: Callable[[Row], re.Pattern[str]]) -> None:
        self.rows = tuple(rows)
        self.pattern_of = pattern_of

    def rows_for(self, text: str) -> Iterable[Row]:
        """Give the rows whose pattern may match a text, in order."""
        places, always = self._places
        found = set(always)
        for start in places.keys() & starts_in(text):
            found.update(places[start])
        return [self.rows[place] for place in sorted(found)]

    @cached_property
    def _places(self) -> tuple[dict[str, list[int]], list[int]]:
        """Which rows need words that begin so, and which are tried on every text."""
        places: dict[str, list[int]] = {}
        always: list[int] = []
        for place, pattern in enumerate(map(self.pattern_of, self.rows)):
            starts = needed_starts(pattern)
            if starts is None:
                always.append(place)
            for start in starts or ():
                places.setdefault(start, []).append(place)
        return places, always
