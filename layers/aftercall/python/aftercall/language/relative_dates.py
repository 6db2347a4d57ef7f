"""Days and periods as counted from the call: "tomorrow", "next Friday", "this quarter", "last week"."""

from datetime import date, timedelta
from typing import Final

from aftercall.language.calendar import MONTHS, next_weekday
from aftercall.language.durations import CLOCK_UNITS
from aftercall.language.time_pieces import Piece, moved, period_start
from aftercall.language.time_words import (
    ALL_WEEKDAYS,
    RELATIVE_DAYS,
    SHORT_WEEKDAYS,
    STEPS,
    UNITS,
    Words,
    whole_number,
)

_DAYS_IN_WEEK = 7
_SATURDAY = 5
_UNCLEAR = frozenset({"mon", "wed", "sat", "sun"})
_LEADS = frozenset({"on", "by", "this", "next", "last", "until", "before", "coming", "for", "every"})
SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
_NOW = tuple(
    tuple(phrase.split(" "))
    for phrase in (
        "right now", "just now", "now", "atm", "at this time", "at the moment", "at this moment",
        "at the minute", "at present", "at the present",
    )
)  # fmt: skip
NOW_OPENS: Final = frozenset(phrase[0] for phrase in _NOW)


def read_now(words: Words, index: int) -> Piece | None:
    """Read "now", "right now", "at the moment"; "from now" belongs to a count."""
    for phrase in _NOW:
        if all(words.text(index + offset) == word for offset, word in enumerate(phrase)):
            stop = index + len(phrase)
            if words.text(index - 1) in {"from", "by", "until", "for"} or words.text(stop) == "that":
                return None
            return Piece(stop, words.today, "second", moment=words.call.at)
    return None


def read_named_day(words: Words, index: int) -> Piece | None:
    """Read "today", "tomorrow", "the day after tomorrow", "last night"."""
    position = words.skip(index, "the")
    text = words.text(position)
    if text == "day":
        return _day_beside(words, position + 1)
    if (
        text in STEPS
        and words.text(position + 1) == "day"
        and words.text(position + 2) not in {"of", "in", "and"}
    ):
        return Piece(position + 2, words.today + timedelta(days=STEPS[text]))
    if text == "last" and words.text(position + 1) == "night":
        return Piece(position + 2, words.today - timedelta(days=1), part="pm")
    if text == "this" and words.text(position + 1) in {"morning", "afternoon", "evening"}:
        part = "am" if words.text(position + 1) == "morning" else "pm"
        return Piece(position + 2, words.today, part=part)
    if text in RELATIVE_DAYS and position == index:
        day = words.today + timedelta(days=RELATIVE_DAYS[text])
        return Piece(index + 1, day, part="pm" if text == "tonight" else None)
    return None


def _day_beside(words: Words, position: int) -> Piece | None:
    """Read "after tomorrow" and "before yesterday"."""
    step = {"after": 1, "before": -1}.get(words.text(position))
    base = RELATIVE_DAYS.get(words.text(position + 1), 0)
    if step is None or base * step <= 0:
        return None
    return Piece(position + 2, words.today + timedelta(days=base + step))


def read_weekday(words: Words, index: int) -> Piece | None:
    """Read "Friday", "this coming Friday", "next Tuesday", "Monday of this week", "last week's Sunday"."""
    position, step = _lead(words, index)
    weekday = ALL_WEEKDAYS.get(words.text(position))
    if weekday is None or words.text(index - 1) in {"every", "each"}:
        return None
    if position == index and not _is_clear(words, index):
        return None
    abbreviated = words.text(position) in SHORT_WEEKDAYS and words.text(position + 1) == "."
    stop = position + 1
    if abbreviated and words.text(position + 2) != "":
        stop += 1
    if step is None:
        trailing = _trailing_week(words, stop)
        if trailing:
            return Piece(trailing[1], trailing[0] + timedelta(days=weekday), kind="weekday")
    return Piece(stop, _weekday(words, weekday, step, words.text(position - 1)), kind="weekday")


def _lead(words: Words, index: int) -> tuple[int, int | None]:
    """Read "this", "next", "this coming", "this past", "the last": the position after, and the step."""
    position = words.skip(index, "the")
    text = words.text(position)
    if text not in STEPS:
        return index, None
    following = words.text(position + 1)
    if text == "this" and following in {"coming", "past", "next", "upcoming"}:
        return position + 2, STEPS[following]
    return position + 1, STEPS[text]


