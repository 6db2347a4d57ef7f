"""Objections and competitors (spec 3.5): what stands in the way, and whether it was cleared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aftercall.analysis.competitors import find_competitors
from aftercall.analysis.context import is_about_others
from aftercall.analysis.conversation import Clause, Conversation, Utterance, read_conversation
from aftercall.analysis.objection_rules import (
    BARRIERS,
    BLOCKS,
    COMPARES,
    NO_OBJECTION,
    OBJECTIONS,
    REASSURED,
    STILL_OPEN,
    WORKAROUND,
)
from aftercall.analysis.questions import unanswered_reason, user_questions
from aftercall.language.content_words import content_words, similarity
from aftercall.language.names import COMPETITOR
from aftercall.profile.models import Profile
from aftercall.reports.objections import (
    ComparisonRequest,
    Objection,
    ObjectionCategory,
    ObjectionReport,
    Severity,
    SwitchingBarrier,
)
from aftercall.reports.sales_intelligence import Attitude, CompetitorContext, CompetitorMention
from aftercall.session.prepared import DialogueAct, PreparedSession

ANALYZER_VERSION = "1"

_SAME = 0.5
_RESOLUTION_REACH = 2
_CARDS_FOR = frozenset(
    (CompetitorContext.CURRENT_TOOL, CompetitorContext.CONSIDERING, CompetitorContext.COMPARISON)
)
_TALKING_POINTS = {
    ObjectionCategory.PRICING: "Set the price against what the present way costs; name the plan that fits.",
    ObjectionCategory.FEATURES: "Confirm in writing whether the capability exists, or a way around it.",
    ObjectionCategory.TIMING: "Agree on a date to talk again and on what should be true by then.",
    ObjectionCategory.TRUST: "Send the security documents that answer the exact question asked.",
    ObjectionCategory.OTHER: "Offer a short pilot with the people concerned.",
}
_WORRIED_QUESTION = re.compile(
    r"\b(?:otherwise|because|then (?:i|we)|if (?:it|you|that)|or do we have to|every time)\b"
)


@dataclass(frozen=True, slots=True)
class _Raised:
    index: int
    words: frozenset[str]
    objection: Objection


def analyze(prepared: PreparedSession, profile: Profile) -> ObjectionReport:
    """Find objections, competitors, comparison requests and switching barriers of the caller."""
    conversation = read_conversation(prepared)
    objections = _objections(conversation)
    competitors = find_competitors(conversation, profile)
    comparisons = _comparisons(conversation)
    return ObjectionReport(
        objections=objections,
        competitors=competitors,
        comparisons=comparisons,
        switching_barriers=tuple(_barriers(conversation)),
        talking_points=talking_points(objections, competitors, comparisons),
        battlecards=tuple(mention.name for mention in competitors if mention.context in _CARDS_FOR),
    )


def _objections(conversation: Conversation) -> tuple[Objection, ...]:
    open_questions = {
        (question.clause.turn_index, question.clause.start)
        for question in user_questions(conversation)
        if unanswered_reason(conversation, question) is not None
    }
    found: list[_Raised] = []
    for utterance in conversation.user:
        in_turn: dict[ObjectionCategory, _Raised] = {}
        for clause in utterance.clauses:
            still_open = (clause.turn_index, clause.start) in open_questions
            objection = _objection(conversation, utterance, clause, still_open=still_open)
            if objection is None:
                continue
            before = in_turn.get(objection.category)
            if before is None or objection.severity is Severity.BLOCKER is not before.objection.severity:
                in_turn[objection.category] = _Raised(utterance.index, content_words(clause.text), objection)
        for raised in in_turn.values():
            _add(found, raised)
    found.sort(
        key=lambda item: (item.objection.severity is Severity.CONCERN, item.objection.resolved, item.index)
    )
    return tuple(item.objection for item in found)


def _add(found: list[_Raised], raised: _Raised) -> None:
    """Add an objection, or its quote to the same one raised before; the last word on it counts."""
    for position, earlier in enumerate(found):
        same = earlier.objection.category is raised.objection.category
        if same and similarity(earlier.words, raised.words) >= _SAME:
            merged = raised.objection.model_copy(
                update={"evidence": (*earlier.objection.evidence, *raised.objection.evidence)}
            )
            found[position] = _Raised(earlier.index, earlier.words, merged)
            return
    found.append(raised)


def _objection(
    conversation: Conversation, utterance: Utterance, clause: Clause, *, still_open: bool
) -> Objection | None:
    if (
        is_about_others(clause.text)
        or NO_OBJECTION.search(clause.text)
        or clause.act in {DialogueAct.ACKNOWLEDGEMENT, DialogueAct.COMMITMENT}
    ):
        return None
    for category, explicit, reason, pattern in OBJECTIONS:
        if not pattern.search(clause.text):
            continue
        if clause.act is DialogueAct.REQUEST and category is not ObjectionCategory.TRUST:
            return None
        if (
            clause.act is DialogueAct.QUESTION
            and explicit
            and not _WORRIED_QUESTION.search(clause.text)
            and category in {ObjectionCategory.FEATURES, ObjectionCategory.OTHER}
        ):
            return None
        severity = Severity.BLOCKER if BLOCKS.search(clause.text) and explicit else Severity.CONCERN
        resolved = not still_open and _resolved(conversation, utterance)
        answer = conversation.agent_after(utterance.index)
        workaround = _workaround(answer) if category is ObjectionCategory.FEATURES or resolved else None
        return Objection(
            category=category,
            severity=severity,
            explicit=explicit,
            resolved=resolved,
            reason=reason,
            workaround=workaround,
            confidence=round(0.5 + (0.15 if explicit else 0.0) + (0.1 if clause.sentiment < 0 else 0.0), 2),
            evidence=(clause.evidence(),),
        )
    return None


def _resolved(conversation: Conversation, utterance: Utterance) -> bool:
    """Tell whether the caller took the agent's next answers as settling it."""
    position = utterance.index
    for _ in range(_RESOLUTION_REACH):
        answer = conversation.agent_after(position)
        if answer is None:
            return False
        reaction = conversation.user_after(answer.index)
        if reaction is None:
            return False
        if STILL_OPEN.search(reaction.text):
            return False
        if REASSURED.search(reaction.text):
            return True
        position = reaction.index
    return False


