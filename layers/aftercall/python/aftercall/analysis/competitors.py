"""Competitors: who was named, in which relation, and how the caller feels about them (spec 3.1, 3.5)."""

import re
from collections import defaultdict
from dataclasses import dataclass

from aftercall.analysis.context import around, is_about_others, is_denied, is_past
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.sales.candidates import clause_at
from aftercall.language.names import COMPETITOR
from aftercall.profile.models import Profile
from aftercall.reports.sales_intelligence import Attitude, CompetitorContext, CompetitorMention

_CURRENT = re.compile(
    r"\b(?:we use|i use|we're using|we are using|i'm using|we're on|we are on|i'm on|currently|right now"
    r"|today|at the moment|now (?:we|i|it's)|our contract|my contract|been (?:on|using|with)|we have|i have"
    r"|we got|we've got|paying|pay for|renews?|renewal|we do it|i do it|everything is|it's all|still (?:on"
    r"|using)|and then|we export|for the signature|we're with|export to|we send)\b"
)
_STILL_ON = re.compile(
    r"\b(?:(?:we're|we are|i'm|i am) on|(?:we've|we have|i've|been) been (?:on|with"
    r"|using))\b"
)
_CONSIDERING = re.compile(
    r"\b(?:looking at|looked at|considering|evaluating|demo(?:ed|ing)?|trialing|trying out|short ?list"
    r"|between you|it's you|also talking|talking to|quote from|quoted|pitched|check(?:ing|ed) out"
    r"|thinking (?:about|of)|other options|why don't (?:you|we) use|might go|going with|saw|shopping"
    r"|coming in|quoting|(?:is|are|has|have) offer(?:ing|ed)|(?:the|their|seen a|had a) demo)\b"
)
_COMPARISON = re.compile(
    r"\b(?:compare[sd]?|comparison|versus|vs|different (?:from|than)|difference between"
    r"|how are you different|better than|cheaper than|worse than|instead of|over you|unlike|stack up)\b"
)
_REFERS_BACK = re.compile(
    r"^(?:and |but |so |because )*(?:it|its|it's|they|they're|that|that's|their|them|the)\b"
)
_ALTERNATIVES_ASKED = re.compile(
    r"\b(?:other (?:tools|vendors|options|solutions|products)|alternatives|evaluating|comparing"
    r"|looking at (?:anyone|others))\b"
)
_TOOL_ASKED = re.compile(
    r"\b(?:us(?:e|ing) (?:today|now|currently|for|right now|at (?:the moment|present)|these days|so far"
    r"|instead|until now)"
    r"|what (?:do|are|does) (?:you|your team) (?:us(?:e|ing)|work(?:ing)? with)\b|us(?:e|ing) any(?:thing"
    r"|\b)|another tool"
    r"|how(?:'s|'re| is| are| do| does) (?:they|these|those|them|it|that|this|the \w+) (?:\w+ )?(?:get|being"
    r"|go out|done|signed|sent|handled|collected|look)"
    r"|work(?:ing)? with (?:today|now|currently|right now|at (?:the moment|present))|current (?:tool|process"
    r"|system"
    r"|solution|setup)|what system|how (?:do|are) you (?:\w+ )?(?:handle|handling|send|sending|do|doing"
    r"|manag|create|creating|get))"
)
_ASKED_ABOUT_NOW = re.compile(
    r"\b(?:today|now|currently|at (?:the moment|present)|these days|in place|being replaced"
    r"|(?:are you|you're) replacing|so far|until now|up to now)\b[^.?!]*\?"
)
"""Said by the agent, with a tool named in the answer: "What's in place today?", "And at the moment?"."""

_OWNED_BEFORE = re.compile(
    r"\b(?:(?:we|i) (?:have|got|use|run)|(?:we|i)'ve got|(?:i'm|we're|am|are|been|still) (?:using|on|with)"
    r"|pay(?:ing|s)?(?: for)?|my|our|(?:sent|goes|go|signed|done|made|does it|do it|send it|send them)"
    r" (?:through|via|in|on|with|out of|over))(?: (?:the|a|an|this|that|just|plain|only|some))? $"
)
_WORKS_AFTER = re.compile(
    r"^ (?:does|handles|for (?:the|that|our|them|it|those|all)\b|at (?:the moment|present)|today|right now"
    r"|now|currently|already|is what we)"
)
"""Close around a tool's name, both say that it is in use whatever else the clause weighs up."""

