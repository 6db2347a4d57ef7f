"""Numbers in words and digits."""

import re
from dataclasses import dataclass

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
}  # fmt: skip
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "grand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_VAGUE = {"couple": 2, "few": 3, "dozen": 12, "dozens": 24}
_SMALL = _ONES | _TEENS | _TENS
_HUNDRED = 100
_THOUSAND = 1_000
_TWO_DIGITS = 10
_TEENS_AND_UP = 20

_TOKEN = re.compile(r"\$?\d[\d,]*(?:\.\d+)?(?:k\b|m\b|st\b|nd\b|rd\b|th\b)?|[a-z]+(?:'[a-z]+)?|[^\sa-z\d]")
_ANY_NUMBER = re.compile(rf"\d|\b(?:{'|'.join([*_SMALL, *_SCALES, *_VAGUE])})\b")
_NOT_COUNTED_BEFORE_ONE = frozenset((
    "that", "this", "which", "the", "no", "any", "every", "each", "another", "other", "good", "last", "next",
    "first", "right", "wrong", "new", "old", "some", "only", "same", "your", "my", "our", "their", "big",
    "real", "whole", "for", "to",
))  # fmt: skip
_NOT_COUNTED_AFTER_ONE = frozenset((
    "of", "thing", "who", "that", "is", "was", "we", "i", "you", "they", "more", "another", "to", "on", "in",
    "for", "it", "at", "with",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """One number: characters ``start`` up to ``end`` of the text, and its value."""

    start: int
    end: int
    value: float
    vague: bool = False
    ordinal: bool = False
    money: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str


def find_numbers(text: str) -> tuple[Number, ...]:
    """Find the numbers in normalised text, in order.

    "twenty five", "a hundred and twenty", "450", "1,200", "11k", "three point five", "a couple",
    "half a dozen", "two thousand and eleven" are one number each; "eight ten" is two.
    """
    if not _ANY_NUMBER.search(text):
        return ()
    tokens = [_Token(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text)]
    numbers: list[Number] = []
    index = 0
    while index < len(tokens):
        number, used = _number_at(tokens, index)
        if number is None:
            index += 1
            continue
        numbers.append(number)
        index += used
    return tuple(numbers)


def _number_at(tokens: list[_Token], index: int) -> tuple[Number | None, int]:
    token = tokens[index]
    if token.text[0].isdecimal() or token.text[0] == "$":
        return _digits_at(tokens, index)
    if token.text in _SMALL or token.text == "hundred":
        return _words_at(tokens, index)
    if token.text in {"a", "an", "half", "couple", "few", "dozen", "dozens"}:
        return _vague_at(tokens, index)
    return None, 1


def _digits_at(tokens: list[_Token], index: int) -> tuple[Number | None, int]:
    token = tokens[index]
    text = token.text
    money = text.startswith("$")
    ordinal = text.endswith(("st", "nd", "rd", "th"))
    body = text.strip("$").rstrip("kmstndrh").replace(",", "")
    if not body:
        return None, 1
    value = float(body)
    if text.endswith("k"):
        value *= _THOUSAND
    elif text.endswith("m") and not ordinal:
        value *= _SCALES["million"]
    used, end = 1, token.end
    following = _text(tokens, index + 1)
    if following in _SCALES and not ordinal:
        value *= _SCALES[following]
        used, end = 2, tokens[index + 1].end
    elif following == "k" and tokens[index + 1].start <= token.end + 1:
        value *= _THOUSAND
        used, end = 2, tokens[index + 1].end
    return Number(token.start, end, value, ordinal=ordinal, money=money), used


def _words_at(tokens: list[_Token], index: int) -> tuple[Number | None, int]:
    if tokens[index].text == "one" and not _one_counts(tokens, index):
        return None, 1
    total, current, position = 0.0, 0.0, index
    last = ""
    while position < len(tokens):
        word = tokens[position].text
        if last in _ONES and word in _TENS and current == _ONES[last] > 0:
            current = current * _HUNDRED + _TENS[word]  # "four fifty" is 450
        elif word in _SMALL and _continues(last, word):
            current += _SMALL[word]
        elif word in _SCALES and last != "and":
            factor = _SCALES[word]
            if factor == _HUNDRED:
                current = max(current, 1) * factor
            else:
                total, current = total + max(current, 1) * factor, 0.0
        elif word == "-" and _hyphenates(last, _text(tokens, position + 1)):
            position += 1
            continue
        elif word == "and" and last in _SCALES and _text(tokens, position + 1) in _SMALL:
            pass
        else:
            break
        last = word
        position += 1
    value = total + current
    value, position = _decimals(tokens, position, value)
    end = tokens[position - 1].end
    return Number(tokens[index].start, end, value), position - index


def _continues(last: str, word: str) -> bool:
    """Tell whether a small number word extends the number so far ("twenty five") or starts another."""
    if last == "" or last in _SCALES or last == "and":
        return True
    return last in _TENS and word in _ONES and _ONES[word] > 0


def _hyphenates(last: str, following: str) -> bool:
    """Tell whether a hyphen joins two number words ("twenty-five", "two-thousand")."""
    return (last in _TENS and following in _ONES) or (last in _SMALL and following in _SCALES)


def _decimals(tokens: list[_Token], position: int, value: float) -> tuple[float, int]:
    if _text(tokens, position) != "point" or _text(tokens, position + 1) not in _ONES:
        return value, position
    position += 1
    digits = ""
    while _text(tokens, position) in _ONES:
        digits += str(_ONES[tokens[position].text])
        position += 1
    return value + float(f"0.{digits}"), position


def _one_counts(tokens: list[_Token], index: int) -> bool:
    before = tokens[index - 1].text if index else ""
    after = _text(tokens, index + 1)
    if after in _SCALES or after == "point":
        return True
    return before not in _NOT_COUNTED_BEFORE_ONE and after not in _NOT_COUNTED_AFTER_ONE and after.isalpha()


def _vague_at(tokens: list[_Token], index: int) -> tuple[Number | None, int]:
    word, following = tokens[index].text, _text(tokens, index + 1)
    start = tokens[index].start
    if word in {"a", "an"}:
        if following in _SCALES:
            number, used = _words_at(tokens, index + 1)
            return (None, 1) if number is None else (Number(start, number.end, number.value), used + 1)
        if following in {"couple", "few", "dozen"}:
            number, used = _vague_at(tokens, index + 1)
            return (
                (None, 1)
                if number is None
                else (Number(start, number.end, number.value, vague=True), used + 1)
            )
        return None, 1
    if word == "half":
        if following == "a" and _text(tokens, index + 2) == "dozen":
            return Number(start, tokens[index + 2].end, 6), 3
        return None, 1
    value: float = _VAGUE[word]
    used, end = 1, tokens[index].end
    if following == "of" and _text(tokens, index + 2) in _SCALES:
        following = _text(tokens, index + 2)
        used += 1
    if following in _SCALES:
        value *= _SCALES[following]
        used += 1
        end = tokens[index + used - 1].end
    return Number(start, end, value, vague=True), used


def _text(tokens: list[_Token], index: int) -> str:
    return tokens[index].text if 0 <= index < len(tokens) else ""
