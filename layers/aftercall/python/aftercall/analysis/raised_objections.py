"""Which objections the caller raised: the same one once, with its weight and whether it was cleared."""

import re
from dataclasses import dataclass, replace

from aftercall.analysis.context import around
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.objection_answers import is_resolved, offered_workaround
from aftercall.analysis.objection_rules import BLOCKS
from aftercall.analysis.objection_signs import Sign, sign_in
from aftercall.analysis.questions import unanswered_reason, user_questions
from aftercall.language.content_words import content_words, similarity
from aftercall.language.quotes import quote
from aftercall.reports.evidence import Evidence
from aftercall.reports.objections import Objection, ObjectionCategory, Severity

_SAME = 0.5
_SAME_THREAD = 4
_LONG = 24
_QUOTED_BEFORE = 5
_QUOTED_AFTER = 12
_SAYS_LITTLE = 5
_SAYS_MUCH = 12
_GAP = 2
_LONGEST_QUOTE = 30
_LEANS_BACK = re.compile(
    r"^(?:and |but |so |because |well |yeah |no |okay |then |,)*(?:that|that's|this|it|it's|which|then"
    r"|if that|if it|without that|otherwise)\b"
)


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
        for clause, sign in _signs(conversation, utterance):
            still_open = (clause.turn_index, clause.start) in open_questions
            _add(found, _raise(conversation, utterance, clause, sign, still_open=still_open), clause, sign)
    spoken = [item for item in found if item.objection.explicit or _only_of_its_kind(item, found)]
    spoken.sort(
        key=lambda item: (item.objection.severity is Severity.CONCERN, item.objection.resolved, item.index)
    )
    return tuple(item.objection for item in spoken)


def _signs(conversation: Conversation, utterance: Utterance) -> list[tuple[Clause, Sign]]:
    """Give the clauses of a turn that push back, each with the ones beside it that say the same thing on.

    A worry that is only announced counts where nothing else in the turn says it, with what follows it.
    """
    signed = [
        (place, sign)
        for place, clause in enumerate(utterance.clauses)
        if (sign := sign_in(conversation, utterance, clause)) is not None
    ]
    plain = [(place, sign) for place, sign in signed if not sign.announces] or signed[:1]
    spans: list[tuple[int, int, Sign]] = []
    for place, sign in plain:
        if spans and place - spans[-1][1] <= _GAP and _goes_on(utterance, spans[-1], place, sign):
            spans[-1] = (spans[-1][0], place, spans[-1][2])
        else:
            spans.append((place, place, sign))
    return [
        (_joined(utterance, *_widened(utterance, first, last, sign)), sign) for first, last, sign in spans
    ]


def _goes_on(utterance: Utterance, span: tuple[int, int, Sign], place: int, sign: Sign) -> bool:
    """Tell whether a clause carries on what the one before it pushes back on, in few enough words."""
    if _words_of(utterance, span[0], place) > _LONGEST_QUOTE:
        return False
    return sign.category is span[2].category or sign.verdict


def _widened(utterance: Utterance, first: int, last: int, sign: Sign) -> tuple[int, int]:
    """Take in the neighbour of words that say little by themselves: what follows, else what comes before."""
    opens = sign.announces or sign.told_on
    if _words_of(utterance, first, last) >= (_SAYS_MUCH if opens else _SAYS_LITTLE):
        return first, last
    following = last + 1 < len(utterance.clauses)
    if following and _words_of(utterance, first, last + 1) <= _LONGEST_QUOTE:
        return first, last + 1
    if not following and first and _words_of(utterance, first - 1, last) <= _LONGEST_QUOTE:
        return first - 1, last
    return first, last


def _words_of(utterance: Utterance, first: int, last: int) -> int:
    return sum(clause.words for clause in utterance.clauses[first : last + 1])


def _joined(utterance: Utterance, first: int, last: int) -> Clause:
    """Make one clause of several that follow each other."""
    clauses = utterance.clauses[first : last + 1]
    if len(clauses) == 1:
        return clauses[0]
    return replace(clauses[0], end=clauses[-1].end, text=" ".join(clause.text for clause in clauses))


def _only_of_its_kind(hint: _Raised, found: list[_Raised]) -> bool:
    """Tell whether nothing says outright what a hint only suggests."""
    return not any(
        other.objection.explicit and other.objection.category is hint.objection.category for other in found
    )


def _add(found: list[_Raised], raised: _Raised, clause: Clause, sign: Sign) -> None:
    """Add an objection, or its quote to the same one raised before; the clearest words lead."""
    for position in range(len(found) - 1, -1, -1):
        earlier = found[position]
        if _is_same(earlier, raised, clause, sign):
            found[position] = _merged(earlier, raised)
            return
    found.append(raised)


def _is_same(earlier: _Raised, raised: _Raised, clause: Clause, sign: Sign) -> bool:
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


def _evidence(clause: Clause, at: int) -> Evidence:
    """Quote a clause; of a very long one, without full stops, the words around what pushes back."""
    piece = around(clause.text, at, _QUOTED_BEFORE, _QUOTED_AFTER)
    offset = clause.turn.text.lower().find(piece, clause.start, clause.end)
    if clause.words <= _LONG or offset < 0:
        return clause.evidence()
    return quote(clause.turn, offset, offset + len(piece))


def _raise(
    conversation: Conversation, utterance: Utterance, clause: Clause, sign: Sign, *, still_open: bool
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
