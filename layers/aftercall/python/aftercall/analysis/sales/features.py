"""Features asked for and features talked about (spec 3.1, 5.3)."""

import re
from collections import defaultdict

from aftercall.analysis.context import is_past
from aftercall.analysis.conversation import Clause, Conversation
from aftercall.analysis.sales.candidates import clause_at
from aftercall.language.names import FEATURE
from aftercall.reports.sales_intelligence import FeatureDiscussed, FeatureRequest
from aftercall.session.models import Level
from aftercall.session.prepared import DialogueAct, NameSpan

_WISH = re.compile(
    r"\b(?:i (?:wish|need|want)|we (?:wish|need|want)|i'd (?:want|need|like|love)|we'd (?:want|need|like"
    r"|love)|looking for|it (?:needs|has) to|would be (?:nice|great|very nice|good|helpful)"
    r"|must (?:have|be able)|has to (?:be|go|have|work|talk|connect|sync|support)|what i need|what we need"
    r"|we require|would love|hoping (?:for|to|it)|be able to|i'm after)\b"
)
_CAPABILITY_QUESTION = re.compile(
    r"\b(?:can (?:it|you|i|we|the|this|people|clients|customers|somebody)|does (?:it|that|this|the)"
    r"|do you (?:guys )?(?:have|support|offer|do|sign|integrate)|is there (?:a|an|any|some)"
    r"|is it possible|could (?:it|you|i|we)|will it|would it|are there|are you able|is that native)\b"
)
_ABOUT_CAPABILITY = re.compile(
    r"\b(?:integrat\w*|connect\w*|sync\w*|templat\w*|sign\w*|send\w*|track\w*|remind\w*|approv\w*|field\w*"
    r"|version\w*|history|import\w*|export\w*|bulk|payment\w*|deposit\w*"
    r"|automat\w*|store[d]?|storage|upload\w*|download\w*|notif\w*|language\w*|mobile|phone|ipad|offline"
    r"|secur\w*|audit\w*|sso|login|permission\w*|role\w*|discount approval|workflow\w*"
    r"|pricing table|line items?|logo|brand\w*|video|pdf|merge|variable\w*|api|webhook\w*|report\w*"
    r"|dashboard\w*|analytics|expire\w*|countersign\w*|witness\w*|notar\w*|custom objects?|push|pull|kiosk"
    r"|trash|recycle)\b"
)
_MUST = re.compile(
    r"\b(?:need|needs|must|has to|have to|required?|requirement|make or break|deal ?breaker|otherwise"
    r"|non[- ]negotiable|can't (?:use|do|go|switch|move) |won't work|essential|critical|no point"
    r"|want(?:ed)? it)\b"
)
_MEETING = re.compile(
    r"\b(?:meeting|call (?:me|back)|demo|invite|email address|my email|speak|talk to (?:a|someone|somebody"
    r"|sales|support)|calendar|phone number|repeat|hear me|help me|human|person|manager)\b"
)
_DEMO = re.compile(r"\b(?:demo|show (?:me|us)|walk (?:me|us) through|see (?:it|how|the|that))\b")
_OBJECTING = re.compile(
    r"\b(?:doesn't|don't have|can't|missing|lack\w*|without|not able|no way to|too (?:hard|complicated))\b"
)
_LONGEST_FEATURE = 90
_SHORTEST_REQUEST = 4


def find_feature_requests(conversation: Conversation) -> tuple[FeatureRequest, ...]:
    """Find capabilities the caller asked for or asked about, in the caller's words."""
    found: list[FeatureRequest] = []
    for utterance in conversation.user:
        for position, clause in enumerate(utterance.clauses):
            wished = bool(_WISH.search(clause.text)) and not is_past(clause.text)
            asked = clause.act is DialogueAct.QUESTION and bool(_CAPABILITY_QUESTION.search(clause.text))
            catalogued = _features_in(utterance.annotation.names, clause)
            if clause.words < _SHORTEST_REQUEST or not (wished or asked) or _MEETING.search(clause.text):
                continue
            if not (catalogued or _ABOUT_CAPABILITY.search(clause.text)):
                continue
            following = " ".join(item.text for item in utterance.clauses[position + 1 : position + 2])
            must = bool(_MUST.search(clause.text) or _MUST.search(following))
            found.append(
                FeatureRequest(
                    feature=", ".join(catalogued) or _shortened(clause.turn.text[clause.start : clause.end]),
                    must_have=must,
                    confidence=0.75 if wished and catalogued else 0.65 if catalogued or wished else 0.55,
                    evidence=(clause.evidence(),),
                )
            )
    return tuple(found)


def find_features_discussed(conversation: Conversation) -> tuple[FeatureDiscussed, ...]:
    """Find which features of the catalogue came up with the caller, how, and with what interest."""
    clauses: dict[str, list[Clause]] = defaultdict(list)
    for utterance in conversation.user:
        for name in utterance.annotation.names:
            clause = clause_at(utterance, name.start)
            if name.kind == FEATURE and clause is not None and clause not in clauses[name.name]:
                clauses[name.name].append(clause)
    return tuple(_discussed(name, items) for name, items in sorted(clauses.items()))


def _discussed(name: str, clauses: list[Clause]) -> FeatureDiscussed:
    context = next((word for clause in clauses if (word := _context(clause)) != "mention"), "mention")
    wanted = any(_WISH.search(clause.text) or _MUST.search(clause.text) for clause in clauses)
    warm = sum(clause.sentiment for clause in clauses) > 0
    interest = Level.LOW
    if wanted or len(clauses) > 1 or context == "demo_request":
        interest = Level.HIGH
    elif warm or context == "question":
        interest = Level.MEDIUM
    return FeatureDiscussed(
        feature=name,
        interest=interest,
        context=context,
        confidence=round(min(0.9, 0.6 + 0.1 * len(clauses)), 2),
        evidence=tuple(clause.evidence() for clause in clauses),
    )


def _context(clause: Clause) -> str:
    if _DEMO.search(clause.text):
        return "demo_request"
    if clause.act in {DialogueAct.QUESTION, DialogueAct.REQUEST}:
        return "question"
    if _OBJECTING.search(clause.text):
        return "objection"
    return "mention"


def _features_in(names: tuple[NameSpan, ...], clause: Clause) -> list[str]:
    held = (name.name for name in names if name.kind == FEATURE and clause.start <= name.start < clause.end)
    return list(dict.fromkeys(held))


def _shortened(text: str) -> str:
    text = " ".join(text.split()).rstrip(".?! ")
    if len(text) <= _LONGEST_FEATURE:
        return text
    return text[:_LONGEST_FEATURE].rsplit(" ", 1)[0] + " …"
