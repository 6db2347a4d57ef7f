"""The session model: everything section 1 of the source specification collects of one call.

Units are in the names (``_ms``, ``_seconds``, ``_bytes``) or in the field's description. Times are
aware UTC datetimes. What the source does not tell is ``None``, never a guess.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from aftercall.session.forms import ReportForm

Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
Milliseconds = Annotated[float, Field(ge=0.0)]
Seconds = Annotated[float, Field(ge=0.0)]
Count = Annotated[int, Field(ge=0)]


class Noun(BaseModel):
    """Base of the models here: frozen, and strict about keys we write ourselves.

    Validators are built on first use (``defer_build``): a Lambda pays only for the models it reads.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Speaker(StrEnum):
    """Who speaks in a turn."""

    USER = "user"
    AGENT = "agent"


class Participant(Noun):
    """The caller, as far as known (spec 1.1; decisions: who called)."""

    participant_id: str | None = None
    email: str | None = None
    name: str | None = None
    phone: str | None = Field(default=None, description="E.164 where it could be normalised")
    time_zone: str | None = Field(default=None, description="IANA name such as America/Denver")
    attributes: dict[str, str] = Field(default_factory=dict)


class TurnMetrics(Noun):
    """Latencies of one turn in milliseconds (spec 1.3); from a user turn or an agent turn."""

    started_speaking_at: AwareDatetime | None = None
    stopped_speaking_at: AwareDatetime | None = None
    eou_delay_ms: Milliseconds | None = Field(default=None, description="end_of_turn_delay of a user turn")
    transcription_delay_ms: Milliseconds | None = None
    llm_ttft_ms: Milliseconds | None = Field(default=None, description="llm_node_ttft of an agent turn")
    tts_ttfb_ms: Milliseconds | None = Field(default=None, description="tts_node_ttfb of an agent turn")
    playback_latency_ms: Milliseconds | None = None
    e2e_latency_ms: Milliseconds | None = Field(default=None, description="as LiveKit measured it")
    llm_tokens_per_second: float | None = None
    stt_duration_ms: Milliseconds | None = Field(default=None, description="only from the live metrics feed")


class Turn(Noun):
    """One message of the conversation, in chronological order."""

    item_id: str
    speaker: Speaker
    text: str
    at: AwareDatetime = Field(description="when the utterance was made or the response generated")
    interrupted: bool = Field(default=False, description="the caller cut this agent turn short")
    final: bool = True
    transcript_confidence: Fraction | None = None
    agent_initiated: bool | None = Field(
        default=None, description="of agent turns: no user turn stands before it since the last agent turn"
    )
    metrics: TurnMetrics = Field(default_factory=TurnMetrics)


class Interruption(Noun):
    """The caller cut the agent short (spec 1.2)."""

    item_id: str
    at: AwareDatetime


class ResponseLatency(Noun):
    """One answer of the agent: the user's turn paired with the agent's turn after it (spec 1.3)."""

    item_id: str = Field(description="of the agent's turn")
    at: AwareDatetime
    eou_delay_ms: Milliseconds | None = None
    llm_ttft_ms: Milliseconds | None = None
    tts_ttfb_ms: Milliseconds | None = None
    total_latency_ms: Milliseconds | None = Field(
        default=None, description="eou_delay + llm_ttft + tts_ttfb, where all three are known"
    )
    e2e_latency_ms: Milliseconds | None = None
    prompt_tokens: Count | None = None
    completion_tokens: Count | None = None
    total_tokens: Count | None = None
    stt_duration_ms: Milliseconds | None = None

    @property
    def latency_ms(self) -> float | None:
        """The latency that targets and alerts use: end to end where measured, else the sum."""
        return self.e2e_latency_ms if self.e2e_latency_ms is not None else self.total_latency_ms


class TurnTaking(Noun):
    """Who held the floor (spec 1.2)."""

    turn_count: Count
    user_turns: Count
    agent_turns: Count
    average_turn_seconds: Seconds | None = None
    turn_balance: float | None = Field(default=None, ge=0.0, description="user turns / agent turns")
    speaking_balance: float | None = Field(default=None, ge=0.0, description="user / agent speaking time")
    user_speaking_seconds: Seconds | None = None
    agent_speaking_seconds: Seconds | None = None


class UsageKind(StrEnum):
    """What a usage entry counts."""

    LLM = "llm"
    STT = "stt"
    TTS = "tts"
    OTHER = "other"


class Usage(Noun):
    """What one model of one provider used over the whole call."""

    kind: UsageKind
    provider: str | None = None
    model: str | None = None
    prompt_tokens: Count | None = None
    prompt_cached_tokens: Count | None = None
    completion_tokens: Count | None = None
    total_tokens: Count | None = None
    characters: Count | None = None
    audio_seconds: Seconds | None = None


class ToolRole(StrEnum):
    """What a tool is for; the profile maps tool names to roles."""

    KNOWLEDGE_SEARCH = "knowledge_search"
    BOOKING = "booking"
    TRANSFER = "transfer"
    OTHER = "other"


