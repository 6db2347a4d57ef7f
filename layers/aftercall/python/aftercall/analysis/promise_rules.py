"""Promises by their words and grammar alone: what the trained reading of them starts from."""

import re

from aftercall.analysis.context import is_pretended
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.offers import is_accepted
from aftercall.analysis.owners import DELEGATES
from aftercall.analysis.promised_work import is_at_once, is_done_in_the_call, is_work
from aftercall.analysis.promising import LET_ME_ASK, MINE, OFFER, OTHERS, OWN, THEY, TO_YOU, YOU_WILL
from aftercall.language.phrases import worded
from aftercall.session.prepared import DialogueAct

_CALLER_NOW = worded(
    "let just have hold hang one",
    r"\blet me (?:see|think|find|pull|look|grab|write|get)\b|\bi'll just (?:put|say|write|use|do|type|go"
    r"|leave)\b"
    r"|\bhave (?:em|'em|them|him|her|someone|somebody) (?:call|email|send|ring|write|come|do)\b"
    r"|\b(?:hold on|hang on|one (?:second|moment|sec))\b",
)
_CONDITION = re.compile(r"\b(?:if|unless|otherwise|or else|in case)\b")
_CONDITION_BEFORE = re.compile(
    r"(?:,|\band\b|\bbut\b|^)\s*(?:(?:and|but|so|because|well|see|okay)[, ]+)*(?:if|unless|or else"
    r"|otherwise)\b"
)
_HEDGED = re.compile(r"\b(?:maybe|perhaps|might|i guess|i suppose|hopefully|would|wish)\b")
_THREAT = re.compile(r"\b(?:i'm done|run out|cancel|leave a (?:bad )?review|switch to|go elsewhere|never)\b")
_REASON = re.compile(r"^(?:because|cause|'cause|since)\b")
_SENT_SOON = re.compile(
    r"\bi(?: also| just| then)? (?:send|e-?mail|forward|write|bring|give|call|ring|text|ask|get back to|come"
    r" back to)"
    r" (?:you|it|them|that|this|him|her|over|the|my|our)\b(?! (?:every|each|all the time|always|usually"
    r"|when))"
)
"""The present tense of what is as good as done; only with a date."""
_HABIT = re.compile(
    r"\b(?:every|each|always|usually|often|never|sometimes|a (?:day|week|month|year)|when(?:ever)?|on"
    r" \w+days)\b"
)
_SARCASTIC = re.compile(r"\bi'll just\b.*\bagain\b|\bnothing else on\b")


def is_promise(conversation: Conversation, utterance: Utterance, clause: Clause) -> bool:
    """Tell whether a clause promises work, as far as the rules know."""
    text = main_part(clause.text)
    if (
        not text
        or clause.act is DialogueAct.QUESTION
        or _SARCASTIC.search(text)
        or _REASON.search(text)
        or _goes_on_from_condition(utterance, clause)
        or is_pretended(utterance.text)
    ):
        return False
    if utterance.by_user:
        return _caller_promises(clause, text, has_date=has_date(utterance, clause))
    return _agent_promises(conversation, utterance, text, has_date=has_date(utterance, clause))


def is_certain(utterance: Utterance, clause: Clause) -> bool:
    """Tell whether the form of what the rules take for a promise leaves no doubt, whatever the words."""
    text = clause.text
    if any(pattern.search(text) for pattern in (OTHERS, THEY, LET_ME_ASK)):
        return True
    if utterance.by_user:
        return has_date(utterance, clause) and OWN.search(text) is None
    return OFFER.match(text) is not None and DELEGATES.search(text) is not None


def is_over_with_the_call(clause: Clause) -> bool:
    """Tell whether all that the agent promises in a clause is done before the call is over."""
    promises = list(OWN.finditer(clause.text))
    return bool(promises) and all(is_done_in_the_call(match) for match in promises)


def main_part(text: str) -> str:
    """Give a clause without what stands under a condition; empty when the promise itself does."""
    condition = _CONDITION.search(text)
    if condition is None:
        return text
    before = _CONDITION_BEFORE.search(text)
    if before is not None:
        return text[: before.start()].strip()
    return "" if condition.start() == 0 else text


def has_date(utterance: Utterance, clause: Clause) -> bool:
    """Tell whether a clause names a time."""
    return any(clause.start <= span.start < clause.end for span in utterance.annotation.dates)


def _goes_on_from_condition(utterance: Utterance, clause: Clause) -> bool:
    """Tell whether a clause carries on what stands under a condition ("if not, I'm off | and I'll pay")."""
    position = utterance.clauses.index(clause) if clause in utterance.clauses else 0
    return (
        position > 0
        and clause.text.startswith("and ")
        and _CONDITION.match(utterance.clauses[position - 1].text) is not None
    )


def _caller_promises(clause: Clause, text: str, *, has_date: bool) -> bool:
    if _THREAT.search(clause.text) or _CALLER_NOW.search(text):
        return False
    if LET_ME_ASK.search(text) or (has_date and _SENT_SOON.search(text) and not _HABIT.search(clause.text)):
        return True
    others = OTHERS.search(text)
    if others is not None and MINE.search(text) and TO_YOU.search(text[others.end() :]):
        return True
    return any(
        is_work(match, has_date=has_date) and not _HEDGED.search(text, 0, match.end("verb"))
        for match in OWN.finditer(text)
    )


def _agent_promises(conversation: Conversation, utterance: Utterance, text: str, *, has_date: bool) -> bool:
    if OTHERS.search(text) or THEY.search(text) or YOU_WILL.search(text):
        return True
    offer = OFFER.match(text)
    if offer is not None:
        return (
            is_work(offer, has_date=has_date)
            and not is_at_once(offer, has_date=has_date)
            and is_accepted(conversation, utterance)
        )
    return any(
        is_work(match, has_date=has_date) and not is_at_once(match, has_date=has_date)
        for match in OWN.finditer(text)
    )
