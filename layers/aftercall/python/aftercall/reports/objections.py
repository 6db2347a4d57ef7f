"""Objections and competitors (spec 3.5)."""

from enum import StrEnum

from pydantic import Field

from aftercall.reports.evidence import Finding
from aftercall.reports.reader_notes import ReaderNotes
from aftercall.reports.sales_intelligence import CompetitorMention
from aftercall.session.models import Noun


class ObjectionCategory(StrEnum):
    """What an objection is about."""

    PRICING = "pricing"
    FEATURES = "features"
    TIMING = "timing"
    TRUST = "trust"
    OTHER = "other"


class Severity(StrEnum):
    """Whether an objection stops the deal."""

    BLOCKER = "blocker"
    CONCERN = "concern"


class Objection(Finding):
    """An objection of the caller's."""

    category: ObjectionCategory
    severity: Severity
    explicit: bool = True
    resolved: bool
    reason: str | None = Field(default=None, description="budget cycle, evaluation, missing feature, ...")
    workaround: str | None = None


class ComparisonRequest(Finding):
    """The caller wants to know how a competitor compares."""

    competitor: str
    about: str = Field(description="general, features or pricing")


class SwitchingBarrier(Finding):
    """What makes changing tools hard."""

    kind: str = Field(description="technical, contractual, organizational or cost")
    mitigation: str | None = None


class ObjectionReport(Noun):
    """All of 3.5."""

    objections: tuple[Objection, ...] = Field(default=(), description="most severe and unresolved first")
    competitors: tuple[CompetitorMention, ...] = ()
    comparisons: tuple[ComparisonRequest, ...] = ()
    switching_barriers: tuple[SwitchingBarrier, ...] = ()
    talking_points: tuple[str, ...] = ()
    battlecards: tuple[str, ...] = Field(default=(), description="competitors whose battlecard is needed")
    reader: ReaderNotes | None = Field(default=None, description="None where no Reader is configured")
