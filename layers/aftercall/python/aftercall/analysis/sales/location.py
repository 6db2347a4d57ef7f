"""Where the caller's company is (spec 3.1)."""

import re
from collections.abc import Iterator

from aftercall.analysis.context import is_about_others, is_past
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.sales.candidates import Candidate, best
from aftercall.analysis.sales.places import COUNTRIES, STATES
from aftercall.language.calendar import MONTHS, WEEKDAYS
from aftercall.language.personal_data_tokens import is_common
from aftercall.language.quotes import quote
from aftercall.reports.evidence import TextFinding

_PLACE = r"[^\W\d_a-z][^\W\d_A-Z]+(?:[ -](?:on |of |upon )?[^\W\d_a-z][^\W\d_A-Z]+){0,2}"
_PLACE_LEAD = re.compile(
    r"\b(?P<lead>(?:(?:[Oo]ver|[Dd]own|[Uu]p|[Oo]ut|[Hh]ere|[Bb]ased|[Ll]ocated|[Cc]alling|[Rr]ight) (?:here"
    r" )?)?"
    r"(?:[Ii]n|[Nn]ear|[Oo]utside(?: of)?|[Aa]round|[Ff]rom|[Dd]owntown|[Oo]ut of))\s+"
    rf"(?P<place>{_PLACE}(?:,\s+[A-Z][A-Za-z]+(?:\s[A-Z][a-z]+)?)?)"
)
_SITE = re.compile(rf"(?P<place>{_PLACE})(?: (?:branch|office|location|area)\b|-based\b| based\b)")
_COMES_FROM = re.compile(
    r"\b(?:calling|we're|we are|i'm|i am|come|here|over|out) (?:\w+ )?from$", re.IGNORECASE
)
_STATE_LEAD = re.compile(
    rf"\b(?:in|near|from|outside|outside of|around|down in|up in|over in|out of)\s+"
    rf"(?P<place>(?:(?!the\b|our\b|my\b|a\b)[a-z]+,?\s+){{0,2}}(?:{STATES}|{COUNTRIES}))\b"
)
_IN_SMALL = re.compile(
    r"\b(?:(?:over|down|up|out|here|based|located|calling) (?:here )?(?:in|from|out of|near)|[A-Z]\w+ in)"
    r" (?P<place>[a-z]{4,})\b",
)
_IN_OPENING = re.compile(r"\b(?:in|from|near|out of) (?P<place>[a-z]{4,})\b")
_HERE = re.compile(
    r"\b(?:we're|we are|i'm|i am|based|located|our (?:office|offices|shop|company|headquarters|place|plant"
    r"|warehouse)|here in"
    r"|(?:down|up|over|out) (?:here )?in|out of|downtown|this is|my name is"
    r"|calling from|company|group|firm|foundation|hotel|clinic|practice|brokerage|agency|school)\b"
)
_SURE_LEAD = re.compile(r"^(?:over|down|up|out|here|based|located|calling|right)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:server|servers|stored|data|hosted|customers?|clients?|grew up|born|live[sd]?|moved|parent|mother"
    r" company|head office"
    r"|sister company|visit\w*|trip|conference|married|wedding|factory|supplier)\b"
)
_ASKED_PLACE = re.compile(
    r"\bwhere (?:are|is|do|abouts|in)\b(?: \w+){0,3} (?:you|calling|based|located|office|company|business)"
    r"|\bwhere (?:are|do) you|\bwhere you(?:'re| are)\b(?! in)"
    r"|\bwhat (?:city|state|town|country|time ?zone|part of)|\b(?:you|office|company|team|business"
    r"|headquarters)(?:'re| are| is)? (?:\w+ )?(?:located|based)\b(?! on)"
)
_ANSWER = re.compile(
    rf"^(?:(?:[Uu]h|[Uu]m|[Oo]h|[Ww]ell|[Ss]o|[Ww]e're|[Ww]e are|[Ii]t's|[Ii]'m|[Ii]n|[Ff]rom|[Jj]ust"
    rf"|[Nn]ear|[Oo]utside|[Oo]ut of),? )*"
    rf"(?P<place>{_PLACE}(?:, [A-Z][A-Za-z]+)?)(?=[.,!]|$)"
)
_NOT_A_PLACE = frozenset({*MONTHS, *WEEKDAYS}) | frozenset((
    "english", "spanish", "french", "german", "italian", "our", "the", "my", "yes", "no", "yeah", "okay",
    "sure", "well", "right", "thanks", "hello", "hi", "sales", "legal",
    "finance", "word", "excel", "i", "it", "we", "central", "eastern", "pacific", "mountain",
))  # fmt: skip
_MOST_WORDS_OF_AN_ANSWER = 6
_OPENING_TURNS = 3


