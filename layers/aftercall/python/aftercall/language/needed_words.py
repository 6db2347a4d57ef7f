"""How the words begin of which a pattern needs one, read from the pattern itself.

A text in which no word begins so cannot match, and that is known without trying the pattern. The pattern
is followed from left to right along all its ways at once; of the words on each way the rarest is taken.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from importlib import import_module
from typing import Any, Final

_LONGEST: Final = 4
_SHORTEST: Final = 3
_WORD: Final = re.compile(r"\w+")
_PIECE: Final = re.compile(r"\w+|\W+")
_REMEMBERED_TEXTS: Final = 4096
_MOST_WAYS: Final = 400
_MOST_ROUNDS: Final = 3
_OFTEN: Final = 12
_COMMON: Final = frozenset((
    "a", "abo", "all", "als", "an", "and", "any", "are", "as", "at", "be", "but", "by", "can", "cou", "d",
    "do", "don", "for", "fro", "get", "go", "goi", "goo", "got", "has", "hav", "how", "i", "if", "in", "is",
    "it", "jus", "kno", "let", "lik", "ll", "m", "me", "mor", "muc", "my", "nee", "no", "not", "now", "of",
    "oka", "on", "one", "or", "our", "out", "re", "rig", "s", "see", "sen", "so", "som", "t", "tha", "the",
    "thi", "tim", "to", "up", "us", "ve", "wan", "was", "we", "wha", "whe", "who", "wil", "wit", "wou", "yea",
    "yes", "you",
))  # fmt: skip

# The parsed form of a pattern has no public name.
_parse: Final[Any] = import_module("re._parser").parse
_LITERAL: Final[Any] = import_module("re._constants").LITERAL

type Needed = frozenset[str] | None
"""How words begin of which one is needed; ``None`` where none is."""


@dataclass(frozen=True, slots=True)
class _Ways:
    """The ways through a pattern up to a place.

    Parameters
    ----------
    words
        By how the word begins that a way is in ("" before one, ``None`` where that is unknown), what the ways
        need that are in the same one.
    needed
        What all of them need.
    """

    words: Mapping[str | None, Needed]
    needed: Needed = None


def needed_starts(pattern: re.Pattern[str]) -> Needed:
    """Give how words begin of which one stands in all that a pattern can match.

    Each is the first four letters of a word, or three, or a shorter word as a whole: what
    :func:`starts_in` gives of a text. Nothing is known of patterns that ignore case.
    """
    if pattern.flags & re.IGNORECASE:
        return None
    return _through(_Ways({None: None}), _parse(pattern.pattern, pattern.flags)).needed


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def starts_in(text: str) -> frozenset[str]:
    """Give how the words of a text begin: the first three letters of each, and the first four."""
    words = _WORD.findall(text)
    return frozenset([word[:_LONGEST] for word in words] + [word[:_SHORTEST] for word in words])


def _through(ways: _Ways, parts: Iterable[Any]) -> _Ways:
    """Follow parts that stand one after the other."""
    said = ""
    for kind, value in parts:
        if kind is _LITERAL:
            said += chr(value)
            continue
        if said:
            ways = reduce(_said, _PIECE.findall(said), ways)
            said = ""
        ways = _step(ways, str(kind), value)
    return reduce(_said, _PIECE.findall(said), ways) if said else ways


def _step(ways: _Ways, kind: str, value: Any) -> _Ways:  # noqa: ANN401 - the parsed form carries no types
    match kind:
        case "IN":
            found = _one_of(ways, value)
        case "BRANCH":
            found = _joined(ways, [_through(ways, branch) for branch in value[1]])
        case "SUBPATTERN" if not value[1] and not value[2]:
            found = _through(ways, value[3])
        case "ATOMIC_GROUP":
            found = _through(ways, value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            found = _repeated(ways, *value)
        case "AT":
            found = _at(ways, str(value))
        case "ASSERT" if value[0] > 0:
            found = replace(ways, needed=_through(ways, value[1]).needed)
        case "ASSERT" | "ASSERT_NOT":
            found = ways
        case _:
            found = _lost(ways)
    return found


def _said(ways: _Ways, piece: str) -> _Ways:
    """Follow letters, which go on with the word, or marks, which end it."""
    if not _WORD.match(piece):
        return _ended(ways)
    longer = [
        (None if word is None else (word + piece)[:_LONGEST], needed) for word, needed in ways.words.items()
    ]
    return _passed(ways, longer, shortest=_SHORTEST)


def _ended(ways: _Ways) -> _Ways:
    """Follow what is no letter: the words that the ways were in are complete."""
    passed = _passed(ways, ways.words.items(), shortest=1)
    return _Ways({"": _all_of(passed.words.values())}, passed.needed)


def _passed(before: _Ways, words: Iterable[tuple[str | None, Needed]], *, shortest: int) -> _Ways:
    """Count the words that the ways are in now among what they need, if they are long enough."""
    found: dict[str | None, Needed] = {}
    alone: list[Needed] = []
    for word, needed in words:
        alone.append(None if word is None or len(word) < shortest else frozenset((word,)))
        own = _rarer(needed, alone[-1])
        found[word] = _all_of((found[word], own)) if word in found else own
    return _Ways(found, _rarer(before.needed, _rarer(_all_of(alone), _all_of(found.values()))))


def _one_of(ways: _Ways, members: Sequence[Any]) -> _Ways:
    """Follow a class of characters: each one that it lists is a way of its own."""
    kinds = [(str(kind), str(value)) for kind, value in members]
    if any(kind != "LITERAL" and value not in _NO_LETTERS for kind, value in kinds):
        return _lost(ways)
    each = [_said(ways, chr(value)) if str(kind) == "LITERAL" else _ended(ways) for kind, value in members]
    return _joined(ways, each)


_NO_LETTERS: Final = frozenset(("CATEGORY_SPACE", "CATEGORY_NOT_WORD"))


def _repeated(ways: _Ways, fewest: int, most: int, part: Sequence[Any]) -> _Ways:
    """Follow a part again and again, until that leads nowhere new."""
    found = _through(ways, part)
    for _ in range(min(int(most) - 1, _MOST_ROUNDS)):
        once_more = _joined(ways, [found, _through(found, part)])
        if once_more == found:
            break
        found = once_more
    else:
        found = _joined(ways, [found, _lost(found)]) if most - 1 > _MOST_ROUNDS else found
    return found if fewest else _joined(ways, [ways, found])


def _at(ways: _Ways, place: str) -> _Ways:
    if place in {"AT_BEGINNING", "AT_BEGINNING_STRING"}:
        return replace(_lost(ways), words={"": ways.needed})
    return ways if place == "AT_NON_BOUNDARY" else _ended(ways)


def _lost(ways: _Ways) -> _Ways:
    """Follow what may be any character."""
    return _Ways({None: ways.needed}, ways.needed)


def _joined(before: _Ways, branches: Sequence[_Ways]) -> _Ways:
    """Put together where several branches lead: what each of them needs, or was needed before, counts."""
    words: dict[str | None, Needed] = {}
    for branch in branches:
        for word, needed in branch.words.items():
            words[word] = _all_of((words[word], needed)) if word in words else needed
    needed = _rarer(before.needed, _rarer(_all_of(words.values()), _all_of(one.needed for one in branches)))
    found = _Ways(words, needed)
    return found if len(words) <= _MOST_WAYS else _lost(found)


def _all_of(needs: Iterable[Needed]) -> Needed:
    """Give what several ways need together: nothing, if one of them needs nothing."""
    known = list(needs)
    if len(known) == 1:
        return known[0]
    return None if None in known else frozenset[str]().union(*known)  # type: ignore[arg-type]


def _rarer(one: Needed, other: Needed) -> Needed:
    """Take what is said less often, as far as can be guessed; the longer it is, the fewer words begin so."""
    if one is None or other is None:
        return other if one is None else one
    return one if one == other or _frequency(one) <= _frequency(other) else other


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def _frequency(words: frozenset[str]) -> tuple[int, int]:
    often = sum(word[:_SHORTEST] in _COMMON for word in words)
    return len(words) + _OFTEN * often, -sum(map(len, words))
