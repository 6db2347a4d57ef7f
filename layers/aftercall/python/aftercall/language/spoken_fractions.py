"""Fractions: "half", "three fifths", "2 1/4", "five and a half million", "one in twenty"."""

from collections.abc import Sequence
from typing import Final

from aftercall.language.cardinals import ENDS, Reading, read_cardinal, token_at
from aftercall.language.number_words import (
    DENOMINATORS,
    DOZENS,
    HUNDRED,
    SCALES,
    SMALL,
    TENS,
    THOUSAND,
    VULGAR,
    Token,
)

_HYPHENED_HALF: Final = ("-", "and", "-", "a", "-", "half")
_DIVISORS: Final = frozenset((*range(2, 11), 12, 16, 20, 32, 64, 100))
_TIME_UNITS = frozenset((
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month",
    "months", "quarters", "year", "years",
))  # fmt: skip


def read_part(tokens: Sequence[Token], index: int) -> Reading | None:
    """Read a fraction that stands alone: "half", "a fifth", "a quarter of", "quarter million", "⅔", "3/4"."""
    token = tokens[index]
    if token.text in VULGAR:
        return Reading(VULGAR[token.text], index + 1, fraction=True)
    if token.value is not None:
        divided = _stroke(tokens, index)
        return None if divided is None else Reading(divided, index + 3, fraction=True)
    if token.text == "half":
        return _half(tokens, index)
    if token.text == "quarter":
        counts = token_at(tokens, index + 1).text in SCALES
        return Reading(1 / DENOMINATORS["quarter"], index + 1, fraction=True) if counts else None
    below = token_at(tokens, index + 1).text
    if token.text not in {"a", "an"} or below not in DENOMINATORS or not _stands_alone(tokens, index):
        return None
    return Reading(1 / DENOMINATORS[below], index + 2, fraction=True)


def _half(tokens: Sequence[Token], index: int) -> Reading | None:
    following = token_at(tokens, index + 1).text
    if following == "a" and token_at(tokens, index + 2).text in DOZENS:
        return Reading(6, index + 3)
    return None if following in {"past", "way"} else Reading(0.5, index + 1, fraction=True)


def _stands_alone(tokens: Sequence[Token], index: int) -> bool:
    """Tell "a third" and "a third of them" from "a third option" and "once a quarter"."""
    below, after = token_at(tokens, index + 1).text, token_at(tokens, index + 2).text
    if below == "half" or after == "of" or after in SCALES:
        return True
    if below == "quarter":
        return token_at(tokens, index - 1).text == "and"
    return after in ENDS


def _stroke(tokens: Sequence[Token], index: int) -> float | None:
    above, stroke, below = tokens[index], token_at(tokens, index + 1), token_at(tokens, index + 2)
    if stroke.text != "/" or stroke.start != above.end or below.start != stroke.end:
        return None
    if above.value is None or below.value is None or below.value not in _DIVISORS:
        return None
    if not 0 < above.value < below.value:
        return None
    return None if token_at(tokens, index + 3).text == "/" else above.value / below.value


def read_of_scale(tokens: Sequence[Token], read: Reading) -> Reading:
    """Read "half a million", "two thirds of a million", "quarter million"."""
    position = read.stop
    if token_at(tokens, position).text == "of":
        position += 1
    if token_at(tokens, position).text in {"a", "an"}:
        position += 1
    scale = token_at(tokens, position).text
    if scale not in SCALES:
        return read
    return Reading(read.value * SCALES[scale], position + 1, SCALES[scale], fraction=False)


def read_with_fraction(tokens: Sequence[Token], read: Reading) -> Reading:
    """Read what divides a number or comes on top of it: "fifths", "and a half", "1/4", "in ten"."""
    token, following = token_at(tokens, read.stop), token_at(tokens, read.stop + 1)
    if token.text in VULGAR or (
        token.value is not None and token_at(tokens, read.stop - 1).value is not None
    ):
        part = read_part(tokens, read.stop)
        return read if part is None else read_of_scale(tokens, Reading(read.value + part.value, part.stop))
    if token.text == "and":
        return _and_fraction(tokens, read)
    if (
        token.text == "-"
        and tuple(each.text for each in tokens[read.stop : read.stop + len(_HYPHENED_HALF)]) == _HYPHENED_HALF
    ):
        half = Reading(read.value + 1 / 2, read.stop + len(_HYPHENED_HALF))
        scale = token_at(tokens, half.stop + 1).text if token_at(tokens, half.stop).text == "-" else ""
        return Reading(half.value * SCALES[scale], half.stop + 2, SCALES[scale]) if scale in SCALES else half
    if token.text in {"over", "in"} or (token.text == "out" and following.text == "of"):
        return _ratio(tokens, read, read.stop + (2 if token.text == "out" else 1))
    below = _denominator(tokens, read)
    if below is None:
        return read
    return read_of_scale(tokens, Reading(read.value / below.value, below.stop, fraction=True))


def _and_fraction(tokens: Sequence[Token], read: Reading) -> Reading:
    position = read.stop + 1
    part = read_part(tokens, position) if position < len(tokens) else None
    if part is None or not part.fraction:
        above = read_cardinal(tokens, position) if token_at(tokens, position).text in SMALL else None
        below = _denominator(tokens, above) if above else None
        if above is None or below is None:
            return read
        part = Reading(above.value / below.value, below.stop)
    scale = token_at(tokens, part.stop).text
    if scale in SCALES:  # five and a half million
        return Reading((read.value + part.value) * SCALES[scale], part.stop + 1, SCALES[scale])
    # two million and one half: half a million
    return Reading(read.value + part.value * (read.scale if read.scale > HUNDRED else 1), part.stop)


def _denominator(tokens: Sequence[Token], above: Reading) -> Reading | None:
    position = above.stop + (1 if token_at(tokens, above.stop).text == "-" else 0)
    word = token_at(tokens, position).text
    tens = TENS.get(word, 0)
    if tens:
        position += 2 if token_at(tokens, position + 1).text == "-" else 1
        word = token_at(tokens, position).text
    if word not in DENOMINATORS or (word in {"quarter", "quarters"} and _counts_quarters(tokens, position)):
        return None
    if word.endswith("s") or above.value == 1:
        return Reading(tens + DENOMINATORS[word], position + 1)
    return None


def _counts_quarters(tokens: Sequence[Token], position: int) -> bool:
    before, after = token_at(tokens, position - 2).text, token_at(tokens, position + 1).text
    return before in {"last", "next", "past", "upcoming", "in", "for"} or after in {"ago", "from", "later"}


def _ratio(tokens: Sequence[Token], read: Reading, position: int) -> Reading:
    below = read_cardinal(tokens, position) if position < len(tokens) else None
    joining = tokens[read.stop].text
    if below is None or not 0 < read.value < below.value or read.value != int(read.value):
        return read
    if token_at(tokens, below.stop).text in _TIME_UNITS or (joining == "in" and read.value != 1):
        return read
    if joining == "in" and below.value > THOUSAND:
        return read
    return Reading(read.value / below.value, below.stop, fraction=True)
