"""Where the caller's company is (spec 3.1).

A place that is known counts by the words before it: "over here in", "out of", "our office in", or only
a comma where people introduce themselves ("machine shop, Rockford"). One that is not known needs a
capital and a surer way of saying. After the introduction only what is said of the own company counts.
"""

import re
from collections.abc import Iterator

from aftercall.analysis.context import is_about_others, is_past
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.sales.candidates import Candidate, best
from aftercall.analysis.sales.places import Mention, find_places, may_name_a_place
from aftercall.language.calendar import MONTHS, WEEKDAYS
from aftercall.language.personal_data_tokens import is_rare_name
from aftercall.language.phrases import words_in
from aftercall.language.quotes import quote
from aftercall.reports.evidence import TextFinding

_FILLERS = re.compile(r"\b(?:uh|um|er|like|you know|mostly|mainly|old|downtown),? ")
_LEAD = re.compile(
    r"\b(?P<sure>(?:over|out|down|up|back|here|based|located|headquartered|calling|call|right|all|just|i'm"
    r"|i am|im"
    r"|we're|we are|were|we sit|office is|offices are|headquarters(?: is)?|this is)(?: here| over| out| down"
    r"| up| all| just| based| calling)?)?,? ?"
    r"\b(?P<word>in|near|around|outside(?: of)?|by|at|from|out of|outta|to|is|of|across)(?: the)?$"
)
_NO_PLACE_OF = frozenset({"of", "is", "to", "at", "across"})
_NAMED = re.compile(
    r"(?:^|\b(?:this is|name is|name's|i'm|i am|it's|hi|hey|hello|yes|yeah|with|and|my|named|called|mister"
    r"|mr|mrs|ms|miss|pastor|father|brother|sister|partner|for|at|the|a|an|new|our)[,.]?)$"
)
_BUSINESS = re.compile(
    r"\b(?:we're|we are|i'm|i am|i run|i own|i manage|i have|i got|i've got|i do|i work|i sell|we sell"
    r"|company|firm|agency|shop|practice|clinic|group|manager|director|owner|business|office|outfit|team|lead"
    r"|partner)\b"
)
_OURS = re.compile(
    r"\b(?:our|my) (?:\w+ ){0,3}(?:office|offices|shop|shops|company|headquarters|place|plant|warehouse"
    r"|building|buildings|branch|branches|store|stores|clinic|firm|agency|head office)\b(?! uses\b)"
    r"|\b(?:we're|we are|we sit|based|located|headquarter\w*|head office|calling from|i call from)\b"
    r"|\b(?:i'm|i am)(?: \w+)? (?:in|from|near|around|outside)$|\bevery(?:body|one) in$"
)
_ELSEWHERE = re.compile(
    r"\b(?:servers?|stored|stays?|sitting|hosted|data (?:is|are|sits|stays|lives)"
    r"|(?:customers?|clients?|people|folks)"
    r"(?:,? \w+){0,2} (?:in|from|around|near|at|down|up|over|out)|grew up|born|live[sd]?"
    r"|moved|parent|mother company|sister company|visit\w*|trip|conference|factory of|supplier|guy|girl|fella"
    r"|lady|friend|cousins?|buddy|somebody|someone|shipper|attorney|lawyer|department|drove|drive"
    r"|flew|flying|fly|going|went|shipped|family|distributor|counterpart|opposite number|satellite|they're"
    r"|he's|she's|he|she|has the|stuck|one for a firm|uses|used to)\b(?! of sales| manager)"
)
_NOT_THE_PLACE = re.compile(
    r"^(?:'s\b| (?:time|law|office makes|families|university|avenue|street|road|drive|canal|style)\b)"
)
_SIGNS = frozenset((
    "in", "near", "around", "outside", "from", "of", "branch", "office", "location", "area", "based",
    "county",
))  # fmt: skip
_SET_OFF = re.compile(r"\w, $")
_ASKED_PLACE = re.compile(
    r"\bwhere (?:are|is|do|abouts|in)\b(?: \w+){0,3} (?:you|calling|based|located|office|company|business)"
    r"|\bwhere (?:are|do) you|\bwhere you(?:'re| are)\b(?! in)"
    r"|\bwhat (?:city|state|town|country|time ?zone|part of)|\b(?:you|office|company|team|business"
    r"|headquarters)(?:'re| are| is)? (?:\w+ )?(?:located|based)\b(?! on)"
)
_PLACE = r"[^\W\d_a-z][^\W\d_A-Z]+(?:[ -](?:on |of |upon )?[^\W\d_a-z][^\W\d_A-Z]+){0,2}"
_CAPITAL = re.compile(
    r"\b(?P<lead>(?:(?:[Oo]ver|[Dd]own|[Uu]p|[Oo]ut|[Hh]ere|[Bb]ased|[Ll]ocated|[Cc]alling|[Rr]ight|[Jj]ust)"
    r" (?:here )?)?"
    r"(?:[Ii]n|[Nn]ear|[Oo]utside(?: of)?|[Aa]round|[Ff]rom|[Oo]ut of))\s+"
    rf"(?P<place>{_PLACE}(?:,\s+[A-Z][A-Za-z]+(?:\s[A-Z][a-z]+)?)?)"
)
_SITE = re.compile(rf"(?P<place>{_PLACE})(?: (?:branch|office|location|area)\b|-based\b| based\b)")
_COMES_FROM = re.compile(
    r"\b(?:calling|call|we're|we are|i'm|i am|come|here|over|out) (?:\w+ )?from$", re.IGNORECASE
)
_SURE_LEAD = re.compile(r"^(?:over|down|up|out|here|based|located|calling|right|just)\b", re.IGNORECASE)
_COUNTY = re.compile(r"\b(?:in|from|over in|down in|out in) (?P<place>[a-z]{4,} county)\b", re.IGNORECASE)
_ANSWER = re.compile(
    rf"^(?:(?:[Uu]h|[Uu]m|[Oo]h|[Ww]ell|[Ss]o|[Ww]e're|[Ww]e are|[Ii]t's|[Ii]'m|[Ii]n|[Ff]rom|[Jj]ust"
    rf"|[Nn]ear|[Oo]utside|[Oo]ut of),? )*"
    rf"(?P<place>{_PLACE}(?:, [A-Z][A-Za-z]+)?)(?=[.,!]|$)"
)
_NOT_A_PLACE = frozenset({*MONTHS, *WEEKDAYS}) | frozenset((
    "english", "spanish", "french", "german", "italian", "our", "the", "my", "yes", "no", "yeah", "okay",
    "sure", "well", "right", "thanks", "hello", "hi", "sales", "legal", "finance", "word", "excel", "i", "it",
    "we", "central", "eastern", "pacific", "mountain", "medicare", "page", "in",
))  # fmt: skip
_MOST_WORDS_OF_AN_ANSWER = 6
_OPENING_TURNS = 4
_LEAST_WEIGHT = 0.5
_WORDS_OF_AN_INTRODUCTION = 2
_WORDS_NEAR = 5


