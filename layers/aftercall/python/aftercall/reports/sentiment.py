"""Sentiment (spec 3.4); a call's sentiment is the caller's."""

from pydantic import AwareDatetime, Field

from aftercall.reports.evidence import Evidence, Finding
from aftercall.reports.quality import Trend
from aftercall.reports.sales_intelligence import Attitude
from aftercall.session.models import Fraction, Level, Noun


class SegmentSentiment(Noun):
    """A quarter of the call: opening, discovery, discussion, closing."""

    name: str
    user: float | None = Field(default=None, ge=-1.0, le=1.0)
    agent: float | None = Field(default=None, ge=-1.0, le=1.0)
    turns: int = Field(ge=0)


class SentimentPoint(Noun):
    """One point of the progression chart."""

    item_id: str
    at: AwareDatetime
    value: float = Field(ge=-1.0, le=1.0)


class EmotionMoment(Finding):
    """An emotion of the caller and what set it off."""

    emotion: str = Field(description="excitement, frustration, confusion, confidence or hesitation")
    intensity: Level
    trigger: str | None = Field(default=None, description="what the agent said or did before")


class SentimentReport(Noun):
    """All of 3.4."""

    overall: Attitude | None = Field(default=None, description="None where the caller said nothing to judge")
    score: float | None = Field(default=None, ge=-1.0, le=1.0)
    confidence: Fraction
    segments: tuple[SegmentSentiment, ...] = ()
    trend: Trend | None = None
    progression: tuple[SentimentPoint, ...] = ()
    emotions: tuple[EmotionMoment, ...] = ()
    frustrated: bool = False
    frustration_evidence: tuple[Evidence, ...] = ()
    enthusiasm_evidence: tuple[Evidence, ...] = ()
    repeated_questions: int = Field(default=0, ge=0)
    caller_confidence: Level | None = None
    pitch: None = Field(default=None, description="no audio is analysed")
    follow_up_tone: str | None = None
