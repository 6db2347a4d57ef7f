"""Team size and monthly volume (spec 3.1): which of the numbers in a call are meant."""

import re
from collections.abc import Iterator

from aftercall.analysis.context import around, is_about_others, is_imagined, is_past
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.sales.candidates import Candidate, best, clause_at
from aftercall.language.quantities import DOCUMENTS, PEOPLE
from aftercall.reports.evidence import NumberFinding
from aftercall.session.prepared import DialogueAct, QuantitySpan

_TEAM_CUE = re.compile(
    r"\bhow many (?:people|users|seats|agents|reps|of you|licenses|senders|employees|team members|folks"
    r"|salespeople"
    r"|staff|others|colleagues)|\b(?:size of|how (?:big|large) is) (?:your|the) (?:team|company|group)"
    r"|\bteam size"
    r"|\bwho (?:would|will|else would) be (?:using|sending)|\bhow many (?:of you|on your team|in your team"
    r"|would (?:use|need|be))"
)
_VOLUME_CUE = re.compile(
    r"\bhow many (?:\w+ ){0,5}(?:a|per|each|every|in a|in a typical) (?:day|week|month|year)|\bhow (?:often"
    r"|frequently)"
    r"|\bwhat(?:'s| is| kind of| sort of)? (?:\w+ ){0,3}volume|\bhow many (?:of (?:those|these|them)"
    r"|documents|proposals|contracts|quotes|agreements|ndas"
    r"|packets"
    r"|estimates|leases|invoices|forms|signatures|envelopes)"
)
_PERIOD = re.compile(
    r"\b(?:a|per|each|every|typical|one|normal|in a|average) (?:typical |normal )?(?P<period>day|week|month"
    r"|quarter|year)\b"
)
_ALONE = re.compile(
    r"\b(?:it's|it is|that's|there's|is)? ?(?:just|only) (?:me|myself|the one of me)\b|\bi work alone\b"
    r"|\bi'm (?:solo|alone|a one)"
    r"|\bone[- ](?:man|woman|person) (?:shop|show|operation|band|company)|\bon my own\b|\bmyself and i\b"
    r"|\bby myself\b"
)
_TWO = re.compile(
    r"\b(?:it's|just|there's|only) (?:me and (?:my|the|one|another|an?) (?!(?:two|three|four|five|six|seven"
    r"|eight|nine|ten|\d))\w+"
    r"|my (?:husband|wife|partner|brother|sister|son|daughter) and (?:me|i|myself))\b"
)
_ME_AND = re.compile(r"\bme (?:plus|and)(?: my| the| our)?(?: (?:about|like))?\s*$")
_HEADCOUNT = re.compile(
    r"\b(?:employees|headcount|in the (?:whole )?company|company of|whole company|if you count|in total at"
    r"|across the company"
    r"|patients|customers|students|guests|tenants|clients|members of|subscribers|altogether)\b"
)
_USING = re.compile(
    r"\b(?:send|sends|sending|use|using|users?|seats?|licenses?|log ?in|account|on (?:the|my|our) team|reps?"
    r"|sales"
    r"|would need|need it|need access|touch it|agents|of us)\b"
)
_EXCEPTIONAL = re.compile(
    r"\b(?:good|busy|big|peak|slow|bad|worst|best|crazy) (?:month|week|day|season|year)|\bup to\b|\bpeak\b"
    r"|\bin (?:december"
    r"|january|february|march|april|june|july|august|september|october|november|summer|winter|spring|fall)\b"
    r"|\bat most\b"
)
_PLAN_LIMIT = re.compile(
    r"\b(?:free (?:one|plan|version|tier)|trial|limit|included|cap|plan (?:has|gives|includes))\b"
)
_EACH = re.compile(
    r"\b(?:each|every|per) (?:agent|rep|person|one|of us|user|recruiter|salesperson|attorney|branch"
    r"|location)\b|\bapiece\b"
)
_ASSENT = re.compile(
    r"^(?:yeah|yes|yep|right|correct|exactly|that's right|about right|sounds right|uh-huh|sure|mm-hmm"
    r"|give or take)\b"
)
_PER_MONTH = {"day": 21.0, "week": 52 / 12, "month": 1.0, "quarter": 1 / 3, "year": 1 / 12}
"""Documents a month for one a period: 21 working days, 52 weeks in 12 months."""

