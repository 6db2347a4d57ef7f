"""Factors of a score: a share of the component's points each, with its reason."""

from dataclasses import dataclass

from aftercall.analysis.rounding import clamp
from aftercall.reports.evidence import Evidence
from aftercall.reports.lead_score import ScoreComponent, ScoreFactor


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor.

    Parameters
    ----------
    weight
        Share of the component's maximum this factor can give; the weights of one component sum to 1.
    value
        How much of it is reached, 0 to 1.
    """

    name: str
    weight: float
    value: float
    reason: str
    evidence: tuple[Evidence, ...] = ()


def component(name: str, factors: list[Factor], maximum: int) -> ScoreComponent:
    """Turn factors into a component whose score lies within 0 and its maximum."""
    scored = tuple(
        ScoreFactor(
            name=factor.name,
            points=round(maximum * factor.weight * clamp(factor.value, 0.0, 1.0), 1),
            reason=factor.reason,
            evidence=factor.evidence,
        )
        for factor in factors
    )
    total = sum(factor.points for factor in scored)
    return ScoreComponent(
        name=name, score=round(clamp(total, 0.0, maximum), 1), maximum=float(maximum), factors=scored
    )
