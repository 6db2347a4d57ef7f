"""What the caller works with and what hurts: use cases and pain points (spec 3.1)."""

import re
from collections import defaultdict

from aftercall.analysis.context import is_about_others, is_imagined
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.sales.candidates import clause_at
from aftercall.language.names import USE_CASE
from aftercall.profile.models import Profile
from aftercall.reports.sales_intelligence import PainPoint, UseCase
from aftercall.session.prepared import DialogueAct

_ASKED_DOCUMENTS = re.compile(
    r"\b(?:what (?:kind|type|sort)s? of (?:documents|docs|paperwork|things)|which documents"
    r"|what (?:documents|are you (?:sending|creating|hoping|using|trying))|documents are you|use it for"
    r"|use (?:pandadoc|this|us) for)\b"
)
_SENDING = re.compile(
    r"\b(?:send\w*|do|make|write|create|creating|have|use|using|working with|handle|go out|sign\w*|prepare"
    r"|mostly|mainly|primarily|our|need)\b"
)
_OWN_CONTRACT = re.compile(
    r"\b(?:contract (?:is up|ends|expires|renews|runs|with (?:them|you|docusign))|(?:my|our|existing|current"
    r"|the) contract (?:is|ends|expires|with|runs)|under contract|in a contract|locked in|cancel|send (?:me"
    r"|over) the contract|rough quote|quote for \w+ seats|a quote)\b"
)
_HURTS = re.compile(
    r"\b(?:takes? (?:forever|too long|ages|way too|hours|days|weeks|me|us|like|about|an? (?:hour|day|week)"
    r"|\w+ (?:hours|days|weeks|minutes|taps|clicks|steps))|los(?:e|es|ing|t) (?:deals?|track|business|money"
    r"|time|hours|customers|clients|the|it|my|a|them)"
    r"|chas(?:e|es|ing)|no (?:idea|way of knowing|visibility|tracking|clue|way to)|manual(?:ly)?\b|by hand"
    r"|copy(?:ing)?(?: and)?[ -]?past\w*|re-?typ\w*|double entry|data entry|wrong (?:version|price|pricing"
    r"|name|date|one|number|template|saturday|file|address|client)"
    r"|mistakes?|errors?|slow\w*|pain(?:ful)?\b|nightmare|hates?\b|annoy\w*|frustrat\w*|headaches?|mess\b"
    r"|messy|chaos|duct tape|print (?:it|them|that|and)|scan (?:it|them|and)|fax (?:it|machine)"
    r"|falls? through|fell through|fell over"
    r"|can't (?:find|track|tell|see|keep up|keep track|get)|never know|don't know (?:if|whether|when|who"
    r"|where|what (?:happened|happens))|forg(?:et|ets|ot|otten)|embarrass\w*|over and over"
    r"|every (?:single )?time|wast(?:e|ing|es|ed)|struggl\w*"
    r"|hard to|difficult|bottleneck|back and forth|on paper|paperwork|clipboards|own version"
    r"|all over the place|sit(?:s|ting)? (?:in|on)|stuck|delays?|late|keeps? (?:crashing|failing|breaking"
    r"|losing)|broke[n]?|breaks|disappear\w*|gone\b|crash\w*|clunky|expensive|inconsistent|outdated|problem"
    r"|typing is|nobody (?:knows|follows)|get lost|went missing|missing)\b"
)
_SERVICE_COMPLAINT = re.compile(
    r"\b(?:you're (?:not|breaking)|can you hear|isn't what i asked|not what i asked|you don't know|hear me"
    r"|cut out|wrong number|your answer|didn't answer|my question|no problem|not a problem|any problem"
    r"|survey|no idea what i'd|don't care|sorry)\b"
)
_SOLVED = re.compile(
    r"\b(?:would (?:save|solve|fix|be)|that's (?:great|good|nice)|no longer|not any ?more|used to be)\b"
)
_IMPACT_UNITS = frozenset(("hour", "day", "week", "minute", "month", "usd", "percent"))
_STRONG_PAIN = -0.3


def find_use_cases(conversation: Conversation) -> tuple[UseCase, ...]:
    """Find which documents the caller works with; the primary one is said first, most, or when asked."""
    weights: dict[str, float] = defaultdict(float)
    clauses: dict[str, list[Clause]] = defaultdict(list)
    for utterance in conversation.user:
        question = conversation.agent_before(utterance.index)
        asked = question is not None and bool(_ASKED_DOCUMENTS.search(question.text))
        for name in utterance.annotation.names:
            clause = clause_at(utterance, name.start)
            if name.kind != USE_CASE or clause is None or _OWN_CONTRACT.search(clause.text):
                continue
            weight = 1.0 + (1.5 if asked else 0.0) + (0.5 if _SENDING.search(clause.text) else 0.0)
            weight *= 0.3 if is_about_others(clause.text) else 1.0
            weights[name.name] += weight + (0.5 if not weights else 0.0)
            if clause not in clauses[name.name]:
                clauses[name.name].append(clause)
    ordered = sorted(weights, key=lambda name: (-weights[name], name))
    return tuple(
        UseCase(
            value=name,
            primary=position == 0,
            confidence=round(min(0.95, 0.4 + 0.12 * weights[name]), 2),
            evidence=tuple(clause.evidence() for clause in clauses[name]),
        )
        for position, name in enumerate(ordered)
        if weights[name] >= 1
    )


def find_pain_points(conversation: Conversation, profile: Profile) -> tuple[PainPoint, ...]:
    """Find problems the caller has today, with what they cost and which features address them."""
    found: list[PainPoint] = []
    for utterance in conversation.user:
        for clause in utterance.clauses:
            if clause.act in {DialogueAct.QUESTION, DialogueAct.COMMITMENT, DialogueAct.ACKNOWLEDGEMENT}:
                continue
            if (
                is_imagined(clause.text)
                or is_about_others(clause.text)
                or _SERVICE_COMPLAINT.search(clause.text)
            ):
                continue
            hits = len(_HURTS.findall(clause.text))
            if not hits or (_SOLVED.search(clause.text) and hits < 2):  # noqa: PLR2004 - praise beside one word
                continue
            if hits == 1 and clause.sentiment > 0.2:  # noqa: PLR2004 - clearly pleased
                continue
            confidence = 0.5 + 0.1 * min(hits, 3) + (0.1 if clause.sentiment < _STRONG_PAIN else 0.0)
            found.append(
                PainPoint(
                    problem=clause.turn.text[clause.start : clause.end].strip(),
                    impact=_impact(utterance, clause),
                    solutions=_solutions(clause.text, profile),
                    confidence=round(min(confidence, 0.9), 2),
                    evidence=(clause.evidence(),),
                )
            )
    return tuple(found)


def _impact(utterance: Utterance, clause: Clause) -> str | None:
    """Give the time or money a problem costs, as said in the same breath."""
    position = utterance.clauses.index(clause)
    until = utterance.clauses[min(position + 1, len(utterance.clauses) - 1)].end
    for quantity in utterance.annotation.quantities:
        if quantity.unit in _IMPACT_UNITS and clause.start <= quantity.start < until:
            return clause.turn.text[quantity.start : quantity.end]
    return None


def _solutions(text: str, profile: Profile) -> tuple[str, ...]:
    return tuple(
        feature.name
        for feature in profile.vocabulary.features
        if any(word in text for word in feature.solves)
    )
