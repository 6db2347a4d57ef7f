"""Which objections the caller raised: what pushes back, what it is about, and whether it was cleared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from aftercall.analysis.context import around, is_about_others, is_past
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.objection_answers import is_resolved, offered_workaround
from aftercall.analysis.objection_rules import (
    ASKS_ABOUT_ELSE,
    ASKS_ABOUT_PRESENT,
    ASKS_FOR_WORRIES,
    ASKS_WHEN_TO_MEET,
    BLOCKS,
    HESITATES,
    NO_OBJECTION,
    NOTHING_WORRIES,
    OBJECTIONS,
    QUOTES_PRICE,
    SHOCKED,
    TOPICS,
    VERDICT,
)
from aftercall.analysis.questions import unanswered_reason, user_questions
from aftercall.language.content_words import content_words, similarity
from aftercall.language.names import COMPETITOR
from aftercall.language.quotes import quote
from aftercall.language.resistance import resistance
from aftercall.reports.evidence import Evidence
from aftercall.reports.objections import Objection, ObjectionCategory, Severity
from aftercall.session.prepared import DialogueAct

_SAME = 0.5
_SAME_THREAD = 4
_RESISTING = 0.4
_SURE_TO_ASK = 0.6
_LONG = 24
_QUOTED_BEFORE = 5
_QUOTED_AFTER = 12
_WORDS_BEFORE = 5
_WORDS_AFTER = 4
_SHORTEST_WORRY = 3
_WORRIED_QUESTION = re.compile(
    r"\b(?:otherwise|because|then (?:i|we)|or do we have to|every time|how (?:do|can|would) (?:i|we)"
    r"|what happens|what's the point|(?:really|even|actually) (?:legal|safe|secure|binding|legally))\b"
)
_LEANS_BACK = re.compile(
    r"^(?:and |but |so |because |well |yeah |no |okay |then |,)*(?:that|that's|this|it|it's|which|then"
    r"|if that|if it|without that|otherwise)\b"
)
_NEGATED_BEFORE = re.compile(r"\b(?:not|isn't|wasn't|aren't|never|nothing|less|without)(?: \w+)?\s*$")
_NOT_YET = re.compile(r"^(?:no[, ]+)?not (?:right now|ready|yet)\b")
_OF_THIS_OFFER = re.compile(
    r"^(?:(?:and|but|so|okay|oh|well|yeah|hm+)[, ]+)*(?:that's|that is|yours is|you're|you guys are)\b"
)
_PRESENT_TOOL = re.compile(
    r"\b(?:old|current|existing|present|previous|last|other) (?:\w+ )?(?:system|tool|software|process|setup"
    r"|way|vendor|one|company|provider|contract)\b"
)
_OF_THE_OFFER = frozenset((ObjectionCategory.FEATURES, ObjectionCategory.PRICING))


@dataclass(frozen=True, slots=True)
class _Sign:
    """Something that pushes back.

    Parameters
    ----------
    at
        Where in the clause.
    verdict
        Whether it is a refusal that does not say itself what it is about.
    firm
        Whether it is a refusal, so that no other reading of the clause excuses it.
    """

    category: ObjectionCategory
    explicit: bool
    reason: str
    at: int = 0
    verdict: bool = False
    firm: bool = False


@dataclass(frozen=True, slots=True)
class _Raised:
    """An objection with the turn that it was last raised in."""

    index: int
    words: frozenset[str]
    objection: Objection


def find_objections(conversation: Conversation) -> tuple[Objection, ...]:
    """Find what stands in the way, blockers and open ones first; the same one raised again counts once."""
    open_questions = {
        (question.clause.turn_index, question.clause.start)
        for question in user_questions(conversation)
        if unanswered_reason(conversation, question) is not None
    }
    found: list[_Raised] = []
    for utterance in conversation.user:
        for clause in utterance.clauses:
            sign = _sign(conversation, utterance, clause)
            if sign is not None:
                still_open = (clause.turn_index, clause.start) in open_questions
                _add(
                    found, _raise(conversation, utterance, clause, sign, still_open=still_open), clause, sign
                )
    spoken = [item for item in found if item.objection.explicit or _only_of_its_kind(item, found)]
    spoken.sort(
        key=lambda item: (item.objection.severity is Severity.CONCERN, item.objection.resolved, item.index)
    )
    return tuple(item.objection for item in spoken)


def _only_of_its_kind(hint: _Raised, found: list[_Raised]) -> bool:
    """Tell whether nothing says outright what a hint only suggests."""
    return not any(
        other.objection.explicit and other.objection.category is hint.objection.category for other in found
    )


def _add(found: list[_Raised], raised: _Raised, clause: Clause, sign: _Sign) -> None:
    """Add an objection, or its quote to the same one raised before; the clearest words lead."""
    for position in range(len(found) - 1, -1, -1):
        earlier = found[position]
        if _is_same(earlier, raised, clause, sign):
            found[position] = _merged(earlier, raised)
            return
    found.append(raised)


def _is_same(earlier: _Raised, raised: _Raised, clause: Clause, sign: _Sign) -> bool:
    distance = raised.index - earlier.index
    if distance == 0 and (sign.verdict or _LEANS_BACK.match(clause.text)):
        return True
    if earlier.objection.category is not raised.objection.category:
        return sign.verdict and distance <= _SAME_THREAD // 2 and bool(_LEANS_BACK.match(clause.text))
    return distance <= _SAME_THREAD or similarity(earlier.words, raised.words) >= _SAME


def _merged(earlier: _Raised, raised: _Raised) -> _Raised:
    """Put two wordings of an objection together: the clearer one leads, the last word on it counts."""
    first, second = earlier.objection, raised.objection
    leads, follows = (second, first) if _weight(second) > _weight(first) else (first, second)
    merged = leads.model_copy(
        update={
            "category": first.category,
            "reason": first.reason,
            "evidence": (*leads.evidence, *follows.evidence),
            "resolved": second.resolved,
            "workaround": second.workaround or first.workaround,
        }
    )
    return replace(earlier, index=raised.index, words=earlier.words | raised.words, objection=merged)


def _weight(objection: Objection) -> int:
    return 2 * objection.explicit + (objection.severity is Severity.BLOCKER)


def _sign(conversation: Conversation, utterance: Utterance, clause: Clause) -> _Sign | None:
    """Tell what in a clause pushes back against buying; ``None`` where nothing does."""
    text = clause.text
    if NO_OBJECTION.search(text):
        return None
    sign = (
        _named(clause)
        or _verdict(conversation, utterance, clause)
        or _shock(conversation, clause)
        or _worry_asked_for(conversation, utterance, clause)
    )
    if sign is None or _is_excused(conversation, utterance, clause, sign):
        return None
    if is_about_others(around(text, sign.at, _WORDS_BEFORE, _WORDS_AFTER)):
        return None
    return sign


def _named(clause: Clause) -> _Sign | None:
    for category, explicit, reason, pattern in OBJECTIONS:
        match = pattern.search(clause.text)
        if match and not _NEGATED_BEFORE.search(clause.text[: match.start()]):
            return _Sign(category, explicit, reason, match.start(), firm=bool(VERDICT.search(clause.text)))
    return None


def _verdict(conversation: Conversation, utterance: Utterance, clause: Clause) -> _Sign | None:
    """Read a refusal or a doubt that does not say what it is about from the words around it."""
    refused = VERDICT.search(clause.text) or HESITATES.search(clause.text)
    if refused is None or (refused.re is HESITATES and resistance(clause.text) < _RESISTING):
        return None
    answered = conversation.agent_before(utterance.index)
    category, reason = _topic((clause.text, utterance.text, answered.text if answered else ""))
    return _Sign(category, explicit=True, reason=reason, at=refused.start(), verdict=True, firm=True)


def _topic(texts: Sequence[str]) -> tuple[ObjectionCategory, str]:
    """Tell what a refusal is about by the first of some texts that says so."""
    for text in texts:
        for category, reason, pattern in TOPICS:
            if pattern.search(text):
                return category, reason
    return ObjectionCategory.FEATURES, "missing feature"


def _worry_asked_for(conversation: Conversation, utterance: Utterance, clause: Clause) -> _Sign | None:
    """Take the first words of substance for a worry, where the agent asked for one."""
    asked = conversation.agent_before(utterance.index)
    if asked is None or not ASKS_FOR_WORRIES.search(asked.text.lower()):
        return None
    told = next((item for item in utterance.clauses if item.words >= _SHORTEST_WORRY), None)
    if told != clause or NOTHING_WORRIES.match(utterance.text):
        return None
    category, reason = _topic((clause.text, utterance.text))
    return _Sign(category, explicit=True, reason=reason, firm=True)


def _shock(conversation: Conversation, clause: Clause) -> _Sign | None:
    """Hear "ouch" after a price."""
    said = conversation.agent_before(clause.turn_index)
    if said is None or clause.sentiment > 0 or not SHOCKED.search(clause.text):
        return None
    if not QUOTES_PRICE.search(said.text):
        return None
    return _Sign(ObjectionCategory.PRICING, explicit=False, reason="price")


def _is_excused(conversation: Conversation, utterance: Utterance, clause: Clause, sign: _Sign) -> bool:
    """Tell whether what sounds like an objection is a plain question, a promise, or about something else."""
    if clause.act in {DialogueAct.ACKNOWLEDGEMENT, DialogueAct.COMMITMENT} and not (
        sign.firm or _NOT_YET.match(clause.text)
    ):
        return True
    if clause.act is DialogueAct.REQUEST and sign.category is not ObjectionCategory.TRUST:
        return True
    if _is_plain_question(clause) and sign.explicit:
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
    if _OF_THIS_OFFER.match(clause.text):
        return False
    if is_past(clause.text) or _PRESENT_TOOL.search(clause.text) or ASKS_ABOUT_PRESENT.search(asked.lower()):
        return True
    return any(
        name.kind == COMPETITOR and name.start < clause.end and name.end > clause.start - 1
        for name in utterance.annotation.names
    )


def _evidence(clause: Clause, at: int) -> Evidence:
    """Quote a clause; of a very long one, without full stops, the words around what pushes back."""
    piece = around(clause.text, at, _QUOTED_BEFORE, _QUOTED_AFTER)
    offset = clause.turn.text.lower().find(piece, clause.start, clause.end)
    if clause.words <= _LONG or offset < 0:
        return clause.evidence()
    return quote(clause.turn, offset, offset + len(piece))


def _raise(
    conversation: Conversation, utterance: Utterance, clause: Clause, sign: _Sign, *, still_open: bool
) -> _Raised:
    severity = Severity.BLOCKER if sign.explicit and BLOCKS.search(clause.text) else Severity.CONCERN
    resolved = not still_open and is_resolved(conversation, utterance)
    workaround = None
    if sign.category is ObjectionCategory.FEATURES or resolved:
        workaround = offered_workaround(conversation.agent_after(utterance.index))
    objection = Objection(
        category=sign.category,
        severity=severity,
        explicit=sign.explicit,
        resolved=resolved,
        reason=sign.reason,
        workaround=workaround,
        confidence=round(0.5 + (0.15 if sign.explicit else 0.0) + (0.1 if clause.sentiment < 0 else 0.0), 2),
        evidence=(_evidence(clause, sign.at),),
    )
    return _Raised(utterance.index, content_words(clause.text), objection)
