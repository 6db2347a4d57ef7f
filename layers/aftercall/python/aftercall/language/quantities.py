"""What a number counts, per what, up to what, and which number a speaker settles on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from aftercall.language.money import Sum, with_sums
from aftercall.language.number_words import SCALES, SUFFIXES
from aftercall.language.numbers import find_numbers

PEOPLE = "people"
DOCUMENTS = "documents"

_FIXED_UNITS = {
    "percent": "percent", "percents": "percent", "percentage": "percent", "pct": "percent", "%": "percent",
    "year": "year", "years": "year", "month": "month", "months": "month", "week": "week", "weeks": "week",
    "day": "day", "days": "day", "hour": "hour", "hours": "hour", "minute": "minute", "minutes": "minute",
    "minutes'": "minute", "floor": "floor", "pm": "clock", "am": "clock", "a.m": "clock", "p.m": "clock",
    "o'clock": "clock",
}  # fmt: skip
_PERIODS = {
    "day": "day", "daily": "day", "week": "week", "weekly": "week", "month": "month", "monthly": "month",
    "mo": "month", "year": "year", "yearly": "year", "annually": "year", "annum": "year",
    "quarter": "quarter",
    "quarterly": "quarter", "hour": "hour",
}  # fmt: skip
_RATE = re.compile(
    r"(?:\b(?:a|an|per|each|every|in the|in a|over the)\s+|/\s?)(?P<period>day|week|month|mo|year|quarter"
    r"|hour|annum)\b"
    r"|\b(?P<adverb>daily|weekly|monthly|yearly|annually|quarterly)\b"
)
_PREVIOUS_PERIOD = re.compile(
    r"\b(?:last|this|an? typical|an? normal|normal|typical|an average|any given|each)"
    r" (?P<period>day|week|month|year|quarter)\b"
)
_RANGE = re.compile(r"^,?\s*(?:(?:to|or|-|maybe|up to)\s*){0,2}$")
_JOINED = re.compile(r"\s*(?:to|or|-)\s*")
_SCALE = re.compile(rf"(?P<scale>{'|'.join(SCALES)}|(?<=\d)(?:k|m|bn?))\b")
_WIDEST = 10
_OPENING = re.compile(r"\s*(?:(?P<us>of us)\b|per cent\b)")
_RANGE_WITH_AND = re.compile(r"^\s*and\s*$")
_FROM = re.compile(r"\b(?:between|from)\s+(?:about |around |maybe |roughly )?$")
_AGE = re.compile(r"\s*-?\s*(?:old|of age)\b")
_PART_OF = re.compile(r"\s*(?:of\s+)?an?\b")
_MEASURES = frozenset({"percent", "year", "month", "week", "day", "hour", "minute"})
_CORRECTION = re.compile(
    r"\b(?:no wait|wait no|no sorry|sorry|i mean|actually|make that|scratch that|correction|or rather|rather"
    r"|no no"
    r"|let me correct that|well no|oh wait|wait)\b|(?:^|[,.\s])no[,.\s]"
)
_SETTLING = re.compile(
    r"\b(?:say|call it|let's say|so like|so about|so maybe|so|make it|we'll say|i'd say|total)\s*[,]?\s*$"
)
_WORD = re.compile(r"[a-z%][a-z.'-]*|%")
_STOP = frozenset((
    "and", "but", "so", "or", "because", "that", "which", "who", "if", "when", "then", "of", "for", "with",
    "in", "at", "on", "to", "is", "was", "are", "were", "it", "no", "not", "sorry", "before", "after", "wait",
    "i", "we", "you", "they", "he", "she", "me", "us", "from", "by", "up", "down", "out", "over", "as",
    "than", "until", "till", "since", "all", "about", "across",
))  # fmt: skip
_SKIPPED = frozenset((
    "like", "maybe", "roughly", "more", "new", "other", "different", "actual", "extra", "total", "active",
    "full",
))  # fmt: skip
_LOOK_AHEAD = 4
_RATE_REACH = 60
_CORRECTION_REACH = 45
_SETTLING_REACH = 90


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, what it counts and per what; offsets are into the normalised text.

    ``unit`` of money is the currency's ISO 4217 code in lower case. ``fraction`` marks a part of
    something ("half an hour"), ``age`` how old somebody or something is.
    """

    start: int
    end: int
    value: float
    upper: float | None = None
    unit: str | None = None
    per: str | None = None
    vague: bool = False
    fraction: bool = False
    age: bool = False

    @property
    def middle(self) -> float:
        """The value, or the middle of a range."""
        return self.value if self.upper is None else (self.value + self.upper) / 2


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Which words count people and which count documents (from the profile)."""

    team: frozenset[str]
    documents: frozenset[str]


@lru_cache(maxsize=16)
def unit_words(team: tuple[str, ...], documents: tuple[str, ...]) -> UnitWords:
    """Prepare the profile's words once per process."""
    return UnitWords(frozenset(team), frozenset(documents))


def find_quantities(text: str, words: UnitWords) -> tuple[Quantity, ...]:
    """Find quantities in normalised text; a number the speaker corrects is left out."""
    numbers = [number for number in find_numbers(text) if not number.ordinal]
    amounts = with_sums(text, numbers)
    if not amounts:
        return ()
    quantities = _with_ranges(text, amounts)
    quantities = [
        _with_unit(text, quantity, words, _next_start(quantities, index))
        for index, quantity in enumerate(quantities)
    ]
    # "half of us" counts nobody
    return tuple(
        quantity
        for quantity in _settled(text, quantities)
        if not quantity.fraction or quantity.unit in _MEASURES or quantity.value >= 1
    )


