"""Whether the caller may decide (spec 3.1): what is said of deciding and paying, and by whom."""

import re
from collections.abc import Iterator
from typing import Final

from aftercall.analysis.context import is_imagined, is_past, is_pretended
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.sales.authority_words import (
    BODY,
    BODY_ACTS,
    BY_CALLER,
    DOCUMENTS,
    MONEY,
    OTHER_SIDE,
    SOMEBODY_RULES,
    TOPIC,
)
from aftercall.analysis.sales.candidates import Candidate, best
from aftercall.analysis.sales.people_words import MENTION
from aftercall.language.phrases import words_in
from aftercall.reports.sales_intelligence import AuthorityFinding
from aftercall.session.models import BudgetAuthority
from aftercall.session.prepared import DialogueAct

_ASKED: Final = re.compile(
    r"\bwho(?:'s| is| will|'ll| would|'d| else)?(?: the one)?(?: who| that| to| be| also| usually| actually|"
    r" finally)* ?(?:decid|approv"
    r"|sign(?:s|ing)? off|signs|makes? the|has the (?:final|last)|hold|pay|need to (?:approve|agree|sign)"
    r"|involved|be involved|has to)"
    r"|\b(?:decision|call|budget|choice) (?:(?:is |be )?yours|(?:is |be )?(?:up to |with )you)\b|\b(?:yours"
    r" to make|your (?:call|decision|own decision))\b"
    r"|\b(?:is|would|will) (?:it|that|the decision) (?:be )?(?:yours|up to you|you)\b"
    r"|\b(?:are you|would you be|you're) the (?:one|person|decision)\b|\bthe one (?:who|to|that) (?:decid"
    r"|approv|sign|say|make|give)\w*"
    r"|\b(?:can|could|do|are) you (?:able to )?(?:decide|approve|sign off|make (?:that|the|this))"
    r"|\b(?:anyone|anybody|someone|somebody) else (?:\w+ )?(?:need|have|has|involved|decid|approv|sign|weigh"
    r"|who)"
    rf"|\b(?:does|do|would|will|must|has|have) (?:the|your) (?:\w+ )?(?:{BODY}|boss|owner|director|manager"
    rf"|headmaster|principal) (?:\w+ )?"
    r"(?:to )?(?:approve|agree|decide|sign|vote|okay)\b"
    r"|\b(?:are you|you're) (?:also )?(?:the|an?) (?:owner|boss|founder|head)\b|\bdo you own\b"
    r"|\b(?:decision[- ]maker|sign off on|have the (?:final|last) (?:say|word)|authority)\b"
)
_ASKED_OF_OTHERS: Final = re.compile(
    r"\b(?:do|does|would|will|must|has|have) (?:the|your)\b|\b(?:any(?:one|body)|some(?:one|body)) else\b"
    r"|\bwho else\b"
)
_ASKED_YES_NO: Final = re.compile(r"^\s*(?:is|are|can|could|do|does|would|will|so)\b|\?")
_ASKED_BODY: Final = re.compile(
    r"\b(?:when|how|what) (?:would|will|does|do|did) (?:the|your) (?:\w+ )?(?:board|committee|council"
    r"|trustees) (?:\w+ )?(?:decide|meet|vote|approve)\b"
)
_OPENING: Final = r"^(?:(?:uh|um|oh|well|okay|so|ah|hm|right|yeah|honestly|actually)[, ]+)*"
_YES: Final = re.compile(
    rf"{_OPENING}(?:yes|yeah|yep|yup|it is|i am|i do|i can|i would|it'd be|correct|right|sure|absolutely)\b"
)
_NO: Final = re.compile(
    rf"{_OPENING}(?:(?:strictly|technically|officially) (?:speaking,? )?no|no|nope|nah|nobody|no one|not me"
    rf"|god no|not really|not (?:just|only|quite))\b"
)
_MYSELF: Final = re.compile(
    rf"{_OPENING}(?:(?:that's|that'd be|that would be|it's|just|only|yours|all)[, ]+)*"
    r"(?:me|myself|i do|i am|i will|i would|i can|yours truly|you're (?:talking|speaking) to (?:him|her"
    r"|them)|moi)"
    r"\b(?! (?:think|guess|don't|can't|need|have|know|would|and|am not))(?!,? (?:and|but|with|plus))"
)
_ASKED_OWNER: Final = re.compile(r"\b(?:owner|founder|own)\b")
_CO_OWNER: Final = re.compile(rf"{_OPENING}(?:me|myself) (?:and|with|plus) (?:my|our|a|the)\b")
_REACH: Final = 1
_PRONOUNS: Final = frozenset(("he", "she", "they"))
_SURE: Final = 0.7


