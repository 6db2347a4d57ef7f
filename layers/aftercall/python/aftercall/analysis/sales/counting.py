"""Which of the numbers in a call answer a question: what team size and monthly volume share."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from aftercall.analysis.context import around, is_imagined, is_pretended
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.sales.candidates import clause_at
from aftercall.language.normalisation import normalise
from aftercall.session.prepared import DialogueAct, QuantitySpan

_HESITATION = r"(?:(?:um|uh|oh|well|okay|and|so),? )*"
_ASSENT = re.compile(
    rf"^{_HESITATION}(?:yeah|yes|yep|yup|right|correct|exactly|that's (?:right|it|correct|about (?:right|it))"
    r"|about right|sounds (?:about )?right|uh-huh|sure|mm-hmm|you got it|perfect|give or take)\b"
)
_REFUSED = re.compile(
    rf"^{_HESITATION}(?:no|nope|not (?:quite|exactly|really)|actually|wait|hold on)\b"
    r"|\b(?:more like|closer to|that's (?:not|too)|i meant|i said)\b"
)
_SUMMING_UP = re.compile(
    r"^(?:okay |great |got it |right |alright |and )*,? ?so\b|\b(?:total|together|right)\W*$"
)
_CONCLUDING = re.compile(
    r"\b(?:so(?: that's| that'd be| it's| we're| there's)?|that's|that makes|in total|totals?(?: of| is)?"
    r"|altogether|all in|call it|let's say|we'll say|i'd say|put(?: down)?|make (?:it|that)|comes (?:out )?to"
    r"|adds up to|say)[,:]? (?:(?:just|about|around|roughly|maybe|like|probably|a|an) )*$"
)
_CONCLUDED = re.compile(
    r"^[\w -]{0,24}?,? ?\b(?:total|in total|altogether|all together|all in|all told|combined)\b"
)
_JOINED = re.compile(r"(?:,|\band\b|\bplus\b|\.\s|\bthen\b)")
_APART = re.compile(
    r"\b(?:out of|of which|including|of (?:those|them|these|whom)|only|just|except|minus|but|no|sorry|or"
    r"|so|call it|say|actually|wait|who|used to|now)\b"
)
_SURE_OF_A_SUM = 1.2
_ADDS_UP = 1.1
_NOT_CONTRADICTED = 0.66
_MOST_ADDENDS = 8
_A_TOTAL = 0.45
_SETTLED_ON = 0.3
LONGEST_TURN = 100_000


@dataclass(frozen=True, slots=True)
class Counted:
    """A quantity of the caller's and its clause.

    ``offset`` and ``end`` are into the clause's text, which is shorter than what was said by its fillers.
    """

    utterance: Utterance
    clause: Clause
    quantity: QuantitySpan
    offset: int
    end: int

    @property
    def position(self) -> int:
        """Where it stands in the call, to tell the later of two."""
        return self.utterance.index * LONGEST_TURN + self.quantity.start

    @property
    def supposed(self) -> bool:
        """Whether it is only supposed, in this clause or as a case that the whole turn describes."""
        return is_imagined(self.clause.text) or is_pretended(self.utterance.text)

    @property
    def near(self) -> str:
        """The words that qualify this number and not another one."""
        return around(self.clause.text, self.offset)

    @property
    def before(self) -> str:
        """The clause up to the number."""
        return self.clause.text[: self.offset]

    @property
    def said(self) -> str:
        """The number with what it counts, as said, in small letters."""
        return self.utterance.turn.text[self.quantity.start : self.quantity.end].lower()

    @property
    def between_commas(self) -> str:
        """The part of the clause that qualifies this number: up to the next comma on either side."""
        text = self.clause.text
        begin = max(text.rfind(",", 0, self.offset), text.rfind(" but ", 0, self.offset), 0)
        end = text.find(",", self.offset + 1)
        return text[begin : end if end > 0 else len(text)]

    @property
    def after(self) -> str:
        """The clause after the number."""
        return self.clause.text[self.end :]


def counted(conversation: Conversation) -> Iterator[Counted]:
    """Give the caller's quantities in order."""
    for utterance in conversation.user:
        for quantity in utterance.annotation.quantities:
            clause = clause_at(utterance, quantity.start)
            if clause is not None:
                yield _located(utterance, clause, quantity)


def _located(utterance: Utterance, clause: Clause, quantity: QuantitySpan) -> Counted:
    said = clause.turn.text
    before = normalise(said[clause.start : quantity.start]).text.strip()
    offset = min(len(before) + 1 if before else 0, len(clause.text))
    number = normalise(said[quantity.start : quantity.end]).text.strip()
    return Counted(utterance, clause, quantity, offset, min(offset + len(number), len(clause.text)))


