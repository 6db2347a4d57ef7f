"""Who the caller is: industry, company and the tool in use (spec 3.1)."""

import re
from collections import defaultdict
from collections.abc import Iterator

from aftercall.analysis.competitors import find_competitors
from aftercall.analysis.context import is_about_others, is_denied, is_past
from aftercall.analysis.conversation import Clause, Conversation
from aftercall.analysis.sales.candidates import Candidate, best, clause_at
from aftercall.language.calendar import MONTHS
from aftercall.language.names import INDUSTRY
from aftercall.language.quotes import quote
from aftercall.profile.models import Profile
from aftercall.reports.evidence import TextFinding
from aftercall.reports.sales_intelligence import CompetitorContext, CompetitorMention
from aftercall.session.prepared import NameSpan

_SELF = re.compile(
    r"\b(?:we're an?|we are an?|i'm an?|i'm the|i am an?|i am the|i run|we run|i own|we own|we do|i do"
    r"|our (?:firm|company|office|practice"
    r"|business|shop|school|agency|clinic|clinics|hotel|team|clients|customers|patients|students|tenants"
    r"|agents)|i work|we have|we sell"
    r"|my (?:firm|company|practice|business|shop|brokerage|agency|office|clinic)|it's an?|at an?|for an?"
    r"|in the)\b"
)
_DEPARTMENT = re.compile(r"\b(?:our|my|your|the|a|an|his|her|their|corporate|from|then|and|some) $")
_SELF_BEFORE = re.compile(
    r"\b(?:i'm|i am|we're|we are|i run|we run|i own|we own|it's|at|for|we have|i work (?:at|for|in)|our|my) "
    r"(?:[\w'-]+ ){0,3}$"
)
_ALSO_COMMON_WORDS = frozenset(("legal", "finance", "marketing", "software", "insurance", "education"))
_SHOPS = frozenset(("shop", "shops"))
_KEEPS = re.compile(
    r"\b(?:own|owns|run|have|got|opened|manage|our|my|the|in a|at a|with a)(?: (?:a|an|the|two|three|four"
    r"|little"
    r"|small|family))*(?: [\w'-]+){0,2} $"
)
_KIND_OF_COMPANY = re.compile(
    r"\b(?:hub ?spot|sales ?force|google|microsoft|machine|body|print|repair|auto|dev\w*|java|software"
    r"|design|one[- ]man"
    r"|one[- ]woman|two[- ]person|union|chop|sign|job|whole) $"
)
_TRADE_BEFORE = re.compile(r"\b(?:in|into|i do|we do|i sell|we sell|do) (?:\w+ ){0,2}$")
_TRADE_AFTER = re.compile(
    r" (?:firm|company|industry|practice|agency|business|startup|services|vendor|house|broker\w*)\b"
)
_DOCUMENT_AFTER = re.compile(
    r"^ (?:agreements?|contracts?|forms?|invoices?|docs|documents|paperwork|waivers?|review|department"
    r"|people|team|guy)\b"
)
_OTHER = "other"
_LEAST_WEIGHT = 0.75
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
_COMPANY_WORD = r"[A-Z][\w&'-]*"
_COMPANY = re.compile(
    rf"(?:(?:[Ii]'m|[Tt]his is|[Ii]t's|[Ii] am|[Mm]y name is|name's)\s+(?:{_COMPANY_WORD}\s+){{1,3}}(?:here,"
    rf" )?(?:from|with|at"
    r"|over at|calling from|of)"
    r"|(?:[Ii]'m|[Ii] am) (?:the |a |an )(?:[a-z]+ ){1,3}(?:at|for|with)"
    r"|[Oo]ur (?:company |business |trading )?name (?:is|on (?:it|there|them|top|the \w+)),?"
    r"|(?:[Cc]ompany|[Ff]irm|[Bb]usiness|[Aa]gency|[Ss]hop|[Pp]ractice|[Gg]roup|[Ff]oundation|[Ss]tartup"
    r"|[Bb]rokerage|[Cc]linic)(?:'s| is|,)?(?: called| named)?,?"
    r"|(?:[Ii] work (?:at|for|with)|[Ww]e're called|[Ww]e are called|[Ww]e're|[Cc]alling from|[Hh]ere at"
    r"|[Oo]ver at|[Ii]'m (?:at|with|from|over at)|[Ii]t's called|[Mm]anager at|[Dd]irector at"
    r"|[Oo]perations at|[Ss]ales at))\s+"
    rf"(?P<company>{_COMPANY_WORD}(?:\s+(?:and\s+|&\s+|of\s+)?{_COMPANY_WORD}){{0,3}})"
)
_COMPANY_IN_SMALL = re.compile(
    r"\b(?:this is|my name's|my name is|name's|it's|its|i'm|im) (?:\w+ ){1,2}?(?:with|from|at|over at"
    r"|calling from|out of)"
    r" (?P<company>(?!the\b|a\b|my\b|our\b|your\b|home\b|work\b)[a-z]+(?: (?!dot\b|over\b|in\b|out\b|down\b"
    r"|up\b|here\b|and i\b|i\b|we\b"
    r"|calling\b|on\b|at\b|about\b|again\b|so\b|got\b|um\b|uh\b|im\b)[a-z&]+){1,3})\b(?! dot\b)"
)
"""Without capitals a company is told by its place between the caller's name and what goes on."""

