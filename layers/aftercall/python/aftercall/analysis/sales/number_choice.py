"""Choosing the number that was meant: what a model weighs, what sums are worth, what is never meant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from aftercall.analysis.context import is_pretended
from aftercall.analysis.conversation import Clause, Conversation
from aftercall.analysis.sales.candidates import Candidate
from aftercall.analysis.sales.counting import LONGEST_TURN, restated
from aftercall.analysis.sales.number_evidence import NUMBER_EXTRAS, Observed
from aftercall.language.linear_model import LinearModel
from aftercall.language.quantities import PEOPLE
from aftercall.reports.evidence import Evidence

PER_MONTH: Final = {"day": 21.0, "week": 52 / 12, "month": 1.0, "quarter": 1 / 3, "year": 1 / 12}
"""Documents a month for one a period: 21 working days, 52 weeks in 12 months."""

_SUM, _CONCLUDED = NUMBER_EXTRAS.index("sum"), NUMBER_EXTRAS.index("concluded")
_ECHOED = NUMBER_EXTRAS.index("echoed")
_CORRECTION = NUMBER_EXTRAS.index("correction")
_SURE_OF_A_SUM = 1.1
_SURE = 0.9
_NEXT_TO_CERTAIN = 0.95
_TOTAL_ADDS = 0.25


@dataclass(frozen=True, slots=True)
class Possible:
    """A number that may be the one asked for, what speaks for it, and where it is said."""

    value: float
    extras: tuple[float, ...]
    evidence: Evidence
    position: int

    def weighed(self, model: LinearModel) -> Candidate[float]:
        """Weigh it; what replaces a number of the agent's or sums up counts more: too rare to be learned.

        A conclusion is a sum where it adds up, or where the agent takes it up.
        """
        total = self.extras[_CONCLUDED] * max(self.extras[_SUM], self.extras[_ECHOED])
        weight = model.probability("", self.extras) + self.extras[_CORRECTION] + _TOTAL_ADDS * total
        return Candidate(self.value, weight, self.evidence, self.position)


def is_beside_the_point(number: Observed) -> bool:
    """Tell whether a number cannot be meant: of an invented case, or of others where nobody had asked."""
    asked = number.seen["asked_people"] or number.seen["asked_documents"]
    return is_pretended(number.item.utterance.text) or bool(number.seen["others"] and not asked)


def sums(parts: Iterable[tuple[float, Clause]]) -> Iterator[Candidate[float]]:
    """Give what the caller's answers add up to, each with the clause that ends it."""
    for total, clause in parts:
        yield Candidate(total, _SURE, clause.evidence(), clause.turn_index * LONGEST_TURN)


def sums_of_the_agent(conversation: Conversation, unit: str) -> Iterator[Candidate[float]]:
    """Give what the agent sums up ("so seven people in total"), confirmed or adding up."""
    for item in restated(conversation, unit):
        if item.weight >= _SURE_OF_A_SUM and (unit == PEOPLE or item.quantity.per in PER_MONTH):
            value = item.quantity.value * PER_MONTH.get(item.quantity.per or "month", 1.0)
            yield Candidate(value, _NEXT_TO_CERTAIN, item.clause.evidence(), item.position)
