"""Text as a recogniser writes it, made regular, with a map back to the original offsets.

Lower case, straight apostrophes, no fillers, no stuttered words, and the apostrophes that speech
recognition leaves out ("dont", "ive") put back. Every rule that follows reads this text and quotes
the original.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import eq

_STRAIGHT = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": ","}
)

_WITHOUT_APOSTROPHE = {
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "isnt": "isn't", "arent": "aren't",
    "wasnt": "wasn't", "werent": "weren't", "cant": "can't", "couldnt": "couldn't", "wouldnt": "wouldn't",
    "shouldnt": "shouldn't", "wont": "won't", "havent": "haven't", "hasnt": "hasn't", "hadnt": "hadn't",
    "aint": "ain't", "im": "i'm", "ive": "i've", "youre": "you're", "youve": "you've", "youd": "you'd",
    "theyre": "they're", "theyve": "they've", "theyd": "they'd", "weve": "we've", "thats": "that's",
    "whats": "what's", "hows": "how's", "heres": "here's", "theres": "there's", "wheres": "where's",
    "lets": "let's", "itll": "it'll", "youll": "you'll", "theyll": "they'll", "shes": "she's", "hes": "he's",
}  # fmt: skip
_MODAL_FOLLOWERS = (
    "be|have|get|need|send|see|do|take|talk|check|call|try|go|give|let|make|ask|look|think|probably|just|just"
    "|tell|email|forward|bring|put|share|want|use|start|pass|run|review|set|circle|follow|reach|shoot"
    "|also|find"
)
_ARE_FOLLOWERS = "on|using|a|an|looking|trying|still|currently|just|in|at|based|all|not|about|with"
_WOULD_FOLLOWERS = (
    "say|like|want|need|love|rather|have|be|appreciate|think|guess|probably|also|just|prefer|hate"
)
_REPEATABLE = (
    "i|we|the|to|a|it|and|so|you|is|my|in|of|our|they|he|she|that's|it's|i'm|like|if|can|do|for|with|what"
)

_RULES = re.compile(
    r"(?P<noise>[\[(<](?:pause|noise|inaudible|crosstalk|laughter|laughs|silence|music|\.\.\.)[\])>]\s*)"
    r"|(?P<filler>\b(?:u+h+m*|u+m+|e+rm*|hmm+|mmm+)\b(?![-' ]?(?:hu+h|hmm?)\b),?\s*)"
    rf"|(?P<contraction>\b(?:{'|'.join(_WITHOUT_APOSTROPHE)})\b)"
    rf"|(?P<will>\b(?:ill|well)(?=\s+(?:{_MODAL_FOLLOWERS})\b))"
    rf"|(?P<would>\bid(?=\s+(?:{_WOULD_FOLLOWERS})\b))"
    rf"|(?P<are>\bwere(?=\s+(?:{_ARE_FOLLOWERS})\b))"
    rf"|(?P<stutter>\b(?P<word>{_REPEATABLE})\s+(?=(?P=word)\b))"
)
_ONLY_HUMMED = re.compile(r"\W*(?:u+m+[-' ]?h+m+|h+m+|m+)(?:\W+(?:u+m+[-' ]?h+m+|h+m+|m+))*\W*")
_AFTER_PRONOUN = re.compile(r"\b(?:we|they|you|there|what|which|that|who|these|those)\s+$|s\s+$")
_WORD = re.compile(r"\w+")
_MAY_BE_A_FILLER = re.compile(r"(?<!\w)(?!(?:he|her|here|me)(?!\w))[uhmer]+(?!\w)")
_FOLLOWERS = {
    "ill": frozenset(_MODAL_FOLLOWERS.split("|")),
    "well": frozenset(_MODAL_FOLLOWERS.split("|")),
    "id": frozenset(_WOULD_FOLLOWERS.split("|")),
    "were": frozenset(_ARE_FOLLOWERS.split("|")),
}
_REPEATABLE_WORDS = frozenset(_REPEATABLE.split("|"))
_FINAL_LETTER = "\u03a3"  # small it is another one at the end of a word


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """Normalised text and where each of its characters comes from.

    Parameters
    ----------
    original
        The text as transcribed.
    text
        The normalised text.
    origins
        For each character of ``text`` its offset in ``original``; ``None`` when they are the same.
    regular
        Whether no rule can find anything in the text, nor in any words of it.
    """

    original: str
    text: str
    origins: tuple[int, ...] | None = None
    regular: bool = False

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the original that a stretch of the normalised text comes from."""
        if start >= end or not self.text:
            position = min(start, len(self.original))
            return (position, position)
        if self.origins is None:
            return (start, min(end, len(self.original)))
        last = min(end, len(self.origins)) - 1
        return (self.origins[min(start, last)], min(self.origins[last] + 1, len(self.original)))


