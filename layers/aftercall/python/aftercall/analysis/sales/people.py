"""Who else is involved in the decision (spec 3.1)."""

import re
from collections import defaultdict

from aftercall.analysis.context import around
from aftercall.analysis.conversation import Clause, Conversation
from aftercall.reports.sales_intelligence import Influence, Stakeholder

_ROLE = (
    r"boss|manager|general manager|office manager|operations manager|sales manager|account manager|ceo|cfo"
    r"|coo|cto|cio|ciso|cmo|gm|vp(?: of)? (?:sales|operations|finance|marketing|it|legal|hr)|vice president"
    r"|managing (?:partner|director)|executive director|director|president|owner|co-?owner|founder"
    r"|co-?founder|business partner|partners?|principal|board|treasurer|controller|comptroller|head of \w+"
    r"|chief of \w+"
    r"|legal(?: team| department| counsel| guy| person)?|general counsel|corporate legal|counsel|attorney"
    r"|lawyer|compliance(?: person| officer| team| department)?|security(?: team| officer)?"
    r"|it (?:team|guy|person|department|director|manager|folks)|procurement|purchasing|finance(?: team"
    r"| department| person| guy)?|accounting(?: team| department)?|accountant|bookkeeper|auditor|hr(?: team"
    r"| director| manager)?"
    r"|administrator|admin|assistant|coordinator|supervisor|team lead|rev ?ops(?: team)?|sales ops"
    r"|operations team|sales team|designer|developer|engineers?|chef|foreman|dispatcher|husband|wife"
)
_MENTION = re.compile(
    rf"\b(?:(?P<whose>my|our|the|their|a|her|his) )?(?P<role>{_ROLE})\b(?! (?:firm|review|documents?|docs"
    r"|software|office|letter|contract|rooms?|fees?|blanket|agreement|practice|industry|question|form)\b)"
)
_NAMED = re.compile(rf"\b[a-z]+(?:'s|,? is) (?:the|our|my) (?P<role>{_ROLE})\b")
_SELF = re.compile(rf"\b(?:i'm|i am|as|i work as|me as) (?:the |a |an |our )?(?:\w+ ){{0,3}}(?:{_ROLE})\b")
_OURS = frozenset(("my", "our"))
_BEFORE = 4
_AFTER = 9
_DECIDES = re.compile(
    r"\b(?:decid\w*|decision|decider|final say|approves? (?:it|the|any|every)|has to approve"
    r"|needs to approve|sign(?:s)? (?:it|the|off)|sign ?off|holds? the|budget|signs? the (?:check|contract)"
    r"|the one to convince|makes the call|has the final|pays for)\b"
)
_GATES = re.compile(
    r"\b(?:approve|approval|bless\w*|review\w*|sign ?off|okay it|look at it|requires?|won't let|says no"
    r"|not even look|vet\w*|audit\w*|wants? (?:the|a|to see)|gonna want|insists?|policy|rule|check (?:it"
    r"|with))\b"
)
_USES = re.compile(
    r"\b(?:use[sd]?|using|send[s]?|sending|sign[s]?|seat|doing the|fill\w*|work with it|type[s]?|he signs"
    r"|she sends)\b"
)
_JOINS = re.compile(r"\b(?:on the call|join\w*|in the room|invite|include|copy|loop|be there|bring)\b")
_STAYS_AWAY = re.compile(
    r"\b(?:won't (?:join|be there|be on)|can't (?:join|make it|be there)|not (?:join\w*|be on the call))\b"
)
_GATEKEEPING_ROLES = re.compile(
    r"\b(?:legal|counsel|compliance|security|ciso|procurement|purchasing|it (?:team|guy|person|department"
    r"|director)|auditor|attorney|lawyer)\b"
)
_DECIDING_ROLES = re.compile(
    r"\b(?:boss|ceo|cfo|owner|board|president|general manager|gm|managing (?:partner|director)"
    r"|executive director|founder|vp\b.*)\b"
)
_OTHER_PARTY = re.compile(
    r"\b(?:last company|your (?:team|sales)|the (?:sales|support) (?:team|rep)|client's|customer's|sister"
    r"|brother|niece|nephew|cousin)\b"
)


def find_stakeholders(conversation: Conversation) -> tuple[Stakeholder, ...]:
    """Find other people involved, by role; the caller is none of them."""
    own = {
        word
        for clause in conversation.user_clauses()
        for match in _SELF.finditer(clause.text)
        for word in [_role_in(match.group())]
    }
    clauses: dict[str, list[Clause]] = defaultdict(list)
    nearby: dict[str, list[str]] = defaultdict(list)
    whose: dict[str, set[str]] = defaultdict(set)
    for clause in conversation.user_clauses():
        if _OTHER_PARTY.search(clause.text):
            continue
        for match in [*_MENTION.finditer(clause.text), *_NAMED.finditer(clause.text)]:
            role = match.group("role")
            if role in own or _SELF.search(clause.text[: match.end()]):
                continue
            clauses[role].append(clause)
            nearby[role].append(around(clause.text, match.start(), _BEFORE, _AFTER))
            whose[role].add(match.groupdict().get("whose") or "")
    found = [
        _stakeholder(role, items, " ".join(nearby[role]))
        for role, items in clauses.items()
        if _involved(items, whose[role])
    ]
    return tuple(sorted(found, key=lambda item: (-item.confidence, item.role)))


def _role_in(text: str) -> str:
    matches = list(re.finditer(rf"\b(?:{_ROLE})\b", text))
    return matches[-1].group() if matches else ""


def _involved(clauses: list[Clause], whose: set[str]) -> bool:
    """Tell whether a role belongs to the caller's company and has to do with the matter."""
    if whose & _OURS:
        return True
    if not whose & {"the", ""}:
        return False
    return any(
        _DECIDES.search(item.text) or _GATES.search(item.text) or _USES.search(item.text) for item in clauses
    )


def _stakeholder(role: str, clauses: list[Clause], text: str) -> Stakeholder:
    """Judge a role by the words around its mentions, else by what such a role usually means."""
    influence = Influence.INFLUENCER
    if _DECIDES.search(text):
        influence = Influence.DECISION_MAKER
    elif _GATES.search(text) or _GATEKEEPING_ROLES.search(role):
        influence = Influence.GATEKEEPER
    elif _USES.search(text):
        influence = Influence.USER
    elif _DECIDING_ROLES.search(role):
        influence = Influence.DECISION_MAKER
    joins = False if _STAYS_AWAY.search(text) else True if _JOINS.search(text) else None
    unique = {(clause.turn_index, clause.start): clause for clause in clauses}
    return Stakeholder(
        role=role,
        influence=influence,
        joins_calls=joins,
        confidence=round(min(0.9, 0.6 + 0.1 * len(unique)), 2),
        evidence=tuple(clause.evidence() for clause in unique.values()),
    )