def find_location(conversation: Conversation) -> TextFinding | None:
    """Find where the caller says the company is."""
    chosen = best([item for item in _places(conversation) if item.weight >= _LEAST_WEIGHT])
    if chosen is None:
        return None
    return TextFinding(value=chosen.value, confidence=chosen.confidence, evidence=(chosen.evidence,))


def _places(conversation: Conversation) -> Iterator[Candidate[str]]:
    for utterance in conversation.user:
        question = conversation.agent_before(utterance.index)
        asked = question is not None and bool(_ASKED_PLACE.search(question.text))
        words = words_in(utterance.text)
        if may_name_a_place(words):
            for clause in utterance.clauses:
                yield from _known(clause, utterance, asked=asked)
        if asked or not _SIGNS.isdisjoint(words):
            for clause in utterance.clauses:
                yield from _unknown(clause, utterance, asked=asked)


def _known(clause: Clause, utterance: Utterance, *, asked: bool) -> Iterator[Candidate[str]]:
    """Give the places that the list knows, where the words before them say that the caller is there."""
    said = clause.turn.text[clause.start : clause.end]
    for place in find_places(said):
        before = _FILLERS.sub("", said[: place.start].lower().replace("\u2019", "'")).rstrip(" ,")
        if _is_elsewhere(before) or _NOT_THE_PLACE.match(said[place.end :].lower()):
            continue
        if not place.has_region and _is_named(
            utterance, clause.start + place.start, clause.start + place.end
        ):
            continue
        weight = _weight(clause, place, before, asked=asked)
        if weight:
            yield _candidate(clause, place.start, place.end, weight)