def conclusion(item: Counted) -> float:
    """Give what it adds that the speaker settles on a number: "so ten", "call it fifty", "ten in total"."""
    if _CONCLUDED.search(item.after):
        return _A_TOTAL
    return _SETTLED_ON if is_concluded(item) else 0.0


def correction(conversation: Conversation, item: Counted) -> float:
    """Give what it adds that a number replaces the one the agent had just said."""
    before = conversation.utterances[item.utterance.index - 1] if item.utterance.index else None
    if before is None or before.by_user or not before.annotation.quantities:
        return 0.0
    return _A_TOTAL if _REFUSED.search(item.utterance.text) else 0.0


def is_concluded(item: Counted) -> bool:
    """Tell whether the speaker settles on a number after others, or says the sum of the others."""
    quantities = item.utterance.annotation.quantities
    earlier = any(other.start < item.quantity.start for other in quantities)
    if _CONCLUDED.search(item.after) or (earlier and _CONCLUDING.search(item.before)):
        return True
    others = [other.value for other in quantities if other.start != item.quantity.start]
    if (
        len(others) > 1
        and sum(value for value in others if value != item.quantity.value) == item.quantity.value
    ):
        return True
    return any(
        other.value == item.quantity.value and other.start < item.quantity.start for other in quantities
    )


def are_added(parts: list[Counted]) -> bool:
    """Tell whether numbers of one answer are parts of a whole: "six attorneys and two paralegals"."""
    for one, other in pairwise(parts):
        between = one.utterance.turn.text[one.quantity.end : other.quantity.start].lower()
        if not _JOINED.search(between) or _APART.search(between):
            return False
    return len(parts) > 1


@dataclass(frozen=True, slots=True)
class Restated:
    """A number the agent states about the caller, how sure it is, and the clause that bears it out."""

    quantity: QuantitySpan
    weight: float
    clause: Clause
    position: int


def restated(conversation: Conversation, unit: str) -> Iterator[Restated]:
    """Give what the agent sums up ("so seven people in total"): confirmed, or at least not contradicted."""
    for utterance in conversation.agent:
        answer = conversation.user_after(utterance.index)
        for quantity in utterance.annotation.quantities:
            clause = clause_at(utterance, quantity.start)
            if quantity.unit != unit or clause is None or not _is_stated(clause):
                continue
            if answer is not None and answer.index == utterance.index + 1 and _is_confirmed(answer, quantity):
                evidence = answer.clauses[0] if answer.clauses else clause
                yield Restated(quantity, _SURE_OF_A_SUM, evidence, answer.index * LONGEST_TURN)
            elif (said := _sum_taken_from(conversation, utterance, quantity)) and not _is_contradicted(
                answer
            ):
                yield Restated(quantity, said[1], said[0], utterance.index * LONGEST_TURN)


def _is_stated(clause: Clause) -> bool:
    return clause.act is not DialogueAct.QUESTION or bool(_SUMMING_UP.search(clause.text))


def _is_confirmed(answer: Utterance, quantity: QuantitySpan) -> bool:
    if _REFUSED.search(answer.text):
        return False
    repeated = [item.value for item in answer.annotation.quantities]
    return quantity.value in repeated or (not repeated and bool(_ASSENT.match(answer.text)))


def _is_contradicted(answer: Utterance | None) -> bool:
    return answer is not None and bool(_REFUSED.search(answer.text))


def _sum_taken_from(
    conversation: Conversation, utterance: Utterance, quantity: QuantitySpan
) -> tuple[Clause, float] | None:
    """Give the caller's clause whose numbers the agent added up or converted, and how sure that is."""
    before = conversation.utterances[utterance.index - 1] if utterance.index else None
    if before is None or not before.by_user:
        return None
    said = before.annotation.quantities
    adds_up = _is_sum_of([item.value for item in said], quantity.value)
    clause = clause_at(before, said[-1].start) if said else None
    if clause is None or not (adds_up or _SUMMING_UP.search(utterance.text)):
        return None
    return (clause, _ADDS_UP) if adds_up else (clause, _NOT_CONTRADICTED)


def _is_sum_of(values: list[float], total: float) -> bool:
    """Tell whether some numbers that follow one another add up to a total."""
    if not 1 < len(values) <= _MOST_ADDENDS:
        return False
    return any(
        sum(values[start:end]) == total
        for start in range(len(values))
        for end in range(start + 2, len(values) + 1)
    )
