"""Counts of units of time: "two weeks", "half an hour", "3 business days", and days so far from another."""

from datetime import UTC, date, timedelta
from typing import Final

from aftercall.language.time_pieces import Piece, moved
from aftercall.language.time_words import COUNTS, UNITS, Words, whole_number

CLOCK_UNITS = {"second": 1, "minute": 60, "hour": 3600}
_MARKS = {"'": "minute", '"': "second"}
_COUNTED = frozenset((*COUNTS, "quarter"))
_ABOUT = ("about", "around", "roughly", "approximately", "exactly", "maybe")
# What a duration begins with, numbers aside.
DURATION_STARTS: Final = frozenset((*_ABOUT, *_COUNTED))
_LONGEST = 1000 * 366 * 86400


def read_duration(words: Words, index: int) -> tuple[float, str, int] | None:
    """Read "two weeks", "half an hour", "a couple of days", "3 business days": amount, unit, position."""
    position = words.skip(index, *_ABOUT)
    counted = _count(words, position)
    if counted is None:
        return None
    amount, position = counted
    position = words.skip(position, "-", "more", "full", "additional")
    if words.text(position) in {"business", "working"} and UNITS.get(words.text(position + 1)) == "day":
        return amount, "business day", position + 2
    unit = UNITS.get(words.text(position))
    if words.text(position) in _MARKS and words.touches(position) and words.text(index - 1) == "in":
        unit = _MARKS[words.text(position)]
    if unit is None or words.text(position + 1) == "'s":
        return None
    return amount, unit, position + 1


def _count(words: Words, position: int) -> tuple[float, int] | None:
    position = words.skip(position, "a", "an") if words.text(position + 1) in _COUNTED else position
    text = words.text(position)
    if text == "quarter":
        quarter = words.text(position + 1) == "of" and words.text(position + 2) in {"a", "an"}
        return (0.25, position + 3) if quarter else None
    if text in COUNTS:
        joining = ("a", "an") if text == "half" else ("of",)
        return COUNTS[text], words.skip(position + 1, *joining)
    number = whole_number(words, position)
    return None if number is None else _with_part(words, *number)


def _with_part(words: Words, value: float, stop: int) -> tuple[float, int] | None:
    """Read what makes a number a fraction: "1/2", "2.5", "two and a half", "three-quarters of an"."""
    if words.text(stop) in {".", "/"} and words.touches(stop) and words.touches(stop + 1):
        below = words.text(stop + 1)
        if not below.isdecimal() or len(below) > len("99") or int(below) == 0:
            return None
        part = value / int(below) if words.text(stop) == "/" else float(f"{int(value)}.{below}")
        return part, stop + 2
    if words.text(stop) == "and" and words.text(stop + 2) == "half":
        return value + 0.5, stop + 3
    quarters = words.skip(stop, "-")
    if words.text(quarters) in {"quarter", "quarters"} and words.text(quarters + 1) == "of":
        return value / 4, words.skip(quarters + 2, "a", "an")
    return float(value), stop


def shifted(words: Words, base: date, amount: float, unit: str, stop: int) -> Piece | None:
    """Give the day or, of hours and less, the moment that is so many units from a base."""
    if unit in CLOCK_UNITS:
        seconds = amount * CLOCK_UNITS[unit]
        if base != words.today or abs(seconds) > _LONGEST:
            return None
        try:
            moment = words.call.at.astimezone(UTC) + timedelta(seconds=seconds)
        except OverflowError:
            return None
        return Piece(stop, base, unit, moment=moment)
    day = moved(base, amount, unit)
    return None if day is None else Piece(stop, day)
