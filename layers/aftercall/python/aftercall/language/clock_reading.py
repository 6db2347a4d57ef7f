"""Times of day as said: "3pm", "half past nine", "two thirty", "15h20", "quarter to noon", "at 8"."""

from dataclasses import dataclass, replace
from datetime import time
from zoneinfo import ZoneInfo

from aftercall.language.number_words import SMALL
from aftercall.language.time_words import NOON, PARTS_OF_DAY, UNITS, ZONES, Words, whole_number

_NOON = 12
_AFTERNOON_FROM = 7
_HOURS = 24
_MINUTES = 60
_NAMES_PART = frozenset((*PARTS_OF_DAY, "tonight"))
_LONGEST_PART = 6  # in the early in the morning
_OCLOCK = frozenset({"o'clock", "oclock"})
_FROM_HOUR = frozenset({"past", "to", "after", "before", "of", "til", "till"})
_STARTS = frozenset((*SMALL, *NOON, "a", "quarter", "half", "mid"))
_SAYS_TIME = frozenset({"at", "it's", "is", "by", "until", "around"})
# What follows a number that is no hour, though "at" or "around" stands before it.
_NO_HOUR = frozenset((
    "percent", "%", "people", "dollars", "of", "hundred", "thousand", "times", "time", "points", "point",
    "million", "k", "users", "seats", "or", "different", "bucks", "euros", "pounds", "cents", "each", "per",
    "more", "locations", "sites", "companies", "/",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, the position after it, and whether morning or afternoon was left open."""

    hour: int
    minute: int
    stop: int
    open: bool = True
    second: int = 0
    zone: ZoneInfo | None = None

    def time(self, part: str | None = None) -> time:
        """Give the time; where open, by the part of the day said with it, else in working hours."""
        hour = self.hour
        if self.open and hour <= _NOON:
            if part == "am":
                hour %= _NOON
            elif (part == "pm" or hour < _AFTERNOON_FROM) and hour < _NOON:
                hour += _NOON  # nobody means two at night
        return time(hour, self.minute, self.second)


def read_clock(words: Words, index: int, *, expected: bool) -> Clock | None:
    """Read a time of day; a bare number only where one is ``expected`` (after "at", beside a day)."""
    if not may_begin_clock(words, index):
        return None
    clock = (
        _past(words, index)
        or _half_hour(words, index)
        or _noon(words, index)
        or _digital(words, index, expected=expected)
    )
    clock = clock or _hour(words, index, expected=expected)
    if clock is None:
        return None
    zone = ZONES.get(words.text(clock.stop))
    if zone is None or (
        words.text(clock.stop) in {"central", "mountain", "pacific"} and not _zone_ends(words, clock.stop)
    ):
        return clock
    return replace(clock, stop=clock.stop + 1, zone=ZoneInfo(zone))


def may_begin_clock(words: Words, index: int) -> bool:
    """Tell by the words alone whether a time of day may begin at a token."""
    text = words.text(index)
    if text == "a":
        return _counts_minutes(words.text(index + 1))
    return text in _STARTS or text.isdecimal()


def _counts_minutes(text: str) -> bool:
    """Tell whether a time may go on so after "a" ("a quarter past"): nearly every "a" begins none."""
    return text in SMALL or text in {"quarter", "half"} or text.isdecimal()


def _zone_ends(words: Words, index: int) -> bool:
    return words.text(index + 1) not in {"park", "office", "team", "region", "part"}


def _noon(words: Words, index: int) -> Clock | None:
    text = words.text(index)
    if text in NOON:
        return Clock(NOON[text], 0, index + 1, open=False)
    if text == "mid" and words.text(index + 1) in {"night", "day"}:
        return Clock(0 if words.text(index + 1) == "night" else _NOON, 0, index + 2, open=False)
    return None


def _past(words: Words, index: int) -> Clock | None:
    """Read "half past three", "a quarter to noon", "15 minutes past 3pm", "ten to nine"."""
    counted = _minutes_from(words, index)
    if counted is None:
        return None
    minutes, position, named = counted
    joining = words.text(position)
    if joining not in _FROM_HOUR:
        return None
    hour = _noon(words, position + 1) or _hour(words, position + 1, expected=True)
    if hour is None or hour.minute or (hour.open and not named and joining not in {"past", "to"}):
        return None  # "ten after five" is said of many things, "ten after five pm" of one
    if joining in {"past", "after"}:
        return replace(hour, minute=minutes)
    if hour.open and not named and words.text(index - 1) not in _SAYS_TIME:
        return None  # "five to ten" is a range
    before = (hour.hour - 1) % _HOURS if not hour.open else hour.hour - 1 or _NOON
    return replace(hour, hour=before, minute=_MINUTES - minutes)


def _half_hour(words: Words, index: int) -> Clock | None:
    """Read "half three" after "at": half past it, as the British say."""
    if words.text(index) != "half" or words.text(index - 1) not in _SAYS_TIME:
        return None
    hour = _hour(words, index + 1, expected=True)
    return replace(hour, minute=30) if hour and not hour.minute else None


def _minutes_from(words: Words, index: int) -> tuple[int, int, bool] | None:
    """Read "a quarter", "half" or a number of minutes: how many, the position, whether it has a name."""
    position = words.skip(index, "a")
    text = words.text(position)
    if text in {"quarter", "half"}:
        return (15 if text == "quarter" else 30), position + 1, True
    number = whole_number(words, position)
    if number is None or not 0 < number[0] < _MINUTES:
        return None
    return number[0], words.skip(number[1], "minutes", "minute", "mins", "min"), False


def _digital(words: Words, index: int, *, expected: bool) -> Clock | None:
    """Read "15:30", "8.30pm", "15h20", "7:56:30 pm", "1140 a.m.", and "1030" where it is expected."""
    text = words.text(index)
    if not text.isdecimal() or len(text) > len("1140") or words.text(index - 1) in {"$", "/", "."}:
        return None
    if len(text) > len("11"):
        return _without_separator(words, index, expected=expected)
    separator, minutes = words.text(index + 1), words.text(index + 2)
    if not words.touches(index + 1) or separator not in {":", ".", "h"}:
        return None
    if words.touches(index + 2) and minutes.isdecimal() and len(minutes) == len("30"):
        clock = Clock(int(text), int(minutes), index + 3, open=separator != "h" and text[0] != "0")
        return _with_seconds(
            words, clock, dotted=separator == "." and words.text(index - 1) not in {"at", "@"}
        )
    return (
        _valid(Clock(int(text), 0, index + 2, open=False))
        if separator == "h" and (expected or words.text(index + 2) in ZONES)
        else None
    )


def _without_separator(words: Words, index: int, *, expected: bool) -> Clock | None:
    text = words.text(index)
    clock = Clock(int(text[:-2]), int(text[-2:]), index + 1)
    # "at 2030" may be a year or a count
    said = expected and words.text(index - 1) in {"at", "@"} and len(text) == len("1030") and text[0] != "2"
    return _valid(_with_meridiem(words, clock) or (clock if said else None))


def _with_seconds(words: Words, clock: Clock, *, dotted: bool) -> Clock | None:
    seconds = words.text(clock.stop + 1)
    if words.text(clock.stop) == ":" and seconds.isdecimal() and words.touches(clock.stop + 1):
        if len(seconds) != len("30") or int(seconds) >= _MINUTES:
            return None
        clock = replace(clock, second=int(seconds), stop=clock.stop + 2)
    meridiem = _with_meridiem(words, clock)
    if meridiem is None and (dotted or words.text(clock.stop) in {"%", "/"}):
        return None  # a decimal number
    return _valid(meridiem or clock)


def _hour(words: Words, index: int, *, expected: bool) -> Clock | None:
    """Read "9am", "seven p.m.", "nine o'clock", "two thirty pm", "five-thirty", "11ish", "at 8"."""
    hour = _hour_number(words, index)
    if hour is None:
        return None
    plain = Clock(hour[0], 0, hour[1])
    marked = _marked(words, plain)
    spoken = None if words.text(index).isdecimal() else _spoken_minutes(words, plain)
    if marked is None and spoken:
        marked = _with_meridiem(words, spoken)
    if marked or not expected or plain.hour > _HOURS:
        return _valid(marked)
    clock = spoken or plain
    following = words.text(clock.stop)
    grouped = following in {",", "."} and words.text(clock.stop + 1).isdecimal()  # 12,000
    joined = words.touches(clock.stop) and (following in {"-", "th"} or grouped)
    return None if following in _NO_HOUR or following in UNITS or joined else _valid(clock)


def _marked(words: Words, clock: Clock) -> Clock | None:
    """Read what makes a number an hour: "ish", "o'clock", "am"."""
    after = words.text(clock.stop)
    if after == "ish" and words.touches(clock.stop):
        clock = replace(clock, stop=clock.stop + 1)
        return _with_meridiem(words, clock) or clock
    if after in _OCLOCK:
        clock = replace(clock, stop=clock.stop + 1)
        return _with_meridiem(words, clock) or clock
    return _with_meridiem(words, clock)


def _hour_number(words: Words, index: int) -> tuple[int, int] | None:
    text = words.text(index)
    if text.isdecimal():
        return (
            (int(text), index + 1)
            if len(text) <= len("12") and words.text(index - 1) not in {"$", "."}
            else None
        )
    if text in SMALL and 0 < SMALL[text] <= _NOON:
        return SMALL[text], index + 1
    return None


def _spoken_minutes(words: Words, clock: Clock) -> Clock | None:
    position = words.skip(clock.stop, "-", ",")
    if words.text(position) in {"oh", "o"}:
        ones = whole_number(words, position + 1)
        return replace(clock, minute=ones[0], stop=ones[1]) if ones and 0 < ones[0] < 10 else None  # noqa: PLR2004 - one digit
    number = whole_number(words, position)
    if number is None or not 10 <= number[0] < _MINUTES or words.text(position).isdecimal():  # noqa: PLR2004 - two digits
        return None
    return replace(clock, minute=number[0], stop=words.skip(number[1], "minutes"))


def _with_meridiem(words: Words, clock: Clock) -> Clock | None:
    """Read "am", "p.m.", "p . m .", "a", "p" after a time."""
    text = words.text(clock.stop)
    if text == "in" and words.text(clock.stop + 1) == "the" and words.text(clock.stop + 2) in {"am", "pm"}:
        clock = replace(clock, stop=clock.stop + 2)
        text = words.text(clock.stop)
    if text in {"am", "pm"}:
        stop = clock.stop + 1
    elif text in {"a", "p"} and words.text(clock.stop + 1) == "." and words.text(clock.stop + 2) == "m":
        stop = (
            words.skip(clock.stop + 3, ".")
            if words.touches(clock.stop + 3) or words.text(clock.stop + 4) == ""
            else clock.stop + 3
        )
    elif text in {"a", "p"} and words.touches(clock.stop):
        stop = clock.stop + 1
    elif text in {"a", "p"} and words.text(clock.stop + 1) == "m":
        stop = clock.stop + 2
    else:
        return None
    if not 0 <= clock.hour <= _NOON:
        return replace(clock, stop=stop, open=False) if clock.hour < _HOURS else None
    hour = clock.hour % _NOON + (_NOON if text[0] == "p" else 0)
    return replace(clock, hour=hour, stop=stop, open=False)


def _valid(clock: Clock | None) -> Clock | None:
    if clock is None or clock.minute >= _MINUTES:
        return None
    if clock.hour == _HOURS and clock.minute == 0:
        return replace(clock, hour=0, open=False)
    return clock if 0 <= clock.hour < _HOURS else None


def read_part_of_day(words: Words, index: int) -> tuple[str, int] | None:
    """Read "morning", "in the evening", "late afternoon", "at night": am or pm, and the position after."""
    if _NAMES_PART.isdisjoint(words.texts[max(index, 0) : index + _LONGEST_PART]):
        return None
    position = words.skip(index, "in", "at", "on")
    position = words.skip(position, "the", "this", "that")
    position = words.skip(position, "early", "late", "mid")
    position = words.skip(position, "in")
    position = words.skip(position, "the")
    text = words.text(position)
    if text == "tonight":
        return "pm", position + 1
    return (PARTS_OF_DAY[text], position + 1) if text in PARTS_OF_DAY else None
