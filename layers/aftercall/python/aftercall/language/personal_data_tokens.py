"""The words of a turn as the tagger of personal data sees them, and what of them it counts.

Each feature is a name; the tagger hashes it to a weight. Features are grouped by what they depend on
(one word, two neighbours, three classes, the whole turn), so that each group's sum can be remembered.
"""

import json
import pkgutil
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

TAGS = ("O", "PERSON", "ADDRESS", "NUMBER", "EMAIL", "CONTEXT")
OFFSETS = (-3, -2, -1, 0, 1, 2, 3)
REACH = 3

_PLAIN = r"[^\W\d_]+(?:['\u2019](?![sS]\b)[^\W\d_]+)*|\d+|[^\w\s]|_|\n"
_TOKEN = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
    r"|(?P<link>(?:https?://|www\.)[^\s<>\"]+)"
    rf"|{_PLAIN}"
)
_PLAIN_TOKEN = re.compile(_PLAIN)
_MARKS_OF_ADDRESSES = ("@", "://", "www.")
STREETS = frozenset((
    "street", "st", "avenue", "ave", "road", "rd", "boulevard", "blvd", "lane", "ln", "drive", "dr",
    "court", "ct", "way", "place", "pl", "parkway", "pkwy", "highway", "hwy", "square", "terrace",
    "circle", "suite", "apt", "apartment", "unit", "nagar", "colony", "box",
))  # fmt: skip
CUES = frozenset((
    "name", "names", "called", "ssn", "social", "security", "card", "account", "number", "no", "id",
    "password", "pin", "zip", "code", "city", "address", "otp", "zl", "ph", "phn", "email", "mail",
    "phone", "mobile", "contact", "cell", "call", "policy", "claim", "confirmation", "booking", "order",
    "driver", "digits", "last", "dollars", "dollar", "percent", "am", "pm", "large", "size", "year",
    "years", "minutes", "hours", "gb", "mb", "spelled",
))  # fmt: skip
_TIMES = frozenset((
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
    "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "fifteenth", "twentieth", "thirtieth", "noon", "midnight", "eastern",
    "central", "mountain", "pacific",
))  # fmt: skip
_LONGEST_AFFIX = 4
_LONGEST_DIGITS = 9
_SHORT_WORD = 2
_SIZES = (1, 2, 3, 4, 6, 9, 14, 24)
_ENDS = frozenset(".?!")


class Word(NamedTuple):
    """A word as it counts: ``text`` in lower case (numbers by their length) and its ``shape``."""

    text: str
    shape: str


_EDGE = Word("<edge>", "<edge>")


def tokens_of(text: str) -> list[tuple[int, int]]:
    """Give the start and end of each word, number, mark and line break of a text."""
    addressed = any(mark in text for mark in _MARKS_OF_ADDRESSES)
    return [match.span() for match in (_TOKEN if addressed else _PLAIN_TOKEN).finditer(text)]


def words_of(tokens: Sequence[str]) -> list[Word]:
    """Describe each token; where the text has no capitals, their absence says nothing."""
    has_case = any(token[:1].isupper() and token not in {"I", "A"} for token in tokens)
    return list(map(_word_with_case if has_case else _word_without_case, tokens))


# One cache each: a single argument is looked up twice as fast as two.
@lru_cache(maxsize=20_000)
def _word_with_case(token: str) -> Word:
    return _word(token, has_case=True)


@lru_cache(maxsize=20_000)
def _word_without_case(token: str) -> Word:
    return _word(token, has_case=False)


def _word(token: str, *, has_case: bool) -> Word:
    if "@" in token and len(token) > 1:
        return Word("<email>", "<email>")
    if "://" in token or token[:4].lower() == "www.":
        return Word("<link>", "<link>")
    if token[0].isdigit():
        length = f"<{min(len(token), _LONGEST_DIGITS)}>"
        return Word(length, length)
    if not token[0].isalpha():
        return Word(token, token)
    text = token.lower().replace("\u2019", "'")
    return Word(text, f"{_kind(text)} {_case(token) if has_case else '-'}")


def telling_places(words: Sequence[Word]) -> list[int]:
    """Give the places of words that may be personal data: no everyday words in small letters.

    Where a turn has no capitals, the neighbours of such words may be, too ("44 mill road").
    """
    shapes = [word.shape for word in words]
    telling = [
        tells is True or (tells is None and place > 0 and words[place - 1].text not in _ENDS)
        for place, tells in enumerate(map(_tells, shapes))
    ]
    if any(shape.endswith(("X", "Xx")) for shape in shapes):
        return [place for place, tells in enumerate(telling) if tells]
    return [place for place in range(len(words)) if any(telling[max(place - 1, 0) : place + 2])]


@lru_cache(maxsize=1024)
def _tells(shape: str) -> bool | None:
    """Tell by its shape whether a word may be personal data; ``None`` for an everyday one with a capital.

    That one may be, unless a sentence begins with it.
    """
    kind, blank, case = shape.rpartition(" ")
    if not blank:
        return shape.startswith("<") and shape[1:2].isdigit()
    if kind in {"common ", "letter"}:
        return None if case in {"Xx", "XX"} else False
    return not (case == "x" and kind.startswith("common"))


