"""How a stretch of speech feels.

A clause is scored by rules alone: a lexicon with negation, intensity, contrast and sarcasm in mind. For a
whole turn a small model weighs those rules, people's ratings of its words, and the words themselves.
"""

import math
import re
from collections.abc import Sequence
from typing import Final

from aftercall.language.lexicon import Lexicon, load_lexicon
from aftercall.language.linear_model import load_model
from aftercall.language.phrases import blanked
from aftercall.language.valence import VALENCE_NAMES, valence_of

SENTIMENT_LABELS: Final = ("negative", "neutral", "positive")
SENTIMENT_EXTRAS: Final = ("rule", "rule_praise", "rule_complaint", "rule_silent", *VALENCE_NAMES)

_WORD = re.compile(r"[a-z][a-z'-]*")
_CONTRAST = re.compile(r"\b(?:but|however|although|though|except)\b")
_NEGATION_REACH = 3
_NEGATED = -0.6
_BEFORE_CONTRAST = 0.6
_AFTER_CONTRAST = 1.3
_QUESTION = 0.5
_EXCLAMATION = 1.15
_SOFTNESS = 9.0
_FELT = 0.11
_SARCASM_FOLLOWS = re.compile(
    r"(?:that|it)(?:'s not| isn't| wasn't| is not) what i|^so,? no\b|yeah,? (?:no|right)\b|why didn't i think"
    r"|i've got nothing (?:else|better)|just what i needed|how (?:helpful|convenient)|thanks for nothing"
    r"|(?:very|how) modern|so (?:proud|helpful) of you|you don't know"
)
_SARCASM_OPENS = re.compile(
    r"^(?:oh,? )?(?:great|fantastic|wonderful|perfect|lovely|brilliant|awesome|right|terrific|super|marvelous"
    r"|that's (?:great|lovely|fantastic|wonderful|just great))\b"
)


def score_clause(clause: str) -> float:
    """Score one clause of normalised text from -1 (very negative) to 1 (very positive)."""
    return _squash(_valence(clause, load_lexicon()))


def score_turn(clauses: Sequence[str]) -> tuple[float, tuple[float, ...]]:
    """Score a turn from its clauses: the turn's score and each clause's, -1 to 1.

    A neutral turn scores 0, any other at least a tenth. Praise that a complaint follows at once
    ("that's lovely. that isn't what I asked") is read as sarcasm, which no model of single turns can
    tell: the rules decide there.
    """
    score, parts, mocked = _by_rules(clauses)
    if mocked or not clauses:
        return (score, parts)
    found = load_model("sentiment").probabilities(" ".join(clauses), extras=_evidence(clauses, score, parts))
    negative, neutral, positive = (found[label] for label in SENTIMENT_LABELS)
    leaning = positive - negative
    if neutral >= max(negative, positive):
        return (0.0, parts)
    if leaning * score > 0:
        leaning = (leaning + score) / 2
    return (round(math.copysign(max(abs(leaning), _FELT), leaning), 4), parts)


def sentiment_evidence(clauses: Sequence[str]) -> tuple[float, ...]:
    """Give what :data:`SENTIMENT_EXTRAS` names: what the rules and the rated words say of a turn."""
    score, parts, _ = _by_rules(clauses)
    return _evidence(clauses, score, parts)


def _evidence(clauses: Sequence[str], score: float, parts: Sequence[float]) -> tuple[float, ...]:
    praise = max((part for part in parts if part > 0), default=0.0)
    complaint = min((part for part in parts if part < 0), default=0.0)
    silent = 0.0 if score else 1.0
    return (2 * score, 2 * praise, 2 * complaint, silent, *valence_of(" ".join(clauses)))


def _by_rules(clauses: Sequence[str]) -> tuple[float, tuple[float, ...], bool]:
    """Score a turn and its clauses by the lexicon, and tell whether its praise is mockery."""
    lexicon = load_lexicon()
    valences = [_valence(clause, lexicon) for clause in clauses]
    mocking = False
    for index in range(len(clauses)):
        if valences[index] > 0 and _is_mocked(clauses, valences, index):
            valences[index] = -0.4 * valences[index]
            mocking = True
    return (_squash(sum(valences)), tuple(_squash(valence) for valence in valences), mocking)


def _is_mocked(clauses: Sequence[str], valences: Sequence[float], index: int) -> bool:
    clause = clauses[index]
    if _SARCASM_FOLLOWS.search(clause):
        return True
    following = " ".join(clauses[index + 1 : index + 3])
    if not _SARCASM_OPENS.match(clause):
        return False
    return bool(_SARCASM_FOLLOWS.search(following)) or any(
        valence < -1 for valence in valences[index + 1 : index + 2]
    )


def _valence(clause: str, lexicon: Lexicon) -> float:
    text = lexicon.neutral_pattern.without(clause)
    total = 0.0
    for part, weight in _parts(text):
        total += weight * _sum(part, lexicon)
    if clause.endswith("!"):
        total *= _EXCLAMATION
    elif clause.endswith("?"):
        total *= _QUESTION
    return total


def _parts(text: str) -> tuple[tuple[str, float], ...]:
    contrast = _CONTRAST.search(text)
    if contrast is None or not text[: contrast.start()].strip():
        return ((text, 1.0),)
    return ((text[: contrast.start()], _BEFORE_CONTRAST), (text[contrast.end() :], _AFTER_CONTRAST))


def _sum(text: str, lexicon: Lexicon) -> float:
    total = 0.0
    found = lexicon.phrase_pattern.found_in(text)
    for match in found:
        total += lexicon.phrases[match.group()] * _shift(_WORD.findall(text[: match.start()]), lexicon)
    words = _WORD.findall(blanked(text, found))
    if lexicon.words.keys().isdisjoint(words):
        return total
    for index, word in enumerate(words):
        weight = lexicon.words.get(word)
        if weight is not None:
            total += weight * _shift(words[:index], lexicon)
    return total


def _shift(before: Sequence[str], lexicon: Lexicon) -> float:
    """Tell how the words before one change its weight."""
    factor = 1.0
    negated = False
    for word in before[-_NEGATION_REACH:]:
        negated = negated or word in lexicon.negators
        factor *= lexicon.intensifiers.get(word, 1.0) * lexicon.dampeners.get(word, 1.0)
    return factor * (_NEGATED if negated else 1.0)


def _squash(valence: float) -> float:
    """Map any sum into -1 to 1, rounded so that reports are stable to read and compare."""
    return round(valence / math.sqrt(valence * valence + _SOFTNESS), 4)
