"""The n-th weekday, day or week of a month or year: "first Friday of July", "third last week of 2018"."""

from dataclasses import dataclass
from datetime import date, timedelta

from aftercall.language.calendar import MONTHS, WEEKDAYS, end_of_month, nth_weekday
from aftercall.language.time_pieces import Piece, moved, period_start
from aftercall.language.time_words import ALL_WEEKDAYS, STEPS, UNITS, Words, ordinal_number, year_number

_DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True)
class _Frame:
    """The days from ``first`` to ``last`` that something is counted in, and the position after it."""

    first: date
    last: date
    stop: int
    of_year: bool = False


def read_nth(words: Words, index: int) -> Piece | None:
    """Read "first friday of July", "last Sunday of March 2014", "third last week of 2018"."""
    counted = _nth(words, words.skip(index, "the"))
    if counted is None:
        return None
    count, position = counted
    weekday, unit = ALL_WEEKDAYS.get(words.text(position)), UNITS.get(words.text(position))
    if weekday is None and unit not in {"day", "week"}:
        return None
    frame = _frame(words, position + 1) or (_this_month(words, position) if weekday is not None else None)
    if frame is None:
        return None
    if weekday is not None:
        day = _nth_weekday(frame.first, frame.last, weekday, count)
    elif unit == "day":
        first = frame.first - timedelta(days=1) if count > 0 else frame.last + timedelta(days=1)
        day = moved(first, count, "day")
    else:
        return Piece(frame.stop, _nth_week(frame, count), "week", "absolute")
    return Piece(frame.stop, day, kind="absolute") if day else None


def _this_month(words: Words, position: int) -> _Frame | None:
    """Read "second Sunday" with nothing after it: of this month. "last Sunday" is another matter."""
    if words.text(position - 1) in STEPS or words.text(position) not in WEEKDAYS:
        return None
    return _Frame(period_start(words.today, "month"), end_of_month(words.today), position + 1)


def _nth(words: Words, position: int) -> tuple[int, int] | None:
    if words.text(position) == "last" or words.text(position) == "final":
        return -1, position + 1
    ordinal = ordinal_number(words, position)
    if ordinal is None:
        return None
    count, position = ordinal
    if words.text(position) in {"last", "to"} and (
        words.text(position) == "last" or words.text(position + 1) == "last"
    ):
        return -count, position + (1 if words.text(position) == "last" else 2)
    return count, position


def _frame(words: Words, position: int) -> _Frame | None:
    """Read the month or year that something is counted in."""
    start = words.skip(words.skip(position, "of", "in"), "the")
    month = MONTHS.get(words.text(start))
    if month:
        year = year_number(words, words.skip(start + 1, ",", "of"))
        first = date(words.today.year + (1 if month < words.today.month else 0), month, 1)
        if year:
            first = first.replace(year=year[0])
        return _Frame(first, end_of_month(first), year[1] if year else start + 1)
    if start == position:
        return None
    year = year_number(words, start)
    if year:
        return _Frame(date(year[0], 1, 1), date(year[0], 12, 31), year[1], of_year=True)
    step = STEPS.get(words.text(start))
    unit_at = start if step is None else start + 1
    unit = UNITS.get(words.text(unit_at))
    if unit not in {"month", "year", "quarter"}:
        return None
    begins = moved(period_start(words.today, unit), step or 0, unit)
    after = moved(begins, 1, unit) if begins else None
    if begins is None or after is None:
        return None
    return _Frame(begins, after - timedelta(days=1), unit_at + 1, of_year=unit == "year")


def _nth_weekday(first: date, last: date, weekday: int, count: int) -> date | None:
    if count > 0:
        day = nth_weekday(first, weekday, count)
        return day if day <= last else None
    day = last - timedelta(days=(last.weekday() - weekday) % _DAYS_IN_WEEK)
    return day - timedelta(weeks=-count - 1)


def _nth_week(frame: _Frame, count: int) -> date:
    """Give the Monday of a week: a month's are those within it, a year's have most of their days in it."""
    spare = timedelta(days=3 if frame.of_year else 0)
    if count > 0:
        monday = period_start(frame.first, "week")
        if monday + spare < frame.first:
            monday += timedelta(weeks=1)
        return monday + timedelta(weeks=count - 1)
    monday = period_start(frame.last, "week")
    if monday + (timedelta(days=_DAYS_IN_WEEK - 1) - spare) > frame.last:
        monday -= timedelta(weeks=1)
    return monday + timedelta(weeks=count + 1)
