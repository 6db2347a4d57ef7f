"""Folding telephony events: the order, duplicates and losses of events do not matter."""

import json
from collections.abc import Sequence
from datetime import timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.session.errors import UnreadableReport
from aftercall.session.models import Speaker
from aftercall.session.twilio_transcription import parse_twilio_transcription
from aftercall.telephony.calls import CallView, view_of
from aftercall.telephony.events import CallSource, TelephonyEvent, expiry_of
from aftercall.telephony.facts import Fact, Facts, facts_from_json, facts_to_json, merge
from aftercall.telephony.livekit import parse_livekit_event
from aftercall.telephony.transcription import transcription_body
from aftercall.telephony.twilio import parse_twilio_event
from tests.unit.warehouse.telephony_events import (
    CALL_EVENTS,
    CALL_SID,
    ROOM_EVENTS,
    START,
    agent,
    at,
    caller,
    envelope,
    livekit,
    phone_caller,
    status,
    twilio,
)


def fold(events: Sequence[TelephonyEvent]) -> Facts:
    nothing: Facts = {}
    return reduce(lambda state, event: merge(state, event.facts), events, nothing)


def view(events: Sequence[TelephonyEvent]) -> CallView:
    return view_of(events[0].call_key, events[0].source, fold(events))


@given(st.permutations(ROOM_EVENTS), st.lists(st.sampled_from(ROOM_EVENTS), max_size=12))
def test_a_room_is_the_same_whatever_the_order_and_however_often(
    shuffled: list[TelephonyEvent], repeated: list[TelephonyEvent]
) -> None:
    assert fold([*repeated, *shuffled]) == fold(ROOM_EVENTS)


@given(st.permutations(CALL_EVENTS), st.lists(st.sampled_from(CALL_EVENTS), max_size=12))
def test_a_call_is_the_same_whatever_the_order_and_however_often(
    shuffled: list[TelephonyEvent], repeated: list[TelephonyEvent]
) -> None:
    assert fold([*repeated, *shuffled]) == fold(CALL_EVENTS)


@given(st.lists(st.sampled_from(CALL_EVENTS), min_size=1, unique_by=lambda event: event.event_id))
def test_whatever_is_lost_a_call_that_was_completed_is_over(some: list[TelephonyEvent]) -> None:
    completed = any(event.event_id == "status-3" for event in some)
    assert view(some).status == ("completed" if completed else "active")


FACTS = st.dictionaries(
    st.sampled_from("abc"),
    st.builds(
        Fact,
        st.one_of(st.text(max_size=3), st.integers(), st.booleans()),
        st.integers(0, 3),
        st.floats(-10, 10),
    ),
)


@given(FACTS, FACTS, FACTS)
def test_merging_is_commutative_associative_and_idempotent(one: Facts, two: Facts, three: Facts) -> None:
    def weights(facts: Facts) -> dict[str, object]:
        return {name: fact.weight for name, fact in facts.items()}

    assert weights(merge(one, two)) == weights(merge(two, one))
    assert weights(merge(merge(one, two), three)) == weights(merge(one, merge(two, three)))
    assert merge(one, one) == one


@given(FACTS)
def test_facts_survive_being_stored(facts: Facts) -> None:
    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts


def test_a_room_tells_its_caller_times_and_recording() -> None:
    room = view(ROOM_EVENTS)
    assert room.source is CallSource.LIVEKIT
    assert (room.status, room.room_name, room.job_id) == ("completed", "support", "AJ_one")
    assert (room.caller.identity, room.caller.email) == ("caller-7", "maya@brightline.example")
    assert (room.started_at, room.completed_at) == (START, START + timedelta(seconds=60))
    assert room.duration_seconds == 60
    assert (room.recording.location, room.recording.duration_seconds) == ("s3://recordings/one.ogg", 58)
    assert [person["sid"] for person in room.participants] == ["PA_agent", "PA_caller"]


def test_metadata_may_be_an_object_or_a_text_of_one() -> None:
    as_object = caller(metadata={"email": "maya@brightline.example"})
    room = view([livekit("participant_joined", participant=as_object)])
    assert room.caller.email == "maya@brightline.example"


def test_metadata_that_is_no_json_costs_nothing_else() -> None:
    room = view([livekit("participant_joined", participant=caller(metadata="{not json", name="Maya"))])
    assert (room.caller.identity, room.caller.name, room.caller.email) == ("caller-7", "Maya", None)


def test_who_comes_by_phone_is_the_caller_and_names_the_twilio_call() -> None:
    colleague = caller(sid="PA_colleague", identity="colleague", joinedAt=at(1))
    people = (colleague, phone_caller(), agent())
    room = view([livekit("participant_joined", participant=person) for person in people])
    assert (room.caller.identity, room.caller.phone) == ("sip_1", "+15550100142")
    assert room.twilio_call_sid == CALL_SID


