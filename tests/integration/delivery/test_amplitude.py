"""Amplitude over HTTP: delivered once, whatever happens on the way."""

from dataclasses import replace

import pytest

from aftercall.delivery.amplitude.client import endpoint, send_events
from aftercall.delivery.amplitude.destination import AmplitudeDestination
from aftercall.delivery.amplitude.events import events_of
from aftercall.ledger.debts import Destination
from aftercall.ledger.outcomes import Delivered, Rejected, TryAgain
from local.stand_ins.running import StandIns
from tests.fakes.call_records import a_call, a_person, sample_call
from tests.fakes.ledger import a_claim

CLAIM = a_claim(Destination.AMPLITUDE)


def destination(stand_ins: StandIns, name: str = "01-hot-lead-booked") -> AmplitudeDestination:
    return AmplitudeDestination(lambda _: sample_call(name), lambda: stand_ins.secrets["amplitude"])


def test_a_call_arrives_as_events_and_a_user(stand_ins: StandIns) -> None:
    person = a_person(team_size=15, total_calls=2)
    call = a_call(email="sam@northwind.example", person=person)
    port = AmplitudeDestination(lambda _: call, lambda: stand_ins.secrets["amplitude"])
    assert isinstance(port.deliver(CLAIM), Delivered)
    (event,) = stand_ins.amplitude.events()
    assert event["event_type"] == "voice_trial_session_completed"
    assert event["event_properties"]["session_id"] == call.session_id
    user = stand_ins.amplitude.users()["sam@northwind.example"]
    assert user["team_size"] == 15
    assert user["total_calls"] == 2


def test_a_replay_adds_nothing(stand_ins: StandIns) -> None:
    port = destination(stand_ins)
    port.deliver(CLAIM)
    once = len(stand_ins.amplitude.events())
    assert once > 5
    assert isinstance(port.deliver(CLAIM), Delivered)
    assert len(stand_ins.amplitude.events()) == once


@pytest.mark.parametrize("fault", ["503", "429", "garbage", "slow", "drop_before", "drop_after"])
def test_after_an_outage_everything_is_there_once(stand_ins: StandIns, fault: str) -> None:
    port = destination(stand_ins)
    port.deliver(CLAIM)
    expected = sorted(event["insert_id"] for event in stand_ins.amplitude.events())
    stand_ins.reset()
    stand_ins.switch.set("amplitude", fault, times=1, seconds=0.05)
    first = port.deliver(CLAIM)
    assert isinstance(first, Delivered if fault == "slow" else TryAgain)
    assert isinstance(port.deliver(CLAIM), Delivered)
    assert sorted(event["insert_id"] for event in stand_ins.amplitude.events()) == expected


def test_a_wrong_key_is_tried_again_until_the_secret_is_right(stand_ins: StandIns) -> None:
    secret = {**stand_ins.secrets["amplitude"], "api_key": "wrong"}
    port = AmplitudeDestination(lambda _: a_call(), lambda: secret)
    assert port.deliver(CLAIM) == TryAgain("400 invalid API key")


def test_a_refused_event_names_its_field(stand_ins: StandIns) -> None:
    call = a_call(occurred_at="2026-03-02T12:00:00Z", participant_id="x")
    events = [replace(event, device_id="unknown") for event in events_of(call, "RM_1.AJ_1")]
    secret = stand_ins.secrets["amplitude"]
    outcome = send_events(events, endpoint(secret), secret["api_key"], "hash")
    assert outcome == Rejected("400 invalid_fields: device_id")
