"""What became of an objection: whether the answers settled it, and which other way was offered."""

from aftercall.analysis.conversation import Conversation, Utterance
from aftercall.analysis.objection_rules import REASSURED, STILL_OPEN, WORKAROUND
from aftercall.session.prepared import DialogueAct

_RESOLUTION_REACH = 2


def is_resolved(conversation: Conversation, utterance: Utterance) -> bool:
    """Tell whether the caller took the agent's next answers as settling it."""
    position = utterance.index
    for _ in range(_RESOLUTION_REACH):
        answer = conversation.agent_after(position)
        if answer is None:
            return False
        reaction = conversation.user_after(answer.index)
        if reaction is None or STILL_OPEN.search(reaction.text):
            return False
        if REASSURED.search(reaction.text):
            return True
        position = reaction.index
    return False


def offered_workaround(answer: Utterance | None) -> str | None:
    """Quote the agent's sentence that offers another way."""
    if answer is None:
        return None
    for clause in answer.clauses:
        if WORKAROUND.search(clause.text) and clause.act is not DialogueAct.QUESTION:
            return clause.turn.text[clause.start : clause.end]
    return None
