"""Dates of the calendar as said: "June 5th", "the 2nd of March", "the 21st", "Q3 2026", "Christmas"."""

from datetime import date

from aftercall.language.calendar import (
    HOLIDAYS,
    MONTHS,
    WEEKDAYS,
    add_months,
    end_of_month,
    holiday,
    holiday_in,
)
from aftercall.language.numeric_dates import exact_date, full_year, next_date
from aftercall.language.time_pieces import Piece
from aftercall.language.time_words import (
    QUARTERS,
    STEPS,
    UNITS,
    Words,
    ordinal_number,
    whole_number,
    year_number,
)

_MONTHS_IN_YEAR = 12
_HOLIDAY_WORDS = 5
# What may follow "the 21st" when a day is meant, not the 21st of something.
_AFTER_DAY = frozenset((
    "", ".", ",", "?", "!", ";", "-", ":", ")", "at", "in", "for", "or", "and", "if", "is", "was", "works",
    "would", "when", "because", "so", "but", "then", "though", "around", "through", "to", "till", "until",
    "it", "i", "we", "you", "with", "before", "after", "by", "maybe", "probably", "please", "should", "as",
    "will", "that", "a", "the", "between", "from", "on", "not", "sounds", "okay", "ok", "where", "while",
    "my", "our", "they", "he", "she", "this", "no", "unless", "which",
))  # fmt: skip
_EARLY_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth"})
_BEFORE_DAY = frozenset(
    {"on", "by", "before", "until", "till", "after", "since", "for", "from", "to", "around"}
)


def read_month_first(words: Words, index: int) -> Piece | None:
    """Read "June 5th", "Dec. 31, 1994", "May/22", "September the twenty-first", "October 2026", "June"."""
    month = MONTHS.get(words.text(index))
    if month is None:
        return None
    position = words.skip(index + 1, ".")
    if words.text(position) == "after" and words.text(position + 1) == "next":
        following = _next_month(words, month)
        return Piece(position + 2, add_months(following, _MONTHS_IN_YEAR), "month", "absolute")
    year = _year_after(words, position)
    if year:
        return Piece(year[1], date(year[0], month, 1), "month", "absolute")
    number = words.skip(words.skip(position, "/", "-"), "the")
    day = ordinal_number(words, number) or whole_number(words, number)
    if day and 1 <= day[0] <= 31 and not _is_clock(words, day[1]):  # noqa: PLR2004 - the longest month
        return _day_of(words, day[1], month, day[0])
    return _month_alone(words, index, position, month)


def _is_clock(words: Words, position: int) -> bool:
    return words.text(position) in {"am", "pm", "a", "p", "%", "percent"} or (
        words.text(position) == ":" and words.touches(position)
    )


def _month_alone(words: Words, index: int, position: int, month: int) -> Piece | None:
    text, before = words.text(index), words.text(index - 1)
    unclear = len(text) <= len("sept") - 1 or text in {"march", "may"}
    if unclear and before not in _BEFORE_MONTH:
        return None
    if text in {"may", "march"} and before in {"this", "to"} and words.text(position) not in _AFTER_DAY:
        return None  # "this may be"
    step, stop = STEPS.get(before), index + 1
    if step == -1:
        year = words.today.year - (1 if month >= words.today.month else 0)
        return Piece(stop, date(year, month, 1), "month", "absolute")
    return Piece(stop, _next_month(words, month), "month", "absolute")


_BEFORE_MONTH = frozenset((
    "in", "by", "before", "until", "till", "since", "of", "this", "next", "last", "early", "late", "mid",
    "around", "during", "for", "through", "after", "from", "to",
))  # fmt: skip


def _next_month(words: Words, month: int) -> date:
    return date(words.today.year + (1 if month < words.today.month else 0), month, 1)


def _year_after(words: Words, position: int) -> tuple[int, int] | None:
    """Read the year after a month, or after a day and month: "2026", ", 2026", "of 1995", "next year"."""
    start = words.skip(position, ",", "-", "/")
    start = words.skip(start, "of", "in")
    year = year_number(words, start)
    if year and not (words.text(year[1]) == ":" and words.touches(year[1])):
        return year
    start = words.skip(start, "the")
    step, unit = STEPS.get(words.text(start)), UNITS.get(words.text(start + 1))
    if step is not None and unit == "year" and start == words.skip(position, "of", "in", "the"):
        return words.today.year + step, start + 2
    return None


def _day_of(words: Words, stop: int, month: int, day: int) -> Piece | None:
    position = words.skip(stop, "(")
    if position > stop and words.text(position) in _SHORT and words.text(position + 1) == ")":
        stop = position + 2
    year = _year_after(words, stop)
    if year:
        return exact_date(year[1], year[0], month, day)
    return next_date(words, stop, month, day)


_SHORT = frozenset({"mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", *WEEKDAYS})


