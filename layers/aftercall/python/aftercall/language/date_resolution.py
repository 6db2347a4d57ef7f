"""From a matched date to the day it means, on the calendar of the call."""

import re
from datetime import UTC, date, datetime, time, timedelta

from aftercall.language.calendar import (
    MONTHS,
    WEEKDAYS,
    add_months,
    end_of_month,
    end_of_quarter,
    holiday,
    next_weekday,
    start_of_quarter,
)
from aftercall.language.call_time import CallTime
from aftercall.language.date_patterns import HOURS, MINUTES, ORDINALS
from aftercall.language.numbers import find_numbers

type Groups = dict[str, str | None]
type Resolved = tuple[datetime, str]

_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
_FRIDAY = 4
_AFTERNOON_FROM = 7
_NOON = 12
_DAYS_IN_WEEK = 7


def resolve_day(group: Groups, call: CallTime) -> Resolved | None:
    """Give the beginning (of a deadline, the end) of the day or period a match means, and its grain."""
    return next((reader(group, call) for name, reader in _READERS if group[name]), None)


def _iso(group: Groups, call: CallTime) -> Resolved | None:
    try:
        return (call.moment(date.fromisoformat(group["iso"] or "")), "day")
    except ValueError:
        return None


def _slash(group: Groups, call: CallTime) -> Resolved | None:
    parts = [int(part) for part in (group["slash"] or "").split("/")]
    year = parts[2] if len(parts) > 2 else None  # noqa: PLR2004 - month/day/year
    if year is not None and year < 100:  # noqa: PLR2004 - a year of two digits
        year += 2000
    return _dated(parts[0], parts[1], year, call)


def _month_day(group: Groups, call: CallTime) -> Resolved | None:
    month = MONTHS[group["month"] or group["day_month"] or ""]
    year = group["month_year"] or group["day_year"]
    return _dated(
        month, _day_number(group["month_day"] or group["day_first"] or ""), int(year) if year else None, call
    )


def _dated(month: int, day: int, year: int | None, call: CallTime) -> Resolved | None:
    try:
        if year is not None:
            return (call.moment(date(year, month, day)), "day")
        candidate = date(call.today.year, month, day)
        if candidate < call.today:
            candidate = date(call.today.year + 1, month, day)
        return (call.moment(candidate), "day")
    except ValueError:
        return None


