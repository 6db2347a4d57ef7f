"""What speaks for a number of the caller's being the one that was asked for, apart from which one that is.

A call names many numbers, and few are how many people would send or how many documents go out. Each is
described by some sixty observations (:data:`NUMBER_EXTRAS`): what it counts, what the agent had asked, where
it stands in the answer, whether it follows from the numbers before it, and what is said around it. Two
small models weigh them (``docs/models/call_numbers.md``).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from aftercall.analysis.context import is_about_others, is_past
from aftercall.analysis.conversation import Conversation, Utterance
from aftercall.analysis.remembering import remembered_for_last
from aftercall.analysis.sales.counting import Counted, conclusion, correction, counted, is_concluded
from aftercall.analysis.sales.number_words import (
    AND_ME,
    EXCEPTIONAL,
    HEADCOUNT,
    ME_AND,
    MONEY,
    NO_NOUN,
    NOT_SENDING,
    PLAN_LIMIT,
    USING,
    asks_for_documents,
    asks_for_people,
    names_a_role,
)
from aftercall.language.quantities import DOCUMENTS, PEOPLE

_KINDS: Final = ("people", "documents", "none", "measure", "noun")
_PERIODS: Final = ("day", "week", "month", "quarter", "year", "hour")
_LIMITS: Final = (1, 2, 4, 10, 30, 100, 1000, 5000)
_OTHERWISE_COUNTED: Final = ("plus_me", "alone", "two", "listed")
_MEASURES = frozenset((
    "usd", "eur", "gbp", "cad", "percent", "clock", "year", "month", "week", "day", "hour", "minute",
    "floor",
))  # fmt: skip
_MONEY_UNITS = frozenset(("usd", "eur", "gbp", "cad"))
_FACTORS = (4.0, 52 / 12, 1 / 12, 30.0, 21.0)
_OF_US = re.compile(r"\s*of us\b")
_PERIOD = re.compile(
    r"\b(?:a|per|each|every|typical|one|normal|in a|average|in|the)"
    r" (?:typical |normal |average |given |usual )?"
    r"(?P<period>day|week|month|quarter|year)\b"
    r"|\b(?P<adverb>daily|weekly|monthly|yearly|annually|quarterly)\b"
)
_EACH = re.compile(r"\beach\b|\bapiece\b|\b(?:per|every) (?!day|week|month|year|quarter)\w+")
_YEARS = range(1900, 2100)
_ROUNDED = 0.08
_OPENING_TURNS = 3
_ANSWERS_WITHIN = 4

NUMBER_EXTRAS: Final = (
    "asked_people", "asked_documents", "only_people", "only_documents", "lately_people", "lately_documents",
    *(f"{kind}{asked}" for kind in _KINDS for asked in ("", "_asked_people", "_asked_documents")),
    "role", "role_asked", *(f"per_{period}" for period in _PERIODS), "documents_per",
    "period_near", "a_month", "for_each",
    *(f"over_{limit}" for limit in _LIMITS), "year_number",
    "first", "last", "single", "opens", "repeated", "sum", "product",
    "echoed", "echoed_people", "echoed_documents", "concluded", "conclusion", "correction",
    "others", "past", "supposed", "using", "headcount", "not_sending", "exceptional", "plan_limit", "money",
    "price", "of_us", "opening", *_OTHERWISE_COUNTED, *(f"{kind}_asked" for kind in _OTHERWISE_COUNTED),
)  # fmt: skip

_NOTHING: Final = (0.0,) * len(NUMBER_EXTRAS)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the agent asked for in its last turn, and in the last few."""

    people: bool = False
    documents: bool = False
    lately_people: bool = False
    lately_documents: bool = False


@dataclass(frozen=True, slots=True)
class Observed:
    """A number of the caller's with all that is observed of it."""

    item: Counted
    seen: Mapping[str, float]


@remembered_for_last
def observed_numbers(conversation: Conversation) -> tuple[Observed, ...]:
    """Give each number that the caller says, in order, with what speaks for and against it.

    Remembered for the last call: people and documents are both looked for among the same numbers.
    """
    return tuple(_read(conversation))


def _read(conversation: Conversation) -> Iterator[Observed]:
    answers: dict[int, list[Counted]] = {}
    prices = frozenset(
        quantity.value
        for utterance in conversation.agent
        for quantity in utterance.annotation.quantities
        if quantity.unit in _MONEY_UNITS
    )
    for item in counted(conversation):
        answers.setdefault(item.utterance.index, []).append(item)
    for index, items in answers.items():
        asked = asked_before(conversation, index)
        following = conversation.agent_after(index)
        for place, item in enumerate(items):
            seen = _of_question(item, asked) | _of_place(items, place) | _of_words(conversation, item)
            price = {"price": float(item.quantity.value in prices)}
            yield Observed(item, seen | _of_echo(item, following) | price)


def asked_before(conversation: Conversation, index: int) -> Asked:
    """Tell what the agent asked for before a turn."""
    found = Asked()
    last = conversation.agent_before(index)
    for utterance in conversation.utterances[max(0, index - _ANSWERS_WITHIN) : index]:
        if not utterance.by_user:
            put = _put_as_a_question(utterance)
            people = asks_for_people(utterance.text) or PEOPLE in put
            documents = asks_for_documents(utterance.text) or DOCUMENTS in put
            found = Asked(
                people and utterance is last,
                documents and utterance is last,
                found.lately_people or people,
                found.lately_documents or documents,
            )
    return found