def read_day_first(words: Words, index: int) -> Piece | None:
    """Read "the 2nd of March", "14april 2015", "16. Nov. 2016", "20th of next month", "the 21st"."""
    start = words.skip(index, "the")
    ordinal = ordinal_number(words, start)
    day = ordinal or whole_number(words, start)
    if day is None or not 1 <= day[0] <= 31:  # noqa: PLR2004 - the longest month
        return None
    number, position = day
    after = words.skip(words.skip(words.skip(position, "."), "day"), "of", "in", "-", "/")
    month = MONTHS.get(words.text(after))
    if month:
        stop = after + 1
        if words.text(stop) == "." and (words.text(stop + 1).isdecimal() or words.text(stop + 1) == ","):
            stop += 1
        short = words.text(stop)
        if (
            ordinal
            and short.isdecimal()
            and len(short) == len("15")
            and words.text(stop + 1) in {"", ".", ","}
        ):
            return exact_date(stop + 1, full_year(short), month, number)  # 14th April 15
        return _day_of(words, stop, month, number)
    led = start > index and words.text(index - 1) in {"on", "by", "until"} and words.text(start).isdecimal()
    if ordinal is None and not led:
        return None
    return _in_period(words, position, number) or _day_of_month(words, index, start, position, number)


def _in_period(words: Words, position: int, number: int) -> Piece | None:
    start = words.skip(words.skip(position, "of", "in"), "the")
    step = STEPS.get(words.text(start), 0)
    unit = start + (1 if words.text(start) in STEPS else 0)
    if start == position or UNITS.get(words.text(unit)) != "month":
        return None
    first = add_months(words.today.replace(day=1), step)
    return exact_date(unit + 1, first.year, first.month, number)


def _day_of_month(words: Words, index: int, start: int, stop: int, number: int) -> Piece | None:
    """Read "the 21st": the next day of that number, of the month or of a weekday said before it."""
    said, before = words.text(start), words.text(index - 1)
    weekday = _SHORT & {before}
    if not weekday:
        if start == index or words.text(stop) not in _AFTER_DAY:
            return None
        if said in _EARLY_ORDINALS and before not in _BEFORE_DAY:
            return None
    elif said in _EARLY_ORDINALS and start == index:
        return None
    first = words.today.replace(day=1)
    for _ in range(3):
        if number <= end_of_month(first).day and first.replace(day=number) >= words.today:
            return Piece(stop, first.replace(day=number), "day", "day_of_month")
        first = add_months(first, 1)
    return None


def with_weekday(words: Words, day: Piece, weekday: int) -> Piece:
    """Give the next day of a month that is the weekday said with it ("Thursday the 14th")."""
    first = words.today.replace(day=1)
    for _ in range(2 * _MONTHS_IN_YEAR):
        if day.day.day <= end_of_month(first).day:
            candidate = first.replace(day=day.day.day)
            if candidate.weekday() == weekday and candidate >= words.today:
                return Piece(day.stop, candidate, "day", "absolute")
        first = add_months(first, 1)
    return day


def read_quarter(words: Words, index: int) -> Piece | None:
    """Read "Q1", "q4 2018", "18q4", "2019 q3", "the third quarter of 2026"."""
    year = None
    position = words.skip(index, "the")
    number = QUARTERS.get(words.text(position))
    if number is None and words.text(position).isdecimal() and words.text(position + 1) in QUARTERS:
        year, number, position = (
            full_year(words.text(position)),
            QUARTERS[words.text(position + 1)],
            position + 1,
        )
    if number is None:
        ordinal = ordinal_number(words, position)
        if (
            ordinal is None
            or not 1 <= ordinal[0] <= len(QUARTERS)
            or UNITS.get(words.text(ordinal[1])) != "quarter"
        ):
            return None
        number, position = ordinal[0], ordinal[1]
    stop = position + 1
    if year is None:
        said = _year_after(words, stop)
        year, stop = said or (None, stop)
    begins = date(year or words.today.year, 3 * number - 2, 1)
    if year is None and add_months(begins, 3) <= words.today:
        begins = add_months(begins, _MONTHS_IN_YEAR)
    return Piece(stop, begins, "quarter", "absolute")


def read_year(words: Words, index: int) -> Piece | None:
    """Read "in 2026", "by 2027", "since twenty twenty"; a bare number is none, nor is "a sum of 1500"."""
    if words.text(index) not in BEFORE_YEAR:
        return None
    year = year_number(words, words.skip(index + 1, "the", "year"))
    if year is None or year[0] not in _OUR_YEARS:
        return None
    stop, following = year[1], words.text(year[1])
    joined = words.touches(stop) and words.text(stop + 1).isdecimal()  # 2026:30, 2026-5
    if joined or (following.isalpha() and following not in _AFTER_DAY):
        return None
    return Piece(stop, date(year[0], 1, 1), "year", "absolute")


BEFORE_YEAR = frozenset((
    "in", "by", "since", "of", "year", "from", "until", "before", "during", "after",
))  # fmt: skip
_OUR_YEARS = range(1900, 2100)


def read_holiday(words: Words, index: int) -> Piece | None:
    """Read a holiday of business life, in a year when one is said after it."""
    said = ""
    found: tuple[str, int] | None = None
    for position in range(index, min(index + _HOLIDAY_WORDS, len(words.texts))):
        said += ("" if not said or words.touches(position) else " ") + words.text(position)
        if said in HOLIDAYS:
            found = (said, position + 1)
    if found is None:
        return None
    name, stop = found
    year = _year_after(words, stop)
    if year:
        return Piece(year[1], holiday_in(name, year[0]), "day", "absolute")
    return Piece(stop, holiday(name, words.today), "day", "absolute")
