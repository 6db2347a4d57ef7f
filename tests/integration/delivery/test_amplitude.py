"""Amplitude over HTTP: delivered once, whatever happens on the way."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from aftercall.delivery.amplitude.client import endpoint, send_events
from aftercall.delivery.amplitude.destination import AmplitudeDestination
from aftercall.delivery.amplitude.events import events_of
from aftercall.ledger.debts import Destination
from aftercall.ledger.outcomes import Delivered, Rejected, TryAgain
from local.stand_ins.running import StandIns, running_stand_ins
from tests.fakes.call_records import a_call, a_person, sample_call
from tests.fakes.clock import NOON, FakeClock
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


def test_what_was_told_over_a_week_ago_is_not_counted_again(tmp_path: Path) -> None:
    clock = FakeClock()
    with running_stand_ins(tmp_path, clock=clock.now) as stand_ins:
        first = destination(stand_ins).deliver(CLAIM)
        assert isinstance(first, Delivered)
        once = len(stand_ins.amplitude.events())
        clock.advance(days=8)
        call = sample_call("01-hot-lead-booked")
        assert call.person is not None
        person = call.person.model_copy(update={"lead_score": 12})
        call = call.model_copy(update={"person": person, "turn_count": 3})
        port = AmplitudeDestination(lambda _: call, lambda: stand_ins.secrets["amplitude"])
        late = a_claim(Destination.AMPLITUDE, external_id=first.external_id, owed_since=NOON, at=clock.now())
        again = port.deliver(late)
        assert isinstance(again, Delivered)
        assert again.warning == "sent over a week ago: only the caller's properties were told again"
        assert len(stand_ins.amplitude.events()) == once
        (user,) = stand_ins.amplitude.users().values()
        assert user["lead_score"] == 12


def test_what_could_not_be_told_for_over_a_week_is_told_whole(stand_ins: StandIns) -> None:
    late = a_claim(Destination.AMPLITUDE, owed_since=NOON - timedelta(days=8))
    assert isinstance(destination(stand_ins).deliver(late), Delivered)
    assert len(stand_ins.amplitude.events()) > 5


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