_EXPERIENCED = re.compile(
    r"\b(?:i|we)(?:'ve|'d| have| had)? (?:signed|used|tried|once)\b|\bsent (?:me|us"
    r"|one)\b[^.?!]*\bonce\b"
)
_BACK_TO = re.compile(r"\b(?:go|going|went|gone|switch(?:ing)?|mov(?:e|ing)) back to\b")
_BECAME_DEARER = re.compile(
    r"\b(?:price|rate|cost|fee|renewal|they)s? (?:\w+ ){0,2}?(?:went up|go(?:es|ing)? up|jumped|increased"
    r"|raised|revised|hiked|doubled)"
    r"|\b(?:raised|hiked|upped|revised|doubled) (?:the|our|their|my) (?:price|rate|fee)s?"
)
_ASKS_HOW_IT_WORKS = re.compile(
    r"\b(?:how (?:has|is|'s|does) (?:that|it)|what's prompting|why are you|what (?:do|don't) you like"
    r"|what made you|what's not working|what's missing"
    r"|tell me more about)"
)
_DEARER = -0.3
_FIRST_THING_SAID = 12
_WORDS_BEFORE = 6
_WORDS_AFTER = 2
_WARM_START = re.compile(
    r"^(?:(?:okay|oh|good|great|perfect|fine|nice|all right|right|yeah|yes|so|and"
    r"|well)[, ]+)+"
)
_FELT = 0.25
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
            said = utterance.turn.text[name.start : name.end].lower()
            context = _context(clause, said, utterance, conversation)
            feeling = _feeling(utterance, clause)
            if context is CompetitorContext.CURRENT_TOOL:
                feeling += _feeling_when_asked(conversation, utterance)
            mentions[name.name].append(_Mention(name.name, clause, context, feeling, name.confidence))
    reports = [_merged(items) for items in mentions.values()]
    return tuple(sorted(reports, key=lambda item: (-_PRIORITY[item.context], -item.mentions, item.name)))


def _context(
    clause: Clause, said: str, utterance: Utterance, conversation: Conversation
) -> CompetitorContext:
    text = clause.text
    denied = is_denied(_close_to(text, said))
    question = conversation.agent_before(utterance.index)
    readings = (
        (CompetitorContext.CURRENT_TOOL, _answers_with_it(text, said, clause, utterance, question)),
        (CompetitorContext.PAST, _EXPERIENCED.search(text) and not _CURRENT.search(text)),
        (CompetitorContext.PAST, _BACK_TO.search(_close_to(text, said))),
        (CompetitorContext.CURRENT_TOOL, not denied and _is_owned(text, said)),
        (CompetitorContext.MENTION, is_about_others(text)),
        (CompetitorContext.COMPARISON, _COMPARISON.search(text)),
        (CompetitorContext.CURRENT_TOOL, _STILL_ON.search(text) and not denied),
        (CompetitorContext.PAST, is_past(text)),
        (CompetitorContext.CONSIDERING, _CONSIDERING.search(text)),
        (CompetitorContext.CURRENT_TOOL, _CURRENT.search(text) and not denied),
    )
    for context, applies in readings:
        if applies:
            return context
    if question is not None and not denied:
        if _ALTERNATIVES_ASKED.search(question.text):
            return CompetitorContext.CONSIDERING
        if asks_for_the_tool(question.text):
            return CompetitorContext.CURRENT_TOOL
    return CompetitorContext.COMPARISON if _COMPARISON.search(utterance.text) else CompetitorContext.MENTION


def asks_for_the_tool(question: str) -> bool:
    """Tell whether the agent asks how it is done today."""
    return bool(_TOOL_ASKED.search(question) or _ASKED_ABOUT_NOW.search(question.lower()))


def _answers_with_it(
    text: str, said: str, clause: Clause, utterance: Utterance, question: Utterance | None
) -> bool:
    """Tell whether the tool is the first thing said when asked what is used, whatever is said of it then."""
    return (
        question is not None
        and clause is utterance.clauses[0]
        and 0 <= text.find(said) <= _FIRST_THING_SAID
        and not _ALTERNATIVES_ASKED.search(question.text)
        and asks_for_the_tool(question.text)
        and not is_denied(text[: text.find(said)])
    )


def _is_owned(text: str, said: str) -> bool:
    """Tell "we have it at the moment" from a tool that is only looked at in the same clause."""
    offset = text.find(said)
    if offset < 0 or is_about_others(text) or is_past(_close_to(text, said)):
        return False
    after = text[offset + len(said) :]
    return bool(_OWNED_BEFORE.search(text[:offset]) or _WORKS_AFTER.match(after))


def _close_to(text: str, said: str) -> str:
    """Give the words around a name; the whole clause where the recogniser wrote it otherwise."""
    offset = text.find(said)
    return text if offset < 0 else around(text, offset, _WORDS_BEFORE, _WORDS_AFTER)


def _feeling_when_asked(conversation: Conversation, utterance: Utterance) -> float:
    """Give how the caller answers when the agent asks next how the tool in use is."""
    asked = conversation.agent_after(utterance.index)
    answer = conversation.user_after(asked.index) if asked is not None else None
    if asked is None or answer is None or not _ASKS_HOW_IT_WORKS.search(asked.text.lower()):
        return 0.0
    return answer.annotation.sentiment + (_DEARER if _BECAME_DEARER.search(answer.text) else 0.0)


def _feeling(utterance: Utterance, clause: Clause) -> float:
    """Sum how the clause feels and what directly follows about "it"."""
    started_warmly = clause.sentiment > 0 and _WARM_START.match(clause.text)
    total = 0.0 if started_warmly else clause.sentiment
    if _BECAME_DEARER.search(clause.text):
        total += _DEARER
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
