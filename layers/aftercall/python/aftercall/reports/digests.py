"""What digests say: figures, computed once and kept with the digest, that every form of it shows."""

import datetime as dt
from enum import StrEnum

from pydantic import AwareDatetime, Field

from aftercall.session.models import Noun


class DigestKind(StrEnum):
    """Which digest."""

    DAILY = "daily"
    WEEKLY = "weekly"
    CONTENT_GAPS = "content_gaps"
    LOW_ENGAGEMENT = "low_engagement"
    FEATURE_REQUESTS = "feature_requests"

    @property
    def is_executive(self) -> bool:
        """Whether it goes by e-mail; the others are hourly and go to Slack."""
        return self in {DigestKind.DAILY, DigestKind.WEEKLY}


class Direction(StrEnum):
    """Where a figure went."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"


class Change(Noun):
    """A figure against the one of the period before."""

    before: float
    difference: float
    percent: float | None = Field(description="None against zero, which has no percentage")
    direction: Direction = Field(description="of the difference as it is shown, after rounding")


class Activity(Noun):
    """How much happened."""

    calls: int
    calls_change: Change | None = None
    qualified_leads: int
    qualified_change: Change | None = None
    qualification_rate: float | None = Field(default=None, description="percent; None without calls")
    qualification_rate_change: Change | None = None
    meetings: int
    meetings_change: Change | None = None
    booking_rate: float | None = Field(default=None, description="percent; None without qualified leads")
    booking_rate_change: Change | None = None


class Performance(Noun):
    """How well the agent did."""

    latency_ms: float | None = None
    latency_target_ms: float
    latency_change: Change | None = None
    engagement: float | None = Field(default=None, description="0 to 10")
    engagement_change: Change | None = None
    error_rate: float | None = Field(default=None, description="percent; None without calls")
    error_rate_target: float
    failed_calls: int


class Pipeline(Noun):
    """Opportunities of people who called."""

    amount: float
    opportunities: int
    without_amount: int = 0
    currency: str
    other_currencies: tuple[str, ...] = Field(default=(), description="of amounts that are not added up")
    change: Change | None = None


class Impact(Noun):
    """What it is worth and what it costs."""

    pipeline: Pipeline | None = Field(default=None, description="None: not connected")
    hot_leads: int
    hot_above: int
    api_cost_usd: float
    infrastructure_cost_usd: float | None = Field(default=None, description="None: not in the profile")
    unpriced: int = Field(default=0, description="costs without a price in the profile")
    cost_per_qualified_lead: float | None = Field(default=None, description="None without qualified leads")
    revenue_per_call: float | None = Field(default=None, description="pipeline / calls")
    return_on_investment: float | None = Field(default=None, description="pipeline / cost")

    @property
    def cost_usd(self) -> float:
        """All that is known of the cost."""
        return self.api_cost_usd + (self.infrastructure_cost_usd or 0.0)


class TopLead(Noun):
    """A lead worth a call."""

    session_id: str
    who: str
    score: int
    facts: tuple[str, ...] = ()


class Statement(Noun):
    """Something the data says, and the figure it rests on."""

    text: str
    figure: str


class Driver(Noun):
    """What qualified leads have in common."""

    text: str
    share: float = Field(description="percent of the qualified calls")
    calls: int


class DailyDigest(Noun):
    """One day (spec 7.5)."""

    date: dt.date
    activity: Activity
    performance: Performance
    impact: Impact
    top_leads: tuple[TopLead, ...] = ()
    trends: tuple[Statement, ...] = ()


class WeeklyDigest(Noun):
    """One week (spec 7.5)."""

    week_of: dt.date
    activity: Activity
    performance: Performance
    impact: Impact
    top_leads: tuple[TopLead, ...] = ()
    drivers: tuple[Driver, ...] = ()
    growth: tuple[Statement, ...] = ()
    risks: tuple[Statement, ...] = ()
    opportunities: tuple[Statement, ...] = ()
    recommendations: tuple[Statement, ...] = ()


class ContentGap(Noun):
    """Searches without a result, or questions without an answer, that ask the same."""

    text: str
    times: int
    calls: int


class ContentGapsDigest(Noun):
    """An hour's content gaps (spec 7.4)."""

    failed_searches: int
    searches: tuple[ContentGap, ...] = ()
    unanswered_questions: int = 0
    questions: tuple[ContentGap, ...] = ()


class LowEngagementCall(Noun):
    """A call that went badly, and why."""

    session_id: str
    score: float
    reason: str


class LowEngagementDigest(Noun):
    """An hour's calls with low engagement (spec 7.4)."""

    below: float
    total: int
    calls: tuple[LowEngagementCall, ...]
    pattern: str | None = Field(default=None, description="what several of them have in common")


class RequestedFeature(Noun):
    """A capability callers asked for."""

    feature: str
    mentions: int
    quote: str | None = None


class FeatureRequestsDigest(Noun):
    """An hour's feature requests (spec 7.4)."""

    mentions: int
    features: tuple[RequestedFeature, ...]


type Digest = DailyDigest | WeeklyDigest | ContentGapsDigest | LowEngagementDigest | FeatureRequestsDigest

FIGURES: dict[DigestKind, type[Noun]] = {
    DigestKind.DAILY: DailyDigest,
    DigestKind.WEEKLY: WeeklyDigest,
    DigestKind.CONTENT_GAPS: ContentGapsDigest,
    DigestKind.LOW_ENGAGEMENT: LowEngagementDigest,
    DigestKind.FEATURE_REQUESTS: FeatureRequestsDigest,
}


class DigestRecord(Noun):
    """A digest that was written."""

    digest_id: int
    kind: DigestKind
    period_start: AwareDatetime
    period_end: AwareDatetime
    figures: DailyDigest | WeeklyDigest | ContentGapsDigest | LowEngagementDigest | FeatureRequestsDigest