def _put_as_a_question(utterance: Utterance) -> frozenset[str | None]:
    """Give what the agent counts in a turn that ends as a question: "so thirty-nine people?"."""
    if not utterance.turn.text.rstrip().endswith("?"):
        return frozenset()
    return frozenset(quantity.unit for quantity in utterance.annotation.quantities)


def extras_of(seen: Mapping[str, float]) -> tuple[float, ...]:
    """Put observations in the order of :data:`NUMBER_EXTRAS`; what was not observed is 0."""
    return tuple(map(seen.get, NUMBER_EXTRAS, _NOTHING))


def otherwise_counted(kind: str, asked: Asked, turn_index: int) -> dict[str, float]:
    """Describe people who are counted without a number: "it's only me"."""
    return {kind: 1.0, f"{kind}_asked": float(asked.people), "opening": float(turn_index <= _OPENING_TURNS)}


def counts_the_caller_too(item: Counted) -> bool:
    """Tell whether the caller comes on top of a number: "me and three others", "three girls and me"."""
    return bool(ME_AND.search(item.before.rstrip()) or AND_ME.match(item.after))


def _of_question(item: Counted, asked: Asked) -> dict[str, float]:
    unit = item.quantity.unit
    kind = unit if unit in {PEOPLE, DOCUMENTS} else _kind_of(unit)
    role = kind in {"noun", PEOPLE} and names_a_role(item)
    return {
        "asked_people": float(asked.people),
        "asked_documents": float(asked.documents),
        "only_people": float(asked.people and not asked.documents),
        "only_documents": float(asked.documents and not asked.people),
        "lately_people": float(asked.lately_people),
        "lately_documents": float(asked.lately_documents),
        f"{kind}": 1.0,
        f"{kind}_asked_people": float(asked.people),
        f"{kind}_asked_documents": float(asked.documents),
        "role": float(role),
        "role_asked": float(role and asked.people),
        f"per_{item.quantity.per}": 1.0,
        "documents_per": float(unit == DOCUMENTS and item.quantity.per is not None),
    }


def _kind_of(unit: str | None) -> str:
    if unit is None or unit in NO_NOUN:
        return "none"
    return "measure" if unit in _MEASURES else "noun"


def _of_place(items: list[Counted], place: int) -> dict[str, float]:
    value = items[place].quantity.value
    before = [item.quantity.value for item in items[:place]]
    return {
        **{f"over_{limit}": float(value > limit) for limit in _LIMITS},
        "year_number": float(value in _YEARS),
        "first": float(place == 0),
        "last": float(place == len(items) - 1),
        "single": float(len(items) == 1),
        "opens": float(items[place].utterance.turn.text[: items[place].quantity.start].count(" ") <= 1),
        "repeated": float(sum(item.quantity.value == value for item in items) > 1),
        "sum": float(_is_sum(before, value)),
        "product": float(_is_product(before, value)),
    }


def _is_sum(before: list[float], value: float) -> bool:
    if len(before) < 2:  # noqa: PLR2004
        return False
    return sum(before) + 1 == value or any(sum(before[start:]) == value for start in range(len(before) - 1))


def _is_product(before: list[float], value: float) -> bool:
    """Tell whether a number comes of those before: "fifteen people, four forms each, so sixty"."""
    near = max(1.0, _ROUNDED * value)
    if any(abs(number * factor - value) <= near for number in before for factor in _FACTORS):
        return True
    return any(
        one * other == value and min(one, other) > 1
        for place, one in enumerate(before)
        for other in before[place + 1 :]
    )


def _of_echo(item: Counted, following: Utterance | None) -> dict[str, float]:
    taken = following.annotation.quantities if following is not None else ()
    same = [other for other in taken if other.value == item.quantity.value]
    return {
        "echoed": float(bool(same)),
        "echoed_people": float(any(other.unit == PEOPLE for other in same)),
        "echoed_documents": float(any(other.unit == DOCUMENTS or other.per for other in same)),
    }


def _of_words(conversation: Conversation, item: Counted) -> dict[str, float]:
    near = item.near
    return {
        "concluded": float(is_concluded(item)),
        "conclusion": conclusion(item),
        "correction": correction(conversation, item),
        "others": float(is_about_others(near)),
        "past": float(is_past(near)),
        "supposed": float(item.supposed),
        "using": float(bool(USING.search(near))),
        "headcount": float(bool(HEADCOUNT.search(near))),
        "not_sending": float(bool(NOT_SENDING.search(near))),
        "exceptional": float(bool(EXCEPTIONAL.search(item.between_commas))),
        "plan_limit": float(bool(PLAN_LIMIT.search(item.clause.text))),
        "money": float(bool(MONEY.search(near))),
        **_of_period(conversation, item),
        "of_us": float(bool(_OF_US.match(item.after)) or item.said.endswith("of us")),
        "opening": float(item.utterance.index <= _OPENING_TURNS),
    }


def _of_period(conversation: Conversation, item: Counted) -> dict[str, float]:
    question = conversation.agent_before(item.utterance.index)
    period = item.quantity.per or next(
        (
            found.group("period") or found.group("adverb")
            for text in (item.after, item.utterance.text, question.text if question else "")
            if (found := _PERIOD.search(text))
        ),
        None,
    )
    return {
        "period_near": float(period is not None),
        "a_month": float(period in {"month", "monthly"}),
        "for_each": float(bool(_EACH.search(item.clause.text))),
    }
