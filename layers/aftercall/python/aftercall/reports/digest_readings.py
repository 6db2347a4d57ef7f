"""What digests are computed from, as it was read at one moment."""

from dataclasses import dataclass, field
from datetime import datetime

from aftercall.reports.digests import DigestKind
from aftercall.reports.opportunity import Opportunity


@dataclass(frozen=True, slots=True)
class DigestPeriod:
    """The time one digest speaks of: from ``start`` up to, not including, ``end``, aware."""

    kind: DigestKind
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """The calls that took place in a period, counted.

    Parameters
    ----------
    failed
        Of ``calls``; no failed call counts for anything that follows but costs and latency.
    qualified_leads, booked_leads, hot_leads
        People, each counted once: Tier 1 or a meeting booked; those of them with a meeting; hot scores.
    meetings
        Calls in which a meeting was booked.
    latency_ms
        Mean over all answers, end to end where measured, else the sum of its parts.
    engagement
        Mean over the calls somebody answered.
    unpriced
        Costs that the profile has no price for.
    error_kinds
        How many calls failed for which reason.
    """

    calls: int = 0
    failed: int = 0
    qualified_leads: int = 0
    booked_leads: int = 0
    meetings: int = 0
    hot_leads: int = 0
    latency_ms: float | None = None
    eou_delay_ms: float | None = None
    llm_ttft_ms: float | None = None
    tts_ttfb_ms: float | None = None
    engagement: float | None = None
    api_cost_usd: float = 0.0
    unpriced: int = 0
    error_kinds: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TermReading:
    """In how many calls something came up, this week and the week before.

    Parameters
    ----------
    kind
        industry, integration, feature (asked for), competitor, or switcher: a competitor in use today.
    qualified, tier_1
        Of ``calls``.
    """

    kind: str
    name: str
    calls: int
    calls_before: int
    qualified: int = 0
    tier_1: int = 0


@dataclass(frozen=True, slots=True)
class DriverReading:
    """How many of the week's qualified calls told what."""

    qualified_calls: int = 0
    team: int = 0
    volume: int = 0
    frustrated: int = 0
    soon: int = 0
    decision_maker: int = 0


@dataclass(frozen=True, slots=True)
class LeadReading:
    """One call of a promising lead."""

    session_id: str
    score: int
    company: str | None = None
    name: str | None = None
    team_size: int | None = None
    monthly_volume: int | None = None
    integration_needs: tuple[str, ...] = ()
    current_tool: str | None = None
    decision_timeline: str | None = None
    urgency: str | None = None


@dataclass(frozen=True, slots=True)
class GapReading:
    """Searches without a result, or questions without an answer, in the same words.

    ``cluster_id`` and ``representative`` are of the cluster across calls, once it was learned.
    """

    kind: str
    text: str
    times: int
    calls: int
    cluster_id: int | None = None
    representative: str | None = None


@dataclass(frozen=True, slots=True)
class WeekReading:
    """A week among the ones before, for "the best of so many weeks"."""

    calls: int
    qualified_leads: int
    booked_leads: int


@dataclass(frozen=True, slots=True)
class ExecutiveReadings:
    """Everything that a daily or weekly digest is computed from.

    Parameters
    ----------
    before
        The period before; None where there were no calls at all until then.
    week, week_before
        Calls that did not fail in the seven days up to the period's end, and in the seven before.
    terms, gaps, flags
        Of those seven days; ``flags`` are red flags of calls with low engagement.
    opportunities, opportunities_before
        Of people who called in the period, and in the one before, with these calls; None where opportunities
        were never read back.
    history
        Weeks before the period, the newest first; of a weekly digest.
    """

    current: PeriodReading
    before: PeriodReading | None = None
    opportunities: tuple[Opportunity, ...] | None = None
    opportunities_before: tuple[Opportunity, ...] | None = None
    leads: tuple[LeadReading, ...] = ()
    week: int = 0
    week_before: int = 0
    terms: tuple[TermReading, ...] = ()
    gaps: tuple[GapReading, ...] = ()
    flags: dict[str, int] = field(default_factory=dict)
    drivers: DriverReading = DriverReading()
    history: tuple[WeekReading, ...] = ()


@dataclass(frozen=True, slots=True)
class LowEngagementReading:
    """A call whose engagement score is low; ``open_subjects`` are of what it left open."""

    session_id: str
    score: float
    flags: tuple[str, ...] = ()
    sentiment: str | None = None
    open_subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeatureReading:
    """A capability one call asked for, in the caller's words."""

    session_id: str
    feature: str
    quote: str | None = None