def word_names(word: Word, offset: int) -> list[str]:
    """Give what a word counts for the word ``-offset`` places from it."""
    names = [f"w{offset}:{word.text}", f"k{offset}:{word.shape}"]
    if offset == 0 and word.text[0].isalpha():
        names.extend(f"a:{word.text[:size]}" for size in range(1, _LONGEST_AFFIX + 1))
        names.extend(f"z:{word.text[-size:]}" for size in range(1, _LONGEST_AFFIX + 1))
        names.append(f"l:{min(len(word.text), _LONGEST_DIGITS)}")
    if offset in {-1, 1} and word.text[0].isalpha():
        names.append(f"z{offset}:{word.text[-3:]}")
    return names


def pair_names(left: Word, right: Word, position: int) -> list[str]:
    """Give what two neighbours count for the word ``-position`` places from the left one."""
    names = [f"p{position}:{left.text} {right.text}", f"q{position}:{left.text} {right.shape}"]
    return [*names, f"r{position}:{left.shape} {right.text}", f"s{position}:{left.shape} {right.shape}"]


def triple_names(left: str, shape: str, right: str) -> list[str]:
    """Give what three neighbours' shapes count for the middle one."""
    return [f"t:{left}|{shape}|{right}"]


def turn_names(shape: str, cue: str) -> list[str]:
    """Give what a cue anywhere in the turn counts for a word of this shape."""
    return [f"u:{cue}|{shape}"]


def cues_of(words: Sequence[Word]) -> list[str]:
    """Name the turn's cues, the first of them, and how long the turn is."""
    cues = list(dict.fromkeys(word.text for word in words if word.text in CUES))
    size = sum(1 for limit in _SIZES if len(words) > limit)
    return [*cues[:4], f"size {size}"]


def framed(words: Sequence[Word]) -> list[Word]:
    """Put the turn's edges around its words, as far as the features reach."""
    return [_EDGE] * REACH + list(words) + [_EDGE] * REACH


def all_names(words: Sequence[Word]) -> Iterable[list[str]]:
    """Give every word's features: what training counts."""
    padded, cues = framed(words), cues_of(words)
    for place, word in enumerate(words, start=REACH):
        names = [name for offset in OFFSETS for name in word_names(padded[place + offset], offset)]
        near = padded[place - 2 : place + 3]
        for position, (left, right) in enumerate(pairwise(near), start=-2):
            names.extend(pair_names(left, right, position))
        names.extend(triple_names(padded[place - 1].shape, word.shape, padded[place + 1].shape))
        for cue in cues:
            names.extend(turn_names(word.shape, cue))
        yield names


@cache
def _names() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Give common given names, common family names, and less common names of either kind."""
    content = json.loads(pkgutil.get_data("aftercall.language", "models/person_names.json") or b"{}")
    return frozenset(content["given"]), frozenset(content["family"]), frozenset(content["further"])


def is_common(text: str) -> bool:
    """Tell whether a word in small letters is an everyday word."""
    return text in _common() or text.partition("'")[0] in _common() or text in _TIMES


def is_rare_name(token: str) -> bool:
    """Tell whether a word is a listed name and no everyday word."""
    text = token.lower()
    return any(text in names for names in _names()) and not is_common(text)


def _kind(text: str) -> str:
    if text in STREETS:
        return "street"
    if text in _TIMES:
        return "time"
    given, family, further = _names()
    listed = ("g" if text in given else "") + ("f" if text in family else "") or ("r" * (text in further))
    if is_common(text):
        return f"common {listed}"
    listed += _place_or_product(text)
    return listed or ("letter" if len(text) == 1 else "unknown")


def is_state_code(token: str) -> bool:
    """Tell whether a token abbreviates a state ("ny"); everyday words among those are no such ones."""
    return token.lower() in _places_and_products()[-1][1]


def _place_or_product(text: str) -> str:
    return next((mark for mark, words in _places_and_products() if text in words), "")


@cache
def _places_and_products() -> tuple[tuple[str, frozenset[str]], ...]:
    """Give each list of words that name places and products, and the mark of its kind."""
    content = json.loads(
        pkgutil.get_data("aftercall.language", "models/place_and_product_words.json") or b"{}"
    )
    lists = (("S", "states"), ("C", "cities"), ("M", "products"), ("s", "state_codes"))
    return tuple((mark, frozenset(content[name])) for mark, name in lists)


@cache
def _common() -> frozenset[str]:
    content = pkgutil.get_data("aftercall.language", "models/common_words.txt") or b""
    return frozenset(content.decode().split())


def _case(token: str) -> str:
    if token[0].islower():
        return "x"
    if len(token) <= _SHORT_WORD:
        return "X"
    return "XX" if token.isupper() else "Xx"
