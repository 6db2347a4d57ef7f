"""Monthly volume (spec 3.1): how many documents the caller sends in a normal month."""

import re
from collections.abc import Iterator

from aftercall.analysis.context import is_about_others, is_past, is_pretended
from aftercall.analysis.conversation import Conversation, Utterance
from aftercall.analysis.sales.candidates import Candidate, best, clause_at
from aftercall.analysis.sales.counting import (
    LONGEST_TURN,
    Counted,
    are_added,
    conclusion,
    correction,
    counted,
    is_concluded,
    is_echoed,
    restated,
)
from aftercall.language.quantities import DOCUMENTS, PEOPLE
from aftercall.reports.evidence import NumberFinding

_CUE = re.compile(
    r"\bhow many (?:\w+ ){0,5}(?:a|per|each|every|in a|in an average|in a typical) (?:\w+ )?(?:day|week|month"
    r"|year)|\bhow (?:often|frequently)"
    r"|\b(?:your|what|the|monthly|any) (?:\w+ ){0,3}volume\b|\bhow many (?:of (?:those|these|them)"
    r"|(?:\w+ )?(?:documents|proposals|contracts|quotes|agreements|ndas|packets|estimates|leases|invoices"
    r"|forms|signatures|envelopes|subcontracts|orders|letters))\b"
    r"|\bhow much (?:paperwork|volume)|\bacross a (?:typical|normal) month"
)
_PERIOD = re.compile(
    r"\b(?:a|per|each|every|typical|one|normal|in a|average) (?:typical |normal |average |given )?"
    r"(?P<period>day|week|month|quarter|year)\b|\bin the (?P<of>month|week|year)\b|\b(?P<adverb>daily"
    r"|weekly|monthly|yearly|annually|quarterly)\b"
)
_PAST_PERIOD = re.compile(
    r"^(?:[\w'-]+ ){0,5}(?:last|this past|in the (?:last|past)|over the (?:last|past)) "
    r"(?P<period>year|month|quarter|week)\b"
)
_ADVERBS = {
    "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year",
    "quarterly": "quarter",
}  # fmt: skip
_EXCEPTIONAL = re.compile(
    r"\b(?:good|busy|big|peak|slow|bad|worst|best|crazy|heavy|light|high) (?:month|week|day|season|year)"
    r"|\bup to\b|\bpeak\b|\bin (?:december"
    r"|january|february|march|april|june|july|august|september|october|november|(?:the )?(?:summer|winter"
    r"|spring|fall|season|holidays))\b|\bat most\b|\bspikes?\b|\bseason(?:al)?\b"
)
_PLAN_LIMIT = re.compile(
    r"\b(?:free (?:one|plan|version|tier)|trial|limit|included|cap|plan (?:has|gives|includes|allows))\b"
)
_VOLUME = re.compile(
    r"\b(?:volume|we (?:do|send|make|write|process|handle|run|get)|i (?:do|send|make|write))\b"
)
_SENDING = re.compile(
    r"\b(?:packs?|packets?|papers?|paperwork|letters|permits|requests|cards|orders|sheets|sets|go(?:es"
    r"|ing)? out)\b"
)
_EACH = re.compile(
    r"\b(?:each|every|per) (?:agent|rep|person|one|of us|user|recruiter|salesperson|attorney|branch"
    r"|location|office|broker|lawyer|advisor)\b|\bapiece\b|\beach\b(?=\W*$)|\b(?:\w+s) each\b"
)
_PER_MONTH = {"day": 21.0, "week": 52 / 12, "month": 1.0, "quarter": 1 / 3, "year": 1 / 12}
"""Documents a month for one a period: 21 working days, 52 weeks in 12 months."""

