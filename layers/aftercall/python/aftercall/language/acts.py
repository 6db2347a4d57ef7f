"""What a clause does: ask, acknowledge, request, promise or state, punctuated or not.

Patterns (:mod:`aftercall.language.act_rules`) are the evidence; small models, trained on meetings, chats
and e-mails without punctuation, weigh it with the clause's own words.
"""

from functools import lru_cache

from aftercall.language.acknowledgements import is_acknowledgement
from aftercall.language.act_rules import ActEvidence, acknowledges, evidence_of, is_request, says_more
from aftercall.language.linear_model import load_model
from aftercall.session.prepared import DialogueAct

__all__ = ["acknowledges", "asks_for_action", "classify"]

_REMEMBERED_CLAUSES = 4096
_SHORT_ACKNOWLEDGEMENT = 3
_MORE_LIKELY_THAN_NOT = 0.5
_ASKS = 0.45
_PATTERN_HOLDS = 0.25
_INDIRECTLY = 0.6
_PROMISE_HOLDS = 0.15
_PROMISE_OF_OTHERS = 0.6
_SURE_WITHOUT_PATTERN = 0.6
_SURE_DESPITE_DOUBT = 0.8


@lru_cache(maxsize=_REMEMBERED_CLAUSES)
def classify(clause: str) -> tuple[DialogueAct, float]:
    """Tell what a clause of normalised text does, and how sure that is (0 to 1)."""
    asked = clause.endswith("?")
    if is_acknowledgement(clause):
        return (DialogueAct.ACKNOWLEDGEMENT, 0.6 if asked else 0.9)
    if is_request(clause):
        return (DialogueAct.REQUEST, 0.85)
    if asked:
        return (DialogueAct.QUESTION, 0.97)
    return _weighed(clause, evidence_of(clause))


def asks_for_action(text: str) -> float:
    """Give how likely a sentence of normalised text asks for or promises an action, 0 to 1.

    Made for written sentences (e-mails); :func:`classify` is for speech.
    """
    return _likelihood("action", text, evidence_of(text))


def _weighed(clause: str, evidence: ActEvidence) -> tuple[DialogueAct, float]:
    promise = _promise(clause, evidence)
    if promise:
        return (DialogueAct.COMMITMENT, promise)
    question = _question(clause, evidence)
    short = len(clause.split()) <= _SHORT_ACKNOWLEDGEMENT
    if short and evidence.cue and not evidence.value and not says_more(clause):
        acknowledgement = _likelihood("acknowledgement", clause, evidence)
        if acknowledgement >= _MORE_LIKELY_THAN_NOT and acknowledgement > question:
            return (DialogueAct.ACKNOWLEDGEMENT, acknowledgement)
    if question:
        return (DialogueAct.QUESTION, question)
    return (DialogueAct.STATEMENT, 0.7)


def _promise(clause: str, evidence: ActEvidence) -> float:
    """Tell how surely a clause promises; 0 when it does not. What is only supposed is no promise."""
    unlikely = evidence.figure_of_speech or not evidence.willing
    if evidence.hypothetical or (unlikely and not evidence.commitment):
        return 0.0
    likelihood = _likelihood("commitment", clause, evidence)
    if evidence.promise_of_others:
        return max(likelihood, _PROMISE_OF_OTHERS)
    needed = _PROMISE_HOLDS if evidence.commitment else _SURE_WITHOUT_PATTERN
    return likelihood if likelihood >= needed else 0.0


def _question(clause: str, evidence: ActEvidence) -> float:
    """Tell how surely a clause without a question mark asks; 0 when it does not."""
    stated = clause.endswith((".", "!"))
    opening = evidence.inversion or evidence.wh_question
    shown = opening or (not stated and (evidence.tag or evidence.inner_question))
    if evidence.exclamation or (stated and not (shown or evidence.indirect)):
        return 0.0
    likelihood = _likelihood("question", clause, evidence)
    if evidence.indirect:
        return max(likelihood, _INDIRECTLY)
    if shown:
        return likelihood if likelihood >= _PATTERN_HOLDS else 0.0
    doubtful = evidence.free_relative or evidence.value
    return likelihood if likelihood >= (_SURE_DESPITE_DOUBT if doubtful else _ASKS) else 0.0


def _likelihood(model: str, clause: str, evidence: ActEvidence) -> float:
    return round(load_model(model).probability(clause, extras=evidence.numbers()), 4)
