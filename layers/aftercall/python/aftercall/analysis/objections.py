"""Objections and competitors (spec 3.5): what stands in the way, and whether it was cleared."""

import re
from collections.abc import Iterator

from aftercall.analysis.competitors import find_competitors
from aftercall.analysis.context import is_about_others
from aftercall.analysis.conversation import Conversation, read_conversation
from aftercall.analysis.cues.objections import with_cues
from aftercall.analysis.objection_rules import BARRIERS, COMPARES
from aftercall.analysis.raised_objections import find_objections
from aftercall.language.names import COMPETITOR
from aftercall.profile.models import Profile
from aftercall.reports.objections import (
    ComparisonRequest,
    Objection,
    ObjectionCategory,
    ObjectionReport,
    SwitchingBarrier,
)
from aftercall.reports.sales_intelligence import Attitude, CompetitorContext, CompetitorMention
from aftercall.session.prepared import PreparedSession

ANALYZER_VERSION = "4"

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


def analyze(prepared: PreparedSession, profile: Profile) -> ObjectionReport:
    """Find objections, competitors, comparison requests and switching barriers of the caller."""
    conversation = read_conversation(prepared)
    objections = with_cues(conversation, find_objections(conversation))
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
