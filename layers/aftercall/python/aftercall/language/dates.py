"""Times as people say them, resolved against the call's own date and zone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aftercall.language.calendar import (
    MONTHS,
    WEEKDAYS,
    add_months,
    end_of_month,
    end_of_quarter,
    next_weekday,
    start_of_quarter,
)
from aftercall.language.numbers import find_numbers

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(WEEKDAYS)
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
    "twenty first": 21,
    "twenty second": 22, "twenty third": 23, "twenty fourth": 24, "twenty fifth": 25, "twenty sixth": 26,
    "twenty seventh": 27, "twenty eighth": 28, "twenty ninth": 29, "thirtieth": 30, "thirty first": 31,
}  # fmt: skip
_ORDINAL = "|".join(sorted((word.replace(" ", "[ -]") for word in _ORDINALS), key=len, reverse=True))
_DAY = rf"(?:{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th)?)"
_HOUR_WORD = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_MINUTE_WORD = "thirty|fifteen|forty[ -]five|oh five|ten|twenty|fifty"
_HOURS = {word: index + 1 for index, word in enumerate(_HOUR_WORD.split("|"))}
_MINUTES = {"thirty": 30, "fifteen": 15, "forty five": 45, "oh five": 5, "ten": 10, "twenty": 20, "fifty": 50}
_ZONES = {
    "eastern": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
    "central": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago",
    "mountain": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "pacific": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "utc": "UTC", "gmt": "UTC",
}  # fmt: skip
_ZONE = "|".join(_ZONES)
_COUNT = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a couple(?: of)?|a few|\d{1,3})"

_PATTERN = re.compile(
    r"(?P<iso>\b\d{4}-\d{2}-\d{2}\b)"
    r"|(?P<slash>\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b)"
    rf"|\b(?P<month>{_MONTH})\s+(?:the\s+)?(?P<month_day>{_DAY})\b(?:,?\s+(?P<month_year>\d{{4}}))?"
    rf"|\b(?:the\s+)?(?P<day_first>{_DAY})\s+(?:of\s+)?(?P<day_month>{_MONTH})\b(?:,?\s+(?P<day_year>\d{{4}}))?"
    rf"|\b(?P<end>end of (?:the |this |next )?(?:business |day|week|month|quarter|year|{_MONTH})(?:day)?|eod"
    r"|eow|close of business|cob)\b"
    r"|\b(?P<relative>day after tomorrow|today|tonight|tomorrow|yesterday|this (?:morning|afternoon"
    r"|evening))\b"
    rf"|\b(?:(?P<weekday_lead>this coming|this|next|coming|last)\s+)?(?P<weekday>{_WEEKDAY})\b"
    r"|\b(?P<period_lead>this|next|last|coming)\s+(?P<period>week|weekend|month|quarter|year|spring|summer"
    r"|fall|autumn|winter)\b"
    rf"|\b(?:in|within|after)\s+(?:the next\s+)?(?P<count>{_COUNT})\s+(?P<count_unit>business days?|days?"
    r"|weeks?|months?|years?|hours?|minutes?)\b"
    rf"|\b(?P<later>{_COUNT})\s+(?P<later_unit>days?|weeks?|months?|years?)\s+(?P<direction>from now|ago)\b"
    r"|\b(?P<quarter>q[1-4]|(?:first|second|third|fourth"
    r"|last) quarter)\b(?:\s+(?:of\s+)?(?P<quarter_year>\d{4}))?"
    rf"|\b(?P<only_month>{_MONTH})\b(?:,?\s+(?P<only_month_year>(?:19|20)\d{{2}}))?"
    rf"|\bthe\s+(?P<only_day>{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))\b(?!\s+(?:one|item|thing|time|floor"
    r"|question|page|quarter|party|of|call|week))"
    r"|\b(?:in|by|since|of|year|from)\s+(?P<year>(?:19|20)\d{2})\b"
    rf"|\b(?:(?:at|around)\s+)?(?P<clock>(?:\d{{1,2}}(?::\d{{2}})?"
    rf"|(?:{_HOUR_WORD})(?:[ -](?:{_MINUTE_WORD}))?)"
    rf"\s*(?:a\.?m\b|p\.?m\b|o'clock))\.?(?:\s+(?P<clock_zone>{_ZONE})\b)?"
    rf"|\b(?:at|around)\s+(?P<bare_clock>\d{{1,2}}:\d{{2}}|(?:{_HOUR_WORD})(?:[ -](?:{_MINUTE_WORD}))?)\b"
    r"(?!\s+(?:percent|people|dollars|of|hundred|thousand|time|point|a month|a week))"
    rf"(?:\s+(?P<bare_zone>{_ZONE})\b)?"
    r"|\b(?P<noon>noon|midday|midnight)\b"
)
_AMBIGUOUS_MONTHS = frozenset(
    (
        "may",
        "march",
        "mar",
        "sat",
        "sun",
        "dec",
        "jan",
        "sep",
        "oct",
        "nov",
        "jun",
        "jul",
        "apr",
        "aug",
        "feb",
    )
)
_MONTH_LEAD = re.compile(
    r"\b(?:in|by|before|until|till|since|of|this|next|last|early|late|mid|around|during|for|through"
    r"|after)\s+$"
)
_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
_FRIDAY = 4
_AFTERNOON_FROM = 7
_NOON = 12
_DAYS_IN_WEEK = 7
_CLOSING = time(17)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as said; offsets are into the normalised text."""

    start: int
    end: int
    resolved: datetime | None
    grain: str
    clock: time | None = None
    zone: ZoneInfo | None = None


