"""Months, weekdays and quarters: the arithmetic behind spoken dates."""

from datetime import date, timedelta

_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
MONTHS = {name: index + 1 for index, name in enumerate(_MONTH_NAMES)} | {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
_MONTHS_IN_YEAR = 12
_DAYS_IN_WEEK = 7
_QUARTER = 3


def add_months(day: date, months: int) -> date:
    """Move a date by whole months, to the month's last day where it is shorter."""
    index = day.year * _MONTHS_IN_YEAR + day.month - 1 + months
    first = date(index // _MONTHS_IN_YEAR, index % _MONTHS_IN_YEAR + 1, 1)
    return first.replace(day=min(day.day, end_of_month(first).day))


def end_of_month(day: date) -> date:
    """Give the last day of a date's month."""
    if day.month == _MONTHS_IN_YEAR:
        return date(day.year, _MONTHS_IN_YEAR, 31)
    return date(day.year, day.month + 1, 1) - timedelta(days=1)


def start_of_quarter(day: date) -> date:
    """Give the first day of a date's calendar quarter."""
    return date(day.year, (day.month - 1) // _QUARTER * _QUARTER + 1, 1)


def end_of_quarter(day: date) -> date:
    """Give the last day of a date's calendar quarter."""
    return end_of_month(add_months(start_of_quarter(day), _QUARTER - 1))


def next_weekday(day: date, weekday: int) -> date:
    """Give the first such weekday (Monday is 0) after, not on, a date."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % _DAYS_IN_WEEK + 1)


def easter(year: int) -> date:
    """Give Easter Sunday of the western churches (the anonymous Gregorian computus)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(first: date, weekday: int, count: int) -> date:
    """Give the count-th such weekday on or after a date."""
    return next_weekday(first - timedelta(days=1), weekday) + timedelta(weeks=count - 1)


def holiday(name: str, today: date) -> date:
    """Give the next such holiday (of the United States) on or after a date."""
    day = holiday_in(name, today.year)
    return day if day >= today else holiday_in(name, today.year + 1)


def holiday_in(name: str, year: int) -> date:
    """Give the day of a holiday in a year; ``name`` is one of ``HOLIDAYS``."""
    kind, *numbers = HOLIDAYS[name]
    if kind == "fixed":
        return date(year, numbers[0], numbers[1])
    if kind == "easter":
        return easter(year) + timedelta(days=numbers[0])
    month, weekday, count = numbers[:3]
    offset = timedelta(days=numbers[3] if len(numbers) > _WITHOUT_OFFSET else 0)
    if count > 0:
        return nth_weekday(date(year, month, 1), weekday, count) + offset
    last = end_of_month(date(year, month, 1))
    return last - timedelta(days=(last.weekday() - weekday) % _DAYS_IN_WEEK) + offset


# A fixed month and day, days from Easter, or a month's n-th weekday (-1 is the last) and days from it.
_WITHOUT_OFFSET = 3
_HOLIDAYS: dict[str, tuple[str, *tuple[int, ...]]] = {
    "christmas|christmas day|xmas|xmas day|the holidays": ("fixed", 12, 25),
    "christmas eve|xmas eve": ("fixed", 12, 24),
    "new year|new year's|new years|new year's day|new years day": ("fixed", 1, 1),
    "new year's eve|new years eve|new year eve|nye": ("fixed", 12, 31), "boxing day": ("fixed", 12, 26),
    "thanksgiving|thanksgiving day": ("nth", 11, 3, 4), "black friday": ("nth", 11, 3, 4, 1),
    "cyber monday": ("nth", 11, 3, 4, 4), "labor day|labour day": ("nth", 9, 0, 1),
    "memorial day": ("nth", 5, 0, -1), "independence day|fourth of july": ("fixed", 7, 4),
    "martin luther king day|martin luther king jr day|mlk day|mlk|martin luther king's day": ("nth", 1, 0, 3),
    "presidents day|president's day|presidents' day|washington's birthday": ("nth", 2, 0, 3),
    "columbus day|indigenous peoples day": ("nth", 10, 0, 2), "veterans day|veteran's day": ("fixed", 11, 11),
    "juneteenth": ("fixed", 6, 19), "halloween|halloween day": ("fixed", 10, 31),
    "valentine's day|valentines day|valentine's|valentine day|valentines": ("fixed", 2, 14),
    "st patrick's day|st patricks day|saint patrick's day|saint patricks day|st. patrick's day"
    "|st. patricks day": ("fixed", 3, 17),
    "mother's day|mothers day|mother day": ("nth", 5, 6, 2),
    "father's day|fathers day|father day": ("nth", 6, 6, 3), "earth day": ("fixed", 4, 22),
    "groundhog day": ("fixed", 2, 2), "april fools|april fools day|april fool's day": ("fixed", 4, 1),
    "tax day": ("fixed", 4, 15), "cinco de mayo": ("fixed", 5, 5), "may day": ("fixed", 5, 1),
    "canada day": ("fixed", 7, 1), "australia day": ("fixed", 1, 26), "guy fawkes day": ("fixed", 11, 5),
    "all saints day|all saints' day": ("fixed", 11, 1), "epiphany": ("fixed", 1, 6),
    "women's day|international women's day": ("fixed", 3, 8), "boss's day|boss day": ("fixed", 10, 16),
    "super bowl|super bowl sunday": ("nth", 2, 6, 2), "easter|easter sunday|easter day": ("easter", 0),
    "easter monday": ("easter", 1), "good friday": ("easter", -2), "palm sunday": ("easter", -7),
    "ash wednesday": ("easter", -46), "mardi gras|shrove tuesday": ("easter", -47),
    "maundy thursday": ("easter", -3), "ascension day": ("easter", 39),
    "pentecost|whit sunday": ("easter", 49), "whit monday": ("easter", 50),
}  # fmt: skip
HOLIDAYS = {name: day for names, day in _HOLIDAYS.items() for name in names.split("|")}
