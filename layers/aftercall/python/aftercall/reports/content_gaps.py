"""Content gaps (spec 3.7)."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from aftercall.reports.evidence import Finding
from aftercall.session.models import Level, Noun


class FailedSearch(Noun):
    """A search of the knowledge base that found nothing or failed; its evidence is the tool call."""

    item_id: str
    at: AwareDatetime
    query: str
    category: str | None = None
    times: int = Field(ge=1)
    error: bool = False
    impact: Level


class UnansweredReason(StrEnum):
    """Why a question counts as unanswered."""

    NO_REPLY = "no_reply"
    DEFLECTED = "deflected"
    UNKNOWN_TO_AGENT = "unknown_to_agent"
    ASKED_AGAIN = "asked_again"


class UnansweredQuestion(Finding):
    """A question of the caller's that got no clear answer."""

    question: str
    reason: UnansweredReason
    topic: str | None = None


class QuestionCluster(Noun):
    """Questions of one call that ask the same."""

    representative: str
    item_ids: tuple[str, ...]
    priority: Level


class ContentRecommendation(Noun):
    """An article that would have helped."""

    topic: str
    content_type: str = Field(
        description="guide, troubleshooting, integration guide, pricing page, reference"
    )
    reason: str
    priority: Level


class ContentGapReport(Noun):
    """All of 3.7."""

    searches: int = Field(ge=0)
    coverage_rate: float | None = Field(default=None, ge=0.0, le=1.0, description="searches with results")
    failed_searches: tuple[FailedSearch, ...] = ()
    unanswered_questions: tuple[UnansweredQuestion, ...] = ()
    repeated_questions: tuple[QuestionCluster, ...] = ()
    missing_topics: tuple[str, ...] = ()
    recommendations: tuple[ContentRecommendation, ...] = ()
