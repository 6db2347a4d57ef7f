"""fold_telephony and reconcile_rooms: what is sent to analysis, and when."""

import json
from datetime import datetime

import pytest

from aftercall.intake.messages import SessionMessage, TelephonyKind
from aftercall.session.forms import ReportForm
from aftercall.session.models import Participant, Speaker
from aftercall.session.twilio_transcription import parse_twilio_transcription
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.store import store_analysis
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import row
from tests.integration.warehouse.telephony_house import TELEPHONY, House
from tests.unit.warehouse.telephony_events import CALL_SID


def when(message: SessionMessage) -> datetime:
    return message.received_at


def test_a_finished_call_without_an_agent_is_sent_to_analysis_once(house: House) -> None:
    messages = [house.said("Hello", 1), house.said("I need a contract", 2), house.completed()]
    assert house.deliver(*messages, *messages) == []
    [sent] = house.sent()
    assert (sent.session_id, sent.kind, sent.form) == (CALL_SID, "twilio_call", "twilio_transcription")
    assert sent.raw.key.startswith("raw/sessions/")
    session = parse_twilio_transcription(house.document(sent))
    assert [turn.speaker for turn in session.turns] == [Speaker.USER]
    assert session.duration_seconds == 60


def test_a_call_without_a_word_is_not_sent(house: House) -> None:
    house.deliver(house.completed())
    assert house.sent() == []


def test_what_was_said_and_comes_after_the_end_sends_the_call_again(house: House) -> None:
    house.deliver(house.said("Hello", 1), house.completed())
    house.clock.advance(seconds=5)
    house.deliver(house.said("Goodbye", 2))
    first, second = house.sent()
    assert len(house.document(second)["transcription_events"]) == 2
    assert when(second) > when(first)


def test_a_call_that_an_agent_reported_is_not_sent(house: House, warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(calls.session(twilio_call_sid=CALL_SID)))
    house.deliver(house.said("Hello", 1), house.completed())
    assert house.sent() == []


def test_a_call_that_led_to_a_room_waits_for_the_agents_report(house: House, warehouse: Connection) -> None:
    person = {"sid": "PA", "kind": "SIP", "attributes": {"sip.twilio.callSid": CALL_SID}}
    house.deliver(
        house.room("participant_joined", 2, participant=person),
        house.said("Hello", 1),
        house.completed(),
        house.room("room_finished", 60),
    )
    assert house.sent() == []
    house.clock.advance(minutes=16)
    assert house.reconciliation.run() == {"flagged": 1, "expired": 0, "sent": 1}
    assert [message.session_id for message in house.sent()] == [CALL_SID]
    twilio = calls.session(CALL_SID, form=ReportForm.TWILIO_TRANSCRIPTION, participant=Participant())
    store_analysis(warehouse, calls.call(twilio, body="twilio"))
    assert warehouse.execute("SELECT session_id FROM warehouse.sessions").fetchall() == [(CALL_SID,)]


def test_a_call_that_never_became_a_session_is_sent_again_but_not_for_ever(house: House) -> None:
    house.deliver(house.said("Hello", 1), house.completed())
    assert house.reconciliation.run()["sent"] == 0
    runs = []
    for _ in range(6):
        house.clock.advance(minutes=16)
        runs.append(house.reconciliation.run()["sent"])
    assert runs == [1, 1, 1, 1, 0, 0]


def test_a_call_that_became_a_session_is_not_sent_again(house: House, warehouse: Connection) -> None:
    house.deliver(house.said("Hello", 1), house.completed())
    store_analysis(warehouse, calls.call(calls.session(CALL_SID, form=ReportForm.TWILIO_TRANSCRIPTION)))
    house.clock.advance(minutes=16)
    assert house.reconciliation.run()["sent"] == 0


def test_an_event_that_cannot_be_read_fails_alone(house: House, warehouse: Connection) -> None:
    broken = house.message("broken", TelephonyKind.CALL_STATUS, b"no call")
    assert house.deliver(broken, house.said("Hello", 1)) == ["0"]
    assert house.sqs.visibility == [(TELEPHONY, "receipt-0", 1)]
    assert row(warehouse, "telephony_calls", CALL_SID)["status"] == "active"


def test_an_event_without_a_room_is_done(house: House) -> None:
    event = house.message("EV_1", TelephonyKind.LIVEKIT, b'{"event": "ingress_started", "id": "EV_1"}')
    assert house.deliver(event) == []


def test_nothing_personal_is_logged(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    person = {"sid": "PA", "metadata": json.dumps({"email": "maya@brightline.example"})}
    house.deliver(house.room("participant_joined", 2, participant=person), house.said("My secret", 1))
    house.deliver(house.completed())
    written = capsys.readouterr().out
    assert "call_is_over" in written
    assert not any(word in written for word in ("maya", "secret", "+1555"))