class KnowledgeSearch(Noun):
    """A search of the knowledge base (spec 1.5)."""

    query: str
    category: str | None = None
    results_found: bool
    total_results: Count | None = None


class MeetingBooking(Noun):
    """An attempt to book a meeting (spec 1.5)."""

    customer_name: str | None = None
    customer_email: str | None = None
    preferred_date: str | None = None
    preferred_time: str | None = None
    success: bool
    meeting_link: str | None = None
    calendar_event_id: str | None = None


class ToolCall(Noun):
    """One tool call and what came back."""

    item_id: str
    call_id: str
    name: str
    role: ToolRole
    at: AwareDatetime
    duration_ms: Milliseconds | None = None
    arguments: dict[str, object] = Field(default_factory=dict)
    output: dict[str, object] | str | None = None
    failed: bool = Field(description="by its output first (success: false), then by is_error, or no output")
    search: KnowledgeSearch | None = None
    booking: MeetingBooking | None = None


class DecisionTimeline(StrEnum):
    """When a decision is due."""

    THIS_WEEK = "this_week"
    THIS_MONTH = "this_month"
    THIS_QUARTER = "this_quarter"
    NEXT_QUARTER = "next_quarter"
    EVALUATING = "evaluating"


class BudgetAuthority(StrEnum):
    """What the caller may decide."""

    DECISION_MAKER = "decision_maker"
    INFLUENCER = "influencer"
    NEEDS_APPROVAL = "needs_approval"


class Level(StrEnum):
    """High, medium or low."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class QualificationTier(StrEnum):
    """Where a lead goes: sales or self-serve; Unknown only where nothing was said."""

    TIER_1 = "Tier 1"
    TIER_2 = "Tier 2"
    UNKNOWN = "Unknown"


class DiscoveredSignals(Noun):
    """What the agent itself reports to have learned of the caller's business (spec 1.4)."""

    team_size: int | None = Field(default=None, ge=0)
    monthly_volume: int | None = Field(default=None, ge=0, description="documents a month")
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


class ConnectionQuality(Noun):
    """How the line was (spec 1.6)."""

    bandwidth_in_bytes: Count | None = None
    bandwidth_out_bytes: Count | None = None
    packet_loss_percent: float | None = Field(default=None, ge=0.0, le=100.0)
    jitter_ms: Milliseconds | None = None
    browser: str | None = None
    operating_system: str | None = None
    region: str | None = None


class ErrorCounts(Noun):
    """Errors by stage as the source counts them.

    LiveKit counts every error event, also those its retries recovered from: see ``failures``.
    """

    llm: Count = 0
    stt: Count = 0
    tts: Count = 0
    realtime: Count = 0
    interruption: Count = 0

    @property
    def total(self) -> int:
        """Sum over the stages."""
        return self.llm + self.stt + self.tts + self.realtime + self.interruption


class Handoff(Noun):
    """One agent handed the conversation to another."""

    item_id: str
    at: AwareDatetime
    from_agent: str | None = None
    to_agent: str | None = None


class SessionStatus(StrEnum):
    """Whether the call itself worked (decisions: a failed session)."""

    COMPLETED = "completed"
    FAILED = "failed"


class Session(Noun):
    """One call: one agent job in one room, or one Twilio call."""

    schema_version: Literal[1] = 1
    session_id: str
    form: ReportForm
    source_version: str | None = Field(default=None, description="SDK version the report names")
    status: SessionStatus = SessionStatus.COMPLETED
    error_kind: str | None = Field(default=None, description="why a failed session failed")
    room_name: str | None = None
    room_sid: str | None = None
    job_id: str | None = None
    twilio_call_sid: str | None = None
    agent_name: str | None = None
    agent_version: str | None = Field(default=None, description="from tags, else the agent's name")
    tags: tuple[str, ...] = ()
    start_time: AwareDatetime
    end_time: AwareDatetime
    duration_seconds: int = Field(ge=0, description="end_time - start_time, rounded")
    close_reason: str | None = None
    participant: Participant = Field(default_factory=Participant)
    turns: tuple[Turn, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    turn_taking: TurnTaking
    latencies: tuple[ResponseLatency, ...] = ()
    usage: tuple[Usage, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    handoffs: tuple[Handoff, ...] = ()
    signals: DiscoveredSignals | None = Field(default=None, description="as the agent reported them")
    connection: ConnectionQuality | None = None
    errors: ErrorCounts = Field(default_factory=ErrorCounts)
    recording_location: str | None = None

    @property
    def user_turns(self) -> tuple[Turn, ...]:
        """The caller's turns."""
        return tuple(turn for turn in self.turns if turn.speaker is Speaker.USER)

    @property
    def agent_turns(self) -> tuple[Turn, ...]:
        """The agent's turns."""
        return tuple(turn for turn in self.turns if turn.speaker is Speaker.AGENT)


def elapsed_seconds(start: datetime, end: datetime) -> int:
    """Whole seconds between two times, never negative."""
    return max(0, round((end - start).total_seconds()))
