"""Monthly volume (spec 3.1): how many documents the caller sends in a normal month."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aftercall.analysis.conversation import Clause, Conversation
from aftercall.analysis.sales.candidates import best
from aftercall.analysis.sales.counting import Counted, are_added, is_concluded
from aftercall.analysis.sales.number_choice import (
    PER_MONTH,
    Possible,
    is_beside_the_point,
    sums,
    sums_of_the_agent,
)
from aftercall.analysis.sales.number_evidence import (
    Observed,
    extras_of,
    observed_numbers,
)
from aftercall.analysis.sales.number_words import EXCEPTIONAL
from aftercall.language.linear_model import load_model
from aftercall.language.quantities import DOCUMENTS
from aftercall.reports.evidence import NumberFinding

MODEL_NAME: Final = "monthly_volume"
_PAST_PERIOD = re.compile(
    r"^(?:[\w'-]+ ){0,5}(?:last|this past|in the (?:last|past)|over the (?:last|past)) "
    r"(?P<period>year|month|quarter|week)\b"
)
_EACH = re.compile(
    r"\b(?:each|every|per) (?:agent|rep|person|one|of us|user|recruiter|salesperson|attorney|branch"
    r"|location|office|broker|lawyer|advisor)\b|\bapiece\b|\beach\b(?=\W*$)|\b(?:\w+s) each\b"
)
_TOTAL = re.compile(
    r"\b(?:total|altogether|all together|overall|combined|between us|all in|so|call it|that's)\b"
)
_TOTAL_REACH = 12
_LIKELY_ENOUGH = 0.2
_LARGEST = 10_000_000


def find_monthly_volume(conversation: Conversation, team_size: int | None) -> NumberFinding | None:
    """Find how many documents a month the caller sends; rates are converted to a month."""
    model = load_model(MODEL_NAME)
    candidates = [item.weighed(model) for item in volumes(conversation, team_size)]
    candidates += sums(_added(observed_numbers(conversation)))
    candidates += sums_of_the_agent(conversation, DOCUMENTS)
    chosen = best(
        [item for item in candidates if 1 <= item.value <= _LARGEST and item.weight > _LIKELY_ENOUGH]
    )
    if chosen is None:
        return None
    return NumberFinding(value=round(chosen.value), confidence=chosen.confidence, evidence=(chosen.evidence,))


def volumes(conversation: Conversation, team_size: int | None) -> Iterator[Possible]:
    """Give every number as documents a month: what the model weighs and is trained on."""
    observed = observed_numbers(conversation)
    for number in observed:
        item = number.item
        if is_beside_the_point(number) or _is_a_price_or_a_limit(number):
            continue
        quantity = item.quantity
        middle = quantity.value if quantity.upper is None else (quantity.value + quantity.upper) / 2
        value = middle * PER_MONTH.get(quantity.per or _past_period(item) or "month", 1.0)
        if team_size and _is_for_each(item):
            value *= team_size
        yield Possible(value, extras_of(number.seen), item.clause.evidence(), item.position)


def _is_a_price_or_a_limit(number: Observed) -> bool:
    """Tell whether the agent named it as a price, or a plan allows so many."""
    counts_documents = number.item.quantity.unit == DOCUMENTS or number.seen["asked_documents"]
    return bool(number.seen["plan_limit"]) or bool(number.seen["price"] and not counts_documents)


def _past_period(item: Counted) -> str | None:
    """Give the period of "one hundred and eighty last year"."""
    _, _, words = item.clause.text[item.offset :].partition(" ")
    match = _PAST_PERIOD.search(words)
    return match.group("period") if match else None


def _added(observed: Sequence[Observed]) -> Iterator[tuple[float, Clause]]:
    """Add up kinds that one answer counts apart: "twenty proposals and about ten contracts a month"."""
    answers: dict[int, list[Counted]] = {}
    for number in observed:
        item = number.item
        counts = item.quantity.unit == DOCUMENTS or item.quantity.per in PER_MONTH
        if counts and number.seen["asked_documents"] and not EXCEPTIONAL.search(item.between_commas):
            answers.setdefault(item.utterance.index, []).append(item)
    for items in answers.values():
        kinds = {item.said.split()[-1] for item in items}
        if len(kinds) != len(items) or not are_added(items) or any(is_concluded(item) for item in items):
            continue
        total = sum(item.quantity.value * PER_MONTH.get(item.quantity.per or "month", 1.0) for item in items)
        yield total, items[-1].clause


def _is_for_each(item: Counted) -> bool:
    """Tell whether a rate is one person's ("each agent does eight a month"), not already the total."""
    return bool(_EACH.search(item.clause.text)) and not _TOTAL.search(
        item.clause.text, max(0, item.offset - _TOTAL_REACH)
    )
