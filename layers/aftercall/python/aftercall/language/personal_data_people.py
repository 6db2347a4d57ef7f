"""The people a call names, gathered over all its turns: what is told of a name once holds wherever it stands.

A name is known by how people speak of people: they introduce them, address them, give them a title, and tell
what they do. A word that such a place alone would not settle has to be a listed name.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from aftercall.language.calendar import MONTHS, WEEKDAYS
from aftercall.language.personal_data_tokens import is_common, is_rare_name
from aftercall.language.phrases import words_in

_NAME: Final = (
    r"(?:Mc|Mac|De|Di|La|Le|Van|O['\u2019])?[^\W\d_a-z][^\W\d_A-Z]+(?:[-'\u2019](?!s\b|ll\b|re\b"
    r"|ve\b)[^\W\d_]{2,})?\b"
)
_NAMES: Final = rf"{_NAME}(?: {_NAME}){{0,2}}"
_TITLE: Final = (
    r"\b(?:[Mm]rs?|[Mm]s|[Mm]iss|[Dd]r|[Pp]rof|[Ff]rau|[Hh]err|[Mm]a'?am|[Ss]ir|[Uu]ncle|[Aa]unt(?:ie)?)\.? "
)
_ROLE: Final = (
    r"(?:wife|husband|brother|sister|son|daughter|mother|father|mom|mum|dad|niece|nephew|cousin|mate|friend"
    r"|partner|boss"
    r"|manager|assistant|colleague|bookkeeper|accountant|owner|director|treasurer|controller|lawyer|attorney"
    r"|solicitor|driver"
    r"|foreman|secretary|engineer|cfo|ceo|coo|cto|ciso|vp|gm|CFO|CEO|COO|CTO|CISO|VP|GM|girl|guy|lead"
    r"|sister-in-law"
    r"|brother-in-law|chair|coordinator|paralegal|nurse|neighbou?r)"
)
_DOES: Final = (
    r"(?:says?|said|thinks?|wants?|signs?|types?|decides?|knows?|told|tells|asked|asks|handles?|hates?"
    r"|loves?|likes|agrees|approves?"
    r"|keeps|left|retired|quit|comes|reads|forgot|and I\b|and me\b|and myself\b)"
)
_SURE: Final = (
    re.compile(rf"{_TITLE}(?P<name>{_NAMES})"),
    re.compile(
        rf"\b(?:[Mm]y name is|[Mm]y name's|[Nn]ame's|[Cc]all me|[Ss]peaking (?:with|to)|[Ii]s this|[Tt]his"
        rf" is|[Ii]t's|[Ii] am|[Ii]'m)"
        rf" (?P<name>{_NAMES})(?=,? (?:from|with|at|over|here|speaking|calling|again|by the way)\b|[?]|[.,]?"
        rf" (?:[Ii] (?:look|work|run"
        rf"|manage|own|do)\b))"
    ),
    re.compile(rf"\b(?:[Mm]y name is|[Mm]y name's|[Nn]ame's|[Cc]all me) (?P<name>{_NAMES})"),
    re.compile(rf"\b(?:[Mm]e and|[Mm]yself and|[Mm]e,) (?P<name>{_NAME})(?! [A-Z])"),
    re.compile(rf"\b(?P<name>{_NAME}) and (?:me|myself|I)\b"),
    re.compile(
        rf"\b(?:[Mm]y|[Oo]ur|[Tt]he|[Hh]is|[Hh]er) (?:[\w-]+ )?{_ROLE}(?:,|'s| is| named| called)?"
        rf" (?P<name>{_NAME})(?! [A-Z])"
    ),
    re.compile(rf"\b[Oo]ur (?P<name>{_NAME})(?=[.,!?]| (?:and|does|is|who|will)\b)(?! [A-Z])"),
    re.compile(rf"(?P<name>{_NAME})(?: {_NAME})?, (?:she|he)(?:'s|'ll|'d)?\b"),
    re.compile(
        rf"\b(?:[Tt]hat's|[Ii]t's|[Tt]here's|[Aa]nd|[Tt]hen) (?P<name>{_NAME}), (?:she|he|who|my|our|the"
        rf" one)\b"
    ),
    re.compile(
        rf"(?P<name>{_NAME}), (?:that's |who's |he's |she's )?(?:my|our|the) (?:[\w-]+ ){{0,2}}{_ROLE}\b"
    ),
    re.compile(
        rf"\b(?:[Tt]hanks|[Tt]hank you|[Hh]i|[Hh]ello|[Hh]ey|[Pp]leasure|[Gg]oodbye|[Bb]ye|[Mm]eet you"
        rf"|[Ss]orry|[Ww]elcome"
        rf"|[Mm]orning|[Aa]fternoon|[Ee]vening|[Ll]uck|[Cc]ourse|[Ll]uego|[Ww]iedersehen),?"
        rf" (?P<name>{_NAME})(?=[,.!?]|$)"
    ),
)
"""Places where only people stand; the first group that is a common word or a known product's is none."""