def _weight(clause: Clause, place: Mention, before: str, *, asked: bool) -> float:
    opening = clause.turn_index <= _OPENING_TURNS
    ours = bool(_OURS.search(before))
    lead = _LEAD.search(before)
    word = lead.group("word") if lead else None
    if word == "from" and not (asked or _COMES_FROM.search(before)):
        return 0.0
    if lead is None or (word in _NO_PLACE_OF and not ours):
        if not (opening or asked) or not _stands_alone(clause, place, before):
            return 0.0
        weight = 0.4
    else:
        weight = 0.45 + 0.15 * bool(lead.group("sure")) + 0.1 * ours
    weight += 0.2 * opening + 0.3 * asked + 0.1 * place.has_region - 0.15 * place.is_region
    return weight if opening or asked or ours else 0.0


def _stands_alone(clause: Clause, place: Mention, before: str) -> bool:
    """Tell whether a place is put beside a description without a word between ("machine shop, Rockford")."""
    said = clause.turn.text[clause.start : clause.end]
    if place.is_region:
        return False
    if said[place.start].isupper() and _SET_OFF.search(said[: place.start]) and said[place.end :][:1] in ",.":
        return True
    if place.has_region or not before:
        return place.has_region or place.end >= len(said.rstrip(" .,!?"))
    first_name = is_rare_name(said[place.start : place.end])
    return not _NAMED.search(before) and not first_name and len(before.split()) >= _WORDS_OF_AN_INTRODUCTION


def _unknown(clause: Clause, utterance: Utterance, *, asked: bool) -> Iterator[Candidate[str]]:
    """Give places that a capital alone tells, and counties."""
    said = clause.turn.text[clause.start : clause.end]
    opening = clause.turn_index <= _OPENING_TURNS
    for match in (
        *_CAPITAL.finditer(said),
        *_COUNTY.finditer(said),
        *(_SITE.finditer(said) if opening else ()),
    ):
        weight = _weight_of_unknown(match, said, opening=opening, asked=asked)
        if weight and _is_place(utterance, clause, match):
            yield _candidate(clause, match.start("place"), match.end("place"), weight)
    answer = _ANSWER.match(said) if asked else None
    if (
        answer is not None
        and len(said.split()) <= _MOST_WORDS_OF_AN_ANSWER
        and _is_place(utterance, clause, answer)
    ):
        yield _candidate(clause, answer.start("place"), answer.end("place"), 0.6)


def _weight_of_unknown(match: re.Match[str], said: str, *, opening: bool, asked: bool) -> float:
    before = said[: match.start("place")].lower().rstrip()
    lead = match.groupdict().get("lead") or ""
    if lead.lower() == "from" and not (asked or _COMES_FROM.search(before)):
        return 0.0
    ours = bool(_OURS.search(before)) or (opening and bool(_BUSINESS.search(before)))
    sure = bool(_SURE_LEAD.match(lead))
    return 0.35 + 0.15 * ours + 0.15 * sure + 0.1 * opening + 0.25 * asked


def _is_place(utterance: Utterance, clause: Clause, match: re.Match[str]) -> bool:
    start, end = match.span("place")
    if match.group("place").split()[0].lower().strip(",") in _NOT_A_PLACE:
        return False
    if _is_elsewhere(clause.turn.text[clause.start : clause.start + start].lower()):
        return False
    return not _is_named(utterance, clause.start + start, clause.start + end)


def _is_elsewhere(before: str) -> bool:
    """Tell whether the words just before a place say that somebody or something else is there."""
    near = " ".join(before.split()[-_WORDS_NEAR:])
    return bool(_ELSEWHERE.search(near)) or is_about_others(near) or is_past(near)


def _is_named(utterance: Utterance, start: int, end: int) -> bool:
    """Tell whether the profile knows it as something else: a system, a product, a feature."""
    return any(name.start < end and name.end > start for name in utterance.annotation.names)


def _candidate(clause: Clause, start: int, end: int, weight: float) -> Candidate[str]:
    begin, finish = clause.start + start, clause.start + end
    said = clause.turn.text[begin:finish]
    value = said.title() if said.islower() else said
    return Candidate(value, weight, quote(clause.turn, begin, finish), -begin - clause.turn_index * 100_000)
