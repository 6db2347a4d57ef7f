"""Names the profile knows, in the text: by spelling, by alias and by sound."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from aftercall.language.phrases import Phrases, phrases_of
from aftercall.profile.models import NamedTerm, Vocabulary

COMPETITOR = "competitor"
INTEGRATION = "integration"
FEATURE = "feature"
INDUSTRY = "industry"
USE_CASE = "use_case"

_WORD = re.compile(r"[a-z][a-z']*")
_NOT_A_LETTER = re.compile(r"[^a-z]")
_SHORTEST_SOUND = 4
_SHORTEST_NAME = 7
_SPELLED = 0.95
_SOUNDS_LIKE = 0.7
_SOUNDING_KINDS = frozenset((COMPETITOR, INTEGRATION))
_COMMON_ENDINGS = ("ing", "tion", "ed")
_LONGEST_MISHEARING = 3
_MISHEARD_LETTERS = 2
_FIRST_LETTER = ord("a")
_HEARD_AS = (("ph", "f"), ("ck", "k"), ("qu", "kw"), ("x", "ks"), ("gn", "n"), ("wr", "r"))
_CLASSES = str.maketrans("cqzvdb", "kksftp", "yhw")
_CLASSES_WITHOUT_VOWELS = str.maketrans("cqzvdb", "kksftp", "yhwaeiou")
_REPEATED = re.compile(r"(.)\1+")
_SAME_START = {
    "c": "ckq",
    "k": "ckq",
    "q": "ckq",
    "s": "sz",
    "z": "sz",
    "v": "vf",
    "f": "vfp",
    "d": "dt",
    "t": "dt",
    "b": "bp",
    "p": "bp",
}


@dataclass(frozen=True, slots=True)
class Name:
    """One mention of a name; offsets are into the normalised text."""

    start: int
    end: int
    kind: str
    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Everything a profile's vocabulary names, compiled once."""

    patterns: tuple[tuple[str, Phrases, dict[str, str]], ...]
    sounds: dict[str, tuple[str, str]]
    shapes: dict[str, dict[int, tuple[int, ...]]]
    """By first letter and length, which letters the names have that something could sound like (a bit each);
    nothing else is compared."""


@lru_cache(maxsize=8)
def gazetteer_of(vocabulary: Vocabulary) -> Gazetteer:
    """Compile a vocabulary; memoised, since a process reads many calls with one profile."""
    groups: tuple[tuple[str, Sequence[NamedTerm]], ...] = (
        (COMPETITOR, vocabulary.competitors),
        (INTEGRATION, vocabulary.integrations),
        (FEATURE, vocabulary.features),
        (INDUSTRY, vocabulary.industries),
        (USE_CASE, vocabulary.use_cases),
    )
    patterns = tuple((kind, *_compiled(terms)) for kind, terms in groups if terms)
    sounds = {
        sound: (kind, term.name)
        for kind, terms in groups
        if kind in _SOUNDING_KINDS
        for term in terms
        if len(term.name) >= _SHORTEST_NAME and len(sound := sound_key(term.name)) >= _SHORTEST_SOUND
    }
    return Gazetteer(patterns, sounds, _shapes([name for _, name in sounds.values()]))


def _shapes(names: Sequence[str]) -> dict[str, dict[int, tuple[int, ...]]]:
    shapes: dict[str, dict[int, tuple[int, ...]]] = {}
    for name in names:
        letters = _letters(name)
        own = _bits(letters)
        for first in _SAME_START.get(name[0].lower(), name[0].lower()):
            lengths = shapes.setdefault(first, {})
            for length in (len(letters) - 1, len(letters), len(letters) + 1):
                lengths[length] = (*lengths.get(length, ()), own)
    return shapes


def _bits(letters: str) -> int:
    """Give a bit for each letter that a word has."""
    bits = 0
    for letter in letters:
        bits |= 1 << (ord(letter) - _FIRST_LETTER)
    return bits