@dataclass(frozen=True, slots=True)
class CallTime:
    """The call's own time: what "tomorrow" is relative to, and where the working day ends."""

    at: datetime
    zone: ZoneInfo
    closes: time = _CLOSING

    @property
    def today(self) -> date:
        """The local date of the call."""
        return self.at.astimezone(self.zone).date()

    def moment(self, day: date, clock: time | None = None, zone: ZoneInfo | None = None) -> datetime:
        """Give a local day and time as an aware UTC time."""
        return datetime.combine(day, clock or time(0), tzinfo=zone or self.zone).astimezone(UTC)


def find_times(text: str, call: CallTime) -> tuple[TimeExpression, ...]:
    """Find times in normalised text; a day and a time of day next to each other are one."""
    found: list[TimeExpression] = []
    for match in _PATTERN.finditer(text):
        expression = _expression(match, text, call)
        if expression is None:
            continue
        previous = found[-1] if found else None
        if previous and expression.start - previous.end <= len(" or so, at "):
            merged = _merged(previous, expression, call)
            if merged:
                found[-1] = merged
                continue
        found.append(expression)
    return tuple(found)


def _expression(match: re.Match[str], text: str, call: CallTime) -> TimeExpression | None:
    group = match.groupdict()
    kind = match.lastgroup
    start, end = match.span()
    if group["clock"] or group["bare_clock"] or group["noon"]:
        clock = _clock(group["clock"] or group["bare_clock"] or group["noon"])
        if clock is None:
            return None
        name = "clock" if group["clock"] else "bare_clock" if group["bare_clock"] else "noon"
        named = group["clock_zone"] or group["bare_zone"]
        return TimeExpression(
            match.start(name), end, None, "minute", clock, ZoneInfo(_ZONES[named]) if named else None
        )
    if group["only_month"] and not group["only_month_year"] and group["only_month"] in _AMBIGUOUS_MONTHS:
        if not _MONTH_LEAD.search(text, 0, start):
            return None
    day = _day_of(group, kind, call)
    if day is None:
        return None
    resolved, grain = day
    return TimeExpression(start, end, resolved, grain)


def _day_of(
    group: dict[str, str | None], kind: str | None, call: CallTime
) -> tuple[datetime | None, str] | None:
    readers = (
        ("iso", _iso), ("slash", _slash), ("month", _month_day), ("day_month", _month_day), ("end", _end),
        ("relative", _relative), ("weekday", _weekday), ("period", _period), ("count", _count), ("later", _count),
        ("quarter", _quarter), ("only_month", _only_month), ("only_day", _only_day), ("year", _year),
    )  # fmt: skip
    for name, reader in readers:
        if group[name]:
            return reader(group, call)
    return None


