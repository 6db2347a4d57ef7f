"""Sums of money: a number with a currency's sign, code or name before or after it, and its cents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from aftercall.language.currencies import CHANGE, PARTS
from aftercall.language.money_currency import currency_after, currency_before, told_after
from aftercall.language.numbers import Number
from aftercall.language.phrases import words_in

_PART_OF = re.compile(r"\s*(?:of\s+)?an?\b")
_OF = re.compile(r"\s+of\b")
_MINUS_BEFORE = re.compile(r"(?:\b(?:minus|negative)\s+|(?:^|(?<=[\s(]))-)$")
_ARTICLE = re.compile(
    r"\ban? (?P<name>dollar|buck|euro|pound|quid|rupee|cent|penny)\b(?! (?:amount|figure|value|store|sign))"
)
_COINS = frozenset(("dollar", "buck", "euro", "pound", "quid", "rupee", "cent", "penny"))
_BETWEEN_CENTS = re.compile(r"\s*,?\s*(?:and\s+|&\s*)?$")
_CENTS_STAND_ALONE = re.compile(
    r"\s*(?:[.,;?!]|$|(?:more|each|apiece|per|an?|for|and|to|or|in|every|i|we|you|it|that|is|was|so|but|if"
    r"|because|then|right|okay|yeah|maybe)\b)"
)
_END = re.compile(r"\s*(?:[.;?!](?:\s|$)|$)")
_NEXT_WORD = re.compile(r"\s*(?P<word>[^\W\d_]+)")
_LAST_WORD = re.compile(r"[^\W\d_]+$|¢$")
# What may follow "five grand" where it is a sum: no "grand opening", no "grand pianos".
_GRAND_ENDS = re.compile(
    r"\s*(?:[.,;?!/)]|$|(?:an?|per|each|every|for|on|in|to|and|or|more|less|total|up ?front|down|off|extra"
    r"|monthly|annually|is|was|would|that|we|i|you|if|but|so|because|just|now|then|too|at|from|with|over)\b)"
)
_REACH = 40
_WHOLE = 100
_TENTHS = 10


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of one currency; ``code`` is ISO 4217's in lower case, or the bare name ("peso")."""

    start: int
    end: int
    value: float
    code: str | None
    vague: bool = False
    fraction: bool = False


def with_sums(text: str, numbers: Sequence[Number]) -> list[Sum]:
    """Give each number of a text, as a sum where a currency belongs to it; cents join their sum."""
    amounts: list[Sum] = []
    for number in _with_articles(text, numbers):
        previous = amounts[-1] if amounts else None
        if previous and number.start < previous.end:
            continue  # "million" of "75 USD million"
        amount = _sum(text, number, previous.end if previous else 0)
        if previous and previous.code and (joined := _with_cents(text, previous, amount)):
            amounts[-1] = joined
        else:
            amounts.append(amount)
    return amounts


def _with_articles(text: str, numbers: Sequence[Number]) -> list[Number]:
    """Put "a dollar" among the numbers, as one."""
    if _COINS.isdisjoint(words_in(text)):
        return list(numbers)
    taken = {(number.start, number.end) for number in numbers}
    articles = [
        Number(match.start(), match.start("name"), 1.0)
        for match in _ARTICLE.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    ]
    return sorted((*numbers, *articles), key=lambda number: number.start) if articles else list(numbers)


def _sum(text: str, number: Number, limit: int) -> Sum:
    plain = Sum(number.start, number.end, number.value, None, number.vague, number.fraction)
    before = currency_before(text, number.start, limit)
    if before is None:
        part = _part_of(text, number)
        after = currency_after(text, part.end() if part else number.end, number)
        if after is None:
            return replace(plain, code="usd") if _is_grand(text, number) else plain
        value = round(number.value * after.factor, 9)
        return replace(plain, end=after.position, value=value, code=after.code, fraction=False)
    value, start = number.value * before.factor, before.position
    minus = _MINUS_BEFORE.search(text, max(limit, start - _REACH), start)
    if minus:
        value, start = -abs(value), minus.start()
    told = told_after(text, number, before)
    code, end = (told.code, told.position) if told else (before.code, number.end)
    return replace(plain, start=start, end=end, value=value, code=code, fraction=False)


def _is_grand(text: str, number: Number) -> bool:
    return text.endswith("grand", number.start, number.end) and bool(_GRAND_ENDS.match(text, number.end))


def _part_of(text: str, number: Number) -> re.Match[str] | None:
    """Find what stands between a number and its currency: "half a dollar", "a couple of dollars"."""
    if number.fraction:
        return _PART_OF.match(text, number.end)
    return _OF.match(text, number.end) if number.vague else None


def _with_cents(text: str, whole: Sum, cents: Sum) -> Sum | None:
    """Join "20 dollars" and "43 cents", or "43" that stands alone, to one sum."""
    if not _BETWEEN_CENTS.fullmatch(text, whole.end, cents.start):
        return None
    if changed := _with_change(text, whole, cents):
        return changed
    if whole.value != int(whole.value) or cents.code is not None:
        return None
    between = text[whole.end : cents.start]
    ends = _CENTS_STAND_ALONE if between.isspace() else _END  # "20 dollars 43 each", "15 dollars and 15."
    alone = between and ends.match(text, cents.end)
    if alone and cents.fraction and 0 < cents.value < 1:  # five dollars and a half
        return replace(whole, end=cents.end, value=whole.value + cents.value)
    one_digit = re.fullmatch(r"\d", text[cents.start : cents.end])
    if not alone or one_digit or cents.value != int(cents.value) or not 0 < cents.value < _WHOLE:
        return None
    return replace(whole, end=cents.end, value=round(whole.value + cents.value / _WHOLE, 2))


def _with_change(text: str, whole: Sum, cents: Sum) -> Sum | None:
    """Join small change that is named to its sum: "5 jiao", "50 ore", "250 fils"."""
    finest = CHANGE.get(_last_word(text, whole))
    name, end, count = _last_word(text, cents), cents.end, cents.value
    change = CHANGE.get(name) if cents.code is not None else None
    if change is not None:
        count = round(count * change.parts, 6)
    elif cents.code is None:
        following = _NEXT_WORD.match(text, cents.end)
        name = following.group("word") if following else ""
        change = CHANGE.get(name)
        end = following.end() if following and change else cents.end
        if change is None and finest and finest.parts == _TENTHS and 0 < count < _TENTHS:
            return replace(whole, end=end, value=round(whole.value + count / _WHOLE, 2))  # 5 mao 5
    if change is None or not (finest.parts < change.parts if finest else whole.value == int(whole.value)):
        return None
    parts = PARTS.get((name, whole.code or ""), change.parts)
    return replace(whole, end=end, value=round(whole.value + count / parts, 9)) if 0 < count < parts else None


def _last_word(text: str, amount: Sum) -> str:
    match = _LAST_WORD.search(text, amount.start, amount.end)
    return match.group() if match else ""
