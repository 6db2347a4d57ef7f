"""Points in time, resolved exactly against a reference time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from aftercall.language.call_time import CallTime
from aftercall.language.dates import TimeExpression, find_times
from aftercall.language.normalisation import normalise
from tests.evaluation.harness.baselines import dateparser_times
from tests.evaluation.harness.probes import Probe, ProbedPart
from tests.evaluation.harness.rows import Row
from tests.evaluation.harness.scores import share

_POINTS = frozenset({"date", "datetime", "time"})
_WHOLE_PERIODS = frozenset({"day", "week", "month", "quarter", "year"})
_UNRESOLVED = date(1, 1, 1)
# Labels put the end of a day at its last second; we put it at the profile's closing time.
_MIDNIGHT = time(23, 59)
_COUNT_OF_DAYS = re.compile(r"\bdays?\b")


@dataclass(frozen=True, slots=True)
class Point:
    """A point in time as labelled: any of ``values``, local; only its day or only its clock may count."""

    values: tuple[datetime, ...]
    only_day: bool = False
    only_clock: bool = False
    grain: str = "day"

    def matches(self, answer: datetime | time | None) -> bool:
        """Tell whether an answer is this point, to the minute."""
        if answer is None:
            return False
        if isinstance(answer, time):
            return self.only_clock and any(_minute(value.time()) == _minute(answer) for value in self.values)
        if self.only_day:
            return any(_same_period(value, answer, self.grain) for value in self.values)
        if self.only_clock:
            return any(_minute(value.time()) == _minute(answer.time()) for value in self.values)
        return any(_truncated(value) == _truncated(answer) for value in self.values)


def _same_period(value: datetime, answer: datetime, grain: str) -> bool:
    """Tell whether two times are the same to the grain of the label: a year, month, quarter or day."""
    if grain == "year":
        return value.year == answer.year
    if grain in {"month", "quarter"}:
        months = 3 if grain == "quarter" else 1
        return (value.year, (value.month - 1) // months) == (answer.year, (answer.month - 1) // months)
    return value.date() == answer.date()


def _minute(clock: time) -> tuple[int, int]:
    return (clock.hour, clock.minute)


def _truncated(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0, tzinfo=None)


def reference_time(row: Row) -> datetime:
    """Give the time a row's text was said at, with its zone (UTC where the row names none)."""
    said = datetime.fromisoformat(row["ref"])
    return said if said.tzinfo else said.replace(tzinfo=ZoneInfo("UTC"))


@lru_cache(maxsize=64)
def _zone(offset: timedelta) -> ZoneInfo:
    hours = round(offset.total_seconds() / 3600)
    # The signs of these zones are turned round: Etc/GMT+2 is two hours behind.
    return ZoneInfo("UTC" if hours == 0 else f"Etc/GMT{-hours:+d}")


def our_times(row: Row) -> list[datetime | time | None]:
    """Give the local times that we find in a text; a mere time of day as the next such moment."""
    said = reference_time(row)
    zone = _zone(said.utcoffset() or timedelta())
    call = CallTime(said, zone, closes=_MIDNIGHT)
    found = find_times(normalise(row["text"]).text, call)
    return [_local(expression, call) for expression in found]


def _local(expression: TimeExpression, call: CallTime) -> datetime | None:
    moment = expression.next_moment(call)
    return None if moment is None else moment.astimezone(call.zone)


def labelled_points(row: Row) -> list[Point]:
    """Give the points in time that a row's label names; none where it has durations, ranges or sets."""
    if "results" not in row:
        if "grain" not in row:
            return []
        value, grain = datetime.fromisoformat(row["value"]), row["grain"]
        if grain == "hour" and value.hour == reference_time(row).hour and _COUNT_OF_DAYS.search(row["text"]):
            grain = "day"  # "seven days ago" carries the hour of the reference along
        return [Point((value,), only_day=grain in _WHOLE_PERIODS, grain=grain)]
    points = [_result_point(result) for result in row["results"]]
    return [point for point in points if point] if all(points) else []


def _result_point(result: Row) -> Point | None:
    if result["type"] not in _POINTS or any("Mod" in value for value in result["values"]):
        return None
    texts = [str(value.get("value") or value.get("date") or "") for value in result["values"]]
    try:
        if result["type"] == "time":
            return Point(
                tuple(datetime.fromisoformat(f"2000-01-01T{text}") for text in texts), only_clock=True
            )
        values = tuple(map(datetime.fromisoformat, texts))
        return (
            None
            if _UNRESOLVED in {value.date() for value in values}
            else Point(values, only_day=result["type"] == "date")
        )
    except ValueError:
        return None


def all_match(labels: Sequence[list[Point]], answers: Sequence[list[datetime | time | None]]) -> float:
    """Give the share of texts of which every point in time is right, and no other is found."""
    return share(
        len(points) == len(found) and all(map(Point.matches, points, found))
        for points, found in zip(labels, answers, strict=True)
    )


def any_matches(labels: Sequence[list[Point]], answers: Sequence[list[datetime | time | None]]) -> float:
    """Give the share of texts of which every point in time is among those found."""
    return share(
        all(any(point.matches(answer) for answer in found) for point in points)
        for points, found in zip(labels, answers, strict=True)
    )


def _probe(subset: str, kind: str, aim: float | None) -> Probe:
    return Probe(
        subset=subset,
        measure="exact",
        applies=lambda row: bool(labelled_points(row)) and kind in str(row["source"]),
        label=labelled_points,
        ours=our_times,
        baseline=lambda row: dateparser_times(row["text"], reference_time(row)),
        baseline_name="dateparser",
        score=all_match,
        aim=aim,
        each_source=not kind,
    )


DATES = ProbedPart(
    "dates",
    ("time_expressions",),
    (_probe("points in time", "", 0.65),),
)