def find_location(conversation: Conversation) -> TextFinding | None:
    """Find where the caller says the company is."""
    chosen = best(list(_places(conversation)))
    if chosen is None:
        return None
    return TextFinding(value=chosen.value, confidence=chosen.confidence, evidence=(chosen.evidence,))


def _places(conversation: Conversation) -> Iterator[Candidate[str]]:
    for utterance in conversation.user:
        question = conversation.agent_before(utterance.index)
        asked = 0.25 if question is not None and _ASKED_PLACE.search(question.text) else 0.0
        for clause in utterance.clauses:
            if is_about_others(clause.text) or is_past(clause.text):
                continue
            here = 0.25 if _HERE.search(clause.text) else 0.0
            yield from _written(clause, utterance, here, asked)
            yield from _in_small(clause, utterance, here + asked)


def _written(clause: Clause, utterance: Utterance, here: float, asked: float) -> Iterator[Candidate[str]]:
    """Give places that a capital tells."""
    original = clause.turn.text[clause.start : clause.end]
    for match in _PLACE_LEAD.finditer(original):
        sure = 0.2 if _SURE_LEAD.match(match.group("lead")) else 0.0
        alone = match.group("lead").lower() == "from" and not (
            asked or _COMES_FROM.search(original[: match.end("lead")])
        )
        if alone or _is_named(utterance, clause, match):
            continue
        if here or asked or sure:
            yield from _candidate(clause, match, 0.45 + here + asked + sure)
    if here or clause.turn_index <= _OPENING_TURNS:
        for match in _SITE.finditer(original):
            if not _is_named(utterance, clause, match):
                yield from _candidate(clause, match, 0.5 + here)
    answer = _ANSWER.match(original) if asked else None
    if answer is not None and len(original.split()) <= _MOST_WORDS_OF_AN_ANSWER:
        yield from _candidate(clause, answer, 0.6)


def _is_named(utterance: Utterance, clause: Clause, match: re.Match[str]) -> bool:
    """Tell whether the profile knows it as something else: a system, a product, a feature."""
    start, end = (clause.start + offset for offset in match.span("place"))
    return any(name.start < end and name.end > start for name in utterance.annotation.names)


def _candidate(clause: Clause, match: re.Match[str], weight: float) -> Iterator[Candidate[str]]:
    place = match.group("place")
    if place.split()[0].lower().strip(",") in _NOT_A_PLACE:
        return
    begin = clause.start + match.start("place")
    if _ELSEWHERE.search(clause.turn.text[clause.start : begin].lower()):
        return
    yield Candidate(place, weight, quote(clause.turn, begin, begin + len(place)), -clause.turn_index)


def _in_small(clause: Clause, utterance: Utterance, weight: float) -> Iterator[Candidate[str]]:
    """Give places without a capital: beside a state or a country, or an uncommon word where one stands."""
    if weight:
        for match in _STATE_LEAD.finditer(clause.text):
            if _ELSEWHERE.search(clause.text, 0, match.start()):
                continue
            yield Candidate(match.group("place").title(), 0.4 + weight, clause.evidence(), -clause.turn_index)
    named = utterance.annotation.names
    opening = clause.turn.text.islower() and clause.turn_index <= _OPENING_TURNS and weight
    pattern = _IN_OPENING if opening else _IN_SMALL
    for match in pattern.finditer(clause.turn.text, clause.start, clause.end):
        start, end = match.span("place")
        if not is_common(match.group("place")) and not any(n.start < end and n.end > start for n in named):
            yield Candidate(
                match.group("place").title(), 0.5 + weight, quote(clause.turn, start, end), -clause.turn_index
            )
