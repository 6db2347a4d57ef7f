"""Whose work a promise is: not who promised it, but who was told to ("I'll have sales email you")."""

import re

from aftercall.analysis.conversation import Clause, Utterance
from aftercall.reports.action_items import Owner

_ROLE = (
    r"(?:(?!your\b)(?:[\w-]+ ){0,3}?(?:teams?|specialists?|engineers?|reps?|representatives?|executive"
    r"|manager|consultant|colleagues?|department|people|agents?|lead|architect|expert|counsel)|sales|support|billing"
    r"|security|finance|legal|compliance|onboarding|engineering|someone|somebody)\b"
)
_A = r"(?:one of )?(?:the |our |a |an |my )?(?:someone (?:from|in|on) (?:the |our )?)?"
_TOLD = re.compile(
    r"\b(?:have|ask|asked|get|tell|told|let|check with|checked with|reminder for"
    r"|(?:pass|passed|report|reported|raise|raised)\b[^.,]*? (?:to|with))"
    rf" {_A}(?P<whom>{_ROLE})"
)
_WILL = re.compile(
    rf"(?:^|\b(?:and|so|to|one of|because|then),? |, ){_A}(?P<whom>{_ROLE})"
    r"(?: from [\w ]{3,20}?)?(?:,? who|,? and they)?"
    r"(?:'ll| will| can| needs? to|'s going to| (?:is|are) going to)\b"
)
_BY_SUPPORT = re.compile(
    r"\b(?:support (?!specialist)|support$|billing|finance|customer success|bug|tech(?:nical)? team)"
)
_BY_SALES = re.compile(
    r"\b(?:sales|specialists?|engineers?|reps?|representatives?|account (?:executive|manager)|consultant"
    r"|architect|colleagues?|someone|somebody|(?:demo|public sector|partnerships?) team)\b(?! support)"
)
_TICKET = re.compile(r"\b(?:ticket|support case|bug report|open (?:a|your) request)\b")
DELEGATES = re.compile(
    r"\b(?:have|ask|get|tell|let) (?:the |our |a |an |someone (?:from|in|on) (?:the "
    r"|our )?)?(?P<whom>[\w -]{3,40}?)"
    r"(?: to| who|\b(?:send|email|call|reach|write|confirm|cover|prepare|check|look|follow|contact|come|get"
    r"|bring"
    r"|answer|respond|put|walk|help|share|forward)\b)"
)


def owner_of(clause: Clause, utterance: Utterance) -> Owner:
    """Tell who has to do the work: not who promised it, but who was told to ("I'll have sales email you")."""
    if utterance.by_user:
        return Owner.USER
    match = _TOLD.search(clause.text) or _WILL.search(clause.text)
    if match is None:
        return Owner.SUPPORT if _TICKET.search(clause.text) else Owner.AGENT
    whom = match.group("whom")
    if _BY_SUPPORT.search(whom) or not _BY_SALES.search(whom):
        return Owner.SUPPORT
    return Owner.SALES
