"""Times as people say them, resolved against the call's own date and zone."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aftercall.language.calendar_dates import with_weekday
from aftercall.language.call_time import CallTime
from aftercall.language.clock_reading import Clock, may_begin_clock, read_clock, read_part_of_day
from aftercall.language.day_reading import STARTS as DAY_STARTS
from aftercall.language.day_reading import read_day
from aftercall.language.number_words import SMALL
from aftercall.language.time_pieces import Piece
from aftercall.language.time_words import NOON, PARTS_OF_DAY, Words, cut

_STARTS = DAY_STARTS | frozenset((*SMALL, *NOON, "quarter", "half", "a", "mid", "in", "on", *PARTS_OF_DAY))
_AT = frozenset({"at", "around", "@"})
_PART_LEADS = frozenset({"in", "on", "morning", "evening", "afternoon"})


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as said; offsets are into the normalised text.

    ``resolved`` is the beginning of the day or period (of a deadline, the end), ``None`` for a mere
    time of day; ``grain`` is second, minute, hour, day, week, month, quarter or year.
    """

    start: int
    end: int
    resolved: datetime | None
    grain: str
    clock: time | None = None
    zone: ZoneInfo | None = None

    def next_moment(self, call: CallTime) -> datetime | None:
        """Give the moment; of a mere time of day, the next one after the call began."""
        if self.resolved is not None or self.clock is None:
            return self.resolved
        moment = call.moment(call.today, self.clock, self.zone)
        return (
            moment if moment > call.at else call.moment(call.today + timedelta(days=1), self.clock, self.zone)
        )


@dataclass(frozen=True, slots=True)
class _Said:
    """Token positions, a day and a clock, each of which may lack."""

    start: int
    stop: int
    piece: Piece | None
    clock: Clock | None = None
    part: str | None = None


def find_times(text: str, call: CallTime) -> tuple[TimeExpression, ...]:
    """Find times in normalised text; a day and a time of day next to each other are one."""
    words = cut(text, call)
    if words is None:
        return ()
    found: list[TimeExpression] = []
    index = 0
    while index < len(words.texts):
        text = words.texts[index]
        if text not in _STARTS and not text.isdecimal():
            index += 1
            continue
        said = _day_first(words, index) or _clock_first(words, index)
        if said is None:
            index += 1
            continue
        expression = _expression(words, said)
        if expression:
            found.append(expression)
        index = said.stop
    return tuple(found)


def _day_first(words: Words, index: int) -> _Said | None:
    piece = read_day(words, index)
    if piece is None:
        return None
    if piece.grain != "day" or piece.moment or piece.closing:
        return _Said(index, piece.stop, piece)
    piece = _with_second_day(words, piece)
    said = _Said(index, piece.stop, piece, part=piece.part)
    part = read_part_of_day(words, words.skip(piece.stop, ","))
    if part:
        said = replace(said, part=part[0], stop=part[1])
    return _with_clock(words, said)


def _with_second_day(words: Words, first: Piece) -> Piece:
    """Read "Monday, Feb 18", "Tuesday the 4th", "tomorrow, 5/3", "May 22 (Tue)" as one day."""
    start = words.skip(words.skip(words.skip(first.stop, ",", "("), "on"), "the")
    second = (
        read_day(words, start) or read_day(words, start - 1) if start > first.stop else read_day(words, start)
    )
    if second is None or second.grain != "day" or second.moment or second.closing:
        return first
    stop = words.skip(second.stop, ")") if words.text(start - 1) == "(" else second.stop
    match first.kind, second.kind:
        case ("weekday", "day_of_month"):
            return replace(with_weekday(words, second, first.day.weekday()), stop=stop)
        case ("weekday" | "relative", "absolute"):
            return replace(second, stop=stop)
        case ("absolute", "weekday") if (
            first.day.weekday() == second.day.weekday() or words.text(start - 1) == "("
        ):
            return replace(first, stop=stop)
        case _:
            return replace(first, stop=stop) if first.day == second.day else first


def _with_clock(words: Words, said: _Said) -> _Said:
    start = words.skip(words.skip(said.stop, ",", "-", "for", "by"), "late", "early")
    start = start + 1 if words.text(start) in _AT else words.skip(start, "about")
    expected = words.text(start - 1) in _AT or (said.part is not None and start == said.stop)
    clock = read_clock(words, start, expected=expected)
    if clock is None:
        return said
    stop = clock.stop
    part = read_part_of_day(words, stop) if clock.open else None
    if part:
        stop = part[1]
    return replace(said, stop=stop, clock=clock, part=part[0] if part else said.part)


def _clock_first(words: Words, index: int) -> _Said | None:
    led = words.text(index) in _PART_LEADS
    if not (led or may_begin_clock(words, index)):
        return None
    part = read_part_of_day(words, index) if led else None
    start = words.skip(part[1], *_AT) if part else index  # in the morning at nine
    expected = words.text(start - 1) in _AT or part is not None
    clock = read_clock(words, start, expected=expected)
    if clock is None and not part:
        clock = _before_part(words, start)
    if clock is None:
        return None
    stop = clock.stop
    said = _Said(index if part else start, stop, None, clock, part[0] if part else None)
    after = read_part_of_day(words, stop)
    if after and clock.open and words.text(stop) != "tonight":
        said = replace(said, stop=after[1], part=after[0])
    return _with_day(words, said)


def _before_part(words: Words, index: int) -> Clock | None:
    """Read "eight" of "eight in the evening", "8 tonight" and "five-thirty tomorrow"."""
    clock = read_clock(words, index, expected=True)
    if clock is None:
        return None
    if clock.minute:  # five-thirty tomorrow
        day = read_day(words, clock.stop)
        return clock if day and day.grain == "day" and not day.moment else None
    shown = words.text(clock.stop) in {"tonight", "in"} and read_part_of_day(words, clock.stop)
    return clock if shown else None


def _with_day(words: Words, said: _Said) -> _Said:
    start = words.skip(words.skip(said.stop, ","), "on", "of")
    piece = read_day(words, start)
    if piece is None or piece.grain != "day" or piece.moment or piece.closing:
        return said
    piece = _with_second_day(words, piece)
    part = read_part_of_day(words, piece.stop)
    return replace(
        said,
        stop=part[1] if part else piece.stop,
        piece=piece,
        part=said.part or (part[0] if part else piece.part),
    )


def _expression(words: Words, said: _Said) -> TimeExpression | None:
    start, end = words.spans[said.start][0], words.spans[said.stop - 1][1]
    call, piece = words.call, said.piece
    if said.clock:
        clock = said.clock.time(said.part)
        resolved = _moment(call, piece.day, clock, said.clock.zone) if piece else None
        return TimeExpression(start, end, resolved, "minute", clock, said.clock.zone)
    if piece is None:
        return None
    resolved = piece.moment or _moment(call, piece.day, call.closes if piece.closing else time(0), None)
    return None if resolved is None else TimeExpression(start, end, resolved, piece.grain)


def _moment(call: CallTime, day: date, clock: time, zone: ZoneInfo | None) -> datetime | None:
    try:
        return call.moment(day, clock, zone)
    except OverflowError:  # in UTC, a day before the first or after the last
        return None
