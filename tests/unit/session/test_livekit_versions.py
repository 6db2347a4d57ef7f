"""The five report files were written by the SDK itself: ``SessionReport.to_dict()`` of each version."""

from datetime import UTC, datetime

import pytest

from aftercall.session.models import Session, Speaker, UsageKind
from tests.unit.session.reports import FIXTURES, load, parse

VERSIONS = ("1.3.6", "1.4.1", "1.5.6", "1.7.0", "1.8.9")
WITH_USAGE = VERSIONS[2:]


def _session(version: str) -> Session:
    return parse(load(FIXTURES / f"livekit-{version}.json"))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_tells_the_same_conversation(version: str) -> None:
    spoken = [(turn.speaker, turn.item_id) for turn in _session(version).turns]

    assert spoken == [
        (Speaker.AGENT, "item_a1"),
        (Speaker.USER, "item_u1"),
        (Speaker.AGENT, "item_a2"),
        (Speaker.USER, "item_u2"),
        (Speaker.AGENT, "item_a3"),
        (Speaker.USER, "item_u3"),
        (Speaker.AGENT, "item_a4"),
        (Speaker.USER, "item_u4"),
        (Speaker.AGENT, "item_a5"),
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_gives_the_start_that_none_of_them_writes(version: str) -> None:
    session = _session(version)

    assert session.start_time == datetime(2026, 1, 2, 15, 0, tzinfo=UTC)
    assert session.end_time == datetime(2026, 1, 2, 15, 0, 47, 500_000, tzinfo=UTC)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_gives_latencies_in_milliseconds(version: str) -> None:
    first = _session(version).latencies[0]

    assert first.item_id == "item_a2"
    assert (first.eou_delay_ms, first.llm_ttft_ms, first.tts_ttfb_ms) == (410.0, 610.0, 230.0)
    assert first.total_latency_ms == 1250.0
    assert first.e2e_latency_ms == first.latency_ms == 1660.0


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_gives_its_tool_calls_typed(version: str) -> None:
    search, refused, booked = _session(version).tool_calls

    assert search.search is not None
    assert (search.search.query, search.search.total_results) == ("Does it work with Salesforce?", 3)
    assert refused.failed
    assert refused.output == {"success": False, "error": "calendar unavailable"}
    assert booked.booking is not None
    assert (booked.booking.success, booked.booking.calendar_event_id) == (True, "evt_71")
    assert booked.duration_ms == 1100.0


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_gives_why_the_session_closed_and_which_errors_it_had(version: str) -> None:
    session = _session(version)

    assert session.close_reason == "CR_PARTICIPANT_DISCONNECTED"
    assert session.errors.llm == session.errors.total == 1
    assert session.status == "completed"


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_gives_interruptions_and_handoffs(version: str) -> None:
    session = _session(version)

    assert [interruption.item_id for interruption in session.interruptions] == ["item_a2"]
    assert [(handoff.from_agent, handoff.to_agent) for handoff in session.handoffs] == [
        ("greeter", "booking")
    ]


@pytest.mark.parametrize("version", WITH_USAGE)
def test_usage_is_told_apart_with_and_without_its_type(version: str) -> None:
    usage = {entry.kind: entry for entry in _session(version).usage if entry.kind is not UsageKind.OTHER}

    assert usage[UsageKind.LLM].prompt_tokens == 5120
    assert usage[UsageKind.LLM].prompt_cached_tokens == 2048
    assert usage[UsageKind.LLM].completion_tokens == 231
    assert usage[UsageKind.LLM].total_tokens == 5351
    assert usage[UsageKind.TTS].characters == 214
    assert usage[UsageKind.STT].audio_seconds == 47.1


def test_before_1_5_there_is_no_usage_and_no_version() -> None:
    session = _session("1.3.6")

    assert session.usage == ()
    assert session.source_version is None


def test_since_1_8_the_report_names_agent_and_version() -> None:
    session = _session("1.8.9")

    assert (session.agent_name, session.agent_version) == ("brightline-sales", "2.4.1")
    assert session.source_version == "1.8.9"