_NOT_A_COMPANY = frozenset((
    "i", "i'm", "hi", "hello", "yes", "no", "the", "a", "an", "and", "but", "so", "we", "we're", "it", "okay",
    "well", "um", "uh", "saas", "b2b", "not", "on", "in", "at", "all", "doing", "using", "looking", "crm",
    "hr", "it's", "gonna", "going", "vp", "ceo", "cfo", "coo", "monday", "tuesday", "wednesday", "thursday",
    "friday",
))  # fmt: skip
_SAYS_WHAT_KIND = re.compile(
    r"[- ]?(?:regulated|compliant|approved|certified|registered|accredited|inspected|licensed|audited|owned"
    r"|backed|funded|based)\b"
)
"""After a capitalised word: "FDA-regulated" names no company."""
_COMPANY_SUFFIX = re.compile(
    r"\b(?:Inc|LLC|Ltd|Group|Partners|Staffing|Realty|Law|Legal|Consulting|Studio|Studios|Solutions|Health"
    r"|Dental|Roofing|Construction|Logistics|Capital|Agency|Labs|Systems|Properties|Foundation|Associates"
    r"|Homes|Builders|Insurance|Catering|Freight|Manufacturing|Software)\b"
)
_USED_TOOL = re.compile(
    r"\b(?:[Ww]e use|[Ii] use|[Ww]e're using|[Ww]e're on|[Ww]e are on|[Cc]urrently (?:using|on|use)"
    r"|[Rr]ight now (?:we use|it's)|[Ss]witch(?:ing)? from|[Mm]oving (?:off|away from))\s+"
    r"(?P<tool>[A-Z][A-Za-z]+(?:\s[A-Z][A-Za-z]+)?)"
)


def find_industry(conversation: Conversation) -> TextFinding | None:
    """Find the industry the caller's own words point to most."""
    weights: dict[str, float] = defaultdict(float)
    clauses: dict[str, list[Clause]] = defaultdict(list)
    for utterance in conversation.user:
        question = conversation.agent_before(utterance.index)
        asked = question is not None and bool(_ASKED_BUSINESS.search(question.text))
        for name in utterance.annotation.names:
            clause = clause_at(utterance, name.start)
            if name.kind != INDUSTRY or clause is None:
                continue
            weight = _weight_of(clause, name) + (1.0 if asked else 0.0)
            if weight <= 0:
                continue
            weights[name.name] += weight if clause not in clauses[name.name] else weight / 3
            clauses[name.name].append(clause)
    if not weights:
        weights, clauses = _another_trade(conversation)
    if not weights:
        return None
    leading = max(weights, key=lambda name: (weights[name], name))
    if weights[leading] < _LEAST_WEIGHT:
        return None
    share = weights[leading] / sum(weights.values())
    certainty = min(1.0, 0.4 + weights[leading] / 5)
    first = {(clause.turn_index, clause.start): clause for clause in clauses[leading]}
    return TextFinding(
        value=leading,
        confidence=round(min(0.95, share * certainty + 0.1), 2),
        evidence=tuple(clause.evidence() for clause in list(first.values())[:3]),
    )


def _weight_of(clause: Clause, name: NameSpan) -> float:
    """Give how much a word says about the caller's own trade; 0 when it says nothing."""
    said = clause.turn.text[name.start : name.end].lower()
    if said == _OTHER or (said in _SHOPS and not _keeps_a_shop(clause, name)):
        return -1.0
    described = bool(_SELF.search(clause.text))
    weight = (1.0 if " " in said else 0.8) + (1.5 if described else 0.0)
    if is_about_others(clause.text) or _is_a_department(clause, name.start, described=described):
        weight *= 0.3
    if said == name.name and said in _ALSO_COMMON_WORDS and not _is_a_trade(clause, name):
        weight *= 0.15
    if _DOCUMENT_AFTER.match(clause.turn.text[name.end : clause.end].lower()):
        weight *= 0.4
    return weight


def _is_a_department(clause: Clause, start: int, *, described: bool) -> bool:
    """Tell "our lawyer" and "corporate legal" from a company that practises law ("I'm a lawyer")."""
    before = clause.turn.text[clause.start : start].lower()
    return bool(_DEPARTMENT.search(before)) and not (described and _SELF_BEFORE.search(before))