def _iso(group: dict[str, str | None], call: CallTime) -> tuple[datetime | None, str] | None:
    try:
        return (call.moment(date.fromisoformat(group["iso"] or "")), "day")
    except ValueError:
        return None


def _slash(group: dict[str, str | None], call: CallTime) -> tuple[datetime | None, str] | None:
    parts = [int(part) for part in (group["slash"] or "").split("/")]
    year = parts[2] if len(parts) > 2 else None  # noqa: PLR2004 - month/day/year
    if year is not None and year < 100:  # noqa: PLR2004 - a year of two digits
        year += 2000
    return _dated(parts[0], parts[1], year, call)


def _month_day(group: dict[str, str | None], call: CallTime) -> tuple[datetime | None, str] | None:
    month = MONTHS[group["month"] or group["day_month"] or ""]
    year = group["month_year"] or group["day_year"]
    return _dated(
        month, _day_number(group["month_day"] or group["day_first"] or ""), int(year) if year else None, call
    )


def _dated(month: int, day: int, year: int | None, call: CallTime) -> tuple[datetime | None, str] | None:
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
    return int(digits.group()) if digits else _ORDINALS[text.replace("-", " ")]


def _end(group: dict[str, str | None], call: CallTime) -> tuple[datetime | None, str] | None:
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


def _relative(group: dict[str, str | None], call: CallTime) -> tuple[datetime | None, str] | None:
    text = group["relative"] or ""
    days = {"tomorrow": 1, "day after tomorrow": 2, "yesterday": -1}.get(text, 0)
    return (call.moment(call.today + timedelta(days=days)), "day")


def _weekday(group: dict[str, str | None], call: CallTime) -> tuple[datetime | None, str] | None:
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


def _period(group: dict[str, str | None], call: CallTime) -> tuple[datetime | None, str] | None:
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


def _count(group: dict[str, str | None], call: CallTime) -> tuple[datetime | None, str] | None:
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


def _quarter(group: dict[str, str | None], call: CallTime) -> tuple[datetime | None, str] | None:
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


def _only_month(group: dict[str, str | None], call: CallTime) -> tuple[datetime | None, str] | None:
    month = MONTHS[group["only_month"] or ""]
    if group["only_month_year"]:
        return (call.moment(date(int(group["only_month_year"]), month, 1)), "month")
    year = call.today.year + (1 if month < call.today.month else 0)
    return (call.moment(date(year, month, 1)), "month")


def _only_day(group: dict[str, str | None], call: CallTime) -> tuple[datetime | None, str] | None:
    number = _day_number(group["only_day"] or "")
    candidate = call.today.replace(day=1)
    for _ in range(3):
        last = end_of_month(candidate).day
        if number <= last and candidate.replace(day=number) >= call.today:
            return (call.moment(candidate.replace(day=number)), "day")
        candidate = add_months(candidate, 1)
    return None


def _year(group: dict[str, str | None], call: CallTime) -> tuple[datetime | None, str] | None:
    return (call.moment(date(int(group["year"] or "1970"), 1, 1)), "year")


def _clock(text: str) -> time | None:
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
        hour, minute = _HOURS[word], _MINUTES.get(minute_word, 0)
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


def _merged(first: TimeExpression, second: TimeExpression, call: CallTime) -> TimeExpression | None:
    if second.clock and first.grain == "day" and first.resolved and not first.clock:
        day, clock, zone = first.resolved.astimezone(call.zone).date(), second.clock, second.zone
    elif first.clock and second.grain == "day" and second.resolved and first.resolved is None:
        day, clock, zone = second.resolved.astimezone(call.zone).date(), first.clock, first.zone
    else:
        return None
    return TimeExpression(first.start, second.end, call.moment(day, clock, zone), "minute", clock, zone)
