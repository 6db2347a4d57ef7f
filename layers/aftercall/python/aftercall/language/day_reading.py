"""The day, period or moment that begins at a word: the longest of what each kind of date reads there."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from aftercall.language.calendar import (
    HOLIDAYS,
    MONTHS,
    end_of_month,
    end_of_quarter,
    next_weekday,
    nth_weekday,
)
from aftercall.language.calendar_dates import (
    BEFORE_YEAR,
    read_day_first,
    read_holiday,
    read_month_first,
    read_quarter,
    read_year,
)
from aftercall.language.durations import DURATION_STARTS, read_duration, shifted
from aftercall.language.nth_dates import read_nth
from aftercall.language.number_words import ORDINALS, SMALL, TENS
from aftercall.language.numeric_dates import read_numeric_date
from aftercall.language.relative_dates import (
    NOW_OPENS,
    SEASONS,
    read_named_day,
    read_now,
    read_period,
    read_weekday,
)
from aftercall.language.time_pieces import Piece, period_start
from aftercall.language.time_words import (
    ALL_WEEKDAYS,
    COUNTS,
    ENDS_OF,
    QUARTERS,
    RELATIVE_DAYS,
    STEPS,
    UNITS,
    Words,
    whole_number,
)

_FRIDAY = 4
_MIDDLE = 14
_MANY = 100
_LONG_UNITS = frozenset({"day", "week", "month", "year"})
_BOUNDARIES = frozenset({"end", "close", "beginning", "start", "middle"})
_PARTS_OF_DURATION = 4
_NAMED = frozenset((
    *MONTHS, *ALL_WEEKDAYS, *RELATIVE_DAYS, *ENDS_OF, *QUARTERS, *ORDINALS, *SMALL,
    *(name.split(" ")[0] for name in HOLIDAYS), "now", "atm", "just",
))  # fmt: skip
# Words that only lead to a time, and what shows within the next few that one comes.
_LEADS = frozenset((
    *STEPS, *COUNTS, "the", "in", "within", "after", "end", "close", "beginning", "start", "middle", "week",
    "right", "at", "by", "since", "of", "year", "from", "until", "before", "during", "about", "around",
    "day", "final",
))  # fmt: skip
_SHOWS = _NAMED | frozenset((
    *UNITS, *SEASONS, "weekend", "moment", "present", "minute", "morning", "afternoon", "evening", "night",
    "business",
))  # fmt: skip
_SHOWN_WITHIN = 4
STARTS: Final = _NAMED | _LEADS


def read_day(words: Words, index: int) -> Piece | None:
    """Give the longest day, period or moment that begins at a token."""
    text = words.text(index)
    if text not in _NAMED and not text.isdecimal() and not (text in _LEADS and _leads(words, index)):
        return None
    best: Piece | None = None
    for reader in _BY_OPENER.get(_opener(words, index), ()):
        piece = reader(words, index)
        if piece and (best is None or piece.stop > best.stop):
            best = piece
    return best


def _leads(words: Words, index: int) -> bool:
    following = words.texts[index + 1 : index + 1 + _SHOWN_WITHIN]
    return not _SHOWS.isdisjoint(following) or any(map(str.isdecimal, following))


def _offset(words: Words, index: int) -> Piece | None:
    """Read "in two weeks", "three days ago", "a week from tomorrow", "the day after Christmas"."""
    led = words.text(index) in {"in", "within", "after"}
    start = index + 1 if led else index
    if led:
        start = words.skip(start, "the")
        start = words.skip(start, "next", "coming", "following")
    amounts, position = _amounts(words, start)
    if not amounts and words.text(start) == "the" and words.text(start + 2) in {"after", "before"}:
        unit = UNITS.get(words.text(start + 1), "")
        amounts, position = ([(1.0, unit)] if unit in _LONG_UNITS else []), start + 2
    based = _base(words, position, led=led) if amounts else None
    if based is None:
        return None
    sign, base, position = based
    piece: Piece | None = Piece(position, base)
    for amount, unit in amounts:
        piece = shifted(words, piece.day, sign * amount, unit, position) if piece else None
    return piece


def _amounts(words: Words, position: int) -> tuple[list[tuple[float, str]], int]:
    """Read durations one after the other ("2 years 1 month and 21 days"), and the position after them."""
    amounts: list[tuple[float, str]] = []
    while len(amounts) < _PARTS_OF_DURATION:
        duration = read_duration(words, words.skip(position, "and", ",") if amounts else position)
        if duration is None:
            break
        amounts.append(duration[:2])
        position = duration[2]
    return amounts, position


def _counted_weekday(words: Words, index: int) -> Piece | None:
    """Read "two Sundays from now" and "three Tuesdays ago"."""
    number = whole_number(words, index)
    if number is None or not 0 < number[0] < _MANY:
        return None
    weekday = ALL_WEEKDAYS.get(words.text(number[1]).removesuffix("s"))
    based = _base(words, number[1] + 1, led=False)
    if weekday is None or based is None:
        return None
    sign, base, stop = based
    if sign > 0:
        return Piece(stop, nth_weekday(base + timedelta(days=1), weekday, number[0]), kind="absolute")
    last = next_weekday(base, weekday) - timedelta(weeks=1 if base.weekday() != weekday else 2)
    return Piece(stop, last - timedelta(weeks=number[0] - 1), kind="absolute")


def _base(words: Words, position: int, *, led: bool) -> tuple[int, date, int] | None:
    """Read from when, and which way, something is counted: "ago", "from now", "after Easter"."""
    text, following = words.text(position), words.text(position + 1)
    if text == "ago":
        return -1, words.today, position + 1
    if text in {"later", "hence"}:
        return 1, words.today, position + 1
    if text == "from" and following in {"now", "then"}:
        return 1, words.today, position + 2
    if text in {"from", "after", "since", "before"}:
        piece = _based_on(words, position + 1)
        if piece:
            return -1 if text == "before" else 1, piece.day, piece.stop
    return (1, words.today, position) if led else None


def _based_on(words: Words, index: int) -> Piece | None:
    """Read the day that a count begins at; no count again, which would nest without end."""
    text = words.text(index)
    pieces = [
        reader(words, index) for reader in _FIXED_BY_OPENER.get(_DIGITS if text.isdecimal() else text, ())
    ]
    year = read_year(words, index - 1)
    return max((piece for piece in (*pieces, year) if piece), key=lambda piece: piece.stop, default=None)


def _boundary(words: Words, index: int) -> Piece | None:
    """Read "end of the month", "end of day Friday", "close of business", "EOW", "start of next quarter"."""
    start = words.skip(index, "the")
    text = words.text(start)
    if text in ENDS_OF:
        unit = ENDS_OF[text]
        return (
            _closing_day(words, start + 1) if unit == "day" else _closed(words, unit, words.today, start + 1)
        )
    position = words.skip(words.skip(start + 1, "of"), "the")
    if text not in _BOUNDARIES or position == start + 1:
        return None
    closes = text in {"end", "close"}
    if closes and words.text(position) in {"business", "day"}:
        return _closing_day(words, words.skip(position + 1, "day"))
    framed = _frame(words, position)
    if framed is None or framed.moment:
        return None
    if closes:
        return _closed(words, framed.grain, framed.day, framed.stop)
    days = _MIDDLE if text == "middle" and framed.grain == "month" else 0
    return Piece(framed.stop, period_start(framed.day, framed.grain) + timedelta(days=days))


def _frame(words: Words, position: int) -> Piece | None:
    """Read the period that ends or begins: "week", "next month", "March", "2026"."""
    unit = UNITS.get(words.text(position))
    if unit in {"week", "month", "quarter", "year"}:
        return Piece(position + 1, words.today, unit)
    return _based_on(words, position)


def _closing_day(words: Words, position: int) -> Piece:
    """Read the day that ends: "tomorrow" of "end of day tomorrow", or today."""
    start = words.skip(position, "on", ",")
    named = read_named_day(words, start) or read_weekday(words, start)
    if named and named.grain == "day":
        return Piece(named.stop, named.day, closing=True)
    return Piece(position, words.today, closing=True)


def _closed(words: Words, grain: str, day: date, stop: int) -> Piece:
    match grain:
        case "week":
            last = period_start(day, "week") + timedelta(days=_FRIDAY)
            # On a weekend, the week that ends is the one to come.
            last = last + timedelta(weeks=1) if last < day and day == words.today else last
        case "month":
            last = end_of_month(day)
        case "quarter":
            last = end_of_quarter(day)
        case "year":
            last = day.replace(month=12, day=31)
        case _:
            last = day
    return Piece(stop, last, grain, closing=True)


def _week_of(words: Words, index: int) -> Piece | None:
    """Read "the week of October 6th", "week starting on February 4"."""
    start = words.skip(index, "the")
    if words.text(start) != "week" or words.text(start + 1) not in {"of", "starting", "beginning"}:
        return None
    named = _based_on(words, words.skip(words.skip(start + 2, "on"), "the"))
    if named is None or named.grain != "day":
        return None
    return Piece(named.stop, period_start(named.day, "week"), "week", "absolute")


type _Reader = Callable[[Words, int], Piece | None]
type _Readers = tuple[_Reader, ...]

# Stands for every number in digits among the words that something begins with.
_DIGITS = "0"
_NUMBERS = frozenset((_DIGITS, *SMALL))
_ORDINALS = frozenset((_DIGITS, *TENS, *ORDINALS))
# Each reader with every word that what it reads can begin with: the others need not be asked.
_FIXED_READERS: tuple[tuple[_Reader, frozenset[str]], ...] = (
    (read_numeric_date, frozenset((_DIGITS,))),
    (read_named_day, frozenset(("the", "day", *STEPS, *RELATIVE_DAYS))),
    (read_weekday, frozenset(("the", *STEPS, *ALL_WEEKDAYS))),
    (read_holiday, frozenset(re.split(r"\W", name)[0] for name in HOLIDAYS)),
    (read_month_first, frozenset(MONTHS)),
    (read_day_first, _NUMBERS | _ORDINALS | {"the"}),
    (read_nth, _ORDINALS | {"the", "last", "final"}),
    (read_quarter, _ORDINALS | {"the", *QUARTERS}),
    (read_period, _NUMBERS | {"the", *STEPS}),
)
READERS: tuple[tuple[_Reader, frozenset[str]], ...] = (
    *_FIXED_READERS,
    (_offset, _NUMBERS | {"in", "within", "after", "the", *DURATION_STARTS}),
    (_counted_weekday, _NUMBERS),
    (_boundary, _BOUNDARIES | {"the", *ENDS_OF}),
    (_week_of, frozenset(("the", "week"))),
    (read_year, BEFORE_YEAR),
    (read_now, NOW_OPENS),
)


def _opener(words: Words, index: int) -> str:
    text = words.text(index)
    return _DIGITS if text.isdecimal() else text


def _by_opener(readers: Sequence[tuple[_Reader, frozenset[str]]]) -> dict[str, _Readers]:
    words = frozenset[str]().union(*(openers for _, openers in readers))
    return {word: tuple(reader for reader, openers in readers if word in openers) for word in words}


_FIXED_BY_OPENER: Final = _by_opener(_FIXED_READERS)
_BY_OPENER: Final = _by_opener(READERS)
