"""Personal data in a turn: what redaction will take out later.

Three readers, the surest first: what its form alone tells (addresses, telephone numbers, cards), the
names that the call already knows, and a small tagger for names, addresses and numbers in their context.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import lru_cache

from aftercall.language.personal_data_patterns import (
    PersonalData,
    find_forms,
    find_spelled,
    spoken_digits,
    spoken_email_address,
)
from aftercall.language.personal_data_words import find_tagged
from aftercall.language.phrases import words_in

__all__ = ["PersonalData", "find_personal_data", "spoken_digits", "spoken_email_address"]

_NAME_WORD = r"[^\W\d_a-z][^\W\d_A-Z]+(?:[-'][A-Z]?[a-z]+)?"
_INTRODUCED = re.compile(
    r"(?:\b[Mm]y name is|\b[Mm]y name's|\b[Nn]ame is|\b[Nn]ame's|\b[Cc]all me"
    r"|\b(?:Mr|Mrs|Ms|Dr)\.?)\s"
    rf"(?P<name>{_NAME_WORD}(?:\s{_NAME_WORD}){{0,2}})"
)
_INTRODUCING = ("ame is", "ame's", "all me", "Mr", "Ms", "Dr")
_ADDRESSING = frozenset(
    ("thanks", "thank", "hi", "hello", "hey", "pleasure", "goodbye", "bye", "meet", "sorry")
)
_ADDRESSED = re.compile(
    r"(?:\b(?:[Tt]hanks|[Tt]hank you|[Hh]i|[Hh]ello|[Hh]ey|[Pp]leasure|[Gg]oodbye|[Bb]ye|[Mm]eet you"
    r"|[Ss]orry)),?\s"
    rf"(?P<name>{_NAME_WORD})(?=[,.!?]|$)"
)
_SPELLING = re.compile(r"\b(?:spell\w*|letters?|that's|name|it's|its)\b", re.IGNORECASE)
_NOT_A_NAME = frozenset((
    "Mr", "Mrs", "Ms", "Dr", "Miss", "Sir",
    "There", "Yes", "No", "Sure", "Great", "Perfect", "The", "This", "That", "And", "But", "For", "So",
    "Well", "Everyone", "Team", "Folks", "Again", "Then", "Just", "Monday", "Tuesday", "Wednesday",
    "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "June", "July",
    "August", "September", "October", "November", "December", "You", "Your", "I", "It", "What", "Who", "How",
    "Why", "When", "Where", "Are", "Is", "Do", "Does", "Can", "Could", "Would",
))  # fmt: skip
_ONLY_PAUSES = re.compile(r"\w(?:\W{2}\w)+")
_SHORTEST_NAME = 3
_CODES = frozenset(("ID", "NUMBER", "PASSWORD"))
_PLAIN_NUMBERS = frozenset(("NUMBER", "ID"))


def find_personal_data(
    text: str,
    names: tuple[str, ...] = (),
    organisations: frozenset[str] = frozenset(),
    previous: str | None = None,
) -> tuple[PersonalData, ...]:
    """Find personal data in a turn's original text; spans never overlap.

    Parameters
    ----------
    text
        The original text.
    names
        Names of people known to the call (the caller's, or one given to a booking).
    organisations
        Words of the product's and its market's names, lower case: they are no person's.
    previous
        The turn before, "" at a call's beginning; ``None`` where it is not known. A short number counts
        only where this turn or the one before asks for one, unless nothing is known.
    """
    found = list(find_forms(text))
    found.extend(_known_people(text, names))
    found.extend(_introduced_people(text, organisations))
    spelled = list(find_spelled(text))
    if spelled:
        asked = _SPELLING.search(text) or (previous and _SPELLING.search(previous))
        found.extend(item for item in spelled if _is_spelled(text[item.start : item.end], asked=bool(asked)))
    found.extend(find_tagged(text, organisations, previous))
    return _without_overlaps(found)


def _is_spelled(letters: str, *, asked: bool) -> bool:
    """Tell whether letters spell a name: said so, or paused between; mixed they are a short form and more."""
    if "," not in letters:
        return asked
    return _ONLY_PAUSES.fullmatch(letters) is not None


def _known_people(text: str, names: tuple[str, ...]) -> list[PersonalData]:
    small = text.islower()
    lowered = text.lower() if text.isascii() else None
    return [
        PersonalData(match.start(), match.end(), "PERSON", 0.9)
        for name, pattern in _name_patterns(names)
        if lowered is None or name in lowered
        for match in pattern.finditer(text)
        if small or match.group()[0].isupper()
    ]


@lru_cache(maxsize=16)
def _name_patterns(names: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Give each name in small letters with its pattern; "" where that alone does not tell what it matches."""
    return tuple(
        (
            name.lower() if name.isascii() else "",
            re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE),
        )
        for name in names
        if len(name) >= _SHORTEST_NAME
    )


def _introduced_people(text: str, organisations: frozenset[str]) -> list[PersonalData]:
    found = []
    introducing = any(needed in text for needed in _INTRODUCING)
    addressing = not _ADDRESSING.isdisjoint(words_in(text.lower()))
    places = ((introducing, _INTRODUCED, 0.75), (addressing, _ADDRESSED, 0.8))
    for may_be, pattern, confidence in places:
        if not may_be:
            continue
        for match in pattern.finditer(text):
            first = match.group("name").split()[0]
            if first not in _NOT_A_NAME and first.lower() not in organisations:
                found.append(PersonalData(match.start("name"), match.end("name"), "PERSON", confidence))
    return found


def _without_overlaps(found: list[PersonalData]) -> tuple[PersonalData, ...]:
    """Keep the surest of what overlaps; an address, or more of the same kind, widens it."""
    kept: list[PersonalData] = []
    for item in sorted(found, key=lambda item: (-item.confidence, item.start, -item.end)):
        if item.end <= item.start:
            continue
        first = bisect_right(kept, item.start, key=lambda other: other.end)
        after = bisect_left(kept, item.end, key=lambda other: other.start)
        over = kept[first:after]
        if all(item.kind in {other.kind, "ADDRESS"} or _is_code_around(item, other) for other in over):
            kept[first:after] = [_widened(item, over)]
    return tuple(kept)


def _is_code_around(item: PersonalData, other: PersonalData) -> bool:
    """Tell whether a code holds digits that were taken for a number by themselves ("rza 009220472")."""
    inside = item.start <= other.start and other.end <= item.end
    return inside and item.kind in _CODES and other.kind in _PLAIN_NUMBERS


def _widened(item: PersonalData, over: list[PersonalData]) -> PersonalData:
    if not over:
        return item
    start, end = min(item.start, over[0].start), max(item.end, over[-1].end)
    return replace(item, start=start, end=end, confidence=max(other.confidence for other in over))
