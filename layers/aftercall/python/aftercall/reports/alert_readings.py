"""What alert rules look at: the state of calls, queues, destinations and schedules at one moment.

Read by ``warehouse.alert_readings``, judged by ``operations.alerts``. A call counts at the moment when we
heard of its end, and not at all when it came as a batch of old calls.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CallReading:
    """One call of the last hours.

    Parameters
    ----------
    at
        When its report came, or when its room was flagged because none did.
    caller
        Whoever called, only to be counted: it never enters a context.
    answers
        How many of the agent's answers were timed.
    latency_ms
        Their mean: end to end where measured, else the sum of the parts.
    eou_delay_ms, llm_ttft_ms, tts_ttfb_ms, stt_duration_ms
        Means of the parts, as far as they are known.
    tokens
        Of the language models, by its report, else by the live feed.
    connection
        Excellent, Good, Fair or Poor; None where nothing was measured.
    """

    session_id: str
    at: datetime
    failed: bool = False
    error_kind: str | None = None
    caller: str | None = None
    answers: int = 0
    latency_ms: float | None = None
    eou_delay_ms: float | None = None
    llm_ttft_ms: float | None = None
    tts_ttfb_ms: float | None = None
    stt_duration_ms: float | None = None
    tokens: int = 0
    connection: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class LifeReading:
    """Whether anything moves.

    Parameters
    ----------
    last_at
        When a session last began or ended, as far as we heard; None before the first.
    active_calls
        Calls that have begun and not ended, of the last two hours.
    recent_per_hour
        Sessions an hour in the two hours that ended at ``last_at``; None below ten of them.
    """

    last_at: datetime | None = None
    active_calls: int = 0
    recent_per_hour: float | None = None


@dataclass(frozen=True, slots=True)
class UsualReading:
    """What is normal now, in the company's zone.

    Parameters
    ----------
    sessions_this_hour
        Median of this hour of the week; None without a baseline.
    sessions_this_day, sessions_this_week
        The baselines of the whole day and week added up.
    tokens_per_minute
        Median over the same hour of four weeks, else of seven days; None below three such hours.
    """

    sessions_this_hour: float | None = None
    sessions_this_day: float = 0.0
    sessions_this_week: float = 0.0
    tokens_per_minute: float | None = None


@dataclass(frozen=True, slots=True)
class ToolReading:
    """What became of a tool's calls in the window; ``errors`` counts failures by the tool's own code."""

    name: str
    calls: int
    failures: int
    errors: Mapping[str, int] = field(default_factory=dict)
    sessions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DestinationReading:
    """What became of a destination's deliveries.

    Parameters
    ----------
    delivered, failing
        In the window: debts that arrived, and debts whose last attempt failed.
    failed, uncertain
        In the housekeeping window: given up or refused, and sent without knowing whether it arrived.
    errors
        Failures of the window by class, status and code.
    circuit_open
        Whether the destination is left alone at the moment, or only probed.
    oldest_debt_at
        Since when the longest pending debt of a new call or alert is owed.
    """

    name: str
    delivered: int = 0
    failing: int = 0
    failed: int = 0
    uncertain: int = 0
    errors: Mapping[str, int] = field(default_factory=dict)
    circuit_open: bool = False
    oldest_debt_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueueReading:
    """One queue by its name: what waits and what is being worked on."""

    name: str
    waiting: int
    in_flight: int = 0


@dataclass(frozen=True, slots=True)
class ProcessingReading:
    """How fast the session queues are worked off.

    Parameters
    ----------
    calls_per_minute
        Analysed in the last ten minutes.
    longest_wait_seconds
        From receiving to analysing, of those calls; None when there were none.
    """

    calls_per_minute: float = 0.0
    longest_wait_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class CostReading:
    """What calls cost, at the profile's prices: in the rule's window by provider, today, and this month.

    Without a budget of the month ``month_usd`` is today's at least, and nobody asks.
    """

    sessions: int = 0
    by_provider: Mapping[str, float] = field(default_factory=dict)
    today_usd: float = 0.0
    month_usd: float = 0.0


@dataclass(frozen=True, slots=True)
class MissingReportsReading:
    """Rooms that ended without a report and were flagged in the window."""

    rooms: int = 0
    room_sids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScheduleReading:
    """The last runs of a function that runs by the clock."""

    name: str
    last_started_at: datetime
    last_finished_at: datetime | None = None
    last_error_at: datetime | None = None
    last_error: str | None = None


@dataclass(frozen=True, slots=True)
class AlertReadings:
    """Everything at one moment; ``queues`` and ``dead_letters`` are None where SQS did not answer."""

    now: datetime
    calls: tuple[CallReading, ...] = ()
    life: LifeReading = LifeReading()
    usual: UsualReading = UsualReading()
    tools: tuple[ToolReading, ...] = ()
    destinations: tuple[DestinationReading, ...] = ()
    queues: tuple[QueueReading, ...] | None = None
    dead_letters: tuple[QueueReading, ...] | None = None
    processing: ProcessingReading = ProcessingReading()
    costs: CostReading = CostReading()
    missing_reports: MissingReportsReading = MissingReportsReading()
    schedules: tuple[ScheduleReading, ...] = ()