@lru_cache(maxsize=16384)
def _heard(word: str) -> tuple[str, int, int]:
    """Give a word without its apostrophes, how long that is, and which letters it has."""
    letters = word.replace("'", "")
    return (letters, len(letters), _bits(letters))


def find_names(text: str, gazetteer: Gazetteer) -> tuple[Name, ...]:
    """Find names in normalised text, in order; the longest spelling wins within one kind."""
    found: list[Name] = []
    for kind, phrases, names in gazetteer.patterns:
        found.extend(
            [
                Name(match.start(), match.end(), kind, names[match.group()], _SPELLED)
                for match in phrases.found_in(text)
            ]
        )
    found.extend(_sounding(text, gazetteer, found))
    found = [name for name in found if not _is_part_of_another(name, found)]
    return tuple(sorted(found, key=lambda name: (name.start, name.end, name.kind)))


def _is_part_of_another(name: Name, found: list[Name]) -> bool:
    """Tell whether a system's name is only part of a product's ("Dropbox" in "Dropbox Sign")."""
    return name.kind == INTEGRATION and any(
        other.kind == COMPETITOR
        and other.start <= name.start
        and name.end <= other.end
        and other.end - other.start > name.end - name.start
        for other in found
    )


@lru_cache(maxsize=16384)
def sound_key(text: str) -> str:
    """Give a rough key of how a name sounds: consonants of one class each, vowels only at the start."""
    letters = _letters(text)
    for written, heard in _HEARD_AS:
        letters = letters.replace(written, heard)
    sounds = letters[:1].translate(_CLASSES) + letters[1:].translate(_CLASSES_WITHOUT_VOWELS)
    return _REPEATED.sub(r"\1", sounds)


def _compiled(terms: Sequence[NamedTerm]) -> tuple[Phrases, dict[str, str]]:
    names: dict[str, str] = {}
    for term in terms:
        for spelling in term.spellings:
            names.setdefault(spelling.lower(), term.name)
    return (phrases_of(names, r"[\w@.-]", r"[\w@]"), names)


def _sounding(text: str, gazetteer: Gazetteer, found: list[Name]) -> list[Name]:
    words = list(map(_heard, _WORD.findall(text)))
    spans: list[tuple[int, int]] = []
    taken = [(name.start, name.end) for name in found]
    result: list[Name] = []
    for index, (first, _, _) in enumerate(words):
        lengths = gazetteer.shapes.get(first[0])
        if lengths is None:
            continue
        length = letters = 0
        for last, (_, more, more_letters) in enumerate(words[index : index + _LONGEST_MISHEARING], index):
            length += more
            letters |= more_letters
            for own in lengths.get(length, ()):
                if (own & ~letters).bit_count() <= _MISHEARD_LETTERS >= (letters & ~own).bit_count():
                    break
            else:
                continue  # misheard, a name lacks few of its letters and has few others
            joined = "".join([heard for heard, _, _ in words[index : last + 1]])
            if joined.endswith(_COMMON_ENDINGS):
                continue
            match = gazetteer.sounds.get(sound_key(joined))
            if match is None or not _is_like(joined, match[1]):
                continue
            spans = spans or [word.span() for word in _WORD.finditer(text)]
            start, end = spans[index][0], spans[last][1]
            if any(start < finish and end > begin for begin, finish in taken):
                continue
            result.append(Name(start, end, match[0], match[1], _SOUNDS_LIKE))
            taken.append((start, end))
            break
    return result


def _letters(text: str) -> str:
    return _NOT_A_LETTER.sub("", text.lower())


def _is_like(heard: str, name: str) -> bool:
    """Tell whether what was heard is spelled closely enough to be the name misheard."""
    left, right = heard, _letters(name)
    if abs(len(left) - len(right)) > 1:
        return False
    return _distance(left, right) <= _MISHEARD_LETTERS


def _distance(left: str, right: str) -> int:
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        previous, row[0] = row[0], i
        for j, other in enumerate(right, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (letter != other))
    return row[-1]