def _day_number(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else ORDINALS[text.replace("-", " ")]


def _end(group: Groups, call: CallTime) -> Resolved | None:
    text = group["end"] or ""
    today = call.today
    offset = 1 if " next " in text else 0
    if text in {"eod", "cob", "close of business"} or text.endswith("day"):
        return (call.moment(today, call.closes), "day")
    if text.endswith("week") or text == "eow":
        friday = today + timedelta(days=(_FRIDAY - today.weekday()) % _DAYS_IN_WEEK + _DAYS_IN_WEEK * offset)
        return (call.moment(friday, call.closes), "week")
    if text.endswith("quarter"):
        return (call.moment(end_of_quarter(add_months(today, 3 * offset)), call.closes), "quarter")
    if text.endswith("year"):
        return (call.moment(date(today.year + offset, 12, 31), call.closes), "year")
    name = text.rsplit(" ", 1)[-1]
    if name in MONTHS:
        year = today.year + (1 if MONTHS[name] < today.month else 0)
        return (call.moment(end_of_month(date(year, MONTHS[name], 1)), call.closes), "month")
    return (call.moment(end_of_month(add_months(today, offset)), call.closes), "month")


def _relative(group: Groups, call: CallTime) -> Resolved | None:
    text = group["relative"] or ""
    days = {"tomorrow": 1, "day after tomorrow": 2, "yesterday": -1}.get(text, 0)
    return (call.moment(call.today + timedelta(days=days)), "day")


def _weekday(group: Groups, call: CallTime) -> Resolved | None:
    lead, number = group["weekday_lead"], WEEKDAYS[group["weekday"] or ""]
    if lead == "last":
        back = (call.today.weekday() - number) % _DAYS_IN_WEEK or _DAYS_IN_WEEK
        return (call.moment(call.today - timedelta(days=back)), "day")
    if lead == "next":
        monday = call.today + timedelta(days=_DAYS_IN_WEEK - call.today.weekday())
        return (call.moment(monday + timedelta(days=number)), "day")
    if lead == "this" and number == call.today.weekday():
        return (call.moment(call.today), "day")
    return (call.moment(next_weekday(call.today, number)), "day")


def _period(group: Groups, call: CallTime) -> Resolved | None:
    today, unit = call.today, group["period"] or ""
    step = {"next": 1, "coming": 1, "last": -1}.get(group["period_lead"] or "", 0)
    if unit == "week":
        return (call.moment(today - timedelta(days=today.weekday() - _DAYS_IN_WEEK * step)), "week")
    if unit == "weekend":
        saturday = next_weekday(today - timedelta(days=1), 5)
        return (call.moment(saturday + timedelta(days=_DAYS_IN_WEEK * step)), "day")
    if unit == "month":
        return (call.moment(add_months(today.replace(day=1), step)), "month")
    if unit == "quarter":
        return (call.moment(start_of_quarter(add_months(today.replace(day=1), 3 * step))), "quarter")
    if unit == "year":
        return (call.moment(date(today.year + step, 1, 1)), "year")
    begins = date(today.year, _SEASONS[unit], 1)
    if step == 1 and begins <= today:
        begins = date(today.year + 1, _SEASONS[unit], 1)
    return (call.moment(begins), "quarter")


def _count(group: Groups, call: CallTime) -> Resolved | None:
    words = group["count"] or group["later"] or ""
    numbers = find_numbers(words)
    amount = int(numbers[0].value) if numbers else 1
    if group["direction"] == "ago":
        amount = -amount
    unit = (group["count_unit"] or group["later_unit"] or "").rstrip("s")
    today = call.today
    if unit == "business day":
        return (call.moment(_business_days(today, amount)), "day")
    if unit in {"hour", "minute"}:
        return (call.at.astimezone(UTC) + timedelta(**{f"{unit}s": amount}), unit)
    if unit == "week":
        return (call.moment(today + timedelta(weeks=amount)), "day")
    if unit == "day":
        return (call.moment(today + timedelta(days=amount)), "day")
    return (call.moment(add_months(today, amount * (12 if unit == "year" else 1))), "day")


def _business_days(day: date, amount: int) -> date:
    while amount > 0:
        day += timedelta(days=1)
        if day.weekday() <= _FRIDAY:
            amount -= 1
    return day


def _quarter(group: Groups, call: CallTime) -> Resolved | None:
    text = group["quarter"] or ""
    number = (
        int(text[1])
        if text[0] == "q" and text[1:].isdigit()
        else {"fi": 1, "se": 2, "th": 3, "fo": 4, "la": 4}[text[:2]]
    )
    year = int(group["quarter_year"]) if group["quarter_year"] else call.today.year
    begins = date(year, 3 * number - 2, 1)
    if not group["quarter_year"] and end_of_quarter(begins) < call.today:
        begins = date(year + 1, 3 * number - 2, 1)
    return (call.moment(begins), "quarter")


def _only_month(group: Groups, call: CallTime) -> Resolved | None:
    month = MONTHS[group["only_month"] or ""]
    if group["only_month_year"]:
        return (call.moment(date(int(group["only_month_year"]), month, 1)), "month")
    year = call.today.year + (1 if month < call.today.month else 0)
    return (call.moment(date(year, month, 1)), "month")


def _only_day(group: Groups, call: CallTime) -> Resolved | None:
    number = _day_number(group["only_day"] or "")
    candidate = call.today.replace(day=1)
    for _ in range(3):
        last = end_of_month(candidate).day
        if number <= last and candidate.replace(day=number) >= call.today:
            return (call.moment(candidate.replace(day=number)), "day")
        candidate = add_months(candidate, 1)
    return None


def _year(group: Groups, call: CallTime) -> Resolved | None:
    return (call.moment(date(int(group["year"] or "1970"), 1, 1)), "year")


def _holiday(group: Groups, call: CallTime) -> Resolved | None:
    return (call.moment(holiday(group["holiday"] or "", call.today)), "day")


def resolve_clock(text: str) -> time | None:
    """Give a time of day as said; "two thirty" is in the afternoon, "nine" in the morning."""
    if text in {"noon", "midday"}:
        return time(_NOON)
    if text == "midnight":
        return time(0)
    afternoon = re.search(r"p\.?m", text) is not None
    morning = re.search(r"a\.?m", text) is not None
    body = re.sub(r"\s*(?:[ap]\.?m\.?|o'clock)", "", text).strip().replace("-", " ")
    if body[0].isdigit():
        hour_text, _, minute_text = body.partition(":")
        hour, minute = int(hour_text), int(minute_text or 0)
    else:
        word, _, minute_word = body.partition(" ")
        hour, minute = HOURS[word], MINUTES.get(minute_word, 0)
    if hour <= _NOON and afternoon:
        hour = hour % _NOON + _NOON
    elif hour == _NOON and morning:
        hour = 0
    elif not morning and hour < _AFTERNOON_FROM:
        hour += _NOON  # nobody means two at night
    try:
        return time(hour, minute)
    except ValueError:
        return None


_READERS = (
    ("iso", _iso), ("slash", _slash), ("month", _month_day), ("day_month", _month_day), ("end", _end),
    ("relative", _relative), ("weekday", _weekday), ("period", _period), ("count", _count), ("later", _count),
    ("quarter", _quarter), ("holiday", _holiday), ("only_month", _only_month), ("only_day", _only_day),
    ("year", _year),
)  # fmt: skip
