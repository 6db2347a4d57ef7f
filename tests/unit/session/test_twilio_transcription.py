import pytest

from aftercall.session.errors import UnreadableReport
from aftercall.session.models import Speaker
from tests.unit.session.reports import FIXTURES, Json, load, parse


def _call(**changes: object) -> Json:
    return {**load(FIXTURES / "twilio-transcription.json"), **changes}


def _event(track: str, text: str, second: int, **more: object) -> Json:
    return {
        "event_id": f"e{second}",
        "sequence_id": second,
        "track": track,
        "transcript": text,
        "at": f"2026-03-03T09:00:{second:02d}Z",
        "final": True,
        **more,
    }


def _heard(**changes: object) -> Json:
    return _call(transcription_events=[{**_event("inbound_track", "x", 1), **changes}])


def test_events_out_of_order_and_doubled_become_one_conversation() -> None:
    session = parse(_call())

    assert [(turn.speaker, turn.text) for turn in session.turns] == [
        (Speaker.AGENT, "Brightline, good morning."),
        (Speaker.USER, "Yes hello, I wanted to ask whether it works with HubSpot."),
        (Speaker.AGENT, "It does, from the team plan on."),
        (Speaker.USER, "Thank you, that is"),
    ]


def test_a_joined_turn_is_as_certain_as_its_least_certain_piece() -> None:
    assert parse(_call()).turns[1].transcript_confidence == 0.88


def test_last_words_that_never_became_final_are_kept_as_such() -> None:
    assert parse(_call()).turns[-1].final is False


def test_the_call_sid_is_the_session_and_the_times_are_the_calls() -> None:
    session = parse(_call())

    assert session.session_id == session.twilio_call_sid == "CA77f0c1d2e3a4b5c6d7e8f9a0b1c2d3e4"
    assert session.duration_seconds == 41


@pytest.mark.parametrize(
    ("direction", "far_end", "phone"),
    [
        ("inbound", Speaker.USER, "+12085550142"),
        ("outbound-api", Speaker.USER, "+18885550100"),
        ("outbound-dial", Speaker.AGENT, "+12085550142"),
        (None, Speaker.USER, "+12085550142"),
    ],
)
def test_the_inbound_track_is_the_far_end_of_the_leg(
    direction: str | None, far_end: Speaker, phone: str
) -> None:
    events = [_event("inbound_track", "Hello", 1), _event("outbound_track", "Good day", 3)]
    session = parse(_call(direction=direction, transcription_events=events))

    assert session.turns[0].speaker is far_end
    assert session.turns[1].speaker is not far_end
    assert session.participant.phone == phone


def test_answering_machine_detection_is_kept() -> None:
    session = parse(_call(answered_by="machine_end_beep"))

    assert session.participant.attributes["twilio.answeredBy"] == "machine_end_beep"


def test_a_call_with_only_the_callers_track_has_not_failed() -> None:
    assert parse(_heard(transcript="Hello, this is Ada.")).status == "completed"


def test_a_call_in_which_nothing_was_heard_has_failed() -> None:
    assert parse(_call(transcription_events=[])).error_kind == "agent_never_spoke"


def test_two_transcriptions_of_one_call_are_ordered_by_time_not_by_sequence() -> None:
    events = [
        _event("inbound_track", "second", 20, sequence_id=1),
        _event("outbound_track", "first", 10, sequence_id=7),
    ]

    assert [turn.text for turn in parse(_call(transcription_events=events)).turns] == ["first", "second"]


def test_without_call_times_the_events_tell_them() -> None:
    events = [_event("inbound_track", "a", 10), _event("outbound_track", "b", 25)]
    unknown: Json = {"started_at": None, "completed_at": None, "duration_seconds": None}

    assert parse(_call(transcription_events=events, **unknown)).duration_seconds == 15


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (_call(call_sid="no good"), "call_sid"),
        (_call(transcription_events={}), "transcription_events"),
        (_call(transcription_events=[1]), "transcription_events[0]"),
        (_heard(track="both"), "transcription_events[0].track"),
        (_heard(at=None), "transcription_events[0].at"),
        (_heard(transcript=None), "transcription_events[0].transcript"),
        (_call(transcription_events=[], started_at=None, completed_at=None), "started_at"),
    ],
)
def test_a_wrong_structure_is_refused_by_the_name_of_its_field(document: Json, field: str) -> None:
    with pytest.raises(UnreadableReport) as refused:
        parse(document)

    assert refused.value.field == field
