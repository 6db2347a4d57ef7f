"""Which industry the caller works in (spec 3.1).

A vocabulary knows the trades, a small model knows how people say what their own company does: "we're a
family bakery" counts, "the bakery next door" hardly does. Each trade named counts as much as its clause
is likely to be about the caller's own company.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from aftercall.analysis.context import is_about_others, is_denied, is_past
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.sales.candidates import clause_at
from aftercall.language.linear_model import load_model
from aftercall.language.names import INDUSTRY
from aftercall.reports.evidence import TextFinding
from aftercall.session.prepared import NameSpan

OWN_TRADE_EXTRAS: Final = ("names_a_trade", "asked", "first_turn", "second_turn", "early_turn")

_MASK = "tradename"
_EARLY_TURNS = 4
_OTHER = "other"
_LEAST_WEIGHT = 0.25
_OF_SEVERAL_WORDS = 1.3
_OF_ONE_WORD = 0.8
_OF_A_COMMON_WORD = 0.5
_OF_A_DOCUMENT = 0.4
_OF_OTHERS = 0.3
_OF_A_LATER_NAME = 0.7
_ALSO_COMMON_WORDS = frozenset(("legal", "finance", "marketing", "software", "insurance", "education"))
_SHOPS = frozenset(("shop", "shops"))
_KIND_OF_COMPANY = re.compile(
    r"\b(?:hub ?spot|sales ?force|google|microsoft|dev\w*|java|one[- ]man|one[- ]woman|two[- ]person|union"
    r"|chop|sign|job|whole) $"
)
_DOCUMENT_AFTER = re.compile(
    r"^ (?:agreements?|contracts?|forms?|invoices?|docs|documents|paperwork|waivers?|review|department"
    r"|people|team|guy)\b"
)
_DESCRIBED_TRADE = re.compile(
    r"\b(?:i'm|i am|we're|we are|i run|we run|i own|we own|i have|we have|we are into)(?: the)? (?:an?"
    r"|the owner of an?"
    r"|importers?|distributors?|makers?|suppliers?|wholesalers?) (?:[\w'-]+ ){0,4}?(?:company|business|firm"
    r"|shop|studio"
    r"|service|services|maker|makers|importer|exporter|distributor|wholesaler|supplier|operator|provider"
    r"|workshop|club"
    r"|practice)\b(?! (?:account|plan|owner|day|hours|card|development|use[rd]?))"
)
_ASKED_BUSINESS = re.compile(
    r"\b(?:what (?:kind|type|sort) of (?:business|company|work|firm)|your (?:business|company|industry)"
    r"|what do you do|tell me (?:a bit |a little )?about)\b"
)


@dataclass(frozen=True, slots=True)
class TradeClause:
    """A clause of the caller's as the model sees it.

    Parameters
    ----------
    text
        Normalised, with every trade that the vocabulary knows masked: how it is said counts, not which.
    extras
        What :data:`OWN_TRADE_EXTRAS` names.
    names
        The trades named in it.
    """

    clause: Clause
    text: str
    extras: tuple[float, ...]
    names: tuple[NameSpan, ...]

    def likelihood(self) -> float:
        """Give how likely the clause says what the caller's own company does, 0 to 1."""
        return load_model("own_trade").probability(self.text, self.extras)


def trade_clauses(conversation: Conversation) -> Iterator[TradeClause]:
    """Give the caller's clauses in order, as the model of own trades sees them."""
    for place, utterance in enumerate(conversation.user):
        question = conversation.agent_before(utterance.index)
        asked = question is not None and bool(_ASKED_BUSINESS.search(question.text))
        named = _named_in(utterance)
        for clause in utterance.clauses:
            names = tuple(named.get(clause.start, ()))
            extras = (bool(names), asked, place == 0, place == 1, place < _EARLY_TURNS)
            yield TradeClause(clause, _masked(clause, names), tuple(map(float, extras)), names)


def find_industry(conversation: Conversation) -> TextFinding | None:
    """Find the industry the caller's own words point to most."""
    weights: dict[str, float] = defaultdict(float)
    clauses: dict[str, list[Clause]] = defaultdict(list)
    for told in trade_clauses(conversation):
        if not told.names:
            continue
        likelihood = told.likelihood() * (_OF_OTHERS if is_about_others(told.clause.text) else 1.0)
        for place, name in enumerate(told.names):
            weights[name.name] += likelihood * _weight_of(told.clause, name) * _OF_A_LATER_NAME**place
            if told.clause not in clauses[name.name]:
                clauses[name.name].append(told.clause)
    leading = max(weights, key=lambda name: (weights[name], name), default=None)
    if leading is None or weights[leading] < _LEAST_WEIGHT:
        return _another_trade(conversation)
    share = weights[leading] / sum(weights.values())
    certainty = min(1.0, 0.5 + weights[leading] / 3)
    return TextFinding(
        value=leading,
        confidence=round(min(0.95, share * certainty + 0.1), 2),
        evidence=tuple(clause.evidence() for clause in clauses[leading][:3]),
    )


def _named_in(utterance: Utterance) -> dict[int, list[NameSpan]]:
    """Give the trades that an utterance names, by the start of their clause."""
    named: dict[int, list[NameSpan]] = {}
    for name in utterance.annotation.names:
        if name.kind == INDUSTRY:
            clause = clause_at(utterance, name.start)
            if clause is not None and _says_a_trade(clause, name):
                named.setdefault(clause.start, []).append(name)
    return named


def _says_a_trade(clause: Clause, name: NameSpan) -> bool:
    """Leave out "the other one", and "a HubSpot shop" and "a one-man shop", which are no shops."""
    said = _said(clause, name)
    if said in _SHOPS:
        return not _KIND_OF_COMPANY.search(clause.turn.text[clause.start : name.start].lower())
    return said != _OTHER


def _masked(clause: Clause, names: tuple[NameSpan, ...]) -> str:
    text = clause.text
    for name in names:
        text = text.replace(_said(clause, name), _MASK, 1)
    return text


def _weight_of(clause: Clause, name: NameSpan) -> float:
    """Give how much a name tells of a trade, whoever's it may be."""
    said = _said(clause, name)
    weight = _OF_SEVERAL_WORDS if " " in said else _OF_ONE_WORD
    if said in _ALSO_COMMON_WORDS:
        weight *= _OF_A_COMMON_WORD
    if _DOCUMENT_AFTER.match(clause.turn.text[name.end : clause.end].lower()):
        weight *= _OF_A_DOCUMENT
    return weight


def _said(clause: Clause, name: NameSpan) -> str:
    return clause.turn.text[name.start : name.end].lower()


def _another_trade(conversation: Conversation) -> TextFinding | None:
    """Give a business the caller describes in words that no industry of the profile knows."""
    for clause in conversation.user_clauses():
        match = _DESCRIBED_TRADE.search(clause.text)
        if match is None or is_about_others(clause.text) or is_past(clause.text) or is_denied(clause.text):
            continue
        described, _, kind = match.group().rpartition(" ")
        if kind in _SHOPS and _KIND_OF_COMPANY.search(f"{described} "):
            continue
        return TextFinding(value=_OTHER, confidence=0.55, evidence=(clause.evidence(),))
    return None
