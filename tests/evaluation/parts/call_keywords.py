"""A keyword list for every field of a labelled call: what an afternoon's work without analysis reaches."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from aftercall.profile import Profile
from aftercall.profile.models import NamedTerm
from aftercall.session.models import Session, ToolRole, Turn
from tests.evaluation.harness.baselines import keyword_pattern, vader_compound
from tests.evaluation.harness.call_scores import Labels

_SENTENCE = re.compile(r"[^.?!]+[.?!]?")
_TEAM = re.compile(r"\b(\d+) (?:people|users|seats|reps|of us|agents)\b", re.IGNORECASE)
_VOLUME = re.compile(
    r"\b(\d+)\b[^.?!]{0,30}\b(?:a month|per month|monthly|contracts|proposals|documents)\b", re.IGNORECASE
)
_CITY = re.compile(r"\b(?:in|from|downtown) ([A-Z][a-z]+)\b")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}\b")
_NAME = re.compile(r"\b(?:[Hh]i|[Tt]hanks|my name is|this is) ([A-Z][a-z]+)\b")
_TIMELINES: Final = {
    "this_week": keyword_pattern(("this week", "tomorrow", "today", "asap")),
    "this_month": keyword_pattern(("this month", "end of the month")),
    "this_quarter": keyword_pattern(("this quarter", "end of the quarter", "end of the year")),
    "next_quarter": keyword_pattern(("next quarter", "next year", "january")),
    "evaluating": keyword_pattern(("evaluating", "just looking", "comparing")),
}
_AUTHORITIES: Final = {
    "decision_maker": keyword_pattern(("my decision", "i decide", "i'm the owner", "i own")),
    "needs_approval": keyword_pattern(("approval", "my boss", "board", "sign off")),
    "influencer": keyword_pattern(("recommend", "my manager", "gm", "partner")),
}
_OBJECTING: Final = {
    "pricing": keyword_pattern(("expensive", "too much", "price", "cost", "budget")),
    "features": keyword_pattern(("doesn't", "can't", "missing", "deal breaker")),
    "timing": keyword_pattern(("not now", "too soon", "next year", "busy")),
    "trust": keyword_pattern(("security", "compliance", "legal", "trust", "worried")),
}
_BUYING = keyword_pattern(("sign up", "next step", "how much", "pricing", "demo", "get started", "upgrade"))
_PAINFUL = keyword_pattern(("problem", "pain", "hate", "manual", "slow", "takes forever", "mess", "annoying"))
_FEATURES = keyword_pattern(("can it", "does it", "do you have", "can you", "we need", "integrate"))
_PROMISING = keyword_pattern(("i'll", "i will", "let me", "we'll"))
_SHOWING = keyword_pattern(("demo", "show me", "show us", "see it"))
_SENDING = keyword_pattern(("send me", "send us", "email me", "send that"))
_UNKNOWING = keyword_pattern(("not sure", "don't know", "don't have", "unable"))
_ROLES = keyword_pattern(
    (
        "boss",
        "manager",
        "general manager",
        "owner",
        "partner",
        "legal",
        "cfo",
        "ceo",
        "ciso",
        "board",
        "treasurer",
    )
)
_LEAVING = keyword_pattern(("bye", "goodbye", "thank you", "thanks", "take care"))
_ANGRY = keyword_pattern(("frustrated", "ridiculous", "waste of time", "annoyed", "unacceptable"))
_URGENT = keyword_pattern(("asap", "urgent", "right away", "immediately", "today"))
_SENTIMENT_WITHIN = 0.3


def keyword_labels(session: Session, profile: Profile) -> Labels:
    """Give a call's labels by keywords alone."""
    user, agent = session.user_turns, session.agent_turns
    text = " ".join(turn.text for turn in user)
    words = profile.vocabulary
    needs = _named(text, words.integrations)
    team, volume = _number(_TEAM, text), _number(_VOLUME, text)
    tools = _named(text, words.competitors)
    sentences = list(_sentences(user))
    city = _CITY.search(text)
    tier_1 = (team or 0) >= 5 or (volume or 0) >= 100 or {"salesforce", "hubspot"} & set(needs)
    return {
        "team_size": team,
        "monthly_volume": volume,
        "industry": next(iter(_named(text, words.industries)), None),
        "location": city.group(1) if city else None,
        "use_case": next(iter(_named(text, words.use_cases)), None),
        "current_tool": next(iter(tools), None),
        "decision_timeline": _first(_TIMELINES, text),
        "budget_authority": _first(_AUTHORITIES, text),
        "urgency": "high" if _URGENT.search(text) else None,
        "qualification_tier": "Tier 1" if tier_1 else "Tier 2",
        "meeting_booked": any(call.booking and call.booking.success for call in session.tool_calls),
        "sentiment": _sentiment(text),
        "sentiment_trend": "stable",
        "frustrated": bool(_ANGRY.search(text)),
        "natural_ending": bool(user) and bool(_LEAVING.search(user[-1].text)),
        "repeated_questions": 0,
        "integration_needs": needs,
        "competitors": [{"name": name, "context": "mention"} for name in tools if name != "manual"],
        "objections": [
            {"category": kind, "quote": sentence}
            for sentence in sentences
            if (kind := _first(_OBJECTING, sentence)) and "?" not in sentence
        ],
        "buying_signals": [{"strength": "medium", "quote": each} for each in _with(_BUYING, sentences)],
        "feature_requests": [{"quote": each} for each in _with(_FEATURES, sentences) if "?" in each],
        "stakeholders": [{"role": role} for role in dict.fromkeys(map(str.lower, _ROLES.findall(text)))],
        "action_items": [
            *({"owner": "user", "quote": each} for each in _with(_PROMISING, sentences)),
            *({"owner": "agent", "quote": each} for each in _with(_PROMISING, list(_sentences(agent)))),
        ],
        "pain_points": _with(_PAINFUL, sentences),
        "unanswered_questions": _unanswered(session.turns),
        "failed_searches": [
            call.search.query
            for call in session.tool_calls
            if call.role is ToolRole.KNOWLEDGE_SEARCH and call.search and not call.search.results_found
        ],
        "documents_requested": _with(_SENDING, sentences),
        "demo_requests": _with(_SHOWING, sentences),
        "pii": list(_personal_data(session.turns)),
    }


