"""One call as Amplitude's events and its caller's user properties (spec 5.1 to 5.5). Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from aftercall.reports.action_items import BookedMeeting
from aftercall.reports.call_record import CallRecord, ToolUse
from aftercall.session.models import QualificationTier, ToolRole

IDENTIFY = "$identify"
SESSION_COMPLETED = "voice_trial_session_completed"
KNOWLEDGE_BASE_SEARCHED = "knowledge_base_searched"
SALES_MEETING_BOOKED = "sales_meeting_booked"
FEATURE_DISCUSSED = "feature_discussed"
QUALITY_MEASURED = "conversation_quality_measured"
LATENCY_MEASURED = "latency_measured"

# What Amplitude takes for "nobody" (its HTTP V2 documentation): such an id would refuse the whole batch.
NOBODY = frozenset(
    {"anonymous", "nil", "none", "null", "n/a", "na", "-1", "true", "undefined", "false", "lmy47d", "unknown"}
)
LATENCY_STAGES = {"llm_ttft": "avg_llm_ttft_ms", "tts_ttfb": "avg_tts_ttfb_ms"}

type Properties = dict[str, object]


@dataclass(frozen=True, slots=True)
class AmplitudeEvent:
    """One event.

    Parameters
    ----------
    user_id
        The caller's e-mail, else the participant's id; None for a call without either.
    device_id
        Of the call: with ``insert_id`` it is what Amplitude recognises a repetition by, whoever called.
    insert_id
        None for an identification: setting the same values again changes nothing.
    at
        When it happened, aware UTC.
    """

    event_type: str
    user_id: str | None
    device_id: str
    insert_id: str | None
    at: datetime
    properties: Mapping[str, object]
    user_properties: Mapping[str, object] | None = None


def events_of(call: CallRecord, dedupe_id: str) -> tuple[AmplitudeEvent, ...]:
    """Give a call's events, the identification of its caller first.

    Parameters
    ----------
    dedupe_id
        Of the delivery: stays when a better report of the same call takes a report's place, so that the
        call is counted once.
    """
    return (_identification(call, dedupe_id), *_happenings(call, dedupe_id))


def user_id_of(call: CallRecord) -> str | None:
    """Give the e-mail, else the participant's id (spec 5.2)."""
    for candidate in (call.email, call.participant_id):
        if candidate is not None and candidate.strip() and candidate.strip().lower() not in NOBODY:
            return candidate.strip()
    return None


def user_properties_of(call: CallRecord) -> Properties:
    """Give what is known of the caller over all calls; of a call nobody can be named for, its own.

    ``total_calls`` is the number the warehouse counts, set and not added: told twice it is the same.
    """
    person = call.person
    if person is None:
        signals = call.signals
        return {
            "team_size": signals.team_size if signals else None,
            "monthly_volume": signals.monthly_volume if signals else None,
            "industry": signals.industry if signals else None,
            "location": signals.location if signals else None,
            "qualification_tier": _tier(call.qualification_tier),
            "lead_score": call.lead_score,
            "last_call_date": call.occurred_at.isoformat(),
            "total_calls": 1,
        }
    return {
        "team_size": person.team_size,
        "monthly_volume": person.monthly_volume,
        "industry": person.industry,
        "location": person.location,
        "qualification_tier": _tier(person.qualification_tier),
        "lead_score": person.lead_score,
        "last_call_date": person.last_call_date.isoformat(),
        "total_calls": person.total_calls,
    }


def _identification(call: CallRecord, dedupe_id: str) -> AmplitudeEvent:
    properties = {name: value for name, value in user_properties_of(call).items() if value is not None}
    return AmplitudeEvent(
        event_type=IDENTIFY,
        user_id=user_id_of(call),
        device_id=dedupe_id,
        insert_id=None,
        at=call.end_time or call.occurred_at,
        properties={},
        user_properties={"$set": properties},
    )


