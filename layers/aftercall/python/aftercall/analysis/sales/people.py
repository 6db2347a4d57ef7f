"""Who else is involved in the decision (spec 3.1)."""

import re
from collections import defaultdict
from collections.abc import Collection

from aftercall.analysis.context import around
from aftercall.analysis.conversation import Clause, Conversation
from aftercall.reports.sales_intelligence import Influence, Stakeholder

_ROLE = (
    r"boss|manager|general manager|office manager|operations manager|sales manager|account manager|ceo|cfo"
    r"|coo|cto|cio|ciso|cmo|gm|vp(?: of)? (?:sales|operations|finance|marketing|it|legal|hr)|vice president"
    r"|managing (?:partner|director)|executive director|director|president|owner|co-?owner|founder"
    r"|co-?founder|business partner|partners?|principal|board|treasurer|controller|comptroller|head of \w+"
    r"|chief of \w+|legal(?: team| department| counsel| guy| person)?|general counsel|corporate legal"
    r"|counsel|attorney|lawyer|compliance(?: person| officer| team| department)?|security(?: team"
    r"| officer)?|it (?:team|guy|person|department|director|manager|folks)|procurement|purchasing"
    r"|finance(?: team| department| person| guy)?|accounting(?: team| department)?|accountant|bookkeeper"
    r"|auditor|hr(?: team| director| manager)?|infosec|info sec|information security|insurers?"
    r"|underwriters?|administrator|admin|assistant|coordinator|supervisor|team lead|rev ?ops(?: team)?"
    r"|sales ops|operations team|sales team|designer|developer|engineers?|chef|foreman|dispatcher|husband"
    r"|wife|brother|sister|father|mother|dad|mom|son|daughter"
)
_MENTION = re.compile(
    rf"\b(?:(?P<whose>my|our|the|their|a|her|his) )?(?P<role>{_ROLE})\b(?! (?:firm|review|documents?|docs"
    r"|software|office|letter|contract|rooms?|fees?|blanket|agreement|practice|industry|question|form)\b)"
)
_NAMED = re.compile(rf"\b[a-z]+(?:'s|,? is) (?:the|our|my) (?P<role>{_ROLE})\b")
_SELF = re.compile(
    rf"\b(?:i'm|i am|we're|we are|as|i work as|me as) (?:the |a |an |our )?(?:\w+ ){{0,3}}(?:{_ROLE})\b"
)
_ONE_OF_THEM = re.compile(r"\bone of (?:the|our|\w+) ")
_OURS = frozenset(("my", "our"))
_KIN = frozenset(
    ("husband", "wife", "brother", "sister", "father", "mother", "dad", "mom", "son", "daughter")
)
_OURS_ONLY = frozenset(
    ("auditor", "admin", "administrator", "assistant")
)  # else an outsider, or a role in a product
_KIN_INVOLVED = re.compile(
    r"\b(?:decid\w*|approv\w*|sign(?:s|ed)? (?:it|off|the|up)|signs up|final say|up to|fly with|check with"
    r"|run it (?:by|past)|ask my|talk to my"
    r"|convince|owns?|co-?owns?|fifty[- ]fifty|handles|does the (?:books|paperwork|contracts)|runs"
    r"|okay with|has to agree)\b"
)
_DEPARTMENT_ACTS = re.compile(
    r"\b(?:legal|finance|procurement|purchasing|accounting|infosec|compliance|hr|it) (?:team "
    r"|department )?(?:has|have|is asking|are asking|will"
    r"|wants?|wanted|needs?|asked|says?|said|handles?|would|won't|requires?|insists?)\b"
)
_HEADS = {"security": ("ciso",), "infosec": ("ciso",), "it team": ("cio", "cto")}
_BEFORE = 4
_AFTER = 9
_DECIDES = re.compile(
    r"\b(?:decid\w*|decision|decider|final say|approves? (?:it|the|any|every)|(?:goes|go|take it"
    r"|bring it) to (?:the|my|our)|both (?:will |have to )?approve|has to approve|needs to approve"
    r"|sign(?:s)? (?:it|the|off)|sign ?off|holds? the|budget|signs? the (?:check|contract)"
    r"|the one to convince|makes the call|has the final|signs? (?:the|off on) (?:checks?|purchases?)"
    r"|pays for)\b"
)
_GATES = re.compile(
    r"\b(?:approve|approval|bless\w*|review\w*|sign ?off|okay it|look at it|requires?|won't let|says no"
    r"|not even look|vet\w*|audit\w*|wants? (?:the|a|to see)|gonna want|(?:will|going to|gonna) (?:ask"
    r"|reject|check|send)|insists?|policy|rule|check (?:it|with))\b"
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
    r"\b(?:last company|your (?:team|sales)|the (?:sales|support) (?:team|rep)|client's|customer's|niece"
    r"|nephew|cousin)\b"
)


def find_stakeholders(conversation: Conversation) -> tuple[Stakeholder, ...]:
    """Find other people involved, by role; the caller is none of them."""
    own = {
        word
        for clause in conversation.user_clauses()
        for match in _SELF.finditer(clause.text)
        if not _ONE_OF_THEM.search(match.group())
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
            if role in own or _names_caller(clause.text[: match.end()]):
                continue
            clauses[role].append(clause)
            nearby[role].append(around(clause.text, match.start(), _BEFORE, _AFTER))
            whose[role].add(match.groupdict().get("whose") or "")
    found = [
        _stakeholder(role, items, " ".join(nearby[role]))
        for role, items in clauses.items()
        if _involved(role, items, whose[role]) and not _is_headed(role, clauses)
    ]
    return tuple(sorted(found, key=lambda item: (-item.confidence, item.role)))


def _role_in(text: str) -> str:
    matches = list(re.finditer(rf"\b(?:{_ROLE})\b", text))
    return matches[-1].group() if matches else ""


def _names_caller(text: str) -> bool:
    """Tell whether words up to a role say that the caller has it."""
    match = _SELF.search(text)
    return match is not None and not _ONE_OF_THEM.search(match.group())


def _is_headed(role: str, roles: Collection[str]) -> bool:
    """Tell whether somebody who stands for a department was named, too."""
    return any(
        head in roles for head in (f"head of {role}", f"vp {role}", f"vp of {role}", *_HEADS.get(role, ()))
    )


def _involved(role: str, clauses: list[Clause], whose: set[str]) -> bool:
    """Tell whether a role belongs to the caller's company and has to do with the matter."""
    if role in _KIN:
        return any(_KIN_INVOLVED.search(item.text) for item in clauses)
    if role in _OURS_ONLY and not whose & _OURS:
        return False
    if whose & _OURS:
        return True
    if not whose & {"the", ""}:
        return False
    return any(
        pattern.search(item.text)
        for item in clauses
        for pattern in (_DECIDES, _GATES, _USES, _DEPARTMENT_ACTS)
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
