"""Team size (spec 3.1): how many people would use the product, apart from the head count."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aftercall.analysis.context import is_about_others, is_past
from aftercall.analysis.conversation import Clause, Conversation
from aftercall.analysis.sales.candidates import best
from aftercall.analysis.sales.counting import LONGEST_TURN, Counted, are_added, is_concluded
from aftercall.analysis.sales.number_choice import Possible, is_beside_the_point, sums, sums_of_the_agent
from aftercall.analysis.sales.number_evidence import (
    Observed,
    asked_before,
    counts_the_caller_too,
    extras_of,
    observed_numbers,
    otherwise_counted,
)
from aftercall.analysis.sales.number_words import HEADCOUNT, NO_NOUN, asks_for_people, names_a_role
from aftercall.language.linear_model import load_model
from aftercall.language.phrases import words_in
from aftercall.language.quantities import PEOPLE
from aftercall.reports.evidence import NumberFinding
from aftercall.session.prepared import DialogueAct

MODEL_NAME: Final = "team_size"
_ALONE = re.compile(
    r"\b(?:it's|it is|that's|there's|is)? ?(?:just|only) (?:me|myself|the one of me)\b"
    r"(?!,? (?:and|plus) (?:my|the|our|a|an|maybe|about|one|two|three|four|five|six|\d+)\b"
    r"(?! (?:laptop|dog|cat|computer|phone|truck)))"
    r"|\bi work alone\b"
    r"|\bi'm (?:solo|alone|a one|the only one|a sole)|\bi am the only one\b"
    r"|\b(?:one|single)[- ](?:man|woman|person) (?:shop|show|operation|band|company|business|firm|office)"
    r"|\bon my own\b|\bmyself and i\b|\bby myself\b|\bi'm (?:a )?(?:freelanc|self[- ]employed)\w*"
)
_TWO = re.compile(
    r"\b(?:it's|just|there's|only) (?:me and (?:my|the|one|another|an?) (?!(?:two|three|four|five|six|seven"
    r"|eight|nine|ten|\d|laptop|dog|cat|computer|phone|truck))\w+"
    r"|my (?:husband|wife|partner|brother|sister|son|daughter) and (?:me|i|myself))\b(?!,? and\b)"
    r"|\b(?:the )?two of us\b|\b(?:the pair|both) of us (?:who|that|do|send|use|will|would|are)\b"
    r"|\b(?:(?:me|myself) and|(?:i|me|myself) plus) (?!then\b|the\b|my\b)\w+ (?:who|that|who'd|who'll|do"
    r"|does|send|sends|share|shares|handle"
    r"|handles|write|writes|use|prepare|would|will|'d)\b"
    r"|\b(?:it's |is |it'd be |there's )?(?:just|only) (?!\d|me\b|i\b)\w+ and (?:me|myself|i)\b(?!,? and\b)"
    r"|\b\w+ and (?:me|myself|i) (?:who|who'd|who'll|that|do (?:it|them|the|all)|send|share|handle|between)\b"
)
_LISTED = re.compile(
    r"^(?:(?:um|uh|well|so|oh|okay|it's|it is|it'd be|it would be|that's|that would be|just|there's|probably"
    r"|basically|right now),? )*(?:me|myself)(?P<others>(?:,| and| plus) [^.?!]{3,90})"
)
_LIST_JOINT = re.compile(r",? (?:and|plus) |, ")
_LIST_ITEM = re.compile(r"^(?:(?:my|the|our|a|an|one|then|also) )?(?:[a-z'-]+ ?){1,3}$")
_NOBODY = re.compile(r"\b(?:laptop|dog|cat|computer|phone|truck)$")
_NOT_LISTED = re.compile(
    r"\b(?:is|are|was|were|do|does|will|would|send\w*|use[sd]?|we|i|they|it|that|who|so|but|then|because)\b"
)
_ALONE_WORDS = frozenset((
    "me", "myself", "alone", "solo", "one", "man", "woman", "person", "own", "freelance", "freelancer",
    "freelancing", "self", "sole",
))  # fmt: skip
_TWO_WORDS = frozenset(("me", "myself", "us", "plus"))
_AND_ME = re.compile(r"\b(?:and|plus) (?:me|myself)\b|\bme,? (?:and|plus)\b|\b(?:be|it's) me,")
_MOST_WORDS_OF_AN_ITEM = 4
_MOST_LISTED = 6
_LIKELY_ENOUGH = 0.2
_LARGEST = 100_000


def find_team_size(conversation: Conversation) -> NumberFinding | None:
    """Find how many people would use the product, as the caller states or confirms it."""
    model = load_model(MODEL_NAME)
    candidates = [item.weighed(model) for item in people_counted(conversation)]
    candidates += sums(_added(observed_numbers(conversation)))
    candidates += sums_of_the_agent(conversation, PEOPLE)
    chosen = best(
        [item for item in candidates if 1 <= item.value <= _LARGEST and item.weight > _LIKELY_ENOUGH]
    )
    if chosen is None:
        return None
    return NumberFinding(value=round(chosen.value), confidence=chosen.confidence, evidence=(chosen.evidence,))


def people_counted(conversation: Conversation) -> Iterator[Possible]:
    """Give whatever may count those who would use the product: what the model weighs and is trained on."""
    observed = observed_numbers(conversation)
    for number in observed:
        item = number.item
        if is_beside_the_point(number):
            continue
        evidence = item.clause.evidence()
        yield Possible(item.quantity.value, extras_of(number.seen), evidence, item.position)
        if counts_the_caller_too(item):
            extras = extras_of({**number.seen, "plus_me": 1.0})
            yield Possible(item.quantity.value + 1, extras, evidence, item.position)
    for kind, found in (
        ("alone", _alone(conversation)),
        ("two", _pairs(conversation)),
        ("listed", _listed(conversation)),
    ):
        for value, clause in found:
            asked = asked_before(conversation, clause.turn_index)
            extras = extras_of(otherwise_counted(kind, asked, clause.turn_index))
            yield Possible(value, extras, clause.evidence(), clause.turn_index * LONGEST_TURN)


def _alone(conversation: Conversation) -> Iterator[tuple[float, Clause]]:
    for clause in conversation.user_clauses():
        if (
            not _ALONE_WORDS.isdisjoint(words_in(clause.text))
            and _ALONE.search(clause.text)
            and not (_TWO.search(clause.text) or is_past(clause.text) or is_about_others(clause.text))
        ):
            yield 1.0, clause


def _pairs(conversation: Conversation) -> Iterator[tuple[float, Clause]]:
    for clause in conversation.user_clauses():
        words = words_in(clause.text)
        if _TWO_WORDS.isdisjoint(words) and not {"and", "i"} <= words:
            continue
        if _TWO.search(clause.text) and not is_past(clause.text):
            yield 2.0, clause


def _listed(conversation: Conversation) -> Iterator[tuple[float, Clause]]:
    """Count people who are named one by one: "it's me, my brother and the office manager"."""
    for utterance in conversation.user:
        question = conversation.agent_before(utterance.index)
        if question is None or not asks_for_people(question.text):
            continue
        counted_at = [item.start for item in utterance.annotation.quantities]
        for clause in utterance.clauses:
            if any(clause.start <= start < clause.end for start in counted_at):
                continue
            if (number := _number_listed(clause)) is not None:
                yield float(number), clause


def _added(observed: Sequence[Observed]) -> Iterator[tuple[float, Clause]]:
    """Add up what one answer counts apart: "two managers, three assistants and me"."""
    answers: dict[int, list[Counted]] = {}
    for number in observed:
        item = number.item
        if number.seen["asked_people"] and _counts_people(item) and not HEADCOUNT.search(item.near):
            answers.setdefault(item.utterance.index, []).append(item)
    for parts in answers.values():
        named = [item for item in parts if item.quantity.unit is not None]
        if len(named) != len(parts) or not are_added(parts) or any(is_concluded(item) for item in parts):
            continue
        total = sum(item.quantity.value for item in parts)
        yield total + (1 if _AND_ME.search(parts[0].utterance.text) else 0), parts[-1].clause


def _counts_people(item: Counted) -> bool:
    unit = item.quantity.unit
    if item.quantity.per is not None or is_past(item.near) or item.supposed:
        return False
    return unit is None or unit == PEOPLE or unit in NO_NOUN or names_a_role(item)


def _number_listed(clause: Clause) -> int | None:
    match = _LISTED.match(clause.text)
    if match is None or clause.act is DialogueAct.QUESTION:
        return None
    others = [part.strip() for part in _LIST_JOINT.split(f"{match.group('others')}") if part.strip(" ,")]
    people = 1
    for other in others:
        if (
            _NOBODY.search(other)
            or not _LIST_ITEM.match(other)
            or _NOT_LISTED.search(other)
            or len(other.split()) > _MOST_WORDS_OF_AN_ITEM
        ):
            break
        people += 1
    return people if 1 < people <= _MOST_LISTED else None