def _is_a_trade(clause: Clause, name: NameSpan) -> bool:
    """Tell "a legal firm" and "we're in finance" from "is it legal" and "our finance people"."""
    text = clause.turn.text.lower()
    before, after = text[clause.start : name.start], text[name.end : clause.end]
    return bool(_TRADE_BEFORE.search(before) or _TRADE_AFTER.match(after))


def _keeps_a_shop(clause: Clause, name: NameSpan) -> bool:
    """Tell "we got a gift shop" from "we're a HubSpot shop" and "a one-man shop"."""
    before = clause.turn.text[clause.start : name.start].lower()
    return bool(_KEEPS.search(before)) and not _KIND_OF_COMPANY.search(before)


def _another_trade(conversation: Conversation) -> tuple[dict[str, float], dict[str, list[Clause]]]:
    """Give a business the caller describes in words that no industry of the profile knows."""
    for clause in conversation.user_clauses():
        match = _DESCRIBED_TRADE.search(clause.text)
        if match is None or is_about_others(clause.text) or is_past(clause.text) or is_denied(clause.text):
            continue
        return ({_OTHER: 1.6}, {_OTHER: [clause]})
    return ({}, {})


def find_company(conversation: Conversation, profile: Profile) -> TextFinding | None:
    """Find the name of the caller's company as said by the caller."""
    vocabulary = profile.vocabulary
    known = {
        spelling
        for term in (*vocabulary.competitors, *vocabulary.integrations)
        for spelling in term.spellings
    }
    known |= set(profile.product.spellings)
    return _text(best(list(_companies(conversation, frozenset(known)))))


def _companies(conversation: Conversation, known: frozenset[str]) -> Iterator[Candidate[str]]:
    for clause in conversation.user_clauses():
        if is_about_others(clause.text) or is_past(clause.text):
            continue
        original = clause.turn.text[clause.start : clause.end]
        small = _COMPANY_IN_SMALL.search(original) if clause.turn.text.islower() else None
        if small is not None:
            begin, end = (clause.start + offset for offset in small.span("company"))
            yield Candidate(small.group("company"), 0.5, quote(clause.turn, begin, end), -clause.turn_index)
        for match in _COMPANY.finditer(original):
            company = match.group("company").strip(" ,.'")
            lowered = company.lower()
            if lowered in known or lowered.split()[0] in _NOT_A_COMPANY or lowered in MONTHS:
                continue
            if _SAYS_WHAT_KIND.match(original[match.end("company") :]):
                continue
            begin = clause.start + match.start("company")
            weight = 0.6 + (0.25 if _COMPANY_SUFFIX.search(company) else 0.0) - 0.02 * clause.turn_index
            yield Candidate(
                company, max(weight, 0.3), quote(clause.turn, begin, begin + len(company)), -clause.turn_index
            )


def find_current_tool(
    conversation: Conversation, profile: Profile, competitors: tuple[CompetitorMention, ...]
) -> TextFinding | None:
    """Find what the caller works with today: a listed product, else the manual way, else another tool."""
    for mention in competitors:
        if mention.context is CompetitorContext.CURRENT_TOOL:
            return TextFinding(value=mention.name, confidence=mention.confidence, evidence=mention.evidence)
    for mention in find_competitors(conversation, profile, manual=True):
        if mention.context not in {CompetitorContext.PAST, CompetitorContext.COMPARISON}:
            certain = mention.context is CompetitorContext.CURRENT_TOOL or mention.mentions > 1
            return TextFinding(
                value=mention.name,
                confidence=max(mention.confidence, 0.7) if certain else 0.5,
                evidence=mention.evidence,
            )
    return _unlisted_tool(conversation, profile)


def _unlisted_tool(conversation: Conversation, profile: Profile) -> TextFinding | None:
    vocabulary = profile.vocabulary
    known = {
        spelling
        for terms in (vocabulary.integrations, vocabulary.competitors, vocabulary.use_cases)
        for term in terms
        for spelling in term.spellings
    } | set(profile.product.spellings)
    found: list[Candidate[str]] = []
    for clause in conversation.user_clauses():
        if is_denied(clause.text) or is_past(clause.text) or is_about_others(clause.text):
            continue
        original = clause.turn.text[clause.start : clause.end]
        for match in _USED_TOOL.finditer(original):
            tool = match.group("tool")
            if not any(part.lower() in known for part in (tool, *tool.split())):
                found.append(Candidate(tool, 0.5, clause.evidence(), -clause.turn_index))
    return _text(best(found))


def _text(chosen: Candidate[str] | None) -> TextFinding | None:
    if chosen is None:
        return None
    return TextFinding(value=chosen.value, confidence=chosen.confidence, evidence=(chosen.evidence,))
