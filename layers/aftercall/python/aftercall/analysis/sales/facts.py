"""Who the caller is: the company's name and the tool in use (spec 3.1)."""

import re
from collections.abc import Iterator

from aftercall.analysis.competitors import asks_for_the_tool, find_competitors
from aftercall.analysis.context import is_about_others, is_denied, is_past
from aftercall.analysis.conversation import Conversation
from aftercall.analysis.sales.candidates import Candidate, best
from aftercall.language.calendar import MONTHS
from aftercall.language.quotes import quote
from aftercall.profile.models import Profile
from aftercall.reports.evidence import TextFinding
from aftercall.reports.sales_intelligence import CompetitorContext, CompetitorMention

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
_HANDLED = re.compile(
    r"\b(?:print\w*|prints?|mail(?:s|ed|ing)?|post(?:s|ed|ing)?|fax\w*|scan\w*|typed?|types|typing"
    r"|hand(?:s|ed|ing)?|drives?|walk(?:s|ed)?|drop(?:s|ped)?|carry|carries|stamps?|staple[ds]?|photocop\w+"
    r"|pens?|pencil|desk|drawer|folders?|cabinets?|letters?|letterhead|sheets?|pads?|envelopes?|spreadsheets?"
    r"|handshake|in person|they come in|picture|photos?|phone call|by (?:hand|phone|e-?mail)|e-?mail(?:s|ed)?"
    r"|attach\w*)\b"
)


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
    return _unlisted_tool(conversation, profile) or _by_hand(conversation, profile)


def _by_hand(conversation: Conversation, profile: Profile) -> TextFinding | None:
    """Take an answer to "how is it done today?" that tells of paper and errands for the manual way."""
    manual = next(iter(sorted(profile.vocabulary.no_products)), None)
    for utterance in conversation.user if manual else ():
        question = conversation.agent_before(utterance.index)
        if question is None or not asks_for_the_tool(question.text):
            continue
        for clause in utterance.clauses:
            if _HANDLED.search(clause.text) and not is_denied(clause.text):
                return TextFinding(value=str(manual), confidence=0.45, evidence=(clause.evidence(),))
    return None


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
