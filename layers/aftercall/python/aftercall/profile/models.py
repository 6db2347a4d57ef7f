"""The typed profile."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from aftercall.profile.alerts import AlertRules
from aftercall.profile.destinations import Destinations
from aftercall.profile.digests import DigestRules
from aftercall.profile.hours import BusinessHours
from aftercall.session.models import Noun
from aftercall.session.tier_rule import TierRule
from aftercall.session.tools import ToolCatalogue

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Dollars = Annotated[float, Field(ge=0.0)]


class NamedTerm(Noun):
    """A name and the ways people (and speech recognition) say it, lower case."""

    name: str
    aliases: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name itself and its aliases, lower case."""
        return (self.name.lower(), *self.aliases)


class Competitor(NamedTerm):
    """A product the caller may use or consider instead."""

    manual: bool = Field(default=False, description="no product: Word, PDF, paper, post")


class Integration(NamedTerm):
    """A system the product can be connected with."""

    category: str = Field(description="crm, storage, automation, payments, productivity, ...")


class Feature(NamedTerm):
    """A capability of the product."""

    solves: tuple[str, ...] = Field(default=(), description="words of problems it addresses, lower case")


class Vocabulary(Noun):
    """What the product's market talks about."""

    competitors: tuple[Competitor, ...]
    integrations: tuple[Integration, ...]
    features: tuple[Feature, ...]
    industries: tuple[NamedTerm, ...]
    use_cases: tuple[NamedTerm, ...]
    document_words: tuple[str, ...] = Field(description="what counts towards monthly volume, lower case")
    team_words: tuple[str, ...] = Field(description="what counts towards team size, lower case")

    @property
    def no_products(self) -> frozenset[str]:
        """Names among the competitors that stand for no product: Word, paper, post."""
        return frozenset(competitor.name for competitor in self.competitors if competitor.manual)


class ScoreWeights(Noun):
    """Maximum points of each component of the lead score; together 100."""

    demographic: int = Field(ge=0)
    behavioral: int = Field(ge=0)
    firmographic: int = Field(ge=0)
    intent: int = Field(ge=0)
    fit: int = Field(ge=0)

    @model_validator(mode="after")
    def _sum_to_hundred(self) -> Self:
        total = self.demographic + self.behavioral + self.firmographic + self.intent + self.fit
        if total != 100:  # noqa: PLR2004 - the score's own scale
            msg = f"lead_score.weights: expected points that sum to 100, they sum to {total}"
            raise ValueError(msg)
        return self


class LeadScoring(Noun):
    """How leads are scored (spec 3.2)."""

    weights: ScoreWeights
    hot_above: int = Field(ge=0, le=100)
    warm_from: int = Field(ge=0, le=100)
    ideal_industries: tuple[str, ...] = ()
    served_locations: tuple[str, ...] = Field(default=(), description="empty: everywhere")
    team_size_for_full_points: int = Field(ge=1)
    monthly_volume_for_full_points: int = Field(ge=1)
    good_duration_seconds: tuple[int, int]


class QualityTargets(Noun):
    """Targets of a good conversation (spec 3.3)."""

    turn_balance: tuple[float, float]
    turn_balance_issue: tuple[float, float] = Field(description="below the agent, above the user dominates")
    questions: tuple[int, int]
    interruptions_below: int = Field(ge=0)
    interruptions_per_minute_below: float = Field(ge=0.0)
    dead_air_percent_below: float = Field(ge=0.0)
    silence_after_seconds: float = Field(gt=0.0)


class LatencyTargets(Noun):
    """Targets in milliseconds (spec 1.3 and 3.6)."""

    eou_delay_ms: float = Field(gt=0)
    llm_ttft_ms: float = Field(gt=0)
    tts_ttfb_ms: float = Field(gt=0)
    average_ms: float = Field(gt=0)
    p95_ms: float = Field(gt=0)
    p99_ms: float = Field(gt=0)
    spike_factor: float = Field(gt=1)


class LanguageModelPrice(Noun):
    """US dollars per million tokens."""

    provider: str
    model: str
    input: Dollars
    cached_input: Dollars
    output: Dollars


class SpeechPrice(Noun):
    """US dollars per minute of audio or per thousand characters."""

    provider: str
    model: str = Field(description="'*' for every model of the provider")
    per_minute: Dollars | None = None
    per_thousand_characters: Dollars | None = None


class Prices(Noun):
    """What calls cost; each price with the day it was read."""

    as_of: str
    language_models: tuple[LanguageModelPrice, ...]
    speech_to_text: tuple[SpeechPrice, ...]
    text_to_speech: tuple[SpeechPrice, ...]
    transport_provider: str
    transport_per_minute: Dollars


class ConnectionLimits(Noun):
    """Upper limits of a connection category; both must hold."""

    category: Literal["Excellent", "Good", "Fair"]
    packet_loss_percent_below: float
    jitter_ms_below: float


class Profile(Noun):
    """One company's profile."""

    schema_version: Literal[1] = 1
    name: str = Field(description="of the profile")
    product: NamedTerm
    tools: ToolCatalogue
    vocabulary: Vocabulary
    tier_rule: TierRule
    lead_score: LeadScoring
    quality: QualityTargets
    latency: LatencyTargets
    prices: Prices
    connection: tuple[ConnectionLimits, ...]
    business_hours: BusinessHours
    destinations: Destinations = Destinations()
    alerts: AlertRules = AlertRules()
    digests: DigestRules = DigestRules()
    links: dict[str, str] = Field(
        default_factory=dict,
        description="templates: call, salesforce, preparation_notes, battlecard, dashboard, content_gaps, "
        "feature_requests, weekly_report",
    )
