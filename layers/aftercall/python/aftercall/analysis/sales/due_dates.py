"""From a day on the calendar to the period in which a decision is due (spec 3.1)."""

import re
from datetime import date, timedelta

from aftercall.language.calendar import add_months, end_of_month, end_of_quarter
from aftercall.session.models import DecisionTimeline

_BEFORE = re.compile(r"\b(?:before|by|prior to)\s*(?:the\s*)?$")
_PERIODS = (
    (re.compile(r"\b(?:this|the|of the) (?:\w+ )?quarter\b"), DecisionTimeline.THIS_QUARTER),
    (re.compile(r"\bnext (?:\w+ )?quarter\b"), DecisionTimeline.NEXT_QUARTER),
    (re.compile(r"\bthis (?:\w+ )?month\b|\bend of the month\b"), DecisionTimeline.THIS_MONTH),
)
_DAYS_OF_A_WEEK = 7


def is_over(day: date, grain: str | None, today: date) -> bool:
    """Tell whether a day is past, or the week, month, quarter or year that begins with it."""
    return _last_day(day, grain) < today


def _last_day(day: date, grain: str | None) -> date:
    if grain == "week":
        return day + timedelta(days=_DAYS_OF_A_WEEK - 1)
    if grain == "month":
        return end_of_month(day)
    if grain == "quarter":
        return end_of_quarter(day)
    return day.replace(month=12, day=31) if grain == "year" else day


def last_day_to_act(day: date, grain: str | None, before: str, today: date) -> date:
    """Give the last day that is left: "before January" ends with December.

    Parameters
    ----------
    before
        The words in front of the date, in small letters.
    """
    day = last_day_of(day, grain, today)
    ends_earlier = _BEFORE.search(before.rstrip() + " ") or (day.day == 1 and grain == "day")
    return day - timedelta(days=1) if ends_earlier and day > today else day


def last_day_of(day: date, grain: str | None, today: date) -> date:
    """Give the end of a period that has begun ("this quarter"), since a decision within it is meant."""
    if day > today:
        return day
    if grain == "week":
        return today
    if grain == "month":
        return end_of_month(today)
    return end_of_quarter(today) if grain == "quarter" else day


def named_period(text: str) -> DecisionTimeline | None:
    """Give the period that is named itself: near its end, "this quarter" is also this month."""
    return next((value for pattern, value in _PERIODS if pattern.search(text)), None)


def timeline_of(day: date, today: date) -> DecisionTimeline:
    """Give the period that a day lies in, seen from today."""
    monday = today - timedelta(days=today.weekday())
    if day < monday + timedelta(days=_DAYS_OF_A_WEEK):
        return DecisionTimeline.THIS_WEEK
    if (day.year, day.month) <= (today.year, today.month):
        return DecisionTimeline.THIS_MONTH
    if day <= end_of_quarter(today):
        return DecisionTimeline.THIS_QUARTER
    if day <= end_of_quarter(add_months(today, 3)):
        return DecisionTimeline.NEXT_QUARTER
    return DecisionTimeline.EVALUATING
