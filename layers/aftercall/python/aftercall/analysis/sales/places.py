"""Places that are named in a text: towns and cities of a list, states, provinces and countries.

Speech recognition writes them in small letters as often as not, so a list has to know them. It holds the
larger towns of GeoNames (``docs/models/place_names.md``); what an everyday word means besides ("normal",
"reading") is known by its capital only.
"""

import pkgutil
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from aftercall.language.personal_data_tokens import is_common

STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii"
    "|idaho|illinois|indiana"
    "|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri"
    "|montana|nebraska"
    "|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma"
    "|oregon|pennsylvania"
    "|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington"
    "|west virginia|wisconsin"
    "|wyoming|ontario|quebec|alberta|british columbia|manitoba|saskatchewan|nova scotia|new brunswick"
)
COUNTRIES = (
    "canada|mexico|england|scotland|wales|ireland|germany|france|spain|italy|portugal|poland|netherlands"
    "|belgium|austria"
    "|switzerland|sweden|norway|denmark|finland|australia|new zealand|india|singapore|japan|brazil"
    "|argentina|south africa"
    "|honduras|guatemala|costa rica|panama|colombia|peru|chile|ecuador|dominican republic|jamaica"
    "|puerto rico|philippines|the philippines|malaysia|indonesia|thailand|vietnam|south korea|taiwan"
    "|pakistan|bangladesh|sri lanka|egypt|morocco|ghana|greece|romania|ukraine|hungary|czech republic"
    "|croatia|serbia|bulgaria|iceland|estonia|latvia|lithuania|luxembourg|saudi arabia|qatar|dubai"
    "|nigeria|kenya|israel|united kingdom|united states|the uk|the us|the states"
)
# What people call home beside towns of the list: parts of cities, regions, short forms.
_BY_OTHER_NAMES = frozenset((
    "long island", "cape cod", "silicon valley", "napa", "napa valley", "the bay area", "staten island",
    "saint louis", "saint paul", "saint petersburg", "saint cloud", "saint joseph", "bombay", "new york",
    "l a", "nyc", "dfw", "upstate", "the bronx", "twin cities", "cornwall", "devon", "yorkshire", "kerry",
    "the cotswolds", "orange county", "the panhandle", "erie", "reno", "waco", "lima", "rome", "oslo",
))  # fmt: skip
_REGIONS = frozenset(f"{STATES}|{COUNTRIES}".split("|"))
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_BETWEEN_WORDS = re.compile(r"[ -]|\. ")
_BEFORE_REGION = re.compile(r",? ")
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text.

    Parameters
    ----------
    start, end
        Offsets into the text, a state or country behind a town included.
    is_region
        Whether it is a state or a country and no town.
    has_region
        Whether a town's state or country is named with it.
    """

    start: int
    end: int
    is_region: bool
    has_region: bool


def may_name_a_place(words: frozenset[str]) -> bool:
    """Tell whether one of the words of a text begins a place's name; quick, for texts that name none."""
    return not _openers().keys().isdisjoint(words)


def find_places(text: str) -> Iterator[Mention]:
    """Give the places that a text names, as it was said, in order; the longest name at each word."""
    openers = _openers()
    words = list(_WORD.finditer(text))
    folded = [_folded(word.group()) for word in words]
    reached = 0
    for position, word in enumerate(folded):
        if position < reached or word not in openers:
            continue
        length = _length_of_name(text, words, folded, position)
        if not length:
            continue
        reached = position + length
        start, end = words[position].start(), words[reached - 1].end()
        is_region = " ".join(folded[position:reached]) in _REGIONS
        behind = 0 if is_region else _length_of_region(text, words, folded, reached)
        if behind:
            reached += behind
            end = words[reached - 1].end()
        yield Mention(start, end, is_region, bool(behind))


def _length_of_name(text: str, words: list[re.Match[str]], folded: list[str], position: int) -> int:
    """Give how many words a place's name has that begins here, 0 where none does."""
    names = _openers()[folded[position]]
    for length in range(min(_MOST_WORDS, len(words) - position), 0, -1):
        if " ".join(folded[position : position + length]) not in names:
            continue
        together = all(
            _BETWEEN_WORDS.fullmatch(text, words[at].end(), words[at + 1].start())
            for at in range(position, position + length - 1)
        )
        if together and (length > 1 or _may_be_a_place(text, words, folded, position)):
            return length
    return 0


def _may_be_a_place(text: str, words: list[re.Match[str]], folded: list[str], position: int) -> bool:
    """Tell whether a word is no everyday one, or has a capital or its state behind it ("mobile alabama")."""
    if words[position].group()[0].isupper() or not is_common(folded[position]):
        return True
    return _length_of_region(text, words, folded, position + 1) > 0


def _length_of_region(text: str, words: list[re.Match[str]], folded: list[str], position: int) -> int:
    """Give how many words the state or country has that follows a town at once."""
    if position >= len(words) or not _BEFORE_REGION.fullmatch(
        text, words[position - 1].end(), words[position].start()
    ):
        return 0
    for length in (2, 1):
        region = folded[position : position + length]
        if len(region) == length and " ".join(region) in _REGIONS:
            return length
    return 0


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()


@cache
def _openers() -> Mapping[str, frozenset[str]]:
    """Give every name under its first word."""
    content = pkgutil.get_data("aftercall.language", "models/place_names.txt") or b""
    opened: dict[str, set[str]] = {}
    for name in (*content.decode().split("\n"), *_BY_OTHER_NAMES, *_REGIONS):
        if name:
            opened.setdefault(name.partition(" ")[0], set()).add(name)
    return {opener: frozenset(names) for opener, names in opened.items()}
