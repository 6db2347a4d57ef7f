"""How a call ended: a goodbye or a settled next step, or a line that went dead (spec 3.3)."""

import re

from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.session.prepared import DialogueAct

GOODBYE = re.compile(
    r"\b(?:good ?bye|bye(?: bye| now)?|have a (?:good|great|nice|wonderful|lovely)|take care"
    r"|talk (?:to you )?(?:soon|later|then)|see you|thanks for (?:calling|your (?:help|time))"
    r"|thank you (?:so much|very much|for)|thank you|thanks"
    r"|enjoy the rest|good luck|my pleasure|cheers|speak soon|that's (?:it|all)|no that's it|all set"
    r"|you're (?:all set|booked))\b"
)
_FAREWELL = re.compile(
    r"\b(?:good ?bye|bye+|have a (?:good|great|nice|wonderful|lovely|super)|enjoy (?:the rest|your)"
    r"|take care|talk soon|talk to you|see (?:you|ya)|speak soon|good luck|good (?:day|night)|safe (?:flight"
    r"|travels|trip)|cheers|ciao|ta[- ]?ra|cheerio|same to you"
    r"|(?:you (?:too|as well)|and you|(?:alright|okay|ok|cool|right|well)"
    r" (?:then|later)|peace(?: out)?)(?=\W*$))\b"
)
_HURRIED = re.compile(
    r"\b(?:gotta (?:go|run|jump)?$|i gotta$|breaking up|i have to go|got to (?:go|run)|hang on|hold on"
    r"|(?:going to|gotta|got to|have to) hang up|hangs up|forget it"
    r"|i(?:'?ll| will| gotta| have to| need to) call (?:you )?back|this is useless|cut out)\b"
)
_THREATENED = re.compile(
    r"\b(?:call(?:ing)?|ring(?:ing)?|talk(?:ing)? to|get(?:ting)?) (?:the|my|our|a) (?:bank|lawyers?"
    r"|attorneys?|solicitors?)\b"
)
_CUT_OFF = re.compile(
    r"(?:\b(?:you|the|a|and|to|with|your|my|our|his|virtual|is|of|or|from|how|creating|for|i|gotta)$|-$)"
)
_CLOSED = re.compile(r"[.!?…][\"'”\u2019)\]]*$")
_LAST_TURNS = 4
_SHORT = 6


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

    Natural: a farewell of either side among the last turns, thanks of the caller, or last words that leave
    nothing to say; and the last words neither cut off, nor in a hurry to leave, nor a threat.
    """
    if not conversation.user or not conversation.agent:
        return None
    last = conversation.utterances[-1]
    if _broken_off(conversation, last):
        return False
    tail = conversation.utterances[-_LAST_TURNS:]
    if any(_FAREWELL.search(utterance.text) for utterance in tail):
        return True
    if _asks(last):
        return False
    thanked = any(utterance.by_user and re.search(r"\bthank", utterance.text) for utterance in tail)
    settled = any(clause.act is DialogueAct.COMMITMENT for utterance in tail for clause in utterance.clauses)
    return thanked or (not last.turn.interrupted and (settled or _leaves_nothing_to_say(last)))


def _broken_off(conversation: Conversation, last: Utterance) -> bool:
    if last.by_user and _FAREWELL.search(last.text):
        return False
    left = last.by_user and (_HURRIED.search(last.text) or _THREATENED.search(last.text))
    return bool(left or _CUT_OFF.search(last.text)) or _agent_stopped(conversation)


def _agent_stopped(conversation: Conversation) -> bool:
    """Tell whether the agent, who ends its sentences elsewhere, left the last one without an end."""
    *before, last = (utterance.turn.text.rstrip() for utterance in conversation.agent)
    return any(map(_CLOSED.search, before)) and not _CLOSED.search(last)


def _asks(last: Utterance) -> bool:
    return last.turn.text.rstrip().endswith("?")


def _leaves_nothing_to_say(last: Utterance) -> bool:
    """Tell whether a last turn closes: the agent's statement, or a few words of the caller's."""
    return not last.by_user or len(last.annotation.tokens) <= _SHORT