def _is_clear(words: Words, index: int) -> bool:
    """Tell "sat." and "on sun" from "she sat down"."""
    if words.text(index) not in _UNCLEAR:
        return True
    following = words.text(index + 1)
    return (
        len(words.texts) == 1
        or words.text(index - 1) in _LEADS
        or following in {".", "morning", "afternoon", "evening", "at", "the"}
        or (following == "," and words.text(index + 2) in MONTHS)
        or following.isdecimal()
    )


def _weekday(words: Words, weekday: int, step: int | None, lead: str) -> date:
    today = words.today
    if step == -1:
        if lead != "past":
            return period_start(today, "week") + timedelta(days=weekday - _DAYS_IN_WEEK)
        return today - timedelta(days=(today.weekday() - weekday) % _DAYS_IN_WEEK or _DAYS_IN_WEEK)
    if step == 1 and lead in {"next", "following"}:
        return period_start(today, "week") + timedelta(days=weekday + _DAYS_IN_WEEK)
    if step == 0 and weekday == today.weekday():
        return today
    return next_weekday(today, weekday)


def _trailing_week(words: Words, position: int) -> tuple[date, int] | None:
    """Read "next week", "of this week", "from last week", "after next": its Monday, and the position."""
    if words.text(position) == "after" and words.text(position + 1) == "next":
        return period_start(words.today, "week") + timedelta(days=_DAYS_IN_WEEK), position + 2
    start = words.skip(words.skip(position, "of", "in", "from", "on"), "the")
    step, after = STEPS.get(words.text(start)), start + 1
    if step is None or UNITS.get(words.text(after)) != "week":
        return None
    return period_start(words.today, "week") + timedelta(days=_DAYS_IN_WEEK * step), after + 1


def read_period(words: Words, index: int) -> Piece | None:
    """Read "next week", "this quarter", "the following month", "last year", "next week on Tuesday"."""
    position, step = _lead(words, index)
    if step is None:
        return _every_upcoming(words, index)
    text = words.text(position)
    if text == "weekend":
        saturday = period_start(words.today, "week") + timedelta(days=_SATURDAY + _DAYS_IN_WEEK * step)
        return Piece(position + 1, saturday)
    if text in SEASONS:
        return _season(words, position, step)
    unit = UNITS.get(text)
    if unit is None or unit in CLOCK_UNITS or unit == "day":
        return _several(words, position, step)
    begins = moved(period_start(words.today, unit), step, unit)
    return None if begins is None else _in_week(words, position + 1, begins, unit)


def _season(words: Words, position: int, step: int) -> Piece:
    begins = date(words.today.year + min(step, 0), SEASONS[words.text(position)], 1)
    if step == 1 and begins <= words.today:
        begins = begins.replace(year=begins.year + 1)
    return Piece(position + 1, begins, "quarter")


def _in_week(words: Words, stop: int, begins: date, unit: str) -> Piece:
    """Give a period, or the weekday that is said after a week ("next week on Tuesday")."""
    following = words.skip(words.skip(stop, "'s"), "on")
    weekday = ALL_WEEKDAYS.get(words.text(following)) if unit == "week" else None
    if weekday is None:
        return Piece(stop, begins, "day" if unit in {"fortnight", "decade"} else unit)
    return Piece(following + 1, begins + timedelta(days=weekday), kind="weekday")


def _several(words: Words, position: int, step: int) -> Piece | None:
    """Read "upcoming two weeks"; "the last three quarters" are a stretch, not a time."""
    number = whole_number(words, position)
    if number is None or words.text(position - 1) != "upcoming":
        return None
    return _periods_on(words, number[0] * step, number[1])


def _every_upcoming(words: Words, index: int) -> Piece | None:
    number = whole_number(words, index)
    if number is None or words.text(number[1]) != "upcoming":
        return None
    return _periods_on(words, number[0], number[1] + 1)


def _periods_on(words: Words, count: int, position: int) -> Piece | None:
    unit = UNITS.get(words.text(position))
    if unit is None or unit in CLOCK_UNITS:
        return None
    day = moved(period_start(words.today, unit), count, unit)
    return None if day is None else Piece(position + 1, day, unit)
