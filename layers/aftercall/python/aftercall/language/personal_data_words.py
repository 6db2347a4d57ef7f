"""Names, addresses and numbers that only their context tells, read by the tagger word by word."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from aftercall.language.number_words import SMALL
from aftercall.language.personal_data_patterns import PersonalData, passes_luhn
from aftercall.language.personal_data_people import is_a_place
from aftercall.language.personal_data_tagger import load_tagger
from aftercall.language.personal_data_tokens import (
    CUES,
    STREETS,
    TAGS,
    is_common,
    is_rare_name,
    is_state_code,
    telling_places,
    tokens_of,
    words_of,
)

_OUTSIDE, _PERSON, _ADDRESS, _NUMBER, _CONTEXT = map(
    TAGS.index, ("O", "PERSON", "ADDRESS", "NUMBER", "CONTEXT")
)
_INSIDE = range(_OUTSIDE + 1, len(TAGS))
_NUMBER_CUE = re.compile(
    r"\b(?:account|policy|claim|order|booking|confirmation|reservation|member\w*|card|ssn|social|security"
    r"|pass\w*"
    r"|pin|zip|post\w*|phone|cell|mobile|digits?|id|number is|licen[sc]e|ticket|reference|birth)\b",
    re.IGNORECASE,
)
_KINDS = (
    ("SSN", re.compile(r"\b(?:ssn|social)\b", re.IGNORECASE)),
    ("PASSWORD", re.compile(r"\b(?:password|passcode|pin)\b", re.IGNORECASE)),
    ("ZIP_CODE", re.compile(r"\b(?:zip|postal|postcode)\b", re.IGNORECASE)),
    ("PHONE", re.compile(r"\b(?:phone|cell|mobile|call me|reach)\b", re.IGNORECASE)),
    ("ID", re.compile(r"\b(?:account|policy|claim|order|booking|confirmation|member|id)\b", re.IGNORECASE)),
)
_LONG_NUMBER = 7
_CODE_DIGITS = 4
_CONFIDENCE = 0.7
_OUTSIDE_BIAS = -0.15
_CALL_BIAS = 1.2
_BRIDGE = 3
_HOUSE_WORDS = frozenset((*SMALL, "oh", "hundred", "double")) - {"zero", "nought", "naught"}
_OF_A_HOUSE = "no"
_LONGEST_PREFIX = 4
_STATE_LETTERS = 2
_TITLES = frozenset((
    "mr", "mrs", "ms", "dr", "miss", "prof", "sir", "madam", "ma'am", "lord", "lady", "father", "brother",
    "sister", "uncle", "aunt", "herr", "frau",
))  # fmt: skip
_WRITTEN_DATE = re.compile(r"(?:0\d|1[0-2])[0-3]\d(?:19|20)\d\d|[0-3]\d(?:0\d|1[0-2])(?:19|20)\d\d")
_YEAR = re.compile(r"(?:19[5-9]|20[0-2])\d")


def find_tagged(text: str, organisations: frozenset[str], previous: str | None) -> Iterator[PersonalData]:
    """Give each run of words that the tagger takes for the same kind of personal data."""
    places = tokens_of(text)
    if not places:
        return
    tokens = [text[start:end] for start, end in places]
    tags = _tags(tokens, _CALL_BIAS if previous is not None else _OUTSIDE_BIAS)
    tags = _with_asked_numbers(text, tokens, tags)
    if tags == [_OUTSIDE] * len(tags):
        return
    position = 0
    for tag, group in groupby(_joined(tokens, tags)):
        size = len(list(group))
        start, end = places[position][0], places[position + size - 1][1]
        position += size
        if tag in {_OUTSIDE, _CONTEXT}:
            continue
        start, end = _trimmed(text, start, end)
        item = PersonalData(start, end, _kind(text, start, end, TAGS[tag]), _CONFIDENCE)
        if _counts(text, item, TAGS[tag], organisations, previous):
            yield item


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum() and text[start] not in "+(":
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _tags(tokens: list[str], bias: float) -> list[int]:
    """Give each token's likeliest tag; everyday words are taken for none without asking."""
    found = [_OUTSIDE] * len(tokens)
    words = words_of(tokens)
    places = telling_places(words)
    if not places:
        return found
    for place, scores in zip(places, load_tagger().scores_of(words, places), strict=True):
        best = max(_INSIDE, key=scores.__getitem__)
        if scores[best] > scores[_OUTSIDE] + bias:
            found[place] = best
    return found


def _joined(tokens: list[str], tags: list[int]) -> list[int]:
    """Close the gaps of addresses and widen them, and give a number the few letters of its code."""
    joined = list(tags)
    last = None
    for place, tag in enumerate(tags):
        if tag == _ADDRESS:
            if last is not None and 1 < place - last <= _BRIDGE + 1 and not _ends(tokens[last + 1 : place]):
                joined[last + 1 : place] = [_ADDRESS] * (place - last - 1)
            last = place
        elif tag == _NUMBER and place and tags[place - 1] == _OUTSIDE and _is_prefix(tokens[place - 1]):
            joined[place - 1] = _NUMBER
    for place in range(1, len(tags)):
        joined[place] = _following(tokens, place, joined[place - 1], joined[place])
    for place in range(len(tags) - 2, -1, -1):
        if _leads(tokens, place, joined[place + 1]):
            joined[place] = joined[place + 1]
    return joined


