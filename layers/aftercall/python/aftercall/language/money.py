"""Sums of money: a number with a currency's sign, code or name before or after it, and its cents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from aftercall.language.currencies import CENTS, CODES, DOLLARS_OF, NAMES, SYMBOLS
from aftercall.language.number_words import SCALES, SUFFIXES
from aftercall.language.numbers import Number
from aftercall.language.phrases import words_in

_SIGNS = re.escape("".join(SYMBOLS))
_PART_OF = re.compile(r"\s*(?:of\s+)?an?\b")
_OF = re.compile(r"\s+of\b")
_WORDS_AFTER = re.compile(
    rf"\s*-?\s*(?:us|usd)?(?P<sign>[{_SIGNS}](?:ur)?)"
    r"|\s*-?\s*(?:u\.s\.\s*)?(?P<words>[^\W\d_.'][^\W\d_']*(?:[ -][^\W\d_']+){0,3})"
)
_SIGN_BEFORE = re.compile(rf"(?P<letters>\b[a-z]{{1,3}})?\s?(?P<sign>[{_SIGNS}])\s*-?\s*$")
_WORDS_BEFORE = re.compile(r"(?P<words>[^\W\d_']+(?:[ ][^\W\d_']+){0,2})[.:-]?\s*$")
_MINUS_BEFORE = re.compile(r"(?:\b(?:minus|negative)\s+|(?:^|(?<=[\s(]))-)$")
_SCALE_AFTER = re.compile(rf"\s*(?P<scale>{'|'.join(SCALES)}|k|mm?|bn?)\b")
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
# Names of one word that may stand before their number ("dollars 50"), and are nothing else there.
_NAMED_BEFORE = frozenset(("dollar", "dollars", "euro", "euros", "rupee", "rupees", "pounds", "pesos", "yen"))
_MILLIONS_OF = {f"m{code}": code for code in CODES}
_REACH = 40
_CENT = 0.01
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of one currency; ``code`` is ISO 4217's in lower case, or the bare name ("peso")."""

    start: int
    end: int
    value: float
    code: str | None
    vague: bool = False
    fraction: bool = False


@dataclass(frozen=True, slots=True)
class _Currency:
    code: str
    position: int
    factor: float = 1.0
    named: bool = True


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
    before = _before(text, number.start, limit)
    end = number.end
    if before is None:
        part = _part_of(text, number)
        after = _after(text, part.end() if part else end, number)
        if after is None:
            return plain
        return replace(
            plain,
            end=after.position,
            value=round(number.value * after.factor, 6),
            code=after.code,
            fraction=False,
        )
    value, start = number.value * before.factor, before.position
    minus = _MINUS_BEFORE.search(text, max(limit, start - _REACH), start)
    if minus:
        value, start = -abs(value), minus.start()
    return replace(plain, start=start, end=end, value=value, code=before.code, fraction=False)


def _part_of(text: str, number: Number) -> re.Match[str] | None:
    """Find what stands between a number and its currency: "half a dollar", "a couple of dollars"."""
    if number.fraction:
        return _PART_OF.match(text, number.end)
    return _OF.match(text, number.end) if number.vague else None


def _before(text: str, start: int, limit: int) -> _Currency | None:
    window = max(limit, start - _REACH)
    head = text[window:start]
    sign = _SIGN_BEFORE.search(head)
    if sign:
        letters = sign.group("letters") if sign.group("sign") == "$" else None
        code = DOLLARS_OF.get(letters or "")
        position = sign.start() if code else sign.start("sign")
        if letters in {"a", "s", "r", "can"} and head[sign.end("letters")] == " ":
            code, position = None, sign.start("sign")  # "a $20 plan"
        owed = -1.0 if "-" in head[sign.end("sign") :] else 1.0
        return _Currency(code or SYMBOLS[sign.group("sign")], window + position, owed)
    words = _WORDS_BEFORE.search(head)
    if words is None:
        return None
    said = words.group("words").split(" ")
    last = said[-1]
    if last in CODES or last in _MILLIONS_OF:
        millions = last not in CODES
        code = _MILLIONS_OF[last] if millions else CODES[last]
        return _Currency(code, window + words.end("words") - len(last), SUFFIXES["m"] if millions else 1.0)
    if last in _NAMED_BEFORE:
        return _Currency(NAMES[last], window + words.end("words") - len(last))
    for count in (3, 2):  # malaysian ringgits 42
        name = " ".join(said[-count:])
        if len(said) >= count and name in NAMES:
            return _Currency(NAMES[name], window + words.end("words") - len(name))
    return None


def _after(text: str, end: int, number: Number) -> _Currency | None:
    match = _WORDS_AFTER.match(text, end, min(len(text), end + _REACH))
    if match is None:
        return None
    if match.group("sign"):
        return _sign_after(text, match, number)
    said = match.group("words").replace("-", " ").split(" ")
    start = match.start("words")
    for count in range(len(said), 0, -1):
        name = " ".join(said[:count])
        code = NAMES.get(name) or CODES.get(name)
        if code:
            currency = _Currency(code, start + len(name))
            return _scaled(text, currency, number) if name in CODES else currency
    word, code, factor = said[0], None, 1.0
    if word in _MILLIONS_OF:
        code, factor = _MILLIONS_OF[word], SUFFIXES["m"]
    elif word in CENTS and (len(word) > 1 or text[number.start].isdecimal()):
        code, factor = CENTS[word], _CENT
    return _Currency(code, start + len(word), factor) if code else None


def _sign_after(text: str, match: re.Match[str], number: Number) -> _Currency | None:
    sign = match.group("sign")[0]
    if SYMBOLS[sign] in CENTS:
        return _Currency(CENTS[sign], match.end(), _CENT)
    following = text[match.end() : match.end() + 1]
    if following.isdigit() or (match.start("sign") > number.end and following.strip()):
        return None  # the sign of the next sum
    return _scaled(text, _Currency(SYMBOLS[sign], match.end()), number)


def _scaled(text: str, currency: _Currency, number: Number) -> _Currency:
    """Read the scale in "75 USD million"."""
    match = _SCALE_AFTER.match(text, currency.position)
    if match is None or number.value >= SCALES["thousand"]:
        return currency
    scale = match.group("scale")
    return replace(currency, position=match.end(), factor=SCALES.get(scale) or SUFFIXES[scale])


def _with_cents(text: str, whole: Sum, cents: Sum) -> Sum | None:
    """Join "20 dollars" and "43 cents", or "43" that stands alone, to one sum."""
    if not _BETWEEN_CENTS.fullmatch(text, whole.end, cents.start) or whole.value != int(whole.value):
        return None
    if cents.code is not None:
        small = text[cents.start : cents.end].rsplit(maxsplit=1)[-1].lstrip("0123456789") in CENTS
        if not small or cents.value >= 1:
            return None
        return replace(whole, end=cents.end, value=round(whole.value + cents.value, 2))
    between = text[whole.end : cents.start]
    ends = _CENTS_STAND_ALONE if between.isspace() else _END  # "20 dollars 43 each", "15 dollars and 15."
    alone = between and ends.match(text, cents.end)
    if alone and cents.fraction and 0 < cents.value < 1:  # five dollars and a half
        return replace(whole, end=cents.end, value=whole.value + cents.value)
    one_digit = re.fullmatch(r"\d", text[cents.start : cents.end])
    if not alone or one_digit or cents.value != int(cents.value) or not 0 < cents.value < _WHOLE:
        return None
    return replace(whole, end=cents.end, value=round(whole.value + cents.value / _WHOLE, 2))