def test_metadata_that_changes_later_counts_even_when_it_comes_first() -> None:
    changed = caller(metadata='{"email": "maya.new@brightline.example"}')
    events = [
        livekit("participant_left", 50, participant=changed),
        livekit("participant_joined", 2, participant=caller()),
    ]
    assert view(events).caller.email == "maya.new@brightline.example"


def test_two_agent_jobs_name_no_job() -> None:
    second = {**agent(), "sid": "PA_second", "identity": "agent-AJ_two"}
    assert view([livekit("participant_joined", participant=one) for one in (agent(), second)]).job_id is None


def test_a_room_that_nobody_finished_expires_until_its_end_is_heard_of() -> None:
    expired = [ROOM_EVENTS[0], expiry_of("RM_one", CallSource.LIVEKIT, START + timedelta(hours=2))]
    assert view(expired).status == "expired"
    assert view([*expired, ROOM_EVENTS[-1]]).status == "completed"


def test_an_event_without_a_room_concerns_nobody() -> None:
    assert parse_livekit_event(b'{"event": "ingress_started", "id": "EV_1"}', envelope("EV_1")) is None


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff"])
def test_a_livekit_body_that_is_no_object_is_named(body: bytes) -> None:
    with pytest.raises(UnreadableReport, match="body"):
        parse_livekit_event(body, envelope("EV_1"))


@pytest.mark.parametrize("body", [b"", b"CallStatus=completed", b'{"CallSid": null}', b"{", b"\xff"])
def test_a_twilio_body_without_a_call_is_named(body: bytes) -> None:
    with pytest.raises(UnreadableReport):
        parse_twilio_event(body, envelope("one", "call-status"))


def test_a_call_tells_its_numbers_times_recording_and_who_answered() -> None:
    call = view(CALL_EVENTS)
    assert (call.status, call.direction, call.answered_by) == ("completed", "inbound", "human")
    assert (call.from_number, call.to_number) == ("+15550100142", "+15550100199")
    assert call.caller.phone == "+15550100142"
    assert (call.started_at, call.completed_at) == (
        START + timedelta(seconds=4),
        START + timedelta(seconds=64),
    )
    assert call.duration_seconds == 60
    assert (call.recording.location, call.recording.channels) == ("https://recordings.example/RE1", 2)


def test_json_bodies_tell_the_same_as_forms() -> None:
    body = json.dumps({"CallSid": CALL_SID, "CallStatus": "busy", "CallDuration": 0}).encode()
    call = view([parse_twilio_event(body, envelope("one", "call-status"))])
    assert (call.status, call.duration_seconds) == ("busy", 0)


def test_whom_we_called_is_the_caller_of_an_outbound_call() -> None:
    call = view([status("completed", 3, 60, Direction="outbound-api")])
    assert call.caller.phone == "+15550100199"


def test_a_surer_answer_stands_above_a_later_unknown() -> None:
    answers = [twilio("amd", word, AnsweredBy=word) for word in ("machine_end_beep", "unknown")]
    assert view(answers).answered_by == "machine_end_beep"


def test_a_transcription_event_on_another_callback_is_no_status() -> None:
    assert view([twilio("recording", "one", CallStatus="completed", RecordingSid="RE1")]).status == "active"


def test_a_finished_call_becomes_a_document_the_session_parser_reads() -> None:
    segments = [segment for event in reversed(CALL_EVENTS) for segment in event.segments]
    body = transcription_body(view(CALL_EVENTS), segments)
    session = parse_twilio_transcription(json.loads(body))
    assert [(turn.speaker, turn.text) for turn in session.turns] == [
        (Speaker.USER, "Hello, I need a contract template."),
        (Speaker.AGENT, "Sure, for which country?"),
    ]
    assert session.participant.phone == "+15550100142"
    assert body == transcription_body(view(CALL_EVENTS), reversed(segments))


@given(st.dictionaries(st.text(max_size=12), st.recursive(st.none() | st.text() | st.integers(), st.lists)))
def test_no_json_body_of_a_room_is_too_odd(parts: dict[str, object]) -> None:
    document = {"room": {"sid": "RM_one"}, "event": "participant_joined", **parts}
    for name in ("participant", "egressInfo", "job", "createdAt"):
        body = json.dumps({**document, name: parts}).encode()
        parsed = parse_livekit_event(body, envelope("EV_1"))
        if parsed is not None:
            view([parsed])


@given(
    st.dictionaries(
        st.sampled_from(["CallStatus", "Timestamp", "RecordingSid", "RecordingDuration", "AnsweredBy"])
        | st.sampled_from(["TranscriptionEvent", "TranscriptionData", "SequenceId", "CallDuration", "Track"]),
        st.text(max_size=20),
    ),
    st.sampled_from(["call-status", "recording", "transcription", "amd"]),
)
def test_no_form_of_a_call_is_too_odd(fields: dict[str, str], kind: str) -> None:
    body = json.dumps({**fields, "CallSid": CALL_SID}).encode()
    view([parse_twilio_event(body, envelope("one", kind))])