def _sentences(turns: tuple[Turn, ...]) -> Iterator[str]:
    for turn in turns:
        yield from (match.group().strip() for match in _SENTENCE.finditer(turn.text) if match.group().strip())


def _with(pattern: re.Pattern[str], sentences: list[str]) -> list[str]:
    return [sentence for sentence in sentences if pattern.search(sentence)]


def _first(patterns: dict[str, re.Pattern[str]], text: str) -> str | None:
    return next((name for name, pattern in patterns.items() if pattern.search(text)), None)


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    return int(match.group(1)) if match else None


def _named(text: str, terms: tuple[NamedTerm, ...]) -> list[str]:
    lowered = text.lower()
    return [
        term.name
        for term in terms
        if any(re.search(rf"\b{re.escape(name.lower())}\b", lowered) for name in (term.name, *term.aliases))
    ]


def _sentiment(text: str) -> str:
    compound = vader_compound(text)
    if compound > _SENTIMENT_WITHIN:
        return "positive"
    return "negative" if compound < -_SENTIMENT_WITHIN else "neutral"


def _unanswered(turns: tuple[Turn, ...]) -> list[str]:
    return [
        turn.text
        for turn, reply in pairwise(turns)
        if "?" in turn.text and turn.speaker != reply.speaker and _UNKNOWING.search(reply.text)
    ]


def _personal_data(turns: tuple[Turn, ...]) -> Iterator[dict[str, Any]]:
    for turn in turns:
        for kind, pattern in (("EMAIL", _EMAIL), ("PHONE", _PHONE), ("PERSON", _NAME)):
            for match in pattern.finditer(turn.text):
                yield {"item_id": turn.item_id, "text": match.group(match.lastindex or 0), "type": kind}
