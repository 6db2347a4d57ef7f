from datetime import UTC, datetime

import pytest

from aftercall.session.errors import UnreadableReport
from aftercall.session.models import UsageKind
from tests.unit.session.reports import SAMPLES, Json, load, parse

START = "2026-03-02T15:30:00Z"


def _session(**changes: object) -> Json:
    return {**load(SAMPLES / "raw_session.json"), **changes}


def _utterance(speaker: str, text: str, second: int, **more: object) -> Json:
    return {"speaker": speaker, "text": text, "timestamp": f"2026-03-02T15:30:{second:02d}Z", **more}


def test_metadata_is_read_under_the_names_of_the_specification() -> None:
    session = parse(_session())

    assert session.session_id == "brightline-2026-03-02-0007"
    assert session.start_time == datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
    assert session.duration_seconds == 72
    assert session.participant.participant_id == "PA_u81Kz"
    assert session.participant.email == "nadia.okafor@quillmark.example"
    assert session.participant.phone == "+14155550133"


def test_an_interim_text_gives_way_to_the_final_one() -> None:
    transcript = [
        _utterance("user", "We want", 1, final=False),
        _utterance("user", "We want to", 2, final=False),
        _utterance("user", "We want to cancel.", 3, final=True),
        _utterance("agent", "I see.", 5),
        _utterance("user", "But first", 7, final=False),
    ]
    turns = parse(_session(transcript=transcript)).turns

    assert [turn.text for turn in turns] == ["We want to cancel.", "I see.", "But first"]
    assert turns[-1].final is False


def test_performance_metrics_belong_to_the_answer_at_their_time() -> None:
    first, second = parse(_session()).latencies

    assert (first.item_id, first.total_latency_ms, first.prompt_tokens) == ("u3", 1200.0, 1840)
    assert (second.item_id, second.stt_duration_ms, second.total_tokens) == ("u5", 120.0, 2056)


def test_a_reported_total_stands_where_its_parts_are_unknown() -> None:
    metrics = [{"total_latency": 1234, "eou_delay": 300, "item_id": "u5"}]
    latency = parse(_session(performance_metrics=metrics)).latencies[0]

    assert (latency.item_id, latency.total_latency_ms) == ("u5", 1234.0)


def test_usage_is_the_sum_of_the_records() -> None:
    usage = {entry.kind: entry for entry in parse(_session()).usage}

    assert usage[UsageKind.LLM].total_tokens == 3928
    assert usage[UsageKind.TTS].characters == 104
    assert usage[UsageKind.STT].audio_seconds == pytest.approx(10.7)


def test_reported_turn_taking_stands_where_nothing_was_measured() -> None:
    transcript = [_utterance("agent", "Hello", 1), _utterance("user", "Hi", 3)]
    taking = parse(_session(transcript=transcript)).turn_taking

    assert (taking.average_turn_seconds, taking.speaking_balance) == (3.6, 1.2)
    assert taking.turn_balance == 1.0


def test_an_interruption_belongs_to_the_agent_turn_being_spoken() -> None:
    assert [interruption.item_id for interruption in parse(_session()).interruptions] == ["u3"]


def test_without_a_list_of_interruptions_the_flags_tell() -> None:
    assert [found.item_id for found in parse(_session(interruptions=None)).interruptions] == ["u3"]


def test_the_source_tells_who_took_the_initiative() -> None:
    transcript = [
        _utterance("user", "Hi", 1),
        _utterance("agent", "By the way", 9, source="agent_initiated"),
    ]

    assert parse(_session(transcript=transcript)).turns[1].agent_initiated is True


def test_tool_usage_is_typed_by_the_catalogue() -> None:
    search, booking = parse(_session()).tool_calls

    assert search.search is not None
    assert (search.search.results_found, search.failed) == (False, False)
    assert booking.booking is not None
    assert booking.booking.success is True


def test_a_tool_of_another_name_is_read_under_its_own_keys() -> None:
    usage = {"reserve_slot": [{"mail": "a@x.example", "ok": False, "timestamp": START}]}
    call = parse(_session(tool_usage=usage, user_email=None)).tool_calls[0]

    assert call.failed
    assert call.booking is not None
    assert call.booking.customer_email == "a@x.example"


def test_a_counted_error_is_unrecoverable_here_and_fails_the_session() -> None:
    session = parse(_session(errors={"llm": 1}))

    assert (session.status, session.error_kind) == ("failed", "llm_error")


def test_an_end_before_the_start_is_a_call_of_no_length() -> None:
    assert parse(_session(end_time="2026-03-02T15:00:00Z")).duration_seconds == 0


def test_a_time_without_offset_is_utc() -> None:
    session = parse(_session(start_time="2026-03-02T15:30:00"))

    assert session.start_time == datetime(2026, 3, 2, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (_session(session_id="a b"), "session_id"),
        (_session(start_time=None), "start_time"),
        (_session(end_time="later"), "end_time"),
        (_session(transcript=None), "transcript"),
        (_session(transcript=["hi"]), "transcript[0]"),
        (_session(transcript=[{}]), "transcript[0].speaker"),
        (_session(transcript=[{"speaker": "user"}]), "transcript[0].timestamp"),
        (_session(transcript=[{"speaker": "user", "timestamp": START}]), "transcript[0].text"),
    ],
)
def test_a_wrong_structure_is_refused_by_the_name_of_its_field(document: Json, field: str) -> None:
    with pytest.raises(UnreadableReport) as refused:
        parse(document)

    assert refused.value.field == field