_NOT_DOCUMENTS = frozenset(
    ("usd", "percent", "clock", "year", "month", "week", "day", "hour", "minute", "floor")
)
_TOTAL = re.compile(r"\b(?:total|altogether|all together|overall|combined|between us|all in|so)\b")
_TOTAL_REACH = 12
_MONEY = re.compile(
    r"\$|\b(?:dollars?|bucks|per (?:user|seat)|pric\w*|cost\w*|pay\w*|budget|times|billed|cheap\w*)\b"
)
_SETTLED_ON = 0.3
_LEAST_WEIGHT = 0.1
_ANSWER_REACH = 3
_LARGEST_TEAM = 100_000
_LARGEST_VOLUME = 10_000_000


def find_team_size(conversation: Conversation) -> NumberFinding | None:
    """Find how many people would use the product, as the caller states or confirms it."""
    candidates = [*_alone(conversation), *_people(conversation), *_confirmed(conversation, PEOPLE)]
    chosen = best([item for item in candidates if 1 <= item.value <= _LARGEST_TEAM])
    return _finding(chosen)


def find_monthly_volume(conversation: Conversation, team_size: int | None) -> NumberFinding | None:
    """Find how many documents a month the caller sends; rates are converted to a month."""
    candidates = [*_documents(conversation, team_size), *_confirmed(conversation, DOCUMENTS)]
    chosen = best([item for item in candidates if 1 <= item.value <= _LARGEST_VOLUME])
    return _finding(chosen)


def _finding(chosen: Candidate[float] | None) -> NumberFinding | None:
    if chosen is None:
        return None
    return NumberFinding(value=round(chosen.value), confidence=chosen.confidence, evidence=(chosen.evidence,))


def _alone(conversation: Conversation) -> Iterator[Candidate[float]]:
    for clause in conversation.user_clauses():
        if is_past(clause.text) or (is_about_others(clause.text) and not _TWO.search(clause.text)):
            continue
        if _TWO.search(clause.text):
            yield Candidate(2.0, 0.6, clause.evidence(), clause.turn_index)
        elif _ALONE.search(clause.text):
            yield Candidate(1.0, 0.65, clause.evidence(), clause.turn_index)


def _people(conversation: Conversation) -> Iterator[Candidate[float]]:
    for utterance, clause, quantity, asked in _quantities(conversation, _TEAM_CUE):
        counted = quantity.unit == PEOPLE
        if not counted and not (asked and quantity.unit is None and quantity.per is None):
            continue
        near = around(clause.text, quantity.start - clause.start)
        if quantity.per is not None or is_past(near) or is_imagined(clause.text):
            continue
        weight = 0.45 + (0.15 if counted else 0.0) + (0.2 if asked else 0.0)
        weight += 0.15 if _USING.search(near) else 0.0
        weight -= 0.3 if _HEADCOUNT.search(near) else 0.0
        weight -= 0.3 if is_about_others(clause.text) else 0.0
        value = quantity.value
        before = clause.text[: max(0, quantity.start - clause.start)]
        if _ME_AND.search(before.rstrip()):
            value += 1
        weight += 0.1 if _echoed(conversation, utterance, value) else 0.0
        weight += _SETTLED_ON if _is_settled_on(utterance, quantity) else 0.0
        if weight > _LEAST_WEIGHT:
            yield Candidate(value, weight, clause.evidence(), utterance.index)


def _is_settled_on(utterance: Utterance, quantity: QuantitySpan) -> bool:
    """Tell whether a number is said twice in one answer, or sums up the others ("four, and six, so ten")."""
    others = [item.value for item in utterance.annotation.quantities if item.start != quantity.start]
    if len(others) > 1 and sum(value for value in others if value != quantity.value) == quantity.value:
        return True
    return quantity.value in others


