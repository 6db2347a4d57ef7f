"""Whether a turn resists what the other side wants: a hint, not an objection.

Made for conversations in which somebody persuades or bargains. The sales objections that a report names
are found by the profile's and the analyzer's own rules; this tells how likely a turn pushes back at all.
"""

import re
from typing import Final

from aftercall.language.linear_model import load_model
from aftercall.language.valence import VALENCE_NAMES, valence_of

_PATTERNS: Final = {
    "own_need": re.compile(
        r"\b(?:i|we)(?:'ll| will| do| really| would| also| still|'d)* (?:need|require|must have"
        r"|have to have)\b"
    ),
    "cannot": re.compile(
        r"\b(?:i|we) (?:can't|cannot|couldn't|won't|wouldn't|am not able|can not)\b"
        r"|\b(?:not able to|unable)\b"
    ),
    "lack": re.compile(
        r"\b(?:don't|do not|didn't) (?:have|think|want|know|like|trust|believe|see|feel)\b"
        r"|\bno (?:money|budget|time|way|thanks|thank you)\b|\bafford\b|\bexpensive\b"
        r"|\btoo (?:much|many|high|low|little|few)\b"
    ),
    "doubt": re.compile(
        r"\bnot (?:sure|convinced|certain)\b|\bhow (?:do|can|would) (?:i|we) know\b|\bproof\b|\btrust\b"
        r"|\bwhy (?:should|would|do|are|is)\b|\bsceptical\b|\bskeptical\b|\bscam\b|\bdoubt\b|\bguarantee\b"
    ),
    "later": re.compile(
        r"\b(?:maybe|perhaps) (?:later|next|another)\b|\bthink about it\b|\bi'll pass\b|\bhave to think\b"
        r"|\bnot (?:right now|now|yet|today|at this time|interested)\b"
    ),
    "already": re.compile(
        r"\balready (?:have|do|give|donate|use|got|pay|help|support)\b|\brather\b|\bprefer\b|\binstead\b"
    ),
    "fair": re.compile(r"\b(?:un)?fair\b|\bdeserve\b|\bequal(?:ly)?\b"),
    "contrast": re.compile(r"\bbut\b|\bhowever\b|\balthough\b|\bunless\b|\bexcept\b|\bstill\b"),
    "reason": re.compile(r"\bbecause\b|\bsince\b"),
}
_SAID: Final = ("cannot", "lack", "doubt", "later")
_MORE_LIKELY_THAN_NOT = 0.5

RESISTANCE_EXTRAS: Final = (*_PATTERNS, *VALENCE_NAMES)


def resistance(text: str) -> float:
    """Give how likely a turn's normalised text resists what the other side wants, 0 to 1."""
    return round(load_model("resistance").probability(text, extras=resistance_evidence(text)), 4)


def resists(text: str) -> bool:
    """Tell whether a turn's normalised text pushes back, by its words or by the model."""
    return any(_PATTERNS[name].search(text) for name in _SAID) or resistance(text) >= _MORE_LIKELY_THAN_NOT


def resistance_evidence(text: str) -> tuple[float, ...]:
    """Give what :data:`RESISTANCE_EXTRAS` names for normalised text."""
    shown = tuple(float(bool(pattern.search(text))) for pattern in _PATTERNS.values())
    return (*shown, *valence_of(text))
