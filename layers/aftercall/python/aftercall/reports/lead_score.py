"""Lead score (spec 3.2)."""

from enum import StrEnum

from pydantic import Field

from aftercall.reports.evidence import Evidence
from aftercall.session.models import Level, Noun


class LeadTemperature(StrEnum):
    """What a score means: hot above 80, warm from 60, else nurture (thresholds are profile data)."""

    HOT = "hot"
    WARM = "warm"
    NURTURE = "nurture"


class ScoreFactor(Noun):
    """One reason for points."""

    name: str
    points: float = Field(ge=0.0)
    reason: str
    evidence: tuple[Evidence, ...] = ()


class ScoreComponent(Noun):
    """One component, its points and what they are made of."""

    name: str = Field(description="demographic, behavioral, firmographic, intent or fit")
    score: float = Field(ge=0.0)
    maximum: float = Field(gt=0.0)
    factors: tuple[ScoreFactor, ...] = ()


class LeadScoreReport(Noun):
    """All of 3.2."""

    score: int = Field(ge=0, le=100)
    temperature: LeadTemperature
    components: tuple[ScoreComponent, ...]
    confidence_level: Level
    justification: tuple[str, ...] = ()
    previous_score: int | None = Field(default=None, ge=0, le=100)
    change_explanation: str | None = None
