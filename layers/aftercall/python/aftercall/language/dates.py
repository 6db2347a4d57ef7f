"""Times as people say them, resolved against the call's own date and zone."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from aftercall.language.call_time import CallTime
from aftercall.language.date_patterns import TIME_PATTERN, ZONES
from aftercall.language.date_resolution import resolve_clock, resolve_day

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


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as said; offsets are into the normalised text."""

    start: int
    end: int
    resolved: datetime | None
    grain: str
    clock: time | None = None
    zone: ZoneInfo | None = None


def find_times(text: str, call: CallTime) -> tuple[TimeExpression, ...]:
    """Find times in normalised text; a day and a time of day next to each other are one."""
    found: list[TimeExpression] = []
    for match in TIME_PATTERN.finditer(text):
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
    start, end = match.span()
    if group["clock"] or group["bare_clock"] or group["noon"]:
        clock = resolve_clock(group["clock"] or group["bare_clock"] or group["noon"])
        if clock is None:
            return None
        name = "clock" if group["clock"] else "bare_clock" if group["bare_clock"] else "noon"
        named = group["clock_zone"] or group["bare_zone"]
        return TimeExpression(
            match.start(name), end, None, "minute", clock, ZoneInfo(ZONES[named]) if named else None
        )
    bare_month = None if group["only_month_year"] else group["only_month"]
    if bare_month in _AMBIGUOUS_MONTHS and not _MONTH_LEAD.search(text, 0, start):
        return None
    day = resolve_day(group, call)
    if day is None:
        return None
    resolved, grain = day
    return TimeExpression(start, end, resolved, grain)


def _merged(first: TimeExpression, second: TimeExpression, call: CallTime) -> TimeExpression | None:
    if second.clock and first.grain == "day" and first.resolved and not first.clock:
        day, clock, zone = first.resolved.astimezone(call.zone).date(), second.clock, second.zone
    elif first.clock and second.grain == "day" and second.resolved and first.resolved is None:
        day, clock, zone = second.resolved.astimezone(call.zone).date(), first.clock, first.zone
    else:
        return None
    return TimeExpression(first.start, second.end, call.moment(day, clock, zone), "minute", clock, zone)
