"""In which sense something is said: denied, past, imagined, or told of somebody else."""

import re
from functools import lru_cache

from aftercall.language.phrases import worded

_REMEMBERED_CLAUSES = 1024

_DENIED = worded(
    "don do doesn didn not never longer any anymore ripped got without no won isn aren instead except ignore",
    r"\b(?:don't|do not|doesn't|didn't|not|never|no longer|any ?more|ripped (?:it |that )?out|got rid of"
    r"|without|no need"
    r"|won't|isn't|aren't|instead of|except|ignore)\b",
)
_PAST = worded(
    "used previously past back ago last had before formerly using tried moved switched ripped got left "
    "old longer any anymore once originally",
    r"\b(?:used to|previously|in the past|back then|years ago|last (?:company|job|place|employer|one)"
    r"|had before"
    r"|before (?:that|the|we|i)|formerly|we had|i had|we were using|we tried|i tried|moved off"
    r"|switched (?:from|off|away)"
    r"|ripped|got rid of|left|my old|our old|no longer|any ?more|once|originally)\b",
)
_IMAGINED = worded(
    "if unless suppose say imagine",
    r"^(?:and |but |so |then |well |okay )*(?:if|unless|suppose|say|imagine|let's say)\b|\bwhat if\b",
)
_PRETENDED = worded(
    "pretend pretending hypothetical hypothetically made imaginary fictional theoretically class course "
    "homework case",
    r"\b(?:(?:pretend|let's pretend|pretending) (?:like |that )?(?:there|that|we|i|you|it)"
    r"|hypothetical(?:ly)?|made[- ]up|imaginary|fictional|theoretically"
    r"|for (?:a|my|the) (?:class|course|homework)|the case is)\b",
)
_OTHERS = worded(
    "sister brother niece nephew cousin friend neighbor neighbour wife husband mom mother dad father "
    "aunt uncle buddy roommate son daughter competitor vendor landlord bank send sends sent use uses "
    "else companies",
    r"\b(?:my|our|the|his|her|their|a) (?:sister|brother|niece|nephew|cousin|friend|neighbor|neighbour|wife"
    r"|husband|mom"
    r"|mother|dad|father|aunt|uncle|buddy|roommate|son|daughter|competitor|vendor|landlord|bank)\b"
    r"|\b(?:sends? us|sent us|sends? me|sent me|they use|he uses|she uses|somebody else's|other companies)\b",
)
_TURNING_POINT = re.compile(
    r"\b(?:but|however|although|instead|now)\b"
    r"|,\s+(?:so |and )?(?=(?:it|we|i|that|this|they|our|my|what|he|she)(?:'\w+)?\s)"
)


@lru_cache(maxsize=_REMEMBERED_CLAUSES)
def is_denied(text: str) -> bool:
    """Tell whether a clause of normalised text denies something."""
    return bool(_DENIED.search(text))


@lru_cache(maxsize=_REMEMBERED_CLAUSES)
def is_past(text: str) -> bool:
    """Tell whether a clause speaks of how things were."""
    return bool(_PAST.search(text))


@lru_cache(maxsize=_REMEMBERED_CLAUSES)
def is_imagined(text: str) -> bool:
    """Tell whether a clause speaks of what might be."""
    return bool(_IMAGINED.search(text))


@lru_cache(maxsize=_REMEMBERED_CLAUSES)
def is_pretended(text: str) -> bool:
    """Tell whether a turn describes an invented case ("pretend there's a company with fifty people")."""
    return bool(_PRETENDED.search(text))


@lru_cache(maxsize=_REMEMBERED_CLAUSES)
def is_about_others(text: str) -> bool:
    """Tell whether a clause speaks of somebody outside the caller's company."""
    return bool(_OTHERS.search(text))


def around(text: str, offset: int, before: int = 9, after: int = 7) -> str:
    """Give the words around an offset, up to the next "but" or comma with a new subject on either side.

    A long unpunctuated clause denies one thing and needs another: only what stands close counts.
    """
    begin, end = 0, len(text)
    for match in _TURNING_POINT.finditer(text):
        if match.end() <= offset:
            begin = match.end()
        elif match.start() > offset:
            end = match.start()
            break
    words = list(re.finditer(r"\S+", text[begin:end]))
    position = next((index for index, word in enumerate(words) if begin + word.end() > offset), len(words))
    window = words[max(0, position - before) : position + after]
    return text[begin + window[0].start() : begin + window[-1].end()] if window else text
