"""Conversation quality (spec 3.3)."""

from enum import StrEnum

from pydantic import Field

from aftercall.reports.evidence import Evidence
from aftercall.session.models import Fraction, Noun, Seconds


class Trend(StrEnum):
    """Where something is going."""

    IMPROVING = "improving"
    STABLE = "stable"
    DECLINING = "declining"


class QualityComponent(Noun):
    """One measure with its target."""

    name: str
    actual: float | None
    target_low: float | None = None
    target_high: float | None = None
    met: bool | None = None
    score: float | None = Field(default=None, ge=0.0, le=10.0)


class Silence(Noun):
    """A gap between turns that counts as dead air."""

    after_item_id: str
    seconds: Seconds


class InterruptionMoment(Noun):
    """One interruption and what it sounds like."""

    item_id: str
    reading: str = Field(description="excitement, frustration or unclear")


class QualityNote(Noun):
    """A red flag, strength or recommendation."""

    kind: str
    text: str
    evidence: tuple[Evidence, ...] = ()


class QualityReport(Noun):
    """All of 3.3; ``score`` is the engagement score everywhere."""

    score: float = Field(ge=0.0, le=10.0)
    confidence: Fraction
    components: tuple[QualityComponent, ...] = ()
    turn_balance: float | None = None
    user_questions: int = Field(ge=0)
    agent_questions: int = Field(ge=0)
    acknowledgements: int = Field(ge=0)
    builds_on_caller: int = Field(ge=0)
    clarifications: int = Field(ge=0)
    interruption_count: int = Field(ge=0)
    interruptions_per_minute: float = Field(ge=0.0)
    interruption_moments: tuple[InterruptionMoment, ...] = ()
    dead_air_percent: float | None = Field(default=None, ge=0.0, le=100.0)
    silences: tuple[Silence, ...] = ()
    natural_ending: bool | None = None
    ending_evidence: tuple[Evidence, ...] = ()
    start_sentiment: float | None = Field(default=None, ge=-1.0, le=1.0)
    end_sentiment: float | None = Field(default=None, ge=-1.0, le=1.0)
    sentiment_trend: Trend | None = None
    satisfaction: float | None = Field(default=None, ge=0.0, le=10.0)
    agent_effectiveness: float | None = Field(default=None, ge=0.0, le=10.0)
    red_flags: tuple[QualityNote, ...] = ()
    strengths: tuple[QualityNote, ...] = ()
    recommendations: tuple[QualityNote, ...] = ()
