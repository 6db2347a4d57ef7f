"""Competitors: who was named, in which relation, and how the caller feels about them (spec 3.1, 3.5)."""

import re
from collections import defaultdict
from dataclasses import dataclass

from aftercall.analysis.context import is_about_others, is_denied, is_past
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.sales.candidates import clause_at
from aftercall.language.names import COMPETITOR
from aftercall.profile.models import Profile
from aftercall.reports.sales_intelligence import Attitude, CompetitorContext, CompetitorMention

_CURRENT = re.compile(
    r"\b(?:we use|i use|we're using|we are using|i'm using|we're on|we are on|i'm on|currently|right now"
    r"|today|at the moment"
    r"|now (?:we|i|it's)|our contract|my contract|been (?:on|using|with)|we have|i have|we got|we've got"
    r"|paying|pay for"
    r"|renews?|renewal|we do it|i do it|everything is|it's all|still (?:on|using)|and then|we export"
    r"|for the signature"
    r"|we're with|export to|we send)\b"
)
_CONSIDERING = re.compile(
    r"\b(?:looking at|looked at|considering|evaluating|demo(?:ed|ing)?|trialing|trying out|short ?list"
    r"|between you|it's you"
    r"|also talking|talking to|quote from|quoted|pitched|check(?:ing|ed) out|thinking (?:about|of)"
    r"|other options"
    r"|why don't (?:you|we) use|might go|going with|saw|shopping)\b"
)
_COMPARISON = re.compile(
    r"\b(?:compare[sd]?|comparison|versus|vs|different (?:from|than)|difference between"
    r"|how are you different|better than"
    r"|cheaper than|worse than|instead of|over you|unlike|stack up)\b"
)
_REFERS_BACK = re.compile(
    r"^(?:and |but |so |because )*(?:it|its|it's|they|they're|that|that's|their|them|the)\b"
)
_ALTERNATIVES_ASKED = re.compile(
    r"\b(?:other (?:tools|vendors|options|solutions|products)|alternatives|evaluating|comparing"
    r"|looking at (?:anyone|others))\b"
)
_TOOL_ASKED = re.compile(
    r"\b(?:using (?:today|now|currently|for)|use (?:today|now|currently)|current (?:tool|process|system"
    r"|solution|setup)|what system"
    r"|how (?:do|are) you (?:\w+ )?(?:handle|handling|send|sending|do|doing|manag|create|creating|get))"
)
_FELT = 0.2
_PRIORITY = {
    CompetitorContext.CURRENT_TOOL: 4,
    CompetitorContext.CONSIDERING: 3,
    CompetitorContext.PAST: 2,
    CompetitorContext.COMPARISON: 1,
    CompetitorContext.MENTION: 0,
}


@dataclass(frozen=True, slots=True)
class _Mention:
    name: str
    clause: Clause
    context: CompetitorContext
    feeling: float
    confidence: float


def find_competitors(
    conversation: Conversation, profile: Profile, *, manual: bool = False
) -> tuple[CompetitorMention, ...]:
    """Find the competitors the caller named, the most involved first.

    Parameters
    ----------
    manual
        Give the manual ways of working (Word, paper) instead of products.
    """
    wanted = {item.name for item in profile.vocabulary.competitors if item.manual is manual}
    mentions: dict[str, list[_Mention]] = defaultdict(list)
    for utterance in conversation.user:
        for name in utterance.annotation.names:
            clause = clause_at(utterance, name.start)
            if name.kind != COMPETITOR or name.name not in wanted or clause is None:
                continue
            context = _context(clause, utterance, conversation)
            mentions[name.name].append(
                _Mention(name.name, clause, context, _feeling(utterance, clause), name.confidence)
            )
    reports = [_merged(items) for items in mentions.values()]
    return tuple(sorted(reports, key=lambda item: (-_PRIORITY[item.context], -item.mentions, item.name)))


def _context(clause: Clause, utterance: Utterance, conversation: Conversation) -> CompetitorContext:
    text = clause.text
    readings = (
        (CompetitorContext.MENTION, is_about_others(text)),
        (CompetitorContext.COMPARISON, _COMPARISON.search(text)),
        (CompetitorContext.PAST, is_past(text)),
        (CompetitorContext.CONSIDERING, _CONSIDERING.search(text)),
        (CompetitorContext.CURRENT_TOOL, _CURRENT.search(text) and not is_denied(text)),
    )
    for context, applies in readings:
        if applies:
            return context
    question = conversation.agent_before(utterance.index)
    if question is not None and not is_denied(text):
        if _ALTERNATIVES_ASKED.search(question.text):
            return CompetitorContext.CONSIDERING
        if _TOOL_ASKED.search(question.text):
            return CompetitorContext.CURRENT_TOOL
    return CompetitorContext.MENTION


def _feeling(utterance: Utterance, clause: Clause) -> float:
    """Sum how the clause feels and what directly follows about "it"."""
    total = clause.sentiment
    position = utterance.clauses.index(clause)
    for following in utterance.clauses[position + 1 : position + 2]:
        if _REFERS_BACK.match(following.text):
            total += following.sentiment
    return total


def _merged(mentions: list[_Mention]) -> CompetitorMention:
    leading = max(mentions, key=lambda item: _PRIORITY[item.context])
    feeling = sum(item.feeling for item in mentions)
    attitude = (
        Attitude.POSITIVE if feeling > _FELT else Attitude.NEGATIVE if feeling < -_FELT else Attitude.NEUTRAL
    )
    clauses = {(item.clause.turn_index, item.clause.start): item.clause for item in mentions}
    certainty = 0.55 if leading.context is CompetitorContext.MENTION else 0.75
    return CompetitorMention(
        name=leading.name,
        context=leading.context,
        attitude=attitude,
        mentions=len(mentions),
        confidence=round(min(0.95, leading.confidence * certainty + 0.05 * (len(mentions) - 1)), 2),
        evidence=tuple(clause.evidence() for clause in clauses.values()),
    )
