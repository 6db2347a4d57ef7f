"""Which of the five outcomes a call had (decisions: the first that applies)."""

import re
from dataclasses import replace

from aftercall.analysis.conversation import Conversation
from aftercall.language.phrases import worded
from aftercall.reports.action_items import ActionItemReport
from aftercall.reports.executive_summary import CallOutcome
from aftercall.session.models import QualificationTier, Session, ToolRole

VOICEMAIL = re.compile(
    r"\b(?:leave (?:a|your|us a) (?:\w+ )?message|after the (?:tone|beep)|at the (?:tone|beep)"
    r"|voice ?mail(?:box)?|mailbox is full|record your message|is not available (?:to take|right now"
    r"|at this time)"
    r"|(?:can't|cannot|unable to|not able to) (?:come to the phone|take your call)|you(?:'ve"
    r"| have) reached the (?:voicemail|mailbox|desk)|please leave|press (?:one|1|pound)"
    r"|get back to you as soon)\b"
)
WRONG_NUMBER = re.compile(r"\bwrong number\b|\bwho is this\b.*\bdidn't (?:call|mean)\b")
_CALL_BACK_WANTED = re.compile(
    r"\b(?:call (?:me|us) (?:back|again|later|tomorrow|next|in|on|then|after|when)|(?:have|get) (?:em|them"
    r"|him|her|someone|somebody) (?:to )?call|give (?:me|us) a (?:call|ring|shout) (?:back|in|on|next|later"
    r"|tomorrow)|check back|try (?:me|us) again|ring (?:me|us)|phone me|reach out (?:again|in|next)"
    r"|talk (?:again )?(?:next|in|later))\b"
)
_CALL_BACK_PROMISED = worded(
    "ll will ask have call schedule follow followup",
    r"\b(?:(?:we|i|someone|somebody|team|sales|rep|specialist|colleague|they)(?:'ll"
    r"| will)(?: \w+){0,4} (?:call|ring|phone|reach out|check back|check in|get back)|(?:ask|have) (?:a|an"
    r"|the|our|someone|somebody)(?: \w+){0,4} (?:call|reach out|ring|phone|contact)|call (?:you )?back"
    r"|schedule a (?:call ?back|follow[- ]up call)|follow[- ]?up (?:call )?(?:in|next|on))\b",
)
_ACCEPTED = re.compile(
    r"^(?:yes|yeah|yep|sure|okay|ok|please|perfect|great|sounds good|that works|alright|fine|good|thanks"
    r"|thank you|do that|got it)\b"
)
_FEWEST_TURNS = 2
_MOST_TURNS_OF_A_WRONG_NUMBER = 5


def outcome_of(
    session: Session, conversation: Conversation, actions: ActionItemReport | None, tier: QualificationTier
) -> CallOutcome:
    """Give the first outcome that applies: no answer, transferred, callback, qualified, not qualified."""
    if len(conversation.user) < _FEWEST_TURNS or is_voicemail(conversation):
        return CallOutcome.NO_ANSWER
    if any(call.role is ToolRole.TRANSFER and not call.failed for call in session.tool_calls):
        return CallOutcome.TRANSFERRED
    booked = (
        actions.meeting_booked
        if actions is not None
        else any(call.booking is not None and call.booking.success for call in session.tool_calls)
    )
    if not booked and is_callback_agreed(conversation):
        return CallOutcome.CALLBACK
    if booked or tier is QualificationTier.TIER_1:
        return CallOutcome.QUALIFIED
    return CallOutcome.NOT_QUALIFIED


def is_voicemail(conversation: Conversation) -> bool:
    """Tell whether a machine answered: its greeting is among the first two things "the caller" says."""
    return any(VOICEMAIL.search(utterance.text) for utterance in conversation.user[:2])


def is_wrong_number(conversation: Conversation) -> bool:
    """Tell whether either side says that the number was wrong; in a long call it is another number."""
    return len(conversation.user) <= _MOST_TURNS_OF_A_WRONG_NUMBER and any(
        WRONG_NUMBER.search(utterance.text) for utterance in conversation.utterances
    )


def without_strangers(conversation: Conversation) -> Conversation:
    """Give the conversation without what a machine or a caller with the wrong number says.

    A greeting names a company and promises to call back; nothing of it tells about a lead.
    """
    if not (is_voicemail(conversation) or is_wrong_number(conversation)):
        return conversation
    silent = tuple(
        replace(utterance, text="", clauses=()) if utterance.by_user else utterance
        for utterance in conversation.utterances
    )
    return replace(conversation, utterances=silent)


def is_callback_agreed(conversation: Conversation) -> bool:
    """Tell whether both sides want another call: one asks or offers, the other does not refuse."""
    for utterance in conversation.utterances:
        if utterance.by_user and _CALL_BACK_WANTED.search(utterance.text):
            answer = conversation.agent_after(utterance.index)
            if answer is not None and not re.search(r"\b(?:can't|cannot|unable|not able)\b", answer.text):
                return True
        elif not utterance.by_user and _CALL_BACK_PROMISED.search(utterance.text):
            answer = conversation.user_after(utterance.index)
            if answer is not None and (
                _ACCEPTED.match(answer.text) or _CALL_BACK_WANTED.search(answer.text) or "call" in answer.text
            ):
                return True
    return False
