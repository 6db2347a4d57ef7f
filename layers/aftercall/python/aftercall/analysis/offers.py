"""Offers: work only where the caller takes them up and no firm promise replaces them."""

import re

from aftercall.analysis.conversation import Conversation, Utterance
from aftercall.analysis.promised_work import NEVER_WORK
from aftercall.analysis.promising import OTHERS, OWN
from aftercall.language.content_words import content_words

ACCEPTS = re.compile(
    r"^(?:(?:oh|uh|um|well|okay|ok|alright|mm|hm)[, ]+)*(?:yes|yeah|yep|sure|please|that would be|that'd be"
    r"|great"
    r"|perfect|do that|do it|sounds good|go ahead|go on|absolutely|yes please|definitely|cool|lovely|ideal"
    r"|thank"
    r"|that works|all right|fine|by all means|sweet|brilliant|super|good|please do|do(?=[,.!] | please\b|$)"
    r"|(?:it|that) (?:does|would|suits|will)|i'd (?:like|appreciate|love) (?:that|it)|if you (?:would|could"
    r"|don't mind)|would you)\b"
)
_JUST_OKAY = re.compile(r"^(?:ok|okay|alright)\W*$")
_DECLINES = re.compile(r"\b(?:no thanks|no thank you|don't|not now|no need|that's okay|not yet|but)\b")
_NEXT_TURNS = 3
_LATER_TURNS = 14
_SHARED_WORDS = 2
_BRIEF = 8
"""Words of an answer that takes an offer up and asks for nothing else; what is promised next is the same."""


def is_accepted(conversation: Conversation, utterance: Utterance) -> bool:
    """Tell whether an offer was taken up, and not replaced by a firm promise soon after."""
    answer = conversation.user_after(utterance.index)
    if answer is None or _DECLINES.search(answer.text):
        return False
    if not (ACCEPTS.match(answer.text) or _JUST_OKAY.match(answer.text)):
        return False
    return not _is_promised_later(conversation, utterance, answer.index)


def _is_promised_later(conversation: Conversation, offer: Utterance, answered: int) -> bool:
    """Tell whether a firm promise follows the offer at once, or later one about the same things."""
    words = content_words(offer.text)
    brief = len(conversation.utterances[answered].text.split()) <= _BRIEF
    for later in conversation.utterances[answered + 1 : answered + 1 + _LATER_TURNS]:
        if later.by_user:
            continue
        near = later.index <= answered + _NEXT_TURNS
        for clause in later.clauses:
            firm = bool(OTHERS.search(clause.text)) or any(
                match.group("verb") not in NEVER_WORK for match in OWN.finditer(clause.text)
            )
            shared = len(words & content_words(clause.text))
            if firm and ((near and (shared or brief)) or shared >= _SHARED_WORDS):
                return True
    return False