def _leads(tokens: list[str], place: int, after: int) -> bool:
    """Tell whether a word before a tagged one belongs to it: digits, "no" or a spoken number."""
    token = tokens[place].lower()
    if after == _ADDRESS and (
        token in _HOUSE_WORDS or (token == _OF_A_HOUSE and tokens[place + 1].isdigit())
    ):
        return True
    return after in {_ADDRESS, _NUMBER} and token.isdigit()


def _following(tokens: list[str], place: int, before: int, tag: int) -> int:
    """Give the tag of a word behind a tagged one: what only carries that on belongs to it."""
    token = tokens[place]
    long_number = token.isdigit() and len(token) >= _CODE_DIGITS
    if before == _ADDRESS:
        more = tag == _CONTEXT or long_number or token.lower() in STREETS or _is_unknown(token)
        return _ADDRESS if more or (tag == _OUTSIDE and _is_state(tokens, place)) else tag
    if tag in {_OUTSIDE, _CONTEXT} and (
        (before == _NUMBER and token.isdigit()) or (before == _PERSON and long_number)
    ):
        return _NUMBER
    ends = before == _NUMBER and tag == _OUTSIDE and place + 1 == len(tokens) and _ends_code(token)
    return _NUMBER if ends else tag


def _with_asked_numbers(text: str, tokens: list[str], tags: list[int]) -> list[int]:
    """Take each longer number for a personal one where the turn speaks of such numbers."""
    if not any(map(str.isdigit, tokens)) or not _asks_for_number(text):
        return tags
    return [
        _NUMBER
        if tag == _OUTSIDE and token.isdigit() and len(token) >= _CODE_DIGITS and not _YEAR.fullmatch(token)
        else tag
        for token, tag in zip(tokens, tags, strict=True)
    ]


def _is_prefix(token: str) -> bool:
    return len(token) <= _LONGEST_PREFIX and _is_unknown(token) and not is_rare_name(token)


def _is_state(tokens: list[str], place: int) -> bool:
    """Tell whether a token behind an address is a state's abbreviation, or the number behind that."""
    if tokens[place].isdigit():
        return len(tokens[place - 1]) == _STATE_LETTERS and tokens[place - 1].isalpha()
    last = place + 1 == len(tokens)
    return is_state_code(tokens[place]) and (last or tokens[place + 1].isdigit())


def _ends_code(token: str) -> bool:
    """Tell whether a turn's last word is the letters that a code ends with ("58 i 58 k")."""
    return len(token) < _LONGEST_PREFIX and token.isalpha() and (len(token) == 1 or _is_unknown(token))


def _is_unknown(token: str) -> bool:
    word = token.lower()
    return word.isalpha() and not is_common(word) and word not in CUES


def _ends(tokens: list[str]) -> bool:
    return any(token in {".", "?", "!", ";"} for token in tokens)


def _counts(
    text: str, item: PersonalData, tag: str, organisations: frozenset[str], previous: str | None
) -> bool:
    value = text[item.start : item.end]
    if tag == "NUMBER":
        return _number_counts(text, value, previous)
    if previous is not None and not _counts_in_a_call(text, item, tag):
        return False
    if tag == "PERSON":
        return len(value) > 1 and any(word.lower() not in organisations for word in value.split())
    return bool(value)


def _counts_in_a_call(text: str, item: PersonalData, tag: str) -> bool:
    """Tell whether it is a person or an address in a call: cities alone, titles and short forms are none."""
    words = text[item.start : item.end].lower().split()
    if tag == "ADDRESS":
        return any(word in STREETS or word in _HOUSE_WORDS or word[:1].isdigit() for word in words)
    if tag != "PERSON":
        return True
    if is_a_place(text, item.start, item.end) or text[item.start : item.end].isupper():
        return False
    return not all(
        word.strip(".") in _TITLES or (word.endswith("in") and is_common(f"{word}g")) for word in words
    )


def _number_counts(text: str, value: str, previous: str | None) -> bool:
    """Tell whether a number is somebody's: asked for or named here, or long and no date."""
    if not value or _asks_for_number(text):
        return bool(value)
    if _YEAR.fullmatch(value) or _WRITTEN_DATE.fullmatch(value):
        return False
    if previous is None:
        return True
    digits = sum(character.isdigit() for character in value)
    return digits >= _LONG_NUMBER or _asks_for_number(previous)


def _kind(text: str, start: int, end: int, tag: str) -> str:
    if tag != "NUMBER":
        return tag
    if passes_luhn(re.sub(r"\D", "", text[start:end])):
        return "CARD"
    return _kind_of_number(text)


# Both are asked about the same turn for each of its numbers.
@lru_cache(maxsize=16)
def _asks_for_number(text: str) -> bool:
    return _NUMBER_CUE.search(text) is not None


@lru_cache(maxsize=16)
def _kind_of_number(text: str) -> str:
    return next((kind for kind, cue in _KINDS if cue.search(text)), "NUMBER")
