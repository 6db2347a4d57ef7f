"""Performance (spec 3.6)."""

from pydantic import AwareDatetime, Field

from aftercall.session.models import Milliseconds, Noun


class LatencyStatistics(Noun):
    """Statistics of one latency over the call, in milliseconds."""

    name: str
    samples: int = Field(ge=1)
    average_ms: Milliseconds
    p50_ms: Milliseconds
    p90_ms: Milliseconds
    p95_ms: Milliseconds
    p99_ms: Milliseconds
    maximum_ms: Milliseconds
    target_average_ms: Milliseconds | None = None
    target_met: bool | None = None


class TokenStatistics(Noun):
    """Language-model tokens over the call."""

    prompt: int = Field(ge=0)
    prompt_cached: int = Field(ge=0)
    completion: int = Field(ge=0)
    total: int = Field(ge=0)
    per_agent_turn: float | None = None
    completion_share: float | None = None


class CostItem(Noun):
    """What one provider's service cost, at the profile's prices."""

    provider: str
    service: str = Field(description="llm, stt, tts or transport")
    model: str | None = None
    quantity: float = Field(ge=0.0)
    unit: str
    cost_usd: float | None = Field(default=None, ge=0.0, description="None where the profile has no price")


class Anomaly(Noun):
    """Something out of the ordinary, with its time."""

    kind: str = Field(description="latency_spike, token_spike, error_burst")
    at: AwareDatetime | None = None
    item_id: str | None = None
    value: float
    normal: float


class PerformanceReport(Noun):
    """All of 3.6."""

    latency: LatencyStatistics | None = Field(
        default=None, description="end to end where measured, else eou + ttft + ttfb"
    )
    stages: tuple[LatencyStatistics, ...] = ()
    tokens: TokenStatistics | None = None
    costs: tuple[CostItem, ...] = ()
    total_cost_usd: float | None = Field(default=None, ge=0.0)
    unpriced: tuple[str, ...] = Field(default=(), description="services used without a price in the profile")
    error_count: int = Field(default=0, ge=0)
    latency_score: float | None = Field(default=None, ge=0.0, le=10.0)
    reliability_score: float = Field(ge=0.0, le=10.0)
    efficiency_score: float | None = Field(default=None, ge=0.0, le=10.0)
    score: float | None = Field(default=None, ge=0.0, le=10.0)
    grade: str | None = Field(default=None, description="A to F")
    anomalies: tuple[Anomaly, ...] = ()
    recommendations: tuple[str, ...] = ()
    connection_category: str | None = Field(default=None, description="Excellent, Good, Fair or Poor")
