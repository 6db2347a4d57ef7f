"""How likely a clause is an action item: what the rules see in it, weighed with its own words."""

from typing import Final

from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.offers import ACCEPTS
from aftercall.analysis.promise_rules import has_date, is_promise, main_part
from aftercall.analysis.promising import ADDRESSED, OFFER, OTHERS, OWN, THEY, YOU_WILL
from aftercall.language.linear_model import load_model
from aftercall.language.phrases import words_in
from aftercall.session.prepared import DialogueAct

MODEL_NAME: Final = "action_item"
PROMISE_EXTRAS: Final = (
    "rules", "rules_of_caller", "by_caller", "dated", "own", "own_of_caller", "others", "offer_accepted",
    "offer_open", "conditional", "first", "last", "addressed", "dated_by_caller", "dated_own",
    "question", "request", "commitment", "acknowledgement", "commitment_of_caller",
)  # fmt: skip
_ACTS: Final = (
    DialogueAct.QUESTION, DialogueAct.REQUEST, DialogueAct.COMMITMENT, DialogueAct.ACKNOWLEDGEMENT,
)  # fmt: skip
_NEEDED: Final = frozenset((
    "will", "ll", "shall", "gonna", "going", "goes", "let", "can", "could", "ve", "should", "sending",
    "emailing", "pass", "passed", "passing", "ask", "asked", "need", "needs", "gotta", "expect", "coming",
    "make", "send", "forward", "ma", "happy", "glad", "give", "get", "take", "have", "ill",
))  # fmt: skip
"""Words of which one stands in every promise; a clause without any of them is not weighed."""


def may_promise(clause: Clause) -> bool:
    """Tell whether a clause has a word that promises need."""
    return not _NEEDED.isdisjoint(words_in(clause.text))


def promise_likelihood(conversation: Conversation, utterance: Utterance, clause: Clause) -> float:
    """Give how likely a clause promises work for after the call, 0 to 1."""
    extras = promise_evidence(conversation, utterance, clause)
    return load_model(MODEL_NAME).probability(promise_text(utterance, clause), extras=extras)


def promise_text(utterance: Utterance, clause: Clause) -> str:
    """Give the text that the model reads: who speaks, then the clause."""
    return f"{'caller' if utterance.by_user else 'agent'} {clause.text}"


def promise_evidence(conversation: Conversation, utterance: Utterance, clause: Clause) -> tuple[float, ...]:
    """Give what :data:`PROMISE_EXTRAS` names for a clause."""
    text, by_caller, dated = clause.text, utterance.by_user, has_date(utterance, clause)
    by_rules = is_promise(conversation, utterance, clause)
    own = OWN.search(text) is not None
    others = any(pattern.search(text) for pattern in (OTHERS, THEY, YOU_WILL))
    offer = OFFER.match(text) is not None
    accepted = offer and _is_taken_up(conversation, utterance)
    committed = clause.act is DialogueAct.COMMITMENT
    seen = (
        by_rules, by_rules and by_caller, by_caller, dated, own, own and by_caller, others, accepted,
        offer and not accepted, not main_part(text), clause == utterance.clauses[0],
        clause == utterance.clauses[-1], ADDRESSED.search(text) is not None, dated and by_caller,
        dated and own, *(clause.act is act for act in _ACTS), committed and by_caller,
    )  # fmt: skip
    return tuple(map(float, seen))


def _is_taken_up(conversation: Conversation, utterance: Utterance) -> bool:
    answer = conversation.user_after(utterance.index)
    return answer is not None and ACCEPTS.match(answer.text) is not None
