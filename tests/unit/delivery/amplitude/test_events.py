"""Every event of spec section 5: a call that has it, and one that must not."""

from datetime import timedelta

import pytest

from aftercall.delivery.amplitude.events import events_of, user_id_of
from aftercall.reports.call_record import CallRecord, ToolUse
from aftercall.session.models import ToolRole
from tests.fakes.call_records import a_call, a_person, sample_call
from tests.fakes.clock import NOON

SEARCH = ToolUse(
    item_id="item_7",
    name="search_docs",
    role=ToolRole.KNOWLEDGE_SEARCH,
    at=NOON + timedelta(minutes=1),
    failed=False,
    query="how to use zapier",
    category="integrations",
    results_found=False,
    total_results=0,
)
BOOKING = ToolUse(
    item_id="item_9",
    name="book",
    role=ToolRole.BOOKING,
    at=NOON + timedelta(minutes=4),
    failed=False,
    preferred_date="tomorrow",
    preferred_time="2pm",
    success=True,
)


def properties_of(call: CallRecord, kind: str) -> list[dict[str, object]]:
    return [dict(event.properties) for event in events_of(call, "RM_1.AJ_1") if event.event_type == kind]


def test_every_session_is_completed_with_what_is_known_of_it() -> None:
    call = a_call(
        turn_count=12,
        qualification_tier="Tier 1",
        engagement_score=7.5,
        sentiment="positive",
        meeting_booked=True,
        tool_uses=(SEARCH, BOOKING),
    )
    assert properties_of(call, "voice_trial_session_completed") == [
        {
            "session_id": "RM_1.AJ_1",
            "duration_seconds": 300,
            "turn_count": 12,
            "qualification_tier": "Tier 1",
            "engagement_score": 7.5,
            "sentiment": "positive",
            "meeting_booked": True,
            "tool_calls_count": 2,
        }
    ]


def test_a_search_is_told_with_its_query_and_whether_it_found_anything() -> None:
    assert properties_of(a_call(tool_uses=(SEARCH, BOOKING)), "knowledge_base_searched") == [
        {
            "session_id": "RM_1.AJ_1",
            "query": "how to use zapier",
            "results_found": False,
            "total_results": 0,
            "category": "integrations",
        }
    ]


def test_a_booking_is_told_with_the_time_it_was_resolved_to() -> None:
    call = sample_call("01-hot-lead-booked")
    report = call.reports.action_items
    assert report is not None
    booked = next(meeting for meeting in report.meetings if meeting.success)
    assert booked.meeting_time is not None
    (told,) = properties_of(call, "sales_meeting_booked")
    assert told["meeting_time"] == booked.meeting_time.isoformat()
    assert told["success"] is True


def test_a_booking_that_failed_is_told_as_one() -> None:
    failed = BOOKING.model_copy(update={"success": False, "failed": True})
    (told,) = properties_of(a_call(tool_uses=(failed,)), "sales_meeting_booked")
    assert told["success"] is False
    assert told["preferred_date"] == "tomorrow"


def test_each_feature_that_came_up_is_told_once_with_interest_and_context() -> None:
    told = properties_of(sample_call("06-very-long-call"), "feature_discussed")
    names = [one["feature_name"] for one in told]
    assert names
    assert len(names) == len(set(names))
    assert all(one["interest_level"] in {"high", "medium", "low"} for one in told)
    assert all(one["context"] in {"question", "demo_request", "objection", "mention"} for one in told)


def test_quality_and_latency_are_told_of_an_analysed_call() -> None:
    call = sample_call("01-hot-lead-booked")
    (quality,) = properties_of(call, "conversation_quality_measured")
    (latency,) = properties_of(call, "latency_measured")
    assert call.reports.quality is not None
    assert quality["quality_score"] == call.reports.quality.score
    assert set(quality) == {
        "session_id",
        "quality_score",
        "turn_balance",
        "interruption_count",
        "dead_air_percentage",
        "natural_ending",
    }
    assert set(latency) == {
        "session_id",
        "avg_latency_ms",
        "p95_latency_ms",
        "max_latency_ms",
        "avg_llm_ttft_ms",
        "avg_tts_ttfb_ms",
        "total_tokens",
    }
    assert all(isinstance(latency[name], int) for name in latency if name.endswith("_ms"))


@pytest.mark.parametrize(
    "kind",
    [
        "knowledge_base_searched",
        "sales_meeting_booked",
        "feature_discussed",
        "conversation_quality_measured",
        "latency_measured",
    ],
)
def test_a_call_in_which_nothing_of_it_happened_has_no_such_event(kind: str) -> None:
    assert properties_of(a_call(), kind) == []


def test_the_caller_is_identified_by_what_all_calls_tell() -> None:
    person = a_person(
        team_size=15,
        monthly_volume=200,
        industry="legal",
        location="Boston",
        qualification_tier="Tier 1",
        lead_score=87,
        total_calls=3,
    )
    identification = events_of(a_call(email="sam@northwind.example", person=person), "RM_1.AJ_1")[0]
    assert identification.event_type == "$identify"
    assert identification.user_id == "sam@northwind.example"
    assert identification.user_properties == {
        "$set": {
            "team_size": 15,
            "monthly_volume": 200,
            "industry": "legal",
            "location": "Boston",
            "qualification_tier": "Tier 1",
            "lead_score": 87,
            "last_call_date": NOON.isoformat(),
            "total_calls": 3,
        }
    }


def test_what_nobody_told_of_a_caller_is_not_touched() -> None:
    properties = events_of(a_call(person=a_person()), "RM_1.AJ_1")[0].user_properties
    assert properties == {
        "$set": {"qualification_tier": "Unknown", "last_call_date": NOON.isoformat(), "total_calls": 1}
    }


def test_who_gave_no_email_is_known_by_the_participants_id() -> None:
    assert user_id_of(a_call(participant_id="caller-77")) == "caller-77"


@pytest.mark.parametrize("nobody", [None, "", "unknown", "Anonymous"])
def test_an_id_that_names_nobody_is_no_user(nobody: str | None) -> None:
    assert user_id_of(a_call(participant_id=nobody)) is None


def test_a_replay_has_the_same_insert_ids_whoever_called() -> None:
    before = events_of(a_call(participant_id="caller-77", tool_uses=(SEARCH,)), "RM_1.AJ_1")
    after = events_of(a_call(email="sam@northwind.example", tool_uses=(SEARCH,)), "RM_1.AJ_1")
    assert [event.insert_id for event in before] == [event.insert_id for event in after]
    assert {event.device_id for event in (*before, *after)} == {"RM_1.AJ_1"}


def test_a_better_report_of_the_same_call_is_counted_once() -> None:
    first = events_of(a_call(session_id="CA1"), "CA1")
    better = events_of(a_call(session_id="RM_1.AJ_1"), "CA1")
    assert [event.insert_id for event in first] == [event.insert_id for event in better]