def _documents(conversation: Conversation, team_size: int | None) -> Iterator[Candidate[float]]:
    for utterance, clause, quantity, asked in _quantities(conversation, _VOLUME_CUE):
        counted = quantity.unit == DOCUMENTS
        per = quantity.per or (_asked_period(conversation, utterance) if asked or counted else None)
        if not counted and _MONEY.search(utterance.text):
            continue
        if quantity.unit in _NOT_DOCUMENTS or quantity.unit == PEOPLE or per not in _PER_MONTH:
            continue
        if (
            not counted
            and not asked
            and (quantity.unit is not None or not _recently_documents(conversation, utterance))
        ):
            continue
        weight = 0.4 + (0.2 if counted else 0.0) + (0.2 if asked else 0.0) + (0.1 if quantity.per else 0.0)
        weight -= 0.3 if _EXCEPTIONAL.search(_around(clause, quantity)) else 0.0
        weight -= 0.7 if _PLAN_LIMIT.search(clause.text) else 0.0
        weight -= 0.2 if is_past(around(clause.text, quantity.start - clause.start)) else 0.0
        middle = quantity.value if quantity.upper is None else (quantity.value + quantity.upper) / 2
        value = middle * _PER_MONTH[per]
        if team_size and _is_for_each(clause, quantity):
            value *= team_size
        weight += 0.1 if _echoed(conversation, utterance, quantity.value) else 0.0
        weight += _SETTLED_ON if asked and _is_settled_on(utterance, quantity) else 0.0
        if weight > _LEAST_WEIGHT:
            yield Candidate(value, weight, clause.evidence(), utterance.index)


def _is_for_each(clause: Clause, quantity: QuantitySpan) -> bool:
    """Tell whether a rate is one person's ("each agent does eight a month"), not already the total."""
    offset = max(0, quantity.start - clause.start)
    return bool(_EACH.search(clause.text)) and not _TOTAL.search(clause.text, max(0, offset - _TOTAL_REACH))


def _around(clause: Clause, quantity: QuantitySpan) -> str:
    """Give the part of a clause that qualifies one number: up to the next comma on either side."""
    offset = max(0, quantity.start - clause.start)
    begin = max(clause.text.rfind(",", 0, offset), clause.text.rfind(" but ", 0, offset), 0)
    end = clause.text.find(",", offset + 1)
    return clause.text[begin : end if end > 0 else len(clause.text)]


def _quantities(
    conversation: Conversation, cue: re.Pattern[str]
) -> Iterator[tuple[Utterance, Clause, QuantitySpan, bool]]:
    """Give the caller's quantities with their clause and whether the agent had just asked for such."""
    asked_at: int | None = None
    for utterance in conversation.utterances:
        if not utterance.by_user:
            if cue.search(utterance.text):
                asked_at = utterance.index
            elif any(clause.act is DialogueAct.QUESTION for clause in utterance.clauses):
                asked_at = None
            continue
        asked = asked_at is not None and utterance.index - asked_at < _ANSWER_REACH
        for quantity in utterance.annotation.quantities:
            clause = clause_at(utterance, quantity.start)
            if clause is not None:
                yield utterance, clause, quantity, asked


def _confirmed(conversation: Conversation, unit: str) -> Iterator[Candidate[float]]:
    """Give what the agent sums up ("so seven people in total") and the caller confirms."""
    for utterance in conversation.agent:
        answer = conversation.user_after(utterance.index)
        if answer is None or answer.index != utterance.index + 1 or not _ASSENT.match(answer.text):
            continue
        for quantity in utterance.annotation.quantities:
            clause = clause_at(utterance, quantity.start)
            if quantity.unit != unit or clause is None or clause.act is DialogueAct.QUESTION:
                continue
            factor = _PER_MONTH.get(quantity.per or "month", 1.0) if unit == DOCUMENTS else 1.0
            if unit == DOCUMENTS and quantity.per is None:
                continue
            evidence = answer.clauses[0].evidence() if answer.clauses else clause.evidence()
            yield Candidate(quantity.value * factor, 0.92, evidence, answer.index)


def _echoed(conversation: Conversation, utterance: Utterance, value: float) -> bool:
    following = conversation.agent_after(utterance.index)
    return following is not None and any(item.value == value for item in following.annotation.quantities)


def _asked_period(conversation: Conversation, utterance: Utterance) -> str | None:
    question = conversation.agent_before(utterance.index)
    match = _PERIOD.search(question.text) if question else None
    return match.group("period") if match else None


def _recently_documents(conversation: Conversation, utterance: Utterance) -> bool:
    """Tell whether documents, and not money, were the subject just now."""
    question = conversation.agent_before(utterance.index)
    if question is not None and _MONEY.search(question.text):
        return False
    texts = [utterance, question] if question else [utterance]
    return any(name.kind == "use_case" for item in texts for name in item.annotation.names)
