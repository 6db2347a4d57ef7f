"""The words of times, and text cut into the tokens that times are made of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from aftercall.language.calendar import HOLIDAYS, MONTHS, WEEKDAYS
from aftercall.language.call_time import CallTime
from aftercall.language.number_words import ONES, ORDINALS, SMALL, TEENS, TENS

ZONES: Final = {
    "eastern": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
    "et": "America/New_York", "central": "America/Chicago", "cst": "America/Chicago",
    "cdt": "America/Chicago", "ct": "America/Chicago", "mountain": "America/Denver", "mst": "America/Denver",
    "mdt": "America/Denver", "mt": "America/Denver", "pacific": "America/Los_Angeles",
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles", "utc": "UTC",
    "gmt": "UTC", "cet": "Europe/Paris", "bst": "Europe/London",
}  # fmt: skip
_UNIT_WORDS = {
    "second": ("sec", "secs"), "minute": ("min", "mins"), "hour": ("hr", "hrs", "h"), "day": (),
    "week": ("wk", "wks"), "fortnight": (), "month": ("mo",), "quarter": ("qtr", "qtrs"),
    "year": ("yr", "yrs"), "decade": (),
}  # fmt: skip
UNITS: Final = {word: unit for unit, others in _UNIT_WORDS.items() for word in (unit, f"{unit}s", *others)}
SHORT_WEEKDAYS: Final = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5,
    "sun": 6,
}  # fmt: skip
ALL_WEEKDAYS: Final = WEEKDAYS | SHORT_WEEKDAYS
PARTS_OF_DAY: Final = {
    "morning": "am", "afternoon": "pm", "evening": "pm", "night": "pm", "lunch": "pm", "lunchtime": "pm",
}  # fmt: skip
STEPS: Final = {
    "this": 0, "current": 0, "next": 1, "coming": 1, "upcoming": 1, "following": 1, "last": -1, "past": -1,
    "previous": -1, "prior": -1,
}  # fmt: skip
RELATIVE_DAYS: Final = {
    "today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tmw": 1, "tomorow": 1, "tommorow": 1,
    "tommorrow": 1, "yesterday": -1,
}  # fmt: skip
ENDS_OF: Final = {
    "eod": "day", "cob": "day", "eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year",
}  # fmt: skip
NOON: Final = {"noon": 12, "midday": 12, "noonish": 12, "midnight": 0}
COUNTS: Final = {"a": 1, "an": 1, "couple": 2, "few": 3, "several": 3, "half": 0.5, "another": 1}
QUARTERS: Final = {"q1": 1, "q2": 2, "q3": 3, "q4": 4}

_TOKEN = re.compile(r"q[1-4](?![a-z\d])|\d+|[^\W\d_]+(?:'(?!s\b)[a-z]+)?|'s\b|[^\s]")
_LETTERS = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"\d")
_TRIGGERS = frozenset((
    *MONTHS, *ALL_WEEKDAYS, *UNITS, *RELATIVE_DAYS, *ENDS_OF, *NOON, *PARTS_OF_DAY, *ORDINALS,
    *(re.split(r"\W", name)[0] for name in HOLIDAYS), "weekend", "now", "moment", "present", "close", "at",
    "around", "oclock", "clock", "spring", "summer", "fall", "autumn", "winter", "am", "pm", "mid", "past",
    "nineteen", "twenty", "p", "atm",
    *(f"{weekday}s" for weekday in WEEKDAYS),
))  # fmt: skip
_CENTURY = 100
_YEARS = range(1000, 3000)


@dataclass(frozen=True)
class Words:
    """The words, marks and runs of digits of a text, and the call that it was said in."""

    said: str
    texts: Sequence[str]
    call: CallTime

    @cached_property
    def spans(self) -> Sequence[tuple[int, int]]:
        """Where each token begins and ends: wanted only where a time may be."""
        return [match.span() for match in _TOKEN.finditer(self.said)]

    def text(self, index: int) -> str:
        """Give a token's text; none outside of the list."""
        return self.texts[index] if 0 <= index < len(self.texts) else ""

    def touches(self, index: int) -> bool:
        """Tell whether a token stands right after the one before it."""
        return 0 < index < len(self.texts) and self.spans[index][0] == self.spans[index - 1][1]

    def skip(self, index: int, *words: str) -> int:
        """Give the position after one of some words, if it stands there."""
        return index + 1 if self.text(index) in words else index

    @property
    def today(self) -> date:
        """The local date of the call."""
        return self.call.today


def cut(text: str, call: CallTime) -> Words | None:
    """Cut normalised text into tokens; ``None`` where no time can be in it."""
    if _TRIGGERS.isdisjoint(_LETTERS.findall(text)) and not _DIGIT.search(text):
        return None
    return Words(text, _TOKEN.findall(text), call)


def whole_number(words: Words, index: int) -> tuple[int, int] | None:
    """Read a number below a hundred, or one in digits, and the position after it."""
    text = words.text(index)
    if text.isdecimal():
        return (int(text), index + 1) if len(text) <= len("2026") else None
    if text not in SMALL:
        return None
    following = words.skip(index + 1, "-")
    if text in TENS and ONES.get(words.text(following), 0):
        return TENS[text] + ONES[words.text(following)], following + 1
    return SMALL[text], index + 1


def ordinal_number(words: Words, index: int) -> tuple[int, int] | None:
    """Read an ordinal below a hundred ("21st", "twenty-first"), and the position after it."""
    text = words.text(index)
    if text.isdecimal() and len(text) <= len("31"):
        suffix = words.text(index + 1)
        if suffix in {"nd", "th"} or (suffix in {"st", "rd"} and words.touches(index + 1)):
            return int(text), index + 2
        return None
    if text in ORDINALS and ORDINALS[text] < _CENTURY:
        return ORDINALS[text], index + 1
    following = words.skip(index + 1, "-")
    if text in TENS and ORDINALS.get(words.text(following), _CENTURY) < TEENS["ten"]:
        return TENS[text] + ORDINALS[words.text(following)], following + 1
    return None


def year_number(words: Words, index: int) -> tuple[int, int] | None:
    """Read a year ("2026", "'26", "nineteen seventy eight", "two thousand eleven")."""
    text, following = words.text(index), words.text(index + 1)
    if text.isdecimal():
        return (int(text), index + 1) if len(text) == len("2026") and int(text) in _YEARS else None
    if text == "'" and len(following) == len("26") and following.isdecimal():
        return 2000 + int(following), index + 2
    first = whole_number(words, index)
    if first is None:
        return None
    if following == "thousand" and first[0] == ONES["two"]:
        rest = whole_number(words, words.skip(index + 2, "and"))
        return (2000 + rest[0], rest[1]) if rest and rest[0] < _CENTURY else (2000, index + 2)
    return _spoken_year(words, index)


def _spoken_year(words: Words, index: int) -> tuple[int, int] | None:
    """Read a year in two halves: "seventeen hundred thirty three", "twenty twenty six"."""
    century = SMALL.get(words.text(index), 0)
    if not TEENS["ten"] < century <= TENS["twenty"]:
        return None
    rest = whole_number(words, words.skip(words.skip(index + 1, "hundred"), "and", "-"))
    if rest is None or not TEENS["ten"] <= rest[0] < _CENTURY:
        return None
    return _CENTURY * century + rest[0], rest[1]
