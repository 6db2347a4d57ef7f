"""When somebody is told (spec 7): every rule's threshold, sample, window and cool-down."""

from typing import Annotated

from pydantic import Field

from aftercall.session.models import Noun

Minutes = Annotated[int, Field(ge=1)]
CoolDownMinutes = Annotated[int, Field(ge=0, le=7 * 24 * 60)]
# Calls of the last two hours are read (warehouse/alert_call_readings.py).
WindowMinutes = Annotated[int, Field(ge=1, le=120)]
Percent = Annotated[float, Field(ge=0.0, le=100.0)]


class AlertTiming(Noun):
    """How long a condition is looked at, and how long silence follows a resolved alert."""

    window_minutes: WindowMinutes
    cool_down_minutes: CoolDownMinutes = Field(default=30, description="no second alert of a key so soon")


class AgentDownRule(Noun):
    """No session in business hours for the longer of a time and a multiple of the usual gap."""

    quiet_minutes: Minutes = 10
    usual_gap_factor: float = Field(default=5.0, ge=1.0)
    cool_down_minutes: CoolDownMinutes = 30


class WidenedTiming(AlertTiming):
    """A window that is doubled while it holds too few sessions, so that few calls a day are judged too."""

    widened_to_minutes: WindowMinutes = Field(default=60, description="where the widening stops")


class ErrorRateRule(WidenedTiming):
    """Failed sessions of all sessions; below the minimum sample nothing is said."""

    above_percent: Percent
    minimum_sessions: int = Field(default=10, ge=1)
    minimum_failures: int = Field(default=3, ge=1, description="enough by itself where sessions are few")


class LatencyRule(WidenedTiming):
    """Average answer time over the window's sessions."""

    above_ms: float = Field(gt=0)
    minimum_sessions: int = Field(default=10, ge=1)
    minimum_slow_sessions: int = Field(default=3, ge=1, description="enough where sessions are few")


class QueueBacklogRule(Noun):
    """Messages that wait in the queues of sessions and telephony together."""

    above_messages: int = Field(default=100, ge=1)
    unhurried_queues: tuple[str, ...] = Field(
        default=("backfill", "inbox"), description="parts of the names of queues that are slow on purpose"
    )
    cool_down_minutes: CoolDownMinutes = 30


class ApiFailuresRule(AlertTiming):
    """A tool's API, or a destination, that fails again and again."""

    minimum_failures: int = Field(default=3, ge=1)
    above_percent: Percent = 50.0


class UsageSpikeRule(AlertTiming):
    """Tokens a minute against the usual ones of that hour of the week."""

    factor: float = Field(default=2.0, gt=1.0)
    minimum_sessions: int = Field(default=3, ge=1)


class CostBurnRule(AlertTiming):
    """The cost of the window, projected, against the budget; without a budget nothing is said."""

    minimum_sessions: int = Field(default=3, ge=1)
    daily_budget_usd: float | None = Field(default=None, gt=0)
    monthly_budget_usd: float | None = Field(default=None, gt=0)


class ConnectionQualityRule(AlertTiming):
    """The share of calls whose connection was Poor."""

    above_percent: Percent = 20.0
    minimum_sessions: int = Field(default=10, ge=1, description="whose connection was measured")
    minimum_poor: int = Field(default=3, ge=1, description="enough by itself where sessions are few")


class HousekeepingRule(Noun):
    """What this system needs for itself."""

    reports_missing: int = Field(default=3, ge=1, description="rooms without a report within the window")
    window_minutes: Minutes = 60
    failed_deliveries: int = Field(default=1, ge=1, description="given up, refused or uncertain")
    oldest_debt_minutes: Minutes = 30
    schedule_late_factor: float = Field(default=3.0, gt=1.0, description="times its own interval")
    schedule_late_minutes: Minutes = Field(default=10, description="never called late before")
    cool_down_minutes: CoolDownMinutes = 60


class BusinessAlertRules(Noun):
    """Alerts of single calls, told as they happen."""

    real_time_hours: float = Field(default=6.0, gt=0, description="a call that ended earlier is no news")
    respond_within_hours: int = Field(default=2, ge=1, description="what a hot lead's message recommends")
    hot_lead: bool = True
    meeting_booked: bool = True
    competitor_mentioned: bool = True


class LowEngagementRule(Noun):
    """Sessions whose engagement score is low."""

    below_score: float = Field(default=5.0, gt=0, le=10)
    listed: int = Field(default=10, ge=1)


class AlertRules(Noun):
    """Every rule of spec 7.1 to 7.4; the digests of 7.5 are in ``digests``."""

    resolve_after_minutes: int = Field(default=4, ge=0, description="clear for so long ends an alert")
    unknown_keeps_open_minutes: Minutes = Field(default=60, description="nothing seen for so long ends it")
    critical_to_slack: bool = Field(
        default=False, description="critical alerts go to Slack as well: for a team without PagerDuty"
    )
    agent_down: AgentDownRule = AgentDownRule()
    error_rate_critical: ErrorRateRule = ErrorRateRule(above_percent=10.0, window_minutes=5)
    latency_critical: LatencyRule = LatencyRule(above_ms=2000.0, window_minutes=5)
    queue_backlog: QueueBacklogRule = QueueBacklogRule()
    api_failures: ApiFailuresRule = ApiFailuresRule(window_minutes=10)
    latency_high: LatencyRule = LatencyRule(above_ms=1500.0, window_minutes=10)
    error_rate_high: ErrorRateRule = ErrorRateRule(above_percent=5.0, window_minutes=10)
    token_usage_spike: UsageSpikeRule = UsageSpikeRule(window_minutes=15)
    cost_burn_rate: CostBurnRule = CostBurnRule(window_minutes=60)
    connection_quality: ConnectionQualityRule = ConnectionQualityRule(window_minutes=60)
    low_engagement: LowEngagementRule = LowEngagementRule()
    business: BusinessAlertRules = BusinessAlertRules()
    housekeeping: HousekeepingRule = HousekeepingRule()
