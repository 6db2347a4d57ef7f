"""What in a clause pushes back against buying, and what does not although it sounds so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aftercall.analysis.context import around, is_about_others, is_past
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.objection_cues import CUES, LASTING, MATTER_OF_CUE, PRICE_HURTS
from aftercall.analysis.objection_rules import (
    ASKS_ABOUT_ELSE,
    ASKS_ABOUT_PRESENT,
    ASKS_FOR_WORRIES,
    ASKS_WHEN_TO_MEET,
    HESITATES,
    NO_OBJECTION,
    NOTHING_WORRIES,
    OBJECTIONS,
    QUOTES_PRICE,
    SHOCKED,
    TOPICS,
    VERDICT,
)
from aftercall.language.names import COMPETITOR
from aftercall.language.resistance import resistance
from aftercall.reports.objections import ObjectionCategory
from aftercall.session.prepared import DialogueAct

_RESISTING = 0.4
_SURE_TO_ASK = 0.6
_WORDS_BEFORE = 5
_WORDS_AFTER = 4
_SHORTEST_WORRY = 3
_SAYS_WHAT = 8
_GLAD = 0.3
_POLITE = re.compile(
    r"\b(?:if (?:it|that|this)(?:'s| is|isn't| isn't| is not|'s not)(?: not)? (?:too much|a lot of"
    r"|any) (?:trouble|bother|work)|no (?:use|thank)|not (?:this"
    r" week|on (?:monday|tuesday|wednesday|thursday|friday))|won't lose|so i won't)\b"
)
_AFFORDABLE = re.compile(
    r"\b(?:(?:that's|is|oh) (?:nothing|cheap|fine|fair|good|not bad|reasonable|less|great)|less than (?:i"
    r"|we) (?:thought|feared|pay)"
    r"|cheaper than|can (?:do|live with|afford|swing)|within|sounds (?:good|fair)|not too bad|okay"
    r"|worth it)\b"
)
_WORRIED_QUESTION = re.compile(
    r"\b(?:otherwise|because|then (?:i|we)|or do we have to|every time|how (?:do|can|would) (?:i|we)"
    r"|what happens|what's the point|(?:really|even|actually) (?:legal|safe|secure|binding|legally))\b"
)
_NEGATED_BEFORE = re.compile(r"\b(?:not|isn't|wasn't|aren't|never|nothing|less|without)(?: \w+)?\s*$")
_NOT_YET = re.compile(r"^(?:no[, ]+)?not (?:right now|ready|yet)\b")
_OF_THIS_OFFER = re.compile(
    r"^(?:(?:and|but|so|okay|oh|well|yeah|hm+)[, ]+)*(?:that's|that is|yours is|you're|you guys are)\b"
)
_YOURS = re.compile(r"\b(?:if|unless|without) (?:you|it|that|this)\b|\byou(?:'re| can't| don't| guys|rs)\b")
_PRESENT_TOOL = re.compile(
    r"\b(?:old|current|existing|present|previous|last|other) (?:\w+ )?(?:system|tool|software|process|setup"
    r"|way|vendor|one|company|provider|contract)\b"
)
_OF_THE_OFFER = frozenset((ObjectionCategory.FEATURES, ObjectionCategory.PRICING, ObjectionCategory.OTHER))


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that pushes back.

    Parameters
    ----------
    at
        Where in the clause.
    verdict
        Whether it is a refusal that does not say itself what it is about.
    firm
        Whether it is a refusal, so that no other reading of the clause excuses it.
    feared
        Whether it asks for something that may go wrong, so that being a question does not excuse it.
    announces
        Whether it only says that a worry follows.
    told_on
        Whether it opens a story, which the next sentence tells.
    """

    category: ObjectionCategory
    explicit: bool
    reason: str
    at: int = 0
    verdict: bool = False
    firm: bool = False
    feared: bool = False
    announces: bool = False
    told_on: bool = False


def sign_in(conversation: Conversation, utterance: Utterance, clause: Clause) -> Sign | None:
    """Tell what in a clause pushes back against buying; ``None`` where nothing does."""
    text = clause.text
    if NO_OBJECTION.search(text):
        return None
    sign = (
        _named(clause)
        or _verdict(conversation, utterance, clause)
        or _price_felt(conversation, utterance, clause)
        or _cued(conversation, utterance, clause)
        or _worry_asked_for(conversation, utterance, clause)
    )
    if sign is None or _is_polite(clause.text) or _is_excused(conversation, utterance, clause, sign):
        return None
    if not sign.firm and is_about_others(around(text, sign.at, _WORDS_BEFORE, _WORDS_AFTER)):
        return None
    return sign


def _is_polite(text: str) -> bool:
    return bool(_POLITE.search(text))


def _named(clause: Clause) -> Sign | None:
    for category, explicit, reason, pattern in OBJECTIONS:
        match = pattern.search(clause.text)
        if match and not _NEGATED_BEFORE.search(clause.text[: match.start()]):
            return Sign(category, explicit, reason, match.start(), firm=bool(VERDICT.search(clause.text)))
    return None


