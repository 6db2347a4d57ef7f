"""Cardinal numbers: "two hundred and six", "4 thousand 3 hundred", "2.5 million", "three dozen"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aftercall.language.number_words import (
    DENOMINATORS,
    DOZENS,
    HUNDRED,
    NOTHING,
    ONES,
    ORDINALS,
    SCALES,
    SMALL,
    SUFFIXES,
    TEENS,
    TENS,
    THOUSAND,
    VULGAR,
    Token,
)

ZERO_WORDS: Final = {"nil": 0}
MINUS: Final = frozenset({"minus", "negative"})
ENDS: Final = frozenset({"", ".", ",", "?", "!", ";"})
_DIGIT_WORDS = ONES | {"oh": 0}
_SPELLED_DIGITS = 4
_LONGEST_SPELLED = 20
_NOT_COUNTED_BEFORE_ONE = frozenset((
    "that", "this", "which", "the", "no", "any", "every", "each", "another", "other", "good", "last", "next",
    "first", "right", "wrong", "new", "old", "some", "only", "same", "your", "my", "our", "their", "big",
    "real", "whole", "for", "to",
))  # fmt: skip
_NOT_COUNTED_AFTER_ONE = frozenset((
    "of", "thing", "who", "that", "is", "was", "we", "i", "you", "they", "more", "another", "to", "on", "in",
    "for", "it", "at", "with", "before", "after",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A value, and the position after its last token; ``scale`` is the last scale word's."""

    value: float
    stop: int
    scale: float = 1
    vague: bool = False
    ordinal: bool = False
    fraction: bool = False


def token_at(tokens: Sequence[Token], index: int) -> Token:
    """Give the token at a position; one without text outside of the list."""
    return tokens[index] if 0 <= index < len(tokens) else NOTHING


def read_cardinal(tokens: Sequence[Token], index: int) -> Reading | None:
    """Read the cardinal number that begins at a position, with its decimals and multiplier."""
    token = token_at(tokens, index)
    if token.text in {"a", "an"} and token_at(tokens, index + 1).text in SCALES:
        index, token = index + 1, tokens[index + 1]
    if token.text in ZERO_WORDS:
        return Reading(0, index + 1) if len(tokens) == 1 else None
    if token.text == "one" and not _one_counts(tokens, index):
        return None
    read = _spelled_digits(tokens, index)
    if read is None:
        whole = _whole(tokens, index)
        read = _multiplied(tokens, _decimals(tokens, whole)) if whole else None
    return read


def _multiplied(tokens: Sequence[Token], read: Reading) -> Reading:
    multiplier = token_at(tokens, read.stop)
    if multiplier.text in DOZENS:
        return Reading(read.value * 12, read.stop + 1)
    in_digits = token_at(tokens, read.stop - 1).value is not None
    if (in_digits and multiplier.text in {"k", "m", "mm", "mn"}) or _thousands(tokens, read):
        return Reading(read.value * SUFFIXES[multiplier.text], read.stop + 1)
    return read


def _thousands(tokens: Sequence[Token], read: Reading) -> bool:
    """Tell whether "k" after words means thousands ("fifty k"), and is no letter that is spelled."""
    following = token_at(tokens, read.stop + 1)
    return (
        token_at(tokens, read.stop).text == "k"
        and 0 < read.value < THOUSAND
        and following.value is None
        and (len(following.text) != 1 or following.text in ENDS or following.text in {"a", "i"})
    )


def _whole(tokens: Sequence[Token], index: int) -> Reading | None:
    total = current = 0.0
    scale, last, position = 1.0, NOTHING, index
    while position < len(tokens):
        token = tokens[position]
        factor = SCALES.get(token.text)
        value = SMALL.get(token.text) if token.value is None else token.value
        if last.text in ONES and token.text in TENS and 0 < current == ONES[last.text]:
            if (
                token_at(tokens, position + (2 if token_at(tokens, position + 1).text == "-" else 1)).text
                in ORDINALS
            ):
                break  # one twenty-fifth
            current = current * HUNDRED + TENS[token.text]  # "four fifty" is 450
        elif factor == HUNDRED <= current:
            break
        elif factor is not None and not token.ordinal and last.text != "and":
            total, current, scale = _scaled(total, current, factor)
        elif value is not None and not token.ordinal and _continues(tokens, position, last, value, scale):
            current += value
        elif not _joins(tokens, position, last, scale):
            break
        last = token
        position += 1
    if position == index:
        return None
    return Reading(total + current, position, scale if last.text in SCALES else 1)


