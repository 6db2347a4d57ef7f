"""Where a sentence or clause ends, with and without punctuation."""

import re

from aftercall.language.normalisation import NormalisedText

_TERMINAL = re.compile(r"[.!?]+[\"')\]]*(?=\s|$)")
_ABBREVIATIONS = frozenset((
    "mr", "mrs", "ms", "dr", "inc", "co", "corp", "ltd", "st", "vs", "etc", "e.g", "i.e", "u.s", "u.k", "no",
    "approx", "dept", "est", "ave", "jr", "sr",
))  # fmt: skip
_CLOCK_HALVES = frozenset(("a.m", "p.m"))
_ZONE_NAMES = (
    "mountain",
    "central",
    "eastern",
    "pacific",
    "et",
    "ct",
    "pt",
    "mt",
    "gmt",
    "utc",
    "est",
    "pst",
)
_WORD = re.compile(r"\S+")

_SUBJECT = (
    "i|we|you|it|he|she|they|that|there|this|my|our|the|i'm|i've|i'll|i'd|we're|we've|we'll|we'd|it's|that's"
    "|they're|he's|she's|there's|you're|let's|let|nobody|everybody|somebody"
)
_AUXILIARY = "do|does|did|can|could|is|are|was|were|would|will|should|have|has"
_CONJUNCTIONS = "and|but|so|because|cause|then|or|well|okay|ok|yeah|anyway|also|plus|no"
_BREAK = re.compile(
    rf"\s(?=(?:{_CONJUNCTIONS})\s+(?:(?:{_CONJUNCTIONS})\s+)?(?:{_SUBJECT}|{_AUXILIARY}"
    r"|what|what's|how|if|when|who|which)\b)"
    rf"|\s(?=(?:can|could|would|do|does|did|is|are|will)\s+(?:you|i|we|it|they|there|that|this|your|our)\b)"
    r"|\s(?=(?:how much|how many|how long|how do|how does|what's|what is|what about|how about|why is"
    r"|where do)\b)"
    r"|\s(?=(?:i'll|i will|let me|please|i need|we need|i want|we want|i'd like)\b)"
)
_JOINING = re.compile(
    r"\b(?:and|but|so|or|if|when|that|because|cause|then|what|how|why|where|who|which|know|see|wondering"
    r"|wonder|ask"
    r"|asking|tell|me|you|about|is|was|understand|figure|idea|out|of|sure|exactly|think|guess|much|many|long"
    r"|often"
    r"|i|we|they|not|to|the|for|okay|ok|well|yeah|like|says|said|hope|mean|whether|until|before|after|while"
    r"|than|as"
    r"|no|also|plus|anyway|just|even|maybe)$"
)
_LONG_WITHOUT_PUNCTUATION = 9
_LONG_SENTENCE = 30
_SHORTEST_CLAUSE = 3


def split_clauses(normalised: NormalisedText) -> tuple[tuple[int, int], ...]:
    """Split a turn into sentences, and long unpunctuated ones into clauses.

    Returns
    -------
    tuple of (start, end)
        Offsets in the normalised text, without blanks around, in order; never overlapping.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _sentences(normalised):
        words = len(_WORD.findall(normalised.text, start, end))
        ends_properly = normalised.text[end - 1] in ".!?"
        limit = _LONG_SENTENCE if ends_properly else _LONG_WITHOUT_PUNCTUATION
        if words > limit:
            spans.extend(_clauses(normalised.text, start, end))
        else:
            spans.append((start, end))
    return tuple(spans)


def _sentences(normalised: NormalisedText) -> list[tuple[int, int]]:
    text = normalised.text
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _TERMINAL.finditer(text):
        if match.group().startswith(".") and len(match.group()) == 1 and _is_abbreviation(normalised, match):
            continue
        _append_trimmed(spans, text, start, match.end())
        start = match.end()
    _append_trimmed(spans, text, start, len(text))
    return spans


def _is_abbreviation(normalised: NormalisedText, match: re.Match[str]) -> bool:
    text = normalised.text
    word_start = max(text.rfind(" ", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
    word = text[word_start : match.start()]
    if word in _ABBREVIATIONS:
        return True
    if word not in _CLOCK_HALVES:
        return False
    following = text[match.end() :].lstrip()
    if following.startswith(_ZONE_NAMES):
        return True
    begin, _ = normalised.original_span(len(text) - len(following), len(text))
    return bool(following) and normalised.original[begin].islower()


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _BREAK.finditer(text, start, end):
        before = text[begin : match.start()]
        if len(before.split()) < _SHORTEST_CLAUSE or _JOINING.search(before.rstrip()):
            continue
        _append_trimmed(spans, text, begin, match.start())
        begin = match.start()
    _append_trimmed(spans, text, begin, end)
    return spans


def _append_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