def _workaround(answer: Utterance | None) -> str | None:
    """Quote the agent's sentence that offers another way."""
    if answer is None:
        return None
    for clause in answer.clauses:
        if WORKAROUND.search(clause.text) and clause.act is not DialogueAct.QUESTION:
            return clause.turn.text[clause.start : clause.end]
    return None


def _comparisons(conversation: Conversation) -> tuple[ComparisonRequest, ...]:
    found: list[ComparisonRequest] = []
    for utterance in conversation.user:
        named = [name.name for name in utterance.annotation.names if name.kind == COMPETITOR]
        for clause in utterance.clauses:
            if not COMPARES.search(clause.text) or not named:
                continue
            about = (
                "pricing"
                if re.search(r"\b(?:price|pricing|cost|cheaper|expensive)\b", clause.text)
                else "general"
            )
            if re.search(r"\b(?:feature|integration|template|workflow|tracking|signature)s?\b", clause.text):
                about = "features"
            found.extend(
                ComparisonRequest(
                    competitor=name, about=about, confidence=0.75, evidence=(clause.evidence(),)
                )
                for name in dict.fromkeys(named)
            )
    return tuple(found)


def _barriers(conversation: Conversation) -> Iterator[SwitchingBarrier]:
    seen: set[str] = set()
    for clause in conversation.user_clauses():
        if is_about_others(clause.text):
            continue
        for kind, mitigation, pattern in BARRIERS:
            if pattern.search(clause.text) and kind not in seen:
                seen.add(kind)
                yield SwitchingBarrier(
                    kind=kind, mitigation=mitigation, confidence=0.6, evidence=(clause.evidence(),)
                )


def talking_points(
    objections: tuple[Objection, ...],
    competitors: tuple[CompetitorMention, ...],
    comparisons: tuple[ComparisonRequest, ...],
) -> tuple[str, ...]:
    """Give what to say next, from what is open: one line for each."""
    points = [_TALKING_POINTS[objection.category] for objection in objections if not objection.resolved]
    asked = {comparison.competitor for comparison in comparisons}
    for mention in competitors:
        if mention.name in asked:
            points.append(f"Compare with {mention.name} directly: the caller asked.")
        elif mention.context is CompetitorContext.CURRENT_TOOL and mention.attitude is Attitude.NEGATIVE:
            points.append(f"Ask what {mention.name} makes hard today: “{mention.evidence[0].quote}”")
    return tuple(dict.fromkeys(points))
