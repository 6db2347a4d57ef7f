"""Which emotions a turn shows, and how strongly.

All are found by words and phrases; for frustration a small model weighs them with people's ratings of
the turn's words and the words themselves.
"""

import re
from typing import Final

from aftercall.language.lexicon import Lexicon, load_lexicon
from aftercall.language.linear_model import load_model
from aftercall.language.valence import VALENCE_NAMES, valence_of

FRUSTRATION_EXTRAS: Final = ("frustrated_words", *VALENCE_NAMES)

_WORD = re.compile(r"[a-z][a-z'-]*")
_EXCLAIMED = re.compile(r"!")
_FIRST = 0.4
_EACH_MORE = 0.2
_FRUSTRATED = 0.5
_UNNAMED_FIRST = 0.2  # what no word of frustration names is weaker than what one does
_UNNAMED_MORE = 0.15
_NEGATABLE = frozenset(("excitement", "confidence"))


def find_emotions(text: str, sentiment: float) -> dict[str, float]:
    """Give each emotion that shows in a turn's normalised text with its intensity, 0 to 1.

    Joy is not read from a turn whose sentiment is negative, nor anger from one that is clearly
    positive: "oh fantastic" and "you were a delight, I was ready to be mad" are both quoted wrong
    by their words alone. Frustration that only the model sees has an intensity below 0.4.
    """
    lexicon = load_lexicon()
    words = _WORD.findall(text)
    negated = not lexicon.negators.isdisjoint(words)
    hits = {name: count for name in lexicon.emotions if (count := _hits(lexicon, name, text, words))}
    found: dict[str, float] = {}
    for name, count in hits.items():
        if not _fits(name, sentiment, negated=negated):
            continue
        exclaimed = 1 if name in {"excitement", "frustration"} and _EXCLAIMED.search(text) else 0
        found[name] = round(min(1.0, _FIRST + _EACH_MORE * (count - 1 + exclaimed)), 2)
    if _fits("frustration", sentiment, negated=negated):
        extras = _frustration_extras(text, hits.get("frustration", 0))
        likelihood = load_model("frustration").probability(text, extras=extras)
        if likelihood >= _FRUSTRATED:
            strength = _UNNAMED_FIRST + _UNNAMED_MORE * (likelihood - _FRUSTRATED) / (1 - _FRUSTRATED)
            found["frustration"] = max(found.get("frustration", 0.0), round(strength, 2))
    return found


def frustration_evidence(text: str) -> tuple[float, ...]:
    """Give what :data:`FRUSTRATION_EXTRAS` names for a turn's normalised text."""
    lexicon = load_lexicon()
    return _frustration_extras(text, _hits(lexicon, "frustration", text, _WORD.findall(text)))


def _frustration_extras(text: str, hits: int) -> tuple[float, ...]:
    return (float(min(hits, 2)), *valence_of(text))


def _hits(lexicon: Lexicon, name: str, text: str, words: list[str]) -> int:
    entry = lexicon.emotions[name]
    hits = 0 if entry.words.isdisjoint(words) else sum(1 for word in words if word in entry.words)
    return hits + len(entry.phrases.found_in(text))


def _fits(name: str, sentiment: float, *, negated: bool) -> bool:
    if name == "excitement":
        return sentiment > 0.2  # noqa: PLR2004 - a turn that is not positive as a whole shows no joy
    if name == "frustration":
        return sentiment < 0.35  # noqa: PLR2004 - nor does a warm one show anger
    return not (name in _NEGATABLE and negated and sentiment < 0)
