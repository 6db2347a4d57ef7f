"""Which emotions a turn shows, and how strongly."""

import re

from aftercall.language.lexicon import load_lexicon

_WORD = re.compile(r"[a-z][a-z'-]*")
_EXCLAIMED = re.compile(r"!")
_FIRST = 0.4
_EACH_MORE = 0.2
_NEGATABLE = frozenset(("excitement", "confidence"))


def find_emotions(text: str, sentiment: float) -> dict[str, float]:
    """Give each emotion that shows in a turn's normalised text with its intensity, 0 to 1.

    Joy is not read from a turn whose sentiment is negative, nor anger from one that is clearly
    positive: "oh fantastic" and "you were a delight, I was ready to be mad" are both quoted wrong
    by their words alone.
    """
    lexicon = load_lexicon()
    words = _WORD.findall(text)
    negated = any(word in lexicon.negators for word in words)
    found: dict[str, float] = {}
    for name, entry in lexicon.emotions.items():
        hits = sum(1 for word in words if word in entry.words) + len(entry.phrases.findall(text))
        if not hits or not _fits(name, sentiment, negated=negated):
            continue
        exclaimed = 1 if name in {"excitement", "frustration"} and _EXCLAIMED.search(text) else 0
        found[name] = round(min(1.0, _FIRST + _EACH_MORE * (hits - 1 + exclaimed)), 2)
    return found


def _fits(name: str, sentiment: float, *, negated: bool) -> bool:
    if name == "excitement":
        return sentiment > 0.2  # noqa: PLR2004 - a turn that is not positive as a whole shows no joy
    if name == "frustration":
        return sentiment < 0.35  # noqa: PLR2004 - nor does a warm one show anger
    return not (name in _NEGATABLE and negated and sentiment < 0)