_NEEDED: Final = {
    _SURE[4]: (" and m", " and I"),
    _SURE[7]: (", she", ", he"),
    _SURE[9]: (", my", ", our", ", the", ", that's", ", who's", ", he's", ", she's"),
}
"""What stands behind the name where a pattern begins with one: it would be tried at every letter."""

_WORDED: Final = {
    _SURE[0]: frozenset((
        "mr", "mrs", "ms", "miss", "dr", "prof", "frau", "herr", "maam", "ma", "sir", "uncle", "aunt",
        "auntie",
    )),
    _SURE[2]: frozenset(("name", "call")),
    _SURE[3]: frozenset(("me", "myself")),
    _SURE[5]: frozenset(("neighbor", "neighbour", *re.findall("[a-z]+", _ROLE.lower()))),
    _SURE[6]: frozenset(("our",)),
    _SURE[10]: frozenset((
        "thanks", "thank", "hi", "hello", "hey", "pleasure", "goodbye", "bye", "meet", "sorry", "welcome",
        "morning", "afternoon", "evening", "luck", "course", "luego", "wiedersehen",
    )),
}  # fmt: skip
"""Words in small letters of which a pattern needs one: it is not tried where none stands."""

_PLACES: Final = tuple((pattern, _NEEDED.get(pattern), _WORDED.get(pattern)) for pattern in _SURE)

_SETTLING: Final = frozenset((_SURE[0], _SURE[8]))
"""Titles and "that's Dot, she ..." settle it even for a name that is a word, too."""

_ADDRESSED: Final = re.compile(rf", (?P<name>{_NAME})(?=[.!?](?:\s|$)|$)")
_LISTED: Final = (
    re.compile(rf"\b(?P<name>{_NAME}) {_DOES}"),
    re.compile(
        rf"\b(?:[Aa]sk|[Tt]ell|[Tt]old|[Cc]opy|[Ss]how|[Cc]all|with|for|to|from|by|past|and|or)"
        rf" (?P<name>{_NAME})(?! [A-Z])(?=\W|$)"
    ),
    re.compile(rf"(?:^|[.?!] )(?P<name>{_NAME})(?=[,.] )"),
)
"""Places where other names stand as often: what is no listed name there is none."""

_CAPITAL: Final = re.compile(_NAME)
_IN_SMALL: Final = (
    re.compile(
        r"\b(?:my name is|my name's|name's|this is|it's|its) (?P<name>[^\W\d_]{3,}(?: (?!with|from|at|over"
        r"|here|and|calling|in|out)"
        r"[^\W\d_]{3,})?)(?= (?:with|from|at|over at|here|calling|speaking)\b)"
    ),
    re.compile(rf"\b(?:my|our|his|her) (?:[\w-]+ )?{_ROLE} (?P<name>[^\W\d_]{{3,}})\b"),
    re.compile(rf"\b(?P<name>[^\W\d_]{{3,}}),? (?:my|our) (?:co-?founder|{_ROLE})\b"),
    re.compile(r"\b(?:me and|myself and) (?P<name>[^\W\d_]{3,})\b"),
)
_LISTED_IN_SMALL: Final = re.compile(
    r"\b(?:get|ask|tell|told|have|let|with|and|for|from) (?P<name>[^\W\d_]{3,})\b(?= (?:to|and|she|he|who|at"
    r"|about|that|if|so)\b|$)"
)
_BEFORE_A_PLACE: Final = re.compile(r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Dd]owntown) [^\W\d_a-z]")
_IN_A_PLACE: Final = re.compile(
    rf"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Dd]owntown) (?P<name>{_NAME})(?! (?:has|is|was|will|does|says))"
)
_PLACE_BEFORE: Final = re.compile(
    r"\b(?:in|near|around|outside|at|from|of|across|downtown|city of|based in|out of|down in|up in|over in)"
    r" $",
    re.IGNORECASE,
)
_PLACE_AFTER: Final = re.compile(
    r"^,? (?:county|street|road|avenue|city|branch|office|airport|university|beach|river|valley|hospital"
    r"|school|college|park"
    r"|county's)\b|^, [A-Z]{2}\b",
    re.IGNORECASE,
)
_NO_NAME: Final = frozenset((*MONTHS, *WEEKDAYS)) | frozenset((
    "i", "you", "he", "she", "we", "they", "it", "yes", "no", "not", "okay", "ok", "sure", "great",
    "perfect", "good", "well", "and", "but", "so", "then", "there", "this", "that", "the", "my", "our",
    "your", "his", "her", "everyone", "everybody", "team", "folks", "again", "nobody", "somebody",
    "someone", "sorry", "thanks", "thank", "hi", "hello", "hey", "mr", "mrs", "ms", "dr", "miss", "sir",
    "madam", "ma'am", "central", "eastern", "pacific", "mountain", "europe", "america", "canada",
    "english", "german", "french", "spanish", "business", "enterprise", "starter", "legal", "finance",
    "sales", "support", "word", "excel", "outlook", "google", "microsoft", "apple", "amazon", "chef",
    "doctor", "father", "mother", "mom", "mum", "dad", "grand", "lord", "god", "jesus", "christ",
))  # fmt: skip
_BREAKS: Final = frozenset((". ", "? ", "! "))
_SHORTEST: Final = 3


