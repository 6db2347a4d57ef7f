"""Calls as destinations are told of them: a bare one, and the sample calls as the analyzers read them."""

import json
from datetime import timedelta
from functools import cache
from typing import Any

from aftercall.analysis.pipeline import analyze_session
from aftercall.profile.loading import load_profile
from aftercall.profile.models import Profile
from aftercall.reports.call_record import CallRecord, PersonState, SpokenTurn, ToolUse
from aftercall.session.models import DiscoveredSignals, Participant, SessionStatus, ToolCall
from aftercall.session.parsing import parse_report
from local.samples.catalogue import Sample, read_sample
from tests.fakes.clock import NOON


@cache
def sample_profile() -> Profile:
    return load_profile(None)


def a_call(**changes: Any) -> CallRecord:
    """A call of which nothing is known but that it took place."""
    known: dict[str, Any] = {
        "session_id": "RM_1.AJ_1",
        "status": SessionStatus.COMPLETED,
        "occurred_at": NOON,
        "end_time": NOON + timedelta(minutes=5),
        "duration_seconds": 300,
        "received_at": NOON + timedelta(minutes=5),
        "analyzed_at": NOON + timedelta(minutes=5, seconds=2),
    }
    return CallRecord.model_validate(known | changes)


def a_person(**changes: Any) -> PersonState:
    """A person who called once and told nothing."""
    known: dict[str, Any] = {
        "email": "sam@northwind.example",
        "latest_session_id": "RM_1.AJ_1",
        "first_call_date": NOON,
        "last_call_date": NOON,
        "total_calls": 1,
    }
    return PersonState.model_validate(known | changes)


@cache
def sample_call(name: str) -> CallRecord:
    """A sample call as it stands in the warehouse after its analysis, its caller's only one."""
    profile = sample_profile()
    sample = read_sample(name)
    session = parse_report(sample.report, profile.tools)
    analyzed = analyze_session(session, profile)
    reports = analyzed.reports
    sales, quality, summary = reports.sales_intelligence, reports.quality, reports.executive_summary
    assert sales is not None
    assert quality is not None
    assert summary is not None
    signals = {
        "team_size": sales.team_size.value if sales.team_size else None,
        "monthly_volume": sales.monthly_volume.value if sales.monthly_volume else None,
        "integration_needs": tuple(one.name for one in sales.integration_needs if one.needed),
        "industry": sales.industry.value if sales.industry else None,
        "location": sales.location.value if sales.location else None,
        "use_case": next((one.value for one in sales.use_cases if one.primary), None),
        "current_tool": sales.current_tool.value if sales.current_tool else None,
        "pain_points": tuple(one.problem for one in sales.pain_points),
        "decision_timeline": sales.decision_timeline.value if sales.decision_timeline else None,
        "budget_authority": sales.budget_authority.value if sales.budget_authority else None,
        "urgency": sales.urgency.value if sales.urgency else None,
    }
    caller = _caller_of(sample, session.participant)
    score = reports.lead_score.score if reports.lead_score else None
    email = caller.email.lower() if caller.email else None
    person = (
        None
        if email is None
        else a_person(
            email=email,
            name=caller.name,
            phone=caller.phone,
            company=analyzed.company,
            latest_session_id=session.session_id,
            qualification_tier=sales.qualification_tier,
            lead_score=score,
            first_call_date=session.start_time,
            last_call_date=session.start_time,
            **signals,
        )
    )
    return a_call(
        session_id=session.session_id,
        status=session.status,
        error_kind=session.error_kind,
        occurred_at=session.start_time,
        end_time=session.end_time,
        duration_seconds=round(session.duration_seconds or 0),
        participant_id=caller.participant_id,
        email=email,
        name=caller.name,
        phone=caller.phone,
        company=analyzed.company,
        turn_count=session.turn_taking.turn_count,
        interruption_count=quality.interruption_count,
        qualification_tier=sales.qualification_tier,
        lead_score=score,
        engagement_score=quality.score,
        sentiment=reports.sentiment.overall if reports.sentiment else None,
        signals=DiscoveredSignals.model_validate(signals),
        meeting_booked=bool(reports.action_items and reports.action_items.meeting_booked),
        outcome=summary.outcome,
        reports=reports,
        transcript=tuple(
            SpokenTurn(item_id=turn.item_id, speaker=turn.speaker, text=turn.text, at=turn.at)
            for turn in session.turns
        ),
        tool_uses=tuple(map(_tool_use, session.tool_calls)),
        person=person,
    )


def _caller_of(sample: Sample, reported: Participant) -> Participant:
    """Join what a report tells of its caller with what the webhooks do, as the warehouse would."""
    told: dict[str, Any] = {}
    for webhook in sample.webhooks:
        metadata = webhook.get("participant", {}).get("metadata")
        if webhook.get("event") == "participant_joined" and metadata:
            told = json.loads(metadata) if isinstance(metadata, str) else metadata
    known = {name: told[name] for name in ("email", "name", "phone") if told.get(name)}
    own = {name: value for name, value in reported.model_dump().items() if value is not None}
    return Participant.model_validate(known | own)


def _tool_use(call: ToolCall) -> ToolUse:
    search, booking = call.search, call.booking
    return ToolUse(
        item_id=call.item_id,
        name=call.name,
        role=call.role,
        at=call.at,
        failed=call.failed,
        **(search.model_dump() if search else {}),
        **(booking.model_dump() if booking else {}),
    )
