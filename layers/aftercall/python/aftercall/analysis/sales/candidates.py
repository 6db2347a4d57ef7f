"""Choosing among several readings of one fact."""

from collections.abc import Sequence
from dataclasses import dataclass

from aftercall.analysis.conversation import Clause, Utterance
from aftercall.analysis.rounding import clamp
from aftercall.reports.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Candidate[T]:
    """One possible value, how much speaks for it, and where it was said."""

    value: T
    weight: float
    evidence: Evidence
    position: int

    @property
    def confidence(self) -> float:
        """The weight as a confidence."""
        return round(clamp(self.weight, 0.05, 0.98), 2)


def best[T](candidates: Sequence[Candidate[T]]) -> Candidate[T] | None:
    """Give the candidate with the most weight; of equals the last said, since people correct themselves."""
    return max(candidates, key=lambda item: (round(item.weight, 3), item.position), default=None)


def clause_at(utterance: Utterance, start: int) -> Clause | None:
    """Give the clause of an utterance that holds an offset."""
    for clause in utterance.clauses:
        if clause.start <= start < clause.end:
            return clause
    return None
