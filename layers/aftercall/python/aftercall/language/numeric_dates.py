"""Dates in digits: "2026-01-31", "5/3/18", "23.04.2022", "2019/aug/01", "12/24", "2/2013"."""

from datetime import date

from aftercall.language.calendar import MONTHS
from aftercall.language.time_pieces import Piece
from aftercall.language.time_words import UNITS, Words

_SEPARATORS = frozenset({"-", "/", "."})
_MONTHS_IN_YEAR = 12
_PIVOT = 50
_LEAP_YEARS_APART = 8
_FOUR_DIGITS = 4
_WEEKDAY_WORDS = frozenset((
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
))  # fmt: skip


def read_numeric_date(words: Words, index: int) -> Piece | None:
    """Read a date in digits; month before day unless it cannot be, and two digits of a year as of ours."""
    first = words.text(index)
    if not first.isdecimal() or words.text(index - 1) in {"$", "#", "v"}:
        return None
    separator = words.text(index + 1)
    if separator in _SEPARATORS and words.touches(index + 1) and words.touches(index + 2):
        return _separated(words, index, separator)
    if len(first) == _FOUR_DIGITS and 1900 <= int(first) < 2100:  # noqa: PLR2004 - a year of ours
        month, day = words.text(index + 1), words.text(index + 2)
        if month.isdecimal() and day.isdecimal() and len(month) == len(day) == len("01"):
            return exact_date(index + 3, int(first), int(month), int(day))
    return None


def _separated(words: Words, index: int, separator: str) -> Piece | None:
    parts = [words.text(index), words.text(index + 2)]
    stop = index + 3
    if words.text(stop) == separator and words.touches(stop) and words.touches(stop + 1):
        third = words.text(stop + 1)
        if third.isdecimal() and not (
            words.text(stop + 2) == separator and words.touches(stop + 3) and words.text(stop + 3).isdecimal()
        ):
            parts, stop = [*parts, third], stop + 2
    named = MONTHS.get(parts[1])
    if named and len(parts) == 3:  # noqa: PLR2004 - 2019/aug/01, 1-sep-2019
        first, last = int(parts[0]), int(parts[2])
        year, day = (first, last) if len(parts[0]) == _FOUR_DIGITS else (full_year(parts[2]), first)
        return exact_date(stop, year, named, day)
    if not all(part.isdecimal() and len(part) <= _FOUR_DIGITS for part in parts):
        return None
    if len(parts[-1]) == 1 and len(parts) == 3 and len(parts[0]) < _FOUR_DIGITS:  # noqa: PLR2004 - with a year
        return None  # a version
    numbers = [int(part) for part in parts]
    if len(parts) == 3:  # noqa: PLR2004 - day, month and year
        if len(parts[0]) == _FOUR_DIGITS:
            return exact_date(stop, *numbers) or exact_date(stop, numbers[0], numbers[2], numbers[1])
        year = full_year(parts[2])
        return exact_date(stop, year, numbers[0], numbers[1]) or exact_date(
            stop, year, numbers[1], numbers[0]
        )
    return _two_parts(words, stop, parts, separator)


def _two_parts(words: Words, stop: int, parts: list[str], separator: str) -> Piece | None:
    first, second = int(parts[0]), int(parts[1])
    if len(parts[1]) == _FOUR_DIGITS and 1 <= first <= _MONTHS_IN_YEAR and second >= 1900:  # noqa: PLR2004
        return Piece(stop, date(second, first, 1), "month", "absolute")
    if parts == ["24", "7"] or len(parts[0]) > 2 or len(parts[1]) > 2:  # noqa: PLR2004 - no day or month has more digits
        return None
    before = words.text(stop - 4)
    led = before in {"on", "this", "by", "until", "before"} or before in _WEEKDAY_WORDS
    if separator != "/" and not led:
        return None  # a decimal number, a score, a range
    following = words.text(stop)
    if following in {"%", "percent", "of"} or following in UNITS or words.text(stop - 4).isdecimal():
        return None  # a fraction
    return next_date(words, stop, first, second) or next_date(words, stop, second, first)


def full_year(text: str) -> int:
    """Give the year of four digits, or of two in a date of our time."""
    year = int(text)
    if len(text) >= _FOUR_DIGITS:
        return year
    return year + (2000 if year < _PIVOT else 1900)


def exact_date(stop: int, year: int, month: int, day: int) -> Piece | None:
    """Give a day of the calendar; ``None`` where there is no such day."""
    try:
        return Piece(stop, date(year, month, day), "day", "absolute")
    except ValueError:
        return None


def next_date(words: Words, stop: int, month: int, day: int) -> Piece | None:
    """Give the next such day of the year, on or after the call's."""
    for year in range(words.today.year, words.today.year + _LEAP_YEARS_APART + 1):
        piece = exact_date(stop, year, month, day)
        if piece and piece.day >= words.today:
            return piece
    return None
