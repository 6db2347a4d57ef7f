"""One call as it is told to others: what every destination's payload is made of."""

from pydantic import AwareDatetime, Field

from aftercall.reports.completed import CompletedReports
from aftercall.session.models import (
    BudgetAuthority,
    DecisionTimeline,
    DiscoveredSignals,
    Level,
    Noun,
    QualificationTier,
    SessionStatus,
    Speaker,
    ToolRole,
)


class SpokenTurn(Noun):
    """One turn of the transcript."""

    item_id: str
    speaker: Speaker
    text: str
    at: AwareDatetime


class ToolUse(Noun):
    """One tool call; the fields of its role are filled (spec 1.5)."""

    item_id: str
    name: str
    role: ToolRole
    at: AwareDatetime
    failed: bool
    query: str | None = None
    category: str | None = None
    results_found: bool | None = None
    total_results: int | None = None
    customer_name: str | None = None
    customer_email: str | None = None
    preferred_date: str | None = None
    preferred_time: str | None = None
    success: bool | None = None
    meeting_link: str | None = None
    calendar_event_id: str | None = None


class PersonState(Noun):
    """What all calls of a person together tell: the newest value of each signal that any of them told.

    Computed anew at each write (``warehouse.people``), so it does not depend on the order in which calls
    arrive: a destination that is told this can be told again at any time.
    """

    email: str
    name: str | None = None
    phone: str | None = None
    company: str | None = None
    latest_session_id: str | None = Field(
        default=None, description="the newest call of which there is more than that its report is missing"
    )
    team_size: int | None = None
    monthly_volume: int | None = Field(default=None, description="documents a month")
    integration_needs: tuple[str, ...] = ()
    industry: str | None = None
    location: str | None = None
    use_case: str | None = None
    current_tool: str | None = None
    pain_points: tuple[str, ...] = ()
    decision_timeline: DecisionTimeline | None = None
    budget_authority: BudgetAuthority | None = None
    urgency: Level | None = None
    qualification_tier: QualificationTier | None = None
    lead_score: int | None = Field(default=None, ge=0, le=100)
    first_call_date: AwareDatetime
    last_call_date: AwareDatetime
    total_calls: int = Field(ge=1)


class CallRecord(Noun):
    """Everything that is known of one call once it is stored."""

    session_id: str
    status: SessionStatus
    error_kind: str | None = None
    occurred_at: AwareDatetime = Field(description="start of the call, else when its report came")
    end_time: AwareDatetime | None = None
    duration_seconds: int | None = None
    received_at: AwareDatetime
    analyzed_at: AwareDatetime | None = None
    backfilled: bool = Field(default=False, description="came as a batch of old calls: no real-time alert")
    agent_version: str | None = None
    participant_id: str | None = None
    email: str | None = Field(default=None, description="the caller's own, lower case")
    name: str | None = None
    phone: str | None = Field(default=None, description="E.164")
    company: str | None = None
    turn_count: int | None = None
    interruption_count: int | None = None
    qualification_tier: QualificationTier | None = None
    lead_score: int | None = Field(default=None, ge=0, le=100)
    previous_lead_score: int | None = Field(default=None, description="of the person's call before this one")
    engagement_score: float | None = Field(default=None, description="overall quality, 0 to 10")
    sentiment: str | None = None
    signals: DiscoveredSignals | None = Field(
        default=None, description="what this very call told: understood, else as the agent reported it"
    )
    meeting_booked: bool = False
    outcome: str | None = None
    recording_location: str | None = None
    reports: CompletedReports = CompletedReports()
    transcript: tuple[SpokenTurn, ...] = ()
    tool_uses: tuple[ToolUse, ...] = ()
    person: PersonState | None = Field(default=None, description="None for a caller nobody can name")