def _happenings(call: CallRecord, dedupe_id: str) -> Iterator[AmplitudeEvent]:
    def event(kind: str, properties: Properties, at: datetime, part: str = "") -> AmplitudeEvent:
        return AmplitudeEvent(
            event_type=kind,
            user_id=user_id_of(call),
            device_id=dedupe_id,
            insert_id=f"{dedupe_id}:{kind}{part and f':{part}'}",
            at=at,
            properties={**properties, "session_id": call.session_id},
        )

    ended = call.end_time or call.occurred_at
    yield event(SESSION_COMPLETED, _completion(call), ended)
    for use in call.tool_uses:
        if use.role is ToolRole.KNOWLEDGE_SEARCH:
            yield event(KNOWLEDGE_BASE_SEARCHED, _search(use), use.at, use.item_id)
        if use.role is ToolRole.BOOKING:
            yield event(SALES_MEETING_BOOKED, _booking(use, call), use.at, use.item_id)
    for feature, properties in _features(call).items():
        yield event(FEATURE_DISCUSSED, properties, ended, feature)
    quality = call.reports.quality
    if quality is not None:
        yield event(QUALITY_MEASURED, _quality(call), ended)
    if call.reports.performance is not None and call.reports.performance.latency is not None:
        yield event(LATENCY_MEASURED, _latency(call), ended)


def _completion(call: CallRecord) -> Properties:
    return {
        "duration_seconds": call.duration_seconds,
        "turn_count": call.turn_count,
        "qualification_tier": _tier(call.qualification_tier),
        "engagement_score": call.engagement_score,
        "sentiment": call.sentiment,
        "meeting_booked": call.meeting_booked,
        "tool_calls_count": len(call.tool_uses),
    }


def _search(use: ToolUse) -> Properties:
    return {
        "query": use.query,
        "results_found": bool(use.results_found),
        "total_results": use.total_results or 0,
        "category": use.category,
    }


def _booking(use: ToolUse, call: CallRecord) -> Properties:
    meeting = _meeting_of(use, call)
    return {
        "meeting_time": meeting.meeting_time.isoformat() if meeting and meeting.meeting_time else None,
        "preferred_date": use.preferred_date,
        "preferred_time": use.preferred_time,
        "success": bool(use.success) and not use.failed,
        "qualification_tier": _tier(call.qualification_tier),
    }


def _meeting_of(use: ToolUse, call: CallRecord) -> BookedMeeting | None:
    report = call.reports.action_items
    return next((one for one in report.meetings if one.item_id == use.item_id), None) if report else None


def _features(call: CallRecord) -> dict[str, Properties]:
    """Give each feature once: where it came up several times, with the highest interest."""
    report = call.reports.sales_intelligence
    found: dict[str, Properties] = {}
    ranks = {"high": 2, "medium": 1, "low": 0}
    for one in report.features_discussed if report else ():
        known = found.get(one.feature)
        if known is None or ranks[one.interest] > ranks[str(known["interest_level"])]:
            found[one.feature] = {
                "feature_name": one.feature,
                "interest_level": one.interest.value,
                "context": one.context,
            }
    return found


def _quality(call: CallRecord) -> Properties:
    quality = call.reports.quality
    assert quality is not None  # noqa: S101 - asked for where there is one only
    return {
        "quality_score": quality.score,
        "turn_balance": quality.turn_balance,
        "interruption_count": quality.interruption_count,
        "dead_air_percentage": quality.dead_air_percent,
        "natural_ending": quality.natural_ending,
    }


def _latency(call: CallRecord) -> Properties:
    performance = call.reports.performance
    assert performance is not None  # noqa: S101 - asked for where there is one only
    assert performance.latency is not None  # noqa: S101 - the same
    stages = {
        LATENCY_STAGES[stage.name]: round(stage.average_ms)
        for stage in performance.stages
        if stage.name in LATENCY_STAGES
    }
    return {
        "avg_latency_ms": round(performance.latency.average_ms),
        "p95_latency_ms": round(performance.latency.p95_ms),
        "max_latency_ms": round(performance.latency.maximum_ms),
        **dict.fromkeys(LATENCY_STAGES.values()),
        **stages,
        "total_tokens": performance.tokens.total if performance.tokens else None,
    }


def _tier(tier: QualificationTier | None) -> str:
    return (tier or QualificationTier.UNKNOWN).value