_NOT_DOCUMENTS = frozenset((
    "usd", "percent", "clock", "year", "years", "month", "months", "week", "weeks", "day", "days", "hour",
    "hours", "minute", "minutes", "floor", "eur", "gbp", "cad", "buildings", "units", "pages", "times",
    "steps", "clicks", "templates", "jobs", "rooms", "locations", "offices", "branches", "stores", "clinics",
))  # fmt: skip
_OF_THESE = re.compile(r"of (?:these|those|them|'em)\b")
_TOTAL = re.compile(
    r"\b(?:total|altogether|all together|overall|combined|between us|all in|so|call it|that's)\b"
)
_TOTAL_REACH = 12
_MONEY = re.compile(
    r"\$|\b(?:dollars?|bucks|per (?:user|seat)|pric\w*|cost\w*|pay\w*|budget|billed|cheap\w*|\d+ times)\b"
)
_NOT_MONEY_OR_PEOPLE = frozenset((PEOPLE, "usd", "eur", "gbp", "cad", "percent"))
_TAKEN_UP = 0.95
_CLOSE = 5
_LATER_TAKES = 0.002
_NOT_A_MONTH_TAKES = 0.1
_LEAST_WEIGHT = 0.1
_LARGEST = 10_000_000


def find_monthly_volume(conversation: Conversation, team_size: int | None) -> NumberFinding | None:
    """Find how many documents a month the caller sends; rates are converted to a month."""
    documents = list(_documents(conversation))
    candidates = [
        *(_stated(conversation, item, per, team_size) for item, per in documents),
        *_added(documents),
        *_taken_up(conversation),
        *(
            Candidate(
                item.quantity.value * _PER_MONTH[item.quantity.per],
                item.weight,
                item.clause.evidence(),
                item.position,
            )
            for item in restated(conversation, DOCUMENTS)
            if item.quantity.per in _PER_MONTH
        ),
    ]
    chosen = best(
        [item for item in candidates if 1 <= item.value <= _LARGEST and item.weight > _LEAST_WEIGHT]
    )
    if chosen is None:
        return None
    return NumberFinding(value=round(chosen.value), confidence=chosen.confidence, evidence=(chosen.evidence,))


def _taken_up(conversation: Conversation) -> Iterator[Candidate[float]]:
    """Give a number of the caller's that the agent repeats as so many a month, whatever they are called."""
    for utterance in conversation.user:
        following = conversation.agent_after(utterance.index)
        if following is None or not utterance.annotation.quantities or is_pretended(utterance.text):
            continue
        said = {quantity.value: quantity for quantity in utterance.annotation.quantities}
        for quantity in following.annotation.quantities:
            source = said.get(quantity.value)
            clause = clause_at(following, quantity.start)
            if source is None or clause is None or quantity.per not in _PER_MONTH:
                continue
            if source.per not in {None, quantity.per}:
                continue
            spoken = clause_at(utterance, source.start)
            if quantity.unit in _NOT_MONEY_OR_PEOPLE or _MONEY.search(clause.text) or spoken is None:
                continue
            yield Candidate(
                quantity.value * _PER_MONTH[quantity.per],
                _TAKEN_UP - _LATER_TAKES * utterance.index - _NOT_A_MONTH_TAKES * (quantity.per != "month"),
                spoken.evidence(),
                utterance.index * LONGEST_TURN + source.start,
            )


def _documents(conversation: Conversation) -> Iterator[tuple[Counted, str]]:
    """Give the quantities that may count documents, each with its period."""
    spoken_of: str | None = None
    for item in counted(conversation, _CUE):
        if item.question is not None:
            spoken_of = _period_of(item.question) or spoken_of
        is_document = item.quantity.unit == DOCUMENTS
        past = _past_period(item) if item.quantity.per is None else None
        per = item.quantity.per or past
        if per is None and (item.asked or is_document):
            per = _period_around(conversation, item) or (spoken_of if item.asked else None)
        if (
            per is not None
            and per in _PER_MONTH
            and _may_count(conversation, item, counts_period=past is not None)
        ):
            yield item, per


def _may_count(conversation: Conversation, item: Counted, *, counts_period: bool) -> bool:
    quantity = item.quantity
    if quantity.unit == DOCUMENTS:
        return not is_about_others(item.near) and not item.supposed
    if (
        (quantity.unit in _NOT_DOCUMENTS and not counts_period)
        or quantity.unit == PEOPLE
        or _MONEY.search(item.near)
    ):
        return False
    if item.asked:
        return True
    if quantity.per is None or item.supposed or is_about_others(item.near):
        return False
    if (
        _OF_THESE.match(item.after.lstrip())
        or _VOLUME.search(item.before)
        or _SENDING.search(item.clause.text)
    ):
        return True
    return quantity.unit is None and _recently_documents(conversation, item.utterance)


