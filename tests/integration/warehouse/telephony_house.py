"""fold_telephony and reconcile_rooms on real databases, with S3, SQS and secrets in memory."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlencode

from aftercall.intake.messages import SessionMessage, TelephonyKind, TelephonyMessage, TelephonySource
from aftercall.intake.queue_batch import QueueBatch
from aftercall.intake.raw_store import RawStore
from aftercall.settings.warehouse import DatabaseSettings, ReconciliationSettings, TelephonyFoldSettings
from aftercall.steps.keeping import KeepingClients
from aftercall.warehouse.documents import Documents, open_documents, prepare_collections
from functions.fold_telephony.handler import build_consumer
from functions.reconcile_rooms.handler import RoomReconciliation, build_reconciliation
from tests.fakes.clock import FakeClock
from tests.fakes.s3 import FakeS3
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.fakes.sqs import FakeSqs
from tests.unit.warehouse.telephony_events import CALL_SID, START, at

STANDARD = "https://queues.example/aftercall-sessions-standard.fifo"
TELEPHONY = "https://queues.example/aftercall-telephony.fifo"
FOLD = TelephonyFoldSettings(DatabaseSettings("postgres", "mongo"), "calls", STANDARD, TELEPHONY)
RECONCILIATION = ReconciliationSettings("postgres", "calls", STANDARD)
NOBODY_ANSWERS = "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200"
MINUTES_A_SECRET_IS_KEPT = 6


@dataclass
class House:
    """Both functions and what surrounds them."""

    consumer: QueueBatch
    reconciliation: RoomReconciliation
    s3: FakeS3
    sqs: FakeSqs
    clock: FakeClock
    documents: Documents
    secrets: dict[str, str]

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

    @contextmanager
    def mongodb_away(self) -> Iterator[None]:
        """Let the function find no MongoDB."""
        good = self.secrets["mongo"]
        self._tell_mongodb(json.dumps({"url": NOBODY_ANSWERS, "database": "calls"}))
        yield
        self._tell_mongodb(good)

    def _tell_mongodb(self, secret: str) -> None:
        self.secrets["mongo"] = secret
        self.clock.advance(minutes=MINUTES_A_SECRET_IS_KEPT)


@contextmanager
def open_house(warehouse_url: str, mongo_url: str, mongo_database: str) -> Iterator[House]:
    """Build both functions."""
    prepare_collections(mongo_url, mongo_database)
    clock = FakeClock(START + timedelta(minutes=2))
    s3, sqs = FakeS3(), FakeSqs(now=clock.now)
    secrets = {
        "postgres": json.dumps({"url": warehouse_url}),
        "mongo": json.dumps({"url": mongo_url, "database": mongo_database}),
    }
    clients = KeepingClients(cast("Any", s3), cast("Any", sqs), cast("Any", FakeSecretsManager(secrets)))
    consumer = build_consumer(FOLD, clients, now=clock.now)
    reconciliation = build_reconciliation(RECONCILIATION, clients, now=clock.now)
    documents = open_documents(mongo_url, mongo_database)
    yield House(consumer, reconciliation, s3, sqs, clock, documents, secrets)
    fold = consumer.work.__self__  # type: ignore[attr-defined] # the bound fold
    fold.connection.close()
    fold.documents.close()
    reconciliation.connection.close()
    documents.client.close()