def find_authority(conversation: Conversation) -> AuthorityFinding | None:
    """Find what the caller may decide: what they say of it counts more than their title."""
    chosen = best([*_said(conversation), *_answered(conversation)])
    if chosen is None:
        return None
    return AuthorityFinding(value=chosen.value, confidence=chosen.confidence, evidence=(chosen.evidence,))


def _said(conversation: Conversation) -> Iterator[Candidate[BudgetAuthority]]:
    for utterance in conversation.user:
        if is_pretended(utterance.text):
            continue
        for clause in utterance.clauses:
            if TOPIC.isdisjoint(words_in(clause.text)):
                continue
            if is_past(clause.text) and "contract" not in clause.text:
                continue
            reading = _reading_of(clause)
            if reading is not None:
                yield Candidate(*reading, clause.evidence(), -clause.turn_index)


def _reading_of(clause: Clause) -> tuple[BudgetAuthority, float] | None:
    by_caller = next(
        ((authority, weight) for pattern, authority, weight in BY_CALLER if pattern.search(clause.text)),
        None,
    )
    if by_caller is not None and by_caller[1] > _SURE:
        return by_caller
    if by_caller is None and BODY_ACTS.search(clause.text):
        return BudgetAuthority.NEEDS_APPROVAL, 0.6
    if _is_ruled_by_another(clause):
        return BudgetAuthority.NEEDS_APPROVAL, 0.82
    return by_caller


def _is_ruled_by_another(clause: Clause) -> bool:
    """Tell whether somebody of the caller's side has the money or the last word."""
    for match in SOMEBODY_RULES.finditer(clause.text):
        before = clause.text[: match.start()]
        if OTHER_SIDE.search(before[-60:]) and match.group("who") in _PRONOUNS:
            continue
        if match.group("who") == "they" and not MENTION.search(before):
            continue
        if DOCUMENTS.search(clause.text) and not re.search(MONEY, match.group("rule")):
            continue
        return True
    return False


def _answered(conversation: Conversation) -> Iterator[Candidate[BudgetAuthority]]:
    """Read the answer to the agent's question who decides."""
    for utterance in conversation.agent:
        answer = conversation.user_after(utterance.index)
        if answer is None or not answer.clauses or answer.index > utterance.index + _REACH:
            continue
        question = (
            " ".join(
                clause.text
                for clause in utterance.clauses
                if clause.act is DialogueAct.QUESTION or "?" in clause.text
            )
            or utterance.text
        )
        if _ASKED.search(question):
            value = _value_of(question, answer)
        elif _ASKED_BODY.search(question) and not _NO.search(answer.text):
            value = BudgetAuthority.NEEDS_APPROVAL
        else:
            continue
        if value is not None:
            yield Candidate(value, 0.84, answer.clauses[0].evidence(), -answer.index)


def _value_of(question: str, answer: Utterance) -> BudgetAuthority | None:
    others = bool(_ASKED_OF_OTHERS.search(question))
    text = answer.text
    if _NO.search(text):
        return BudgetAuthority.DECISION_MAKER if others else BudgetAuthority.NEEDS_APPROVAL
    if _MYSELF.search(text) or (_ASKED_OWNER.search(question) and _CO_OWNER.search(text)):
        return BudgetAuthority.DECISION_MAKER
    if MENTION.search(answer.clauses[0].text) and not is_imagined(text):
        return BudgetAuthority.NEEDS_APPROVAL
    if _YES.search(text) and _ASKED_YES_NO.search(question) and "who" not in question:
        return BudgetAuthority.NEEDS_APPROVAL if others else BudgetAuthority.DECISION_MAKER
    return None