def people_named(turns: Iterable[tuple[str, bool]], organisations: frozenset[str]) -> tuple[str, ...]:
    """Give the names of the people that a call speaks of, whole and word by word.

    Parameters
    ----------
    turns
        Each turn's original text, and whether the agent says it: who is addressed there is the caller.
    organisations
        Words of the product's and its market's names, lower case: they are no person's.
    """
    found: dict[str, None] = {}
    for text, by_agent in turns:
        for name in _named_in(text, by_agent=by_agent):
            for word in name.split():
                lower = word.lower()
                if len(word) >= _SHORTEST and not (lower in organisations or lower in _NO_NAME):
                    found[word] = None
    return tuple(found)


def places_named(texts: Iterable[str]) -> frozenset[str]:
    """Give what stands behind "in" or "near" in a call, lower case: a town, not a person of that name."""
    return frozenset(
        match.group("name").lower()
        for text in texts
        if _BEFORE_A_PLACE.search(text)
        for match in _IN_A_PLACE.finditer(text)
    )


def _named_in(text: str, *, by_agent: bool) -> Iterator[str]:
    if text.islower():
        yield from _in_small_letters(text)
        return
    if not any(_may_name(text, match) for match in _CAPITAL.finditer(text)):
        return
    words = words_in(text.lower())
    for pattern, following, worded in _PLACES:
        if following and not any(needed in text for needed in following):
            continue
        if worded and words.isdisjoint(worded):
            continue
        for match in pattern.finditer(text):
            if pattern in _SETTLING or _may_be_a_name(text, match):
                yield match.group("name")
    if by_agent:
        yield from (match.group("name") for match in _ADDRESSED.finditer(text) if _may_be_a_name(text, match))
    yield from _listed_in(text)


def _may_name(text: str, match: re.Match[str]) -> bool:
    """Tell whether a capital may be a name's: no known other one, no everyday word that begins a sentence."""
    word = match.group().lower()
    begins = match.start() == 0 or text[match.start() - 2 : match.start()] in _BREAKS
    return word not in _NO_NAME and not (begins and is_common(word))


def _listed_in(text: str) -> Iterator[str]:
    for pattern in _LISTED:
        for match in pattern.finditer(text):
            if is_rare_name(match.group("name")) and not is_a_place(text, *match.span("name")):
                yield match.group("name")


def _in_small_letters(text: str) -> Iterator[str]:
    for pattern in _IN_SMALL:
        for match in pattern.finditer(text):
            words = match.group("name").split()
            if not any(is_common(word) and not is_rare_name(word) for word in words):
                yield match.group("name").title()
    for match in _LISTED_IN_SMALL.finditer(text):
        if is_rare_name(match.group("name")):
            yield match.group("name").title()


def _may_be_a_name(text: str, match: re.Match[str]) -> bool:
    words = match.group("name").lower().split()
    return not any(is_common(word) for word in words) and not is_a_place(text, *match.span("name"))


def is_a_place(text: str, start: int, end: int) -> bool:
    """Tell whether the words around a name say that it is a place's ("in Madison", "Morgan County")."""
    return bool(
        _PLACE_BEFORE.search(text[max(0, start - 12) : start]) or _PLACE_AFTER.match(text[end : end + 12])
    )
