"""Which currency a number is in: the sign, code or name that stands before or after it."""

import re
from dataclasses import dataclass, replace
from typing import Final

from aftercall.language.currencies import (
    ALSO_MEANT,
    CHANGE,
    CODES,
    DOLLARS_OF,
    SYMBOLS,
    change_named,
    currency_named,
)
from aftercall.language.currency_names import FROM_A_HUNDRED
from aftercall.language.number_words import HUNDRED, SCALES, SUFFIXES
from aftercall.language.numbers import Number

_SIGNS: Final = "|".join(
    [
        f"[{re.escape(''.join(sign for sign in SYMBOLS if len(sign) == 1))}]",
        *(sign for sign in SYMBOLS if len(sign) > 1),
    ]
)
_WORDS_AFTER = re.compile(
    rf"\s*-?\s*(?:us|usd)?(?P<sign>{_SIGNS})(?:ur)?"
    r"|\s*-?\s*(?:u\.s\.\s*)?(?P<words>[^\W\d_.'][^\W\d_']*(?:[ -][^\W\d_']+){0,3})"
)
_SIGN_BEFORE = re.compile(rf"(?P<letters>\b[a-z]{{1,3}})?\s?(?P<sign>{_SIGNS})\s*-?\s*$")
_WORDS_BEFORE = re.compile(r"(?P<words>[^\W\d_']+(?:[ ][^\W\d_']+){0,2})[.:-]?\s*$")
_SCALE_AFTER = re.compile(rf"\s*(?P<scale>{'|'.join(SCALES)}|k|mm?|bn?)\b")
_WEIGHED = re.compile(r"\s+of\s+(?!the\b|my\b|our\b|your\b|his\b|her\b|their\b|this\b|that\b|it\b)[a-z]")
# Letters that are words, too, where a space parts them from the sign ("a $20 plan").
_WORDS_BEFORE_A_SIGN = frozenset(("a", "s", "r", "can", "n", "j", "b", "l", "z", "si", "ja", "col", "ar"))
# Names of one word that may stand before their number ("dollars 50"), and are nothing else there.
_NAMED_BEFORE = frozenset((
    "dollar", "dollars", "euro", "euros", "rupee", "rupees", "pounds", "pesos", "yen", "yuan", "ringgit",
    "baht",
    "francs", "shekels", "dirhams", "naira",
))  # fmt: skip
# "30 MUSD"; no bars of a sweet, no shopping malls.
_MILLIONS_OF = {f"m{code}": code for code in CODES if f"m{code}" not in {"mars", "mall", "mrs", "mkr"}}
_POUNDS = frozenset(("pound", "pounds"))
_GOES_ON = frozenset(" abcdefghijklmnopqrstuvwxyz")
_REACH = 40
_CENT = 0.01


@dataclass(frozen=True, slots=True)
class FoundCurrency:
    """A currency beside a number: its code, where it stops or begins, and what the number is times of it."""

    code: str
    position: int
    factor: float = 1.0
    sign: str = ""


def currency_before(text: str, start: int, limit: int) -> FoundCurrency | None:
    """Find the currency that stands before a number, not before ``limit``."""
    window = max(limit, start - _REACH)
    head = text[window:start]
    sign = _SIGN_BEFORE.search(head)
    if sign:
        return _sign_before(head, sign, window)
    words = _WORDS_BEFORE.search(head)
    if words is None:
        return None
    said = words.group("words").split(" ")
    last, end = said[-1], window + words.end("words")
    if last in _MILLIONS_OF:
        return FoundCurrency(_MILLIONS_OF[last], end - len(last), SUFFIXES["m"])
    code = CODES.get(last) or (currency_named(last) if last in _NAMED_BEFORE else None)
    if code:
        return FoundCurrency(code, end - len(last))
    for count in range(len(said), 1, -1):  # malaysian ringgits 42
        name = " ".join(said[-count:])
        if code := currency_named(name):
            return FoundCurrency(code, end - len(name))
    return None


def _sign_before(head: str, sign: re.Match[str], window: int) -> FoundCurrency:
    symbol = sign.group("sign")
    letters = sign.group("letters") if symbol == "$" else None
    code = DOLLARS_OF.get(letters or "")
    if letters in _WORDS_BEFORE_A_SIGN and head[sign.end("letters")] == " ":
        code = None
    position = window + (sign.start() if code else sign.start("sign"))
    owed = -1.0 if "-" in head[sign.end("sign") :] else 1.0
    return FoundCurrency(code or SYMBOLS[symbol], position, owed, symbol)


def currency_after(text: str, end: int, number: Number) -> FoundCurrency | None:
    """Find the currency that stands after a number, from ``end`` on, with a scale behind it."""
    match = _WORDS_AFTER.match(text, end, min(len(text), end + _REACH))
    if match is None:
        return None
    if match.group("sign"):
        return _sign_after(text, match, number)
    said = match.group("words").replace("-", " ").split(" ")
    start = match.start("words")
    for count in range(len(said), 0, -1):
        name = " ".join(said[:count])
        if found := _named_after(text, name, start, number):
            return found
    return None


def _named_after(text: str, name: str, start: int, number: Number) -> FoundCurrency | None:
    end = start + len(name)
    if name in CODES:
        return _scaled(text, FoundCurrency(CODES[name], end), number)
    currency = currency_named(name)
    if currency and not _counts_others(text, name, end, number):
        return FoundCurrency(currency, end)
    if name in _MILLIONS_OF:
        return FoundCurrency(_MILLIONS_OF[name], end, SUFFIXES["m"])
    change = change_named(name)
    if change is None or not change.alone or (len(name) == 1 and start > number.end):
        return None  # "5 p m", "section 4 c"
    return FoundCurrency(change.code, end, 1 / change.parts)


def _counts_others(text: str, name: str, end: int, number: Number) -> bool:
    """Tell whether a currency's name counts other things here: "two crowns", "five pounds of flour"."""
    if name in _POUNDS:
        return _WEIGHED.match(text, end) is not None
    return name in FROM_A_HUNDRED and number.value < HUNDRED


def _sign_after(text: str, match: re.Match[str], number: Number) -> FoundCurrency | None:
    symbol = match.group("sign")
    if SYMBOLS[symbol] == "cent":
        return FoundCurrency(CHANGE[symbol].code, match.end(), _CENT)
    following = text[match.end() : match.end() + 1]
    if following.isdigit() or (match.start("sign") > number.end and following.strip()):
        return None  # the sign of the next sum
    return _scaled(text, FoundCurrency(SYMBOLS[symbol], match.end()), number)


def _scaled(text: str, currency: FoundCurrency, number: Number) -> FoundCurrency:
    """Read the scale in "75 USD million"."""
    match = _SCALE_AFTER.match(text, currency.position)
    if match is None or number.value >= SCALES["thousand"]:
        return currency
    scale = match.group("scale")
    return replace(currency, position=match.end(), factor=SCALES.get(scale) or SUFFIXES[scale])


def told_after(text: str, number: Number, before: FoundCurrency) -> FoundCurrency | None:
    """Find the code or name after a sum that tells which of its sign's currencies is meant ("$5 CAD")."""
    meant = ALSO_MEANT.get(before.sign)
    if meant is None or text[number.end : number.end + 1] not in _GOES_ON:
        return None
    after = currency_after(text, number.end, number)
    return after if after and after.factor == 1 and not after.sign and after.code in meant else None