@lru_cache(maxsize=4096)
def normalise(original: str) -> NormalisedText:
    """Normalise a turn's text; memoised, because nine analyzers of one process read the same turns."""
    lowered, origins = _lower(original)
    if _ONLY_HUMMED.fullmatch(lowered) and len(lowered) == len(original):
        return NormalisedText(original, lowered)  # an answer by itself, not a filler
    pieces: list[str] = []
    mapped: list[int] = []
    position = 0
    may_change = _may_change(lowered)
    for match in _RULES.finditer(lowered) if may_change else ():
        replacement = _replacement(match, lowered)
        if replacement is None:
            continue
        pieces.append(lowered[position : match.start()])
        mapped.extend(origins[position : match.start()])
        pieces.append(replacement)
        mapped.extend(_spread(replacement, match, origins))
        position = match.end()
    if not pieces:
        unchanged = len(lowered) == len(original)
        regular = unchanged and not may_change and _FINAL_LETTER not in original
        return NormalisedText(original, lowered, None if unchanged else tuple(origins), regular)
    pieces.append(lowered[position:])
    mapped.extend(origins[position:])
    return NormalisedText(original, "".join(pieces), tuple(mapped))


def normalise_words(original: str, start: int, end: int) -> str:
    """Give some words of a turn, normalised by themselves; those of a regular turn are cut out of it."""
    turn = normalise(original)
    return turn.text[start:end] if turn.regular else normalise(original[start:end]).text


def _may_change(lowered: str) -> bool:
    """Tell whether a rule may find something, since most stretches are regular and the rules are slow."""
    words = _WORD.findall(lowered)
    return (
        (any(map(eq, words, words[1:])) and _stutters(words, 1))
        or (any(map(eq, words, words[2:])) and _stutters(words, 2))
        or "[" in lowered
        or "(" in lowered
        or "<" in lowered
        or not _WITHOUT_APOSTROPHE.keys().isdisjoint(words)
        or (not _FOLLOWERS.keys().isdisjoint(words) and _is_followed(words))
        or _MAY_BE_A_FILLER.search(lowered) is not None
    )


def _stutters(words: Sequence[str], size: int) -> bool:
    """Tell whether a word stands twice; "that's that's" is two and two, since apostrophes part words."""
    said = ["'".join(words[place : place + size]) for place in range(len(words) - size + 1)]
    return any(
        first == second and first in _REPEATABLE_WORDS
        for first, second in zip(said, said[size:], strict=False)
    )


def _is_followed(words: Sequence[str]) -> bool:
    return any(word in _FOLLOWERS and after in _FOLLOWERS[word] for word, after in pairwise(words))


def _lower(original: str) -> tuple[str, Sequence[int]]:
    lowered = original.lower()
    if not original.isascii():
        lowered = lowered.translate(_STRAIGHT)
    if len(lowered) == len(original):
        return lowered, range(len(original))
    characters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(original):
        small = character.lower()
        characters.append(small)
        origins.extend([index] * len(small))
    return "".join(characters).translate(_STRAIGHT), origins


def _replacement(match: re.Match[str], text: str) -> str | None:
    kind = match.lastgroup
    if kind in {"noise", "filler"}:
        return ""
    if kind == "contraction":
        return _WITHOUT_APOSTROPHE[match.group()]
    if kind == "will":
        return {"ill": "i'll", "well": "we'll"}[match.group()]
    if kind == "would":
        return "i'd"
    if kind == "are":
        return None if _AFTER_PRONOUN.search(text, 0, match.start()) else "we're"
    return ""


def _spread(replacement: str, match: re.Match[str], origins: Sequence[int]) -> list[int]:
    """Map each character of a replacement to one of the characters it replaces, in order."""
    last = match.end() - 1
    position = match.start()
    spread: list[int] = []
    for character in replacement:
        spread.append(origins[min(position, last)])
        if character != "'":
            position += 1
    return spread
