"""How a call ended: a goodbye or a settled next step, or a line that went dead (spec 3.3)."""

import re

from aftercall.analysis.conversation import Clause, Conversation
from aftercall.session.prepared import DialogueAct

GOODBYE = re.compile(
    r"\b(?:good ?bye|bye(?: bye| now)?|have a (?:good|great|nice|wonderful|lovely)|take care"
    r"|talk (?:to you )?(?:soon|later|then)|see you|thanks for (?:calling|your (?:help|time))"
    r"|thank you (?:so much|very much|for)|thank you|thanks"
    r"|enjoy the rest|good luck|my pleasure|cheers|speak soon|that's (?:it|all)|no that's it|all set"
    r"|you're (?:all set|booked))\b"
)
_FAREWELL = re.compile(
    r"\b(?:good ?bye|bye|have a (?:good|great|nice|wonderful|lovely)|take care|talk soon|talk to you|see you"
    r"|enjoy (?:the rest|your)|speak soon|good luck)\b"
)
_HURRIED = re.compile(
    r"\b(?:gotta (?:go|run|jump)?$|i gotta$|breaking up|i have to go|got to (?:go|run)|hang on"
    r"|going to hang up|forget it|this is useless|cut out)\b"
)
_CUT_OFF = re.compile(r"(?:\b(?:you|the|a|and|to|with|your|virtual|is|of|how|creating|for|i|gotta)$|-$)")
_LAST_TURNS = 4


def ending_clauses(conversation: Conversation) -> tuple[Clause, ...]:
    """Give the closing words of a call: goodbyes and thanks among the last turns."""
    return tuple(
        clause
        for utterance in conversation.utterances[-_LAST_TURNS:]
        for clause in utterance.clauses
        if GOODBYE.search(clause.text)
    )


def ended_naturally(conversation: Conversation) -> bool | None:
    """Tell whether the call came to an end of its own; ``None`` where hardly anything was said.

    Natural: a farewell of either side among the last turns, or thanks of the caller, and the last
    words neither cut off nor in a hurry to leave.
    """
    if not conversation.user or not conversation.agent:
        return None
    last = conversation.utterances[-1]
    tail = conversation.utterances[-_LAST_TURNS:]
    if _CUT_OFF.search(last.text) or (
        last.by_user and _HURRIED.search(last.text) and not _FAREWELL.search(last.text)
    ):
        return False
    if any(_FAREWELL.search(utterance.text) for utterance in tail):
        return True
    thanked = any(utterance.by_user and re.search(r"\bthank", utterance.text) for utterance in tail)
    settled = any(clause.act is DialogueAct.COMMITMENT for utterance in tail for clause in utterance.clauses)
    return thanked or (settled and not last.turn.interrupted)
