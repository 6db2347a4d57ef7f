"""What one stretch of words says about time: a day, a period, or a moment."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from aftercall.language.calendar import add_months, start_of_quarter

_DAYS_IN_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Piece:
    """A day or the beginning of a period, and the position after its words.

    ``kind`` is "absolute" (a date), "weekday", "day_of_month" (no month said) or "relative";
    ``closing`` marks the end of a day or period; ``moment`` is set for counts of hours and minutes.
    """

    stop: int
    day: date
    grain: str = "day"
    kind: str = "relative"
    closing: bool = False
    moment: datetime | None = None
    part: str | None = None


def period_start(day: date, unit: str) -> date:
    """Give the first day of the week (Monday), month, quarter or year that a day is in."""
    match unit:
        case "week" | "fortnight":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return start_of_quarter(day)
        case "year":
            return day.replace(month=1, day=1)
        case "decade":
            return date(day.year // 10 * 10, 1, 1)
    return day


def moved(day: date, amount: float, unit: str) -> date | None:
    """Move a day by days, weeks, months, quarters or years; ``None`` past the calendar's ends."""
    try:
        match unit:
            case "day" | "week" | "fortnight":
                return day + timedelta(days=round(amount * {"day": 1, "week": _DAYS_IN_WEEK}.get(unit, 14)))
            case "business day":
                return _business_days(day, int(amount))
            case _:
                months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
                return add_months(day, round(amount * months))
    except (ValueError, OverflowError):
        return None


_LONGEST = 1000


def _business_days(day: date, amount: int) -> date:
    step = 1 if amount > 0 else -1
    for _ in range(min(abs(amount), _LONGEST)):
        day += timedelta(days=step)
        while day.isoweekday() >= _DAYS_IN_WEEK - 1:
            day += timedelta(days=step)
    return day