def _scaled(total: float, current: float, factor: int) -> tuple[float, float, float]:
    """Give total, current section and scale after a scale word."""
    if factor == HUNDRED:
        return total, (current or 1) * factor, factor
    if 0 < total < factor:  # three thousand million, three lakh crore
        return (total + current) * factor, 0.0, factor
    return total + (current or 1) * factor, 0.0, factor


def _continues(tokens: Sequence[Token], position: int, last: Token, value: float, scale: float) -> bool:
    """Tell whether a number extends the one so far ("twenty five") or starts another ("eight ten")."""
    if last is NOTHING:
        return True
    if tokens[position].text in VULGAR:
        return False
    if last.text in SCALES or last.text in {"and", ","}:
        return 0 < value < max(scale, HUNDRED)
    if last.text == "-":
        last = token_at(tokens, position - 2)
    return last.text in TENS and tokens[position].text in ONES and value > 0


def _joins(tokens: Sequence[Token], position: int, last: Token, scale: float) -> bool:
    """Tell whether "and" or a hyphen holds two parts of one number together."""
    word, following = tokens[position].text, token_at(tokens, position + 1)
    if word == "-":
        return (last.text in TENS and following.text in ONES) or (
            (last.text in SMALL or last.value is not None) and following.text in SCALES
        )
    if word == ",":  # one million, two hundred thousand
        return (
            scale >= THOUSAND
            and last.text in SCALES
            and following.text in SMALL
            and SCALES.get(token_at(tokens, position + 2).text, scale) < scale
        )
    if word != "and" or last.text not in SCALES or following.ordinal:
        return False
    value = SMALL.get(following.text) if following.value is None else following.value
    if value is None or not 0 < value < scale or value != int(value):
        return False
    after = token_at(tokens, position + 2).text
    if after == "/" or after in DENOMINATORS:
        return False
    return not (scale == HUNDRED and after in {"hundred", "hundreds"})


def _decimals(tokens: Sequence[Token], read: Reading) -> Reading:
    """Read "point five", "point nought four", "point seventy-one", and a scale word after it."""
    position = read.stop + 1
    if token_at(tokens, read.stop).text != "point":
        return read
    token, digits = token_at(tokens, position), ""
    while token.text in _DIGIT_WORDS or (token.value is not None and token.text.isdigit()):
        digits += str(_DIGIT_WORDS[token.text]) if token.value is None else token.text
        position += 1
        token = token_at(tokens, position)
    if not digits and (token.text in TENS or token.text in TEENS):
        whole = _whole(tokens, position)
        if whole is not None and whole.value < HUNDRED:
            digits, position = str(int(whole.value)), whole.stop
    if not digits:
        return read
    value = round(read.value + float(f"0.{digits[:15]}"), len(digits[:15]))
    factor = SCALES.get(token_at(tokens, position).text)
    return Reading(value, position) if factor is None else Reading(value * factor, position + 1, factor)


def _spelled_digits(tokens: Sequence[Token], index: int) -> Reading | None:
    """Read a number given digit by digit ("two zero two five")."""
    position = index
    while position - index < _LONGEST_SPELLED and token_at(tokens, position).text in _DIGIT_WORDS:
        position += 1
    if position - index < _SPELLED_DIGITS:
        return None
    digits = "".join(str(_DIGIT_WORDS[token.text]) for token in tokens[index:position])
    return Reading(float(digits[:15]), position)


def _one_counts(tokens: Sequence[Token], index: int) -> bool:
    before, after = token_at(tokens, index - 1).text, token_at(tokens, index + 1).text
    if after in SCALES or after in DENOMINATORS or after in {"point", "-", "over", "hundredth"}:
        return True
    if after in ENDS:
        return before in ENDS or before in MINUS
    if after == "in":
        return token_at(tokens, index + 2).text in SMALL or token_at(tokens, index + 2).value is not None
    return before not in _NOT_COUNTED_BEFORE_ONE and after not in _NOT_COUNTED_AFTER_ONE and after.isalpha()
