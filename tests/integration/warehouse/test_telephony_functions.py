"""fold_telephony and reconcile_rooms on a real database, with S3, SQS and secrets in memory."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode

import pytest

from aftercall.intake.messages import SessionMessage, TelephonyKind, TelephonyMessage, TelephonySource
from aftercall.intake.queue_batch import QueueBatch
from aftercall.intake.raw_store import RawStore
from aftercall.session.forms import ReportForm
from aftercall.session.models import Participant, Speaker
from aftercall.session.twilio_transcription import parse_twilio_transcription
from aftercall.settings.warehouse import TelephonyFoldSettings
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.store import store_analysis
from functions.fold_telephony.handler import build_consumer
from functions.reconcile_rooms.handler import RoomReconciliation, build_reconciliation
from tests.fakes.clock import FakeClock
from tests.fakes.s3 import FakeS3
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.fakes.sqs import FakeSqs
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import row
from tests.unit.warehouse.telephony_events import CALL_SID, START, at

STANDARD = "https://queues.example/aftercall-sessions-standard.fifo"
TELEPHONY = "https://queues.example/aftercall-telephony.fifo"
SETTINGS = TelephonyFoldSettings("postgres", "calls", STANDARD, TELEPHONY)


@dataclass
class House:
    """Both functions and what surrounds them."""

    consumer: QueueBatch
    reconciliation: RoomReconciliation
    s3: FakeS3
    sqs: FakeSqs
    clock: FakeClock

    def deliver(self, *messages: TelephonyMessage) -> list[str]:
        """Hand messages over as Lambda does; give the ids of those that are not done."""
        records = [
            {
                "messageId": str(number),
                "body": message.to_json(),
                "receiptHandle": f"receipt-{number}",
                "eventSourceARN": "arn:aws:sqs:eu-west-1:000000000000:aftercall-telephony.fifo",
                "attributes": {"MessageGroupId": CALL_SID, "ApproximateReceiveCount": "1"},
            }
            for number, message in enumerate(messages)
        ]
        failures = self.consumer.handle({"Records": records})["batchItemFailures"]
        return [failure["itemIdentifier"] for failure in failures]

    def message(self, name: str, kind: TelephonyKind, body: bytes) -> TelephonyMessage:
        livekit = kind is TelephonyKind.LIVEKIT
        source = TelephonySource.LIVEKIT if livekit else TelephonySource.TWILIO
        raw = RawStore(cast("Any", self.s3), "calls").put(body, source.value, "text/plain")
        return TelephonyMessage(name, source, kind, raw, self.clock.now())

    def twilio(self, name: str, kind: TelephonyKind, **fields: str) -> TelephonyMessage:
        return self.message(name, kind, urlencode({"CallSid": CALL_SID, **fields}).encode())

    def said(self, text: str, sequence: int) -> TelephonyMessage:
        return self.twilio(
            f"said-{sequence}",
            TelephonyKind.TRANSCRIPTION,
            TranscriptionEvent="transcription-content",
            TranscriptionSid="GT1",
            SequenceId=str(sequence),
            Track="inbound_track",
            Timestamp=(START + timedelta(seconds=sequence)).isoformat(),
            TranscriptionData=json.dumps({"transcript": text, "confidence": 0.8}),
        )

    def completed(self) -> TelephonyMessage:
        numbers = {"From": "+15550100142", "To": "+15550100199", "Direction": "inbound"}
        stamp = (START + timedelta(seconds=60)).isoformat()
        values = {"CallStatus": "completed", "CallDuration": "60", "Timestamp": stamp, **numbers}
        return self.twilio("completed", TelephonyKind.CALL_STATUS, **values)

    def room(self, name: str, seconds: int, **parts: Any) -> TelephonyMessage:
        room = {"sid": "RM_one", "name": "support"}
        document = {"event": name, "id": name, "createdAt": at(seconds), "room": room, **parts}
        return self.message(name, TelephonyKind.LIVEKIT, json.dumps(document).encode())

    def sent(self) -> list[SessionMessage]:
        return [SessionMessage.from_json(message.body) for message in self.sqs.in_queue(STANDARD)]

    def document(self, message: SessionMessage) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads(self.s3.objects[message.raw.key].body)
        return found


@pytest.fixture
def house(warehouse_url: str) -> Iterator[House]:
    clock = FakeClock(START + timedelta(minutes=2))
    s3, sqs = FakeS3(), FakeSqs(now=clock.now)
    clients = cast("tuple[Any, Any, Any]", (s3, sqs, secrets_with(warehouse_url)))
    consumer = build_consumer(SETTINGS, *clients, now=clock.now)
    reconciliation = build_reconciliation(SETTINGS, *clients, now=clock.now)
    yield House(consumer, reconciliation, s3, sqs, clock)
    consumer.work.__self__.connection.close()  # type: ignore[attr-defined] # the bound fold
    reconciliation.connection.close()


def secrets_with(url: str) -> FakeSecretsManager:
    return FakeSecretsManager({"postgres": json.dumps({"url": url})})


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
