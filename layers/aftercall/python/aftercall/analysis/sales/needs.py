"""Which documents the caller works with (spec 3.1)."""

import re
from collections import defaultdict
from collections.abc import Iterator

from aftercall.analysis.context import is_about_others, is_pretended
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.sales.candidates import clause_at
from aftercall.language.names import USE_CASE
from aftercall.reports.sales_intelligence import UseCase
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
    r"|the) contract (?:is|ends|expires|with|runs)|under contract|in a contract|locked in|cancel|i signed"
    r"|had me sign|sign something|send (?:me"
    r"|over) the contract|rough quote|quote for \w+ seats|a quote)\b"
)
_BILLS = frozenset(("invoice", "invoices", "bill", "bills", "billing"))
_BILLED = re.compile(
    r"\b(?:charg(?:e|es|ed|ing)|overcharged|refund\w*|cancel\w*|subscription|twice|vat|receipts?|my card"
    r"|billed"
    r"|bill(?:s|ing)? (?:us|me|page|department|team|address|contact|question|issue|cycle)|for billing"
    r"|settings billing|(?:your|the|this|that|last|medical) (?:\w+ )?(?:invoice|bill)\b|owe[sd]?"
    r"|payment method|taken money)\b"
)
"""What the product's own bills are spoken of with: callers who question a charge send no invoices for it."""

_OTHER = "other"
_PAPERS = re.compile(
    r"\b(?:forms?|requests?|packets?|packs?|letters?|consents?|permits?|certificates?|certs?|slips?|cards?"
    r"|licen[cs]es?"
    r"|applications?|policies|reports?|sheets?|checklists?|paperwork|minutes|ballots?)\b"
)
_ELSEWHERE = 0.3
_SAID_BY_AGENT = 0.4
_ENOUGH = 0.75
_ENOUGH_FOR_A_SECOND = 1.0


def find_use_cases(conversation: Conversation) -> tuple[UseCase, ...]:
    """Find which documents the caller works with; the primary one is said first, most, or when asked."""
    weights: dict[str, float] = defaultdict(float)
    clauses: dict[str, list[Clause]] = defaultdict(list)
    for utterance in conversation.user:
        question = conversation.agent_before(utterance.index)
        asked = question is not None and bool(_ASKED_DOCUMENTS.search(question.text))
        for name, clause in _mentions(utterance):
            weight = 1.0 + (1.5 if asked else 0.0) + (0.5 if _SENDING.search(clause.text) else 0.0)
            weight *= _ELSEWHERE if is_about_others(clause.text) else 1.0
            weight *= 1.0 if _is_own_work(utterance, clause) else _ELSEWHERE
            if weight < _ELSEWHERE * _ELSEWHERE or is_pretended(utterance.text):
                continue
            weights[name] += weight + (1.0 if not weights and weight >= 1 else 0.0)
            if clause not in clauses[name]:
                clauses[name].append(clause)
    for utterance in conversation.agent if weights else ():
        for name, _ in _mentions(utterance):
            if weights.get(name, 0.0) >= _ENOUGH:
                weights[name] += _SAID_BY_AGENT
    if not any(weight >= _ENOUGH for weight in weights.values()):
        _add_unlisted(conversation, weights, clauses)
    ordered = sorted(weights, key=lambda name: (-weights[name], name))
    return tuple(
        UseCase(
            value=name,
            primary=position == 0,
            confidence=round(min(0.95, 0.4 + 0.12 * weights[name]), 2),
            evidence=tuple(clause.evidence() for clause in clauses[name]),
        )
        for position, name in enumerate(ordered)
        if weights[name] >= (_ENOUGH if position == 0 else _ENOUGH_FOR_A_SECOND)
    )


def _add_unlisted(
    conversation: Conversation, weights: dict[str, float], clauses: dict[str, list[Clause]]
) -> None:
    """Count papers that no use case of the profile names, such as "requests" and "packets", as "other"."""
    for utterance in conversation.user:
        question = conversation.agent_before(utterance.index)
        asked = question is not None and bool(_ASKED_DOCUMENTS.search(question.text))
        for clause in utterance.clauses:
            if _PAPERS.search(clause.text) and _is_own_work(utterance, clause):
                weights[_OTHER] += _ELSEWHERE + (_ENOUGH if asked else 0.0)
                clauses[_OTHER].append(clause)


def _mentions(utterance: Utterance) -> Iterator[tuple[str, Clause]]:
    for name in utterance.annotation.names:
        clause = clause_at(utterance, name.start)
        said = utterance.turn.text[name.start : name.end].lower()
        if _is_charged(said, utterance):
            continue
        if name.kind == USE_CASE and clause is not None and said != _OTHER:
            yield name.name, clause


def _is_own_work(utterance: Utterance, clause: Clause) -> bool:
    """Leave out contracts with vendors, samples promised, what was signed once and invented cases."""
    return not (
        clause.act is DialogueAct.COMMITMENT
        or _OWN_CONTRACT.search(clause.text)
        or is_pretended(utterance.text)
    )


def _is_charged(said: str, utterance: Utterance) -> bool:
    return said in _BILLS and bool(_BILLED.search(utterance.text))
