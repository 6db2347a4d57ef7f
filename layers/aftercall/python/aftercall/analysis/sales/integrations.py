"""Which systems the caller needs to connect, and which they merely mention (spec 3.1)."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from aftercall.analysis.context import around, is_about_others, is_denied, is_past
from aftercall.analysis.conversation import Clause, Conversation
from aftercall.analysis.sales.candidates import clause_at
from aftercall.language.names import INTEGRATION
from aftercall.profile.models import Profile
from aftercall.reports.sales_intelligence import IntegrationNeed
from aftercall.session.models import Session
from aftercall.session.prepared import DialogueAct

_NEEDED = re.compile(
    r"\b(?:need|needs|needed|integrat\w*|connect\w*|sync\w*|talk to|talks to|work with|works with|plug"
    r"|hook\w*|push\w*|pull\w*"
    r"|link\w*|feed\w*|flow\w*|tie[sd]? in\w*|import\w*|export\w*|go(?:es)? (?:back )?(?:in|into|to)"
    r"|get (?:it|them|that) into"
    r"|has to|must|want|wants|inside|straight (?:in|into|from)|out of|automatically|come over from"
    r"|write\w* back|native)\b"
)
_IN_USE = re.compile(
    r"\b(?:we use|we're (?:on|all in|using)|we run|i run|we got|we have|we've got|i use|run everything"
    r"|all in|lives? in|live out of|our crm)\b"
)
_ASKED = re.compile(
    r"\b(?:systems?|alongside|software|connect|integrat\w*|work with|sync|plug|talk to|other (?:tools"
    r"|systems)|already use)\b"
)
_ASIDE = re.compile(
    r"\b(?:kept asking|keeps asking|whatever the form says|please ignore|by the way|used to)\b"
)
_UNWANTED = re.compile(r"\b(?:don't|do not|doesn't|not|no) (?:really |actually )?(?:need|have|use|want)\b")
_NOT_JOINED = re.compile(
    r"\b(?:(?:can't|cannot|don't|do not) (?:really )?(?:see|know|think|imagine) (?:why|what for|that it|it)"
    r"|no need|no reason|leave (?:it|that|them)"
    r"|(?:that's|it's|keep it|stays|kept) (?:\w+ )?(?:separate|apart)|nothing to do with|(?:doesn't|don't"
    r"|does not|needn't) (?:need|have|want|care)"
    r"|not (?:for|necessary|needed|important)|never mind|has its own|won't be needed)\b"
)
_AS_A_VERB = re.compile(r"^ (?:her|him|them|me|us|you|it|everyone|somebody|people)\b", re.IGNORECASE)
_GENERIC = frozenset(("crm", "api"))
_QUERY_WORD = re.compile(r"[a-z0-9][a-z0-9.&'-]*")
_QUERY_FILLER = frozenset((
    "integration", "integrations", "integrate", "integrates", "with", "and", "to", "for", "the", "of",
    "sync", "connect", "connector", "connection", "native", "api", "crm", "emr", "ehr", "erp", "system",
    "software", "signed", "documents", "document", "data", "built", "on", "in", "a", "sales", "import",
    "export", "plugin", "support", "supported", "app", "pandadoc", "proposals", "contracts", "quotes",
    "custom", "objects", "object", "fields", "field", "setup", "set", "up", "how", "does", "property",
    "management", "accounting", "practice", "billing", "inventory", "point", "sale", "calendar", "email",
    "e-mail", "file", "files", "storage", "cloud", "online", "payroll", "hr", "help", "desk", "ticket",
    "ticketing", "identity", "provider", "single", "sign-on", "sso", "ats", "booking", "reservation",
    "scheduling", "tool", "tools", "platform", "platforms", "apps", "service", "services",
))  # fmt: skip
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class _Use:
    clause: Clause
    needed: bool
    confidence: float


def find_integrations(
    conversation: Conversation, session: Session, profile: Profile
) -> tuple[IntegrationNeed, ...]:
    """Find the systems spoken of, needed ones first; one the caller denies is left out."""
    categories = {item.name: item.category for item in profile.vocabulary.integrations}
    uses: dict[str, list[_Use]] = defaultdict(list)
    looked_up = _looked_up(session)
    for name, use in [*_named(conversation, looked_up), *_searched(conversation, session, profile)]:
        uses[name].append(use)
    turns = {
        use.clause.turn_index
        for name, items in uses.items()
        if name not in _GENERIC
        for use in items
        if use.needed
    }
    specific = any(
        categories.get(name) == "crm" and name not in _GENERIC and any(use.needed for use in items)
        for name, items in uses.items()
    )
    found = [
        _need(name, items, categories.get(name))
        for name, items in uses.items()
        if not (name in _GENERIC and categories.get(name) == "crm" and (specific or _stand_in(items, turns)))
    ]
    return tuple(sorted(found, key=lambda item: (not item.needed, -item.confidence, item.name)))


def _stand_in(items: list[_Use], turns: set[int]) -> bool:
    """Tell whether a general word only says what kind a named system is ("Mercury, that's our CRM")."""
    return all(use.clause.turn_index in turns for use in items)


def _looked_up(session: Session) -> str:
    """Give the agent's searches for integrations: what it looked up, it had understood as wanted."""
    return " | ".join(
        call.search.query.lower()
        for call in session.tool_calls
        if call.search is not None
        and "integrat" in f"{call.search.query} {call.search.category or ''}".lower()
    )