def _next_start(quantities: list[Quantity], index: int) -> int | None:
    return quantities[index + 1].start if index + 1 < len(quantities) else None


def _with_ranges(text: str, amounts: Iterable[Sum]) -> list[Quantity]:
    result: list[Quantity] = []
    for amount in amounts:
        previous = result[-1] if result else None
        if previous and (scaled := _scaled_up(text, previous, amount)):
            previous = result[-1] = scaled
        if previous and _bounds(text, previous, amount):
            # "eight ten a month", "ten to fifteen", "between 10 and 20 dollars": the second bounds the first
            result[-1] = replace(
                previous, end=amount.end, upper=amount.value, unit=previous.unit or amount.code
            )
            continue
        result.append(
            Quantity(
                amount.start,
                amount.end,
                amount.value,
                unit=amount.code,
                vague=amount.vague,
                fraction=amount.fraction,
            )
        )
    return result


def _scaled_up(text: str, previous: Quantity, amount: Sum) -> Quantity | None:
    """Give the first end of "two to three million" its scale."""
    if previous.upper is not None or not _JOINED.fullmatch(text, previous.end, amount.start):
        return None
    scale = _SCALE.search(text, amount.start, amount.end)
    if scale is None or _SCALE.search(text, previous.start, previous.end):
        return None
    factor = SCALES.get(scale.group("scale")) or SUFFIXES[scale.group("scale")]
    below = previous.value < amount.value / factor <= _WIDEST * max(previous.value, 1)
    return replace(previous, value=previous.value * factor) if below and previous.value < factor else None


def _bounds(text: str, previous: Quantity, amount: Sum) -> bool:
    if previous.upper is not None or not previous.value < amount.value <= _WIDEST * max(previous.value, 1):
        return False
    if previous.unit and amount.code != previous.unit and amount.code is not None:
        return False
    between = text[previous.end : amount.start]
    if previous.unit and between.isspace():
        return False  # "twelve euros, fifty people"
    return bool(_RANGE.search(between)) or bool(
        _RANGE_WITH_AND.search(between)
        and _FROM.search(text, max(0, previous.start - _RATE_REACH), previous.start)
    )


def _with_unit(text: str, quantity: Quantity, words: UnitWords, limit: int | None) -> Quantity:
    end = min(len(text), quantity.end + _RATE_REACH, limit if limit is not None else len(text))
    tail = text[quantity.end : end]
    stop = re.search(r"[.!?;](?:\s|$)", tail)
    if stop:
        tail = tail[: stop.start()]
    part = _PART_OF.match(tail) if quantity.fraction else None
    skipped = part.end() if part else 0  # half an hour
    tail = tail[skipped:]
    unit, unit_end = (quantity.unit, 0) if quantity.unit else _unit(tail, words)
    rate = _RATE.search(tail)
    per = None
    if rate:
        period = rate.group("period") or rate.group("adverb")
        per = _PERIODS[period]
    elif (
        previous := _PREVIOUS_PERIOD.search(text, max(0, quantity.start - _RATE_REACH), quantity.start)
    ) and quantity.start - previous.end() < _CORRECTION_REACH:
        per = _PERIODS[previous.group("period")]
    if unit in _PERIODS and rate is None:
        per = None
    age = unit in _PERIODS and _AGE.match(tail, unit_end) is not None
    end = quantity.end + (unit_end + skipped if unit_end else 0)
    return replace(quantity, unit=unit, per=per, end=end, age=age)


def _unit(tail: str, words: UnitWords) -> tuple[str | None, int]:
    """Give what a number counts, from the words after it, and where that word ends."""
    fallback: tuple[str | None, int] = (None, 0)
    if opening := _OPENING.match(tail):
        return (PEOPLE if opening.group("us") else "percent", opening.end())
    previous = ""
    for seen, match in enumerate(islice(_WORD.finditer(tail), _LOOK_AHEAD)):
        word = match.group().rstrip(".'-").removesuffix("-old")
        if word in {"a", "an", "per", "each", "every"} or "," in tail[: match.start()]:
            break
        pair = f"{previous} {word}".strip()
        if word in words.team or pair in words.team:
            return (PEOPLE, match.end())
        if word in words.documents or pair in words.documents:
            return (DOCUMENTS, match.end())
        if word == "%" and tail[match.end() : match.end() + 1].isalnum():
            break  # part of an encoded address
        if word in _FIXED_UNITS and seen <= 1:
            return (_FIXED_UNITS[word], match.start() + len(word))
        if word in _STOP:
            break
        if fallback[0] is None and word not in _SKIPPED:
            fallback = (word, match.end())
        previous = word
    return fallback


def _settled(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Drop a number that the same speaker corrects; the correction inherits what it counts."""
    result: list[Quantity] = []
    for quantity in quantities:
        previous = result[-1] if result else None
        if previous is not None and _replaces(text, previous, quantity):
            result[-1] = replace(
                quantity,
                unit=quantity.unit or previous.unit,
                per=quantity.per or (previous.per if quantity.unit in {None, previous.unit} else None),
            )
            continue
        result.append(quantity)
    return result


def _replaces(text: str, previous: Quantity, quantity: Quantity) -> bool:
    between = text[previous.end : quantity.start]
    if previous.unit and quantity.unit and previous.unit != quantity.unit:
        return False
    if len(between) <= _CORRECTION_REACH and _CORRECTION.search(between + " "):
        return True
    return (
        len(between) <= _SETTLING_REACH
        and bool(_SETTLING.search(between))
        and previous.per is not None
        and quantity.per in {None, previous.per}
    )