def _verdict(conversation: Conversation, utterance: Utterance, clause: Clause) -> Sign | None:
    """Read a refusal or a doubt that does not say what it is about from the words around it."""
    refused = VERDICT.search(clause.text) or HESITATES.search(clause.text)
    if refused is None or (refused.re is HESITATES and resistance(clause.text) < _RESISTING):
        return None
    answered = conversation.agent_before(utterance.index)
    category, reason = _topic((clause.text, utterance.text, answered.text if answered else ""))
    return Sign(category, explicit=True, reason=reason, at=refused.start(), verdict=True, firm=True)


def _topic(texts: Sequence[str]) -> tuple[ObjectionCategory, str]:
    """Tell what a refusal is about by the first of some texts that says so."""
    for text in texts:
        for category, reason, pattern in TOPICS:
            if pattern.search(text):
                return category, reason
    return ObjectionCategory.FEATURES, "missing feature"


def _worry_asked_for(conversation: Conversation, utterance: Utterance, clause: Clause) -> Sign | None:
    """Take the first words of substance for a worry, where the agent asked for one."""
    asked = conversation.agent_before(utterance.index)
    if asked is None or not ASKS_FOR_WORRIES.search(asked.text.lower()):
        return None
    told = next((item for item in utterance.clauses if item.words >= _SHORTEST_WORRY), None)
    if told != clause or NOTHING_WORRIES.match(utterance.text):
        return None
    category, reason = _topic((clause.text, utterance.text))
    return Sign(category, explicit=True, reason=reason, firm=True)


def _price_felt(conversation: Conversation, utterance: Utterance, clause: Clause) -> Sign | None:
    """Hear what a price that was just named does to the caller: "ouch", "my cleaner charges less"."""
    said = conversation.agent_before(clause.turn_index)
    if said is None or clause.sentiment > _GLAD or clause.act is DialogueAct.QUESTION:
        return None
    if not QUOTES_PRICE.search(said.text) or _AFFORDABLE.search(utterance.text):
        return None
    hurts = PRICE_HURTS.search(clause.text) or SHOCKED.search(clause.text)
    if hurts is None:
        return None
    plain = clause.words >= _SHORTEST_WORRY
    return Sign(ObjectionCategory.PRICING, explicit=plain, reason="price", at=hurts.start(), firm=plain)


def _cued(conversation: Conversation, utterance: Utterance, clause: Clause) -> Sign | None:
    """Recognise a way of pushing back; what it is about is told by it or by the words around it."""
    for name, cue in CUES:
        match = cue.search(clause.text)
        if match is None or _NEGATED_BEFORE.search(clause.text[: match.start()]):
            continue
        category, reason = MATTER_OF_CUE.get(name) or _matter(conversation, utterance, clause, name)
        return Sign(
            category,
            explicit=True,
            reason=reason,
            at=match.start(),
            firm=name in {"refused", "resisted", "fear", "timing"},
            feared=name == "fear",
            announces=name == "announced" and clause.words < _SAYS_WHAT,
            told_on=name == "burned",
        )
    return None


def _matter(
    conversation: Conversation, utterance: Utterance, clause: Clause, cue: str
) -> tuple[ObjectionCategory, str]:
    told = next(((category, reason) for category, reason, topic in TOPICS if topic.search(clause.text)), None)
    if told or cue == "resisted":
        return told or (ObjectionCategory.OTHER, "people or rules")
    if cue == "fear":
        lasting = LASTING.search(clause.text)
        return (
            (ObjectionCategory.TRUST, "staying power")
            if lasting
            else (ObjectionCategory.FEATURES, "missing feature")
        )
    answered = conversation.agent_before(utterance.index)
    return _topic((clause.text, utterance.text, answered.text if answered else ""))


def _is_excused(conversation: Conversation, utterance: Utterance, clause: Clause, sign: Sign) -> bool:
    """Tell whether a clause is but a plain question, a promise, or about something else."""
    if clause.act in {DialogueAct.ACKNOWLEDGEMENT, DialogueAct.COMMITMENT} and not (
        sign.firm or _NOT_YET.match(clause.text)
    ):
        return True
    if clause.act is DialogueAct.REQUEST and sign.category is not ObjectionCategory.TRUST:
        return True
    if _is_plain_question(clause) and sign.explicit and not sign.feared:
        return True
    before = conversation.agent_before(utterance.index)
    asked = before.text if before else ""
    if sign.category is ObjectionCategory.TIMING and (
        ASKS_WHEN_TO_MEET.search(asked) or ASKS_ABOUT_ELSE.search(asked)
    ):
        return True
    return sign.category in _OF_THE_OFFER and not sign.firm and _is_of_the_present(utterance, clause, asked)


def _is_plain_question(clause: Clause) -> bool:
    """Tell whether a clause asks without worry; a guess that it asks does not count."""
    asks = clause.act is DialogueAct.QUESTION and (
        clause.text.endswith("?") or clause.confidence >= _SURE_TO_ASK
    )
    return asks and not _WORRIED_QUESTION.search(clause.text)


def _is_of_the_present(utterance: Utterance, clause: Clause, asked: str) -> bool:
    """Tell whether a complaint is about what the caller uses now: a reason to buy, not one against it."""
    if _OF_THIS_OFFER.match(clause.text) or _YOURS.search(clause.text):
        return False
    if is_past(clause.text) or _PRESENT_TOOL.search(clause.text) or ASKS_ABOUT_PRESENT.search(asked.lower()):
        return True
    return any(
        name.kind == COMPETITOR and name.start < clause.end and name.end > clause.start - 1
        for name in utterance.annotation.names
    )