def _named(conversation: Conversation, looked_up: str) -> Iterator[tuple[str, _Use]]:
    brought_up = _brought_up_by_agent(conversation)
    for utterance in conversation.user:
        question = conversation.agent_before(utterance.index)
        asked = question is not None and bool(_ASKED.search(question.text))
        for name in utterance.annotation.names:
            clause = clause_at(utterance, name.start)
            if name.kind != INTEGRATION or clause is None:
                continue
            near = around(clause.text, name.start - clause.start)
            if (
                _AS_A_VERB.match(clause.turn.text[name.end :])
                or is_past(near)
                or is_about_others(near)
                or _ASIDE.search(near)
            ):
                continue
            if _UNWANTED.search(near) or (is_denied(near) and not _NEEDED.search(near)):
                continue
            needed = bool(_NEEDED.search(near)) or (
                name.name in looked_up and name.name not in brought_up and name.name not in _GENERIC
            )
            after = clause.text[max(0, clause.text.find(near)) :]
            wanted = needed or (asked and not is_denied(near) and not _NOT_JOINED.search(after))
            if name.name in brought_up and not (needed and clause.act is not DialogueAct.QUESTION):
                wanted = False
            weight = 0.85 if needed else 0.7 if wanted else 0.6 if _IN_USE.search(near) else 0.45
            yield name.name, _Use(clause, wanted, weight * name.confidence)


def _brought_up_by_agent(conversation: Conversation) -> frozenset[str]:
    """Give the systems that the agent names first: a caller who repeats one needs more words to want it."""
    first: dict[str, bool] = {}
    for utterance in conversation.utterances:
        for name in utterance.annotation.names:
            if name.kind == INTEGRATION:
                first.setdefault(name.name, utterance.by_user)
    return frozenset(name for name, by_user in first.items() if not by_user)


def _searched(conversation: Conversation, session: Session, profile: Profile) -> Iterator[tuple[str, _Use]]:
    """Give systems outside the profile that the agent looked up because the caller asked for them."""
    known = {spelling for item in profile.vocabulary.integrations for spelling in item.spellings}
    known |= {spelling for item in profile.vocabulary.competitors for spelling in item.spellings}
    known |= {
        word
        for item in profile.vocabulary.features
        for spelling in item.spellings
        for word in spelling.split()
    }
    known |= {
        word
        for item in profile.vocabulary.use_cases
        for spelling in item.spellings
        for word in spelling.split()
    }
    known |= set(profile.product.spellings)
    known |= {word for spelling in tuple(known) for word in spelling.split()}
    seen: set[str] = set()
    for call in session.tool_calls:
        if (
            call.search is None
            or "integrat" not in f"{call.search.query} {call.search.category or ''}".lower()
        ):
            continue
        words = [word for word in _QUERY_WORD.findall(call.search.query.lower()) if word not in _QUERY_FILLER]
        for word in words[:1]:
            if word in known or word in seen or len(word) < _SHORTEST_NAME:
                continue
            clause = _asking_clause(conversation, word, call.at.timestamp())
            if clause is not None:
                seen.add(word)
                yield word, _Use(clause, needed=True, confidence=0.75)


def _asking_clause(conversation: Conversation, word: str, before: float) -> Clause | None:
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    found = None
    for clause in conversation.user_clauses():
        if clause.turn.at.timestamp() > before:
            break
        if pattern.search(clause.text):
            found = clause
    return found


def _need(name: str, uses: list[_Use], category: str | None) -> IntegrationNeed:
    leading = max(uses, key=lambda use: (use.needed, use.confidence))
    clauses = {(use.clause.turn_index, use.clause.start): use.clause for use in uses}
    return IntegrationNeed(
        name=name,
        needed=leading.needed,
        category=category,
        confidence=round(min(0.95, leading.confidence), 2),
        evidence=tuple(clause.evidence() for clause in clauses.values()),
    )
