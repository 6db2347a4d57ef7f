"""Invented calls for the warehouse's tests."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import psycopg

from aftercall.reports.action_items import ActionItem, ActionItemReport, Owner
from aftercall.reports.completed import CompletedReports
from aftercall.reports.content_gaps import ContentGapReport, FailedSearch
from aftercall.reports.evidence import Evidence, NumberFinding, TextFinding
from aftercall.reports.executive_summary import CallOutcome, ExecutiveSummaryReport, NextAction
from aftercall.reports.lead_score import LeadScoreReport, LeadTemperature
from aftercall.reports.performance import CostItem, PerformanceReport
from aftercall.reports.quality import QualityReport
from aftercall.reports.sales_intelligence import (
    Attitude,
    BantPart,
    BantQualification,
    PainPoint,
    SalesIntelligenceReport,
)
from aftercall.reports.sentiment import SentimentReport
from aftercall.session.forms import ReportForm
from aftercall.session.models import (
    KnowledgeSearch,
    Level,
    MeetingBooking,
    Participant,
    QualificationTier,
    ResponseLatency,
    Session,
    Speaker,
    ToolCall,
    ToolRole,
    Turn,
    TurnTaking,
    Usage,
    UsageKind,
)
from aftercall.session.raw_reference import RawReference
from aftercall.warehouse.stored_call import AnalyzerRun, StoredCall

START = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
EMAIL = "maya.lindqvist@brightline.example"
QUOTE = Evidence(item_id="item_2", start=0, end=10, quote="We are 12 ")

TURNS = (
    ("item_1", Speaker.AGENT, "Hello, how can I help you today?"),
    ("item_2", Speaker.USER, "We are 12 people and send eighty proposals a month."),
    ("item_3", Speaker.AGENT, "Do you use Salesforce?"),
    ("item_4", Speaker.USER, "Yes, and our documents get lost between reviewers."),
)


def raw(body: str) -> RawReference:
    digest = sha256(body.encode()).hexdigest()
    return RawReference("calls", f"raw/sessions/{digest[:2]}/{digest}", digest, len(body))


def session(
    session_id: str = "RM_one.AJ_one",
    *,
    start: datetime = START,
    form: ReportForm = ReportForm.LIVEKIT_REPORT,
    participant: Participant | None = None,
    **changes: object,
) -> Session:
    """A call of a minute, four turns, a search, a booking."""
    turns = tuple(
        Turn(item_id=item_id, speaker=speaker, text=text, at=start + timedelta(seconds=10 * place))
        for place, (item_id, speaker, text) in enumerate(TURNS)
    )
    values: dict[str, Any] = {
        "session_id": session_id,
        "form": form,
        "room_sid": session_id.partition(".")[0] if "." in session_id else None,
        "room_name": "support",
        "start_time": start,
        "end_time": start + timedelta(seconds=60),
        "duration_seconds": 60,
        "participant": participant
        or Participant(participant_id="caller", email=EMAIL, name="Maya Lindqvist"),
        "turns": turns,
        "turn_taking": TurnTaking(turn_count=4, user_turns=2, agent_turns=2, turn_balance=1.0),
        "latencies": (
            ResponseLatency(
                item_id="item_3",
                at=start + timedelta(seconds=20),
                eou_delay_ms=250.4,
                llm_ttft_ms=600.0,
                tts_ttfb_ms=200.0,
                total_latency_ms=1050.4,
                e2e_latency_ms=1100.0,
            ),
        ),
        "usage": (
            Usage(
                kind=UsageKind.LLM,
                provider="openai",
                model="gpt",
                prompt_tokens=900,
                completion_tokens=80,
                total_tokens=980,
            ),
            Usage(kind=UsageKind.TTS, provider="voices", characters=300, audio_seconds=20.0),
        ),
        "tool_calls": (
            ToolCall(
                item_id="item_9",
                call_id="call_1",
                name="search",
                role=ToolRole.KNOWLEDGE_SEARCH,
                at=start + timedelta(seconds=25),
                arguments={"query": "salesforce"},
                output={"results": []},
                failed=False,
                search=KnowledgeSearch(query="salesforce", results_found=False, total_results=0),
            ),
        ),
    }
    return Session(**{**values, **changes})


def booking_call(email: str, start: datetime = START) -> ToolCall:
    return ToolCall(
        item_id="item_10",
        call_id="call_2",
        name="book",
        role=ToolRole.BOOKING,
        at=start,
        failed=False,
        booking=MeetingBooking(customer_email=email, customer_name="M. Lindqvist", success=True),
    )


def reports(*, score: int = 84, team_size: int | None = 12, tier: str = "Tier 1") -> CompletedReports:
    part = BantPart(passed=None, score=0.5)
    return CompletedReports(
        sales_intelligence=SalesIntelligenceReport(
            team_size=None
            if team_size is None
            else NumberFinding(value=team_size, confidence=0.9, evidence=(QUOTE,)),
            industry=TextFinding(value="legal", confidence=0.8, evidence=(QUOTE,)),
            pain_points=(PainPoint(problem="documents get lost", confidence=0.7, evidence=(QUOTE,)),),
            bant=BantQualification(budget=part, authority=part, need=part, timeline=part, passed=False),
            qualification_tier=QualificationTier(tier),
        ),
        lead_score=LeadScoreReport(
            score=score, temperature=LeadTemperature.HOT, components=(), confidence_level=Level.HIGH
        ),
        quality=QualityReport(
            score=7.5,
            confidence=0.9,
            user_questions=0,
            agent_questions=2,
            acknowledgements=1,
            builds_on_caller=1,
            clarifications=0,
            interruption_count=0,
            interruptions_per_minute=0.0,
            natural_ending=True,
        ),
        sentiment=SentimentReport(overall=Attitude.POSITIVE, score=0.4, confidence=0.6),
        performance=PerformanceReport(
            reliability_score=10.0,
            total_cost_usd=0.0123,
            connection_category="Good",
            costs=(
                CostItem(provider="openai", service="llm", quantity=980, unit="tokens", cost_usd=0.0123),
                CostItem(provider="voices", service="tts", quantity=300, unit="characters"),
            ),
        ),
        content_gaps=ContentGapReport(
            searches=1,
            failed_searches=(
                FailedSearch(item_id="item_9", at=START, query="salesforce", times=1, impact=Level.HIGH),
            ),
            missing_topics=("salesforce",),
        ),
        action_items=ActionItemReport(
            items=(
                ActionItem(
                    tracking_id="a1",
                    owner=Owner.SALES,
                    action="send a quote",
                    priority=Level.HIGH,
                    confidence=0.8,
                    evidence=(QUOTE,),
                ),
            ),
            meeting_booked=True,
        ),
        executive_summary=ExecutiveSummaryReport(
            outcome=CallOutcome.QUALIFIED,
            qualified=True,
            qualification_tier=QualificationTier(tier),
            headline="A team of twelve",
            paragraphs=("A team of twelve wants proposals.", "They use Salesforce."),
            next_action=NextAction(action="call", text="Call", owner=Owner.SALES, timing="today"),
            confidence=0.8,
        ),
    )


OBJECTIONS_FAILED = AnalyzerRun("objections", "1.0", "failed", "ValueError")
ANALYZERS = (
    *("sales_intelligence", "lead_score", "quality", "sentiment"),
    *("performance", "content_gaps", "action_items", "executive_summary"),
)
RUNS = (*(AnalyzerRun(name, "1.0", "ok") for name in ANALYZERS), OBJECTIONS_FAILED)


def call(
    of: Session | None = None,
    *,
    body: str = "body",
    received_at: datetime = START + timedelta(minutes=2),
    analyzed_at: datetime = START + timedelta(minutes=3),
    origin: str = "api",
    understood: CompletedReports | None = None,
) -> StoredCall:
    """An analysed call whose objection analyzer failed."""
    one = of or session()
    return StoredCall(
        session_id=one.session_id,
        form=one.form,
        raw=raw(body),
        received_at=received_at,
        analyzed_at=analyzed_at,
        origin=origin,
        session=one,
        reports=understood or reports(),
        runs=RUNS,
    )


def unreadable(*, body: str = "body", received_at: datetime = START + timedelta(minutes=2)) -> StoredCall:
    """A body that could not be read."""
    good = call(body=body, received_at=received_at)
    return replace(good, session=None, reports=CompletedReports(), runs=(), error_kind="items[3].role")


def row(connection: psycopg.Connection[Any], table: str, key: str) -> dict[str, Any]:
    """One row by its first column; fails where there is none."""
    cursor = connection.cursor(row_factory=psycopg.rows.dict_row)
    column = {"leads": "email", "telephony_calls": "call_key"}.get(table, "session_id")
    found = cursor.execute(f"SELECT * FROM warehouse.{table} WHERE {column} = %s", [key]).fetchone()  # noqa: S608 - fixed names
    assert found is not None, f"no row in {table}"
    return found


COUNTED = (
    "sessions",
    "transcripts",
    "metrics",
    "leads",
    "analysis_results",
    "analyzer_runs",
    "tool_calls",
    "session_costs",
    "superseded_reports",
)


def counts(connection: psycopg.Connection[Any]) -> Mapping[str, int]:
    """Rows per table."""
    found = {}
    for table in COUNTED:
        one = connection.execute(f"SELECT count(*) FROM warehouse.{table}").fetchone()  # noqa: S608 - fixed names
        assert one is not None
        found[table] = one[0]
    return found
