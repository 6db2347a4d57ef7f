"""Numbers in words and digits: a small grammar over tokens.

A number is a cardinal ("two hundred and six", "4 thousand 3 hundred", "2.5 million", "three dozen"),
with a fraction after it ("and a half"), divided ("three fifths", "1/4", "one in five"), or an ordinal
("twenty-first", "42nd"); "minus" turns its sign.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aftercall.language.cardinals import MINUS, ZERO_WORDS, Reading, read_cardinal, token_at
from aftercall.language.number_words import (
    DENOMINATORS,
    DOZENS,
    NOTHING,
    ORDINALS,
    SCALES,
    SMALL,
    TEENS,
    TENS,
    VULGAR,
    Token,
    tokenise,
)
from aftercall.language.spoken_fractions import read_of_scale, read_part, read_with_fraction

_VAGUE = {"couple": 2, "pair": 2, "few": 3}
_DIGITS = re.compile(rf"[\d{''.join(VULGAR)}]")
_LETTERS = re.compile(r"[a-z]+")
_NUMBER_WORDS = frozenset((*SMALL, *SCALES, *_VAGUE, *DOZENS, *ORDINALS, *DENOMINATORS, *ZERO_WORDS))
# "thousands of them" and "a grand plan" are no numbers.
_BARE_SCALES = frozenset(word for word in SCALES if not word.endswith("s")) - {"grand"}
_STARTS = frozenset((
    *SMALL, *_BARE_SCALES, *_VAGUE, *ZERO_WORDS, *DOZENS, *ORDINALS, "a", "an", "half", "quarter",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """One number: characters ``start`` up to ``end`` of the text, and its value.

    ``fraction`` marks a part of something in words or with a stroke ("half", "three fifths", "3/4").
    """

    start: int
    end: int
    value: float
    vague: bool = False
    ordinal: bool = False
    fraction: bool = False


def find_numbers(text: str) -> tuple[Number, ...]:
    """Find the numbers in normalised text, in order.

    "twenty five", "a hundred and twenty", "450", "1,200", "11k", "three point five", "a couple",
    "half a dozen", "two thousand and eleven" are one number each; "eight ten" is two.
    """
    if _NUMBER_WORDS.isdisjoint(_LETTERS.findall(text)) and not _DIGITS.search(text):
        return ()
    tokens = tokenise(text)
    numbers: list[Number] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        may_begin = (
            token.value is not None or token.text in _STARTS or token.text in MINUS or token.text == "-"
        )
        read, first = _signed(tokens, index) if may_begin else (None, index)
        if read is None:
            index += 1
            continue
        numbers.append(
            Number(
                tokens[first].start, tokens[read.stop - 1].end, read.value, read.vague, read.ordinal,
                read.fraction,
            )
        )  # fmt: skip
        index = read.stop
    return tuple(numbers)


def _signed(tokens: Sequence[Token], index: int) -> tuple[Reading | None, int]:
    if not _is_minus(tokens, index):
        return _number(tokens, index), index
    read = _number(tokens, index + 1)
    if read is None or read.ordinal:
        return None, index
    return Reading(-read.value, read.stop, read.scale, read.vague, fraction=read.fraction), index


def _is_minus(tokens: Sequence[Token], index: int) -> bool:
    token, following, before = tokens[index], token_at(tokens, index + 1), token_at(tokens, index - 1)
    if token.text in MINUS:
        return True
    if token.text != "-" or following.value is None or following.ordinal:
        return False
    if before is NOTHING:
        return True
    return following.start == token.end and before.end < token.start and before.value is None


def _number(tokens: Sequence[Token], index: int) -> Reading | None:
    token = tokens[index]
    if token.value is None and token.text not in _STARTS:
        return None
    if token.ordinal:
        return Reading(token.value or 0, index + 1, ordinal=True)
    if token.value is not None and token_at(tokens, index + 1).text in {"th", "nd"}:
        return Reading(token.value, index + 2, ordinal=True)
    read = read_part(tokens, index) or _vague(tokens, index) or read_cardinal(tokens, index)
    if read is None:
        return _ordinal_word(tokens, index)
    if read.fraction:
        return read_of_scale(tokens, read)
    return _ordinal_after(tokens, index, read) or read_with_fraction(tokens, read)


def _vague(tokens: Sequence[Token], index: int) -> Reading | None:
    if tokens[index].text in {"a", "an"}:
        index += 1
    word = token_at(tokens, index).text
    if word in DOZENS:
        return Reading(24 if word == "dozens" else 12, index + 1, vague=word == "dozens")
    if word not in _VAGUE or (word == "pair" and token_at(tokens, index - 1).text != "a"):
        return None
    value, stop = float(_VAGUE[word]), index + 1
    if token_at(tokens, stop).text == "of" and token_at(tokens, stop + 1).text in SCALES:
        stop += 1
    if token_at(tokens, stop).text in SCALES:
        value, stop = value * SCALES[tokens[stop].text], stop + 1
    return Reading(value, stop, vague=True)


def _ordinal_word(tokens: Sequence[Token], index: int) -> Reading | None:
    word, before = tokens[index].text, token_at(tokens, index - 1)
    if word not in ORDINALS or (word == "second" and before.text in {"a", "per", "one", "this", "every"}):
        return None
    return Reading(ORDINALS[word], index + 1, ordinal=True)


def _ordinal_after(tokens: Sequence[Token], index: int, read: Reading) -> Reading | None:
    """Read an ordinal that ends a number: "twenty-first", "two hundred and sixth", "two hundredth"."""
    position = read.stop
    if token_at(tokens, position).text in {"-", "and"}:
        position += 1
    word, last = token_at(tokens, position).text, tokens[read.stop - 1].text
    value = ORDINALS.get(word)
    if value is None or tokens[index].text in {"a", "an"}:
        return None
    fits = (last in TENS and value < TEENS["ten"]) or (last in SCALES and value < SCALES[last])
    if not fits or token_at(tokens, position - 1).text == "and" != tokens[read.stop].text:
        return None
    return Reading(read.value + value, position + 1, ordinal=True)