def _period_of(utterance: Utterance) -> str | None:
    match = _PERIOD.search(utterance.text)
    if match is None:
        return None
    return match.group("period") or match.group("of") or _ADVERBS[match.group("adverb")]


def _period_around(conversation: Conversation, item: Counted) -> str | None:
    """Give the period that the question, the answer itself or the agent's next words name."""
    close = _period_after(item)
    if close is not None:
        return close
    question = conversation.agent_before(item.utterance.index)
    following = conversation.agent_after(item.utterance.index)
    taken_up = following.annotation.quantities if following is not None else ()
    return (
        (_period_of(question) if question is not None else None)
        or (_period_of(item.utterance) if item.asked else None)
        or next((other.per for other in taken_up if other.value == item.quantity.value), None)
    )


def _period_after(item: Counted) -> str | None:
    """Give the period of "sixty documents in a month": within a few words after the number."""
    match = _PERIOD.search(" ".join(item.after.split()[:_CLOSE]))
    return (match.group("period") or match.group("of")) if match else None


def _past_period(item: Counted) -> str | None:
    """Give the period of "one hundred and eighty last year"."""
    _, _, words = item.clause.text[item.offset :].partition(" ")
    match = _PAST_PERIOD.search(words)
    return match.group("period") if match else None


def _stated(conversation: Conversation, item: Counted, per: str, team_size: int | None) -> Candidate[float]:
    quantity = item.quantity
    weight = 0.4 + (0.2 if quantity.unit == DOCUMENTS else 0.0) + (0.2 if item.asked else 0.0)
    weight += 0.1 if quantity.per else 0.0
    weight -= 0.3 if _EXCEPTIONAL.search(_between_commas(item)) else 0.0
    weight -= 0.7 if _PLAN_LIMIT.search(item.clause.text) else 0.0
    weight -= 0.2 if is_past(item.near) else 0.0
    middle = quantity.value if quantity.upper is None else (quantity.value + quantity.upper) / 2
    value = middle * _PER_MONTH[per]
    if team_size and _is_for_each(item):
        value *= team_size
    weight += 0.1 if is_echoed(conversation, item) else 0.0
    weight += conclusion(item) + correction(conversation, item) if item.asked else 0.0
    return Candidate(value, weight, item.clause.evidence(), item.position)


def _added(documents: list[tuple[Counted, str]]) -> Iterator[Candidate[float]]:
    """Add up kinds that one answer counts apart: "twenty proposals and about ten contracts a month"."""
    answers: dict[int, list[tuple[Counted, str]]] = {}
    for item, per in documents:
        if item.asked and item.quantity.unit is not None and not _EXCEPTIONAL.search(_between_commas(item)):
            answers.setdefault(item.utterance.index, []).append((item, per))
    for parts in answers.values():
        items = [item for item, _ in parts]
        kinds = {_kind(item) for item in items}
        if len(kinds) != len(items) or not are_added(items) or any(is_concluded(item) for item in items):
            continue
        total = sum(item.quantity.value * _PER_MONTH[per] for item, per in parts)
        yield Candidate(total, 0.85, items[-1].clause.evidence(), items[-1].position)


def _kind(item: Counted) -> str:
    """Give the last word of what is counted, as said."""
    return item.utterance.turn.text[item.quantity.start : item.quantity.end].lower().split()[-1]


def _is_for_each(item: Counted) -> bool:
    """Tell whether a rate is one person's ("each agent does eight a month"), not already the total."""
    return bool(_EACH.search(item.clause.text)) and not _TOTAL.search(
        item.clause.text, max(0, item.offset - _TOTAL_REACH)
    )


def _between_commas(item: Counted) -> str:
    """Give the part of a clause that qualifies one number: up to the next comma on either side."""
    text = item.clause.text
    begin = max(text.rfind(",", 0, item.offset), text.rfind(" but ", 0, item.offset), 0)
    end = text.find(",", item.offset + 1)
    return text[begin : end if end > 0 else len(text)]


def _recently_documents(conversation: Conversation, utterance: Utterance) -> bool:
    """Tell whether documents, and not money, were the subject just now."""
    question = conversation.agent_before(utterance.index)
    if question is not None and _MONEY.search(question.text):
        return False
    texts = [utterance, question] if question else [utterance]
    return any(name.kind == "use_case" for item in texts for name in item.annotation.names)
