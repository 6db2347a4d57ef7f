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


def holiday(name: str, today: date) -> date:
    """Give the next such holiday (of the United States) on or after a date."""
    day = _holiday_in(name, today.year)
    return day if day >= today else _holiday_in(name, today.year + 1)


def _holiday_in(name: str, year: int) -> date:
    thanksgiving = next_weekday(date(year, 10, 31), WEEKDAYS["thursday"]) + timedelta(weeks=3)
    days = {
        "thanksgiving": thanksgiving,
        "black friday": thanksgiving + timedelta(days=1),
        "labor day": next_weekday(date(year, 8, 31), WEEKDAYS["monday"]),
        "memorial day": next_weekday(date(year, 5, 24), WEEKDAYS["monday"]),
        "christmas": date(year, 12, 25),
        "the holidays": date(year, 12, 25),
        "independence day": date(year, 7, 4),
        "fourth of july": date(year, 7, 4),
    }
    return days.get(name, date(year, 12, 31) if name.endswith("eve") else date(year, 1, 1))
