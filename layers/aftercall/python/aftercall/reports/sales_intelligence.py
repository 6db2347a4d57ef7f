"""Sales intelligence (spec 3.1)."""

from enum import StrEnum

from pydantic import Field

from aftercall.reports.evidence import Finding, NumberFinding, TextFinding
from aftercall.reports.reader_notes import ReaderNotes
from aftercall.session.models import (
    BudgetAuthority,
    DecisionTimeline,
    Fraction,
    Level,
    Noun,
    QualificationTier,
)


class Strength(StrEnum):
    """How strong a buying signal is."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


class TimelineFinding(Finding):
    """When the caller wants to decide."""

    value: DecisionTimeline


class AuthorityFinding(Finding):
    """What the caller may decide."""

    value: BudgetAuthority


class UrgencyFinding(Finding):
    """How urgent it is to the caller."""

    value: Level


class IntegrationNeed(Finding):
    """A system the caller needs or already uses beside the product."""

    name: str
    needed: bool = Field(description="True: needed or wanted; False: merely in use or mentioned")
    category: str | None = Field(default=None, description="crm, storage, automation, ...")


class CompetitorContext(StrEnum):
    """In which relation the caller stands to a competitor."""

    CURRENT_TOOL = "current_tool"
    CONSIDERING = "considering"
    COMPARISON = "comparison"
    PAST = "past"
    MENTION = "mention"


class Attitude(StrEnum):
    """Positive, neutral or negative."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class CompetitorMention(Finding):
    """A competitor the caller spoke of."""

    name: str
    context: CompetitorContext
    attitude: Attitude
    mentions: int = Field(ge=1)


class BuyingSignal(Finding):
    """A sign that the caller wants to buy."""

    strength: Strength
    explicit: bool
    kind: str = Field(description="next_steps, purchase, timeline, stakeholders, return_on_investment, ...")


class FeatureRequest(Finding):
    """A capability the caller asked for."""

    feature: str
    must_have: bool


class FeatureDiscussed(Finding):
    """A feature of the product's catalogue that came up (spec 5.3)."""

    feature: str
    interest: Level
    context: str = Field(description="question, demo_request, objection or mention")


class Influence(StrEnum):
    """What another person means to the decision."""

    DECISION_MAKER = "decision_maker"
    GATEKEEPER = "gatekeeper"
    INFLUENCER = "influencer"
    USER = "user"


class Stakeholder(Finding):
    """Somebody else who is involved; never the caller."""

    role: str
    influence: Influence
    joins_calls: bool | None = None


class UseCase(Finding):
    """What documents the caller wants to work with."""

    value: str
    primary: bool


class PainPoint(Finding):
    """A problem the caller has today, in the caller's words."""

    problem: str
    impact: str | None = Field(default=None, description="time or money lost, as said")
    solutions: tuple[str, ...] = Field(default=(), description="features of the profile that address it")


class BantPart(Noun):
    """One of budget, authority, need, timeline."""

    passed: bool | None = Field(description="None where the call does not tell")
    score: Fraction
    reasons: tuple[str, ...] = ()


class BantQualification(Noun):
    """Budget, authority, need and timeline, and whether they suffice together."""

    budget: BantPart
    authority: BantPart
    need: BantPart
    timeline: BantPart
    passed: bool


class Disagreement(Noun):
    """The agent reported one thing and the transcript says another."""

    signal: str
    reported: str
    understood: str


class SalesIntelligenceReport(Noun):
    """All of 3.1; signals carry the names of spec 1.4."""

    team_size: NumberFinding | None = None
    monthly_volume: NumberFinding | None = Field(default=None, description="documents a month")
    integration_needs: tuple[IntegrationNeed, ...] = ()
    industry: TextFinding | None = None
    location: TextFinding | None = None
    company: TextFinding | None = None
    current_tool: TextFinding | None = None
    decision_timeline: TimelineFinding | None = None
    budget_authority: AuthorityFinding | None = None
    urgency: UrgencyFinding | None = None
    competitors: tuple[CompetitorMention, ...] = ()
    buying_signals: tuple[BuyingSignal, ...] = ()
    feature_requests: tuple[FeatureRequest, ...] = ()
    features_discussed: tuple[FeatureDiscussed, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    use_cases: tuple[UseCase, ...] = ()
    pain_points: tuple[PainPoint, ...] = ()
    bant: BantQualification
    qualification_tier: QualificationTier
    tier_reasons: tuple[str, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    reader: ReaderNotes | None = Field(default=None, description="None where no Reader is configured")
