"""The edge against the emulator's own S3, SQS, DynamoDB and Secrets Manager: real clients, real answers."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aftercall.intake.inbox import DropCounts
from aftercall.intake.inbox_bucket import Drop, DropGone, InboxBucket
from aftercall.intake.messages import SessionMessage
from aftercall.intake.raw_store import RawStore
from aftercall.intake.wiring import EdgeClients, edge_clients, execution_clients
from aftercall.settings.intake import InboxSettings, LiveKitSettings, SessionSettings
from aftercall.telemetry.clock import utc_now
from functions.enqueue_inbox.handler import build_inbox
from functions.receive_livekit.handler import build_endpoint as build_livekit
from functions.receive_session.handler import build_endpoint as build_session
from local.emulator import EmulatorServer, client_environment
from local.processes import free_port
from tests.fakes.edge import ENVIRONMENT, SECRETS, FakeEdge, document_of, fixture

REPORT = fixture("livekit_report.json")
JOINED = fixture("livekit_participant_joined.json")
BUCKET = "aftercall-edge"


@pytest.fixture(scope="module")
def emulator(servers_folder: Path) -> Iterator[EmulatorServer]:
    server = EmulatorServer(servers_folder / "edge-emulator", free_port(), Path(sys.executable), workers=1)
    server.start()
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@pytest.fixture
def clients(emulator: EmulatorServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[EdgeClients]:
    for name, value in client_environment(emulator.endpoint).items():
        monkeypatch.setenv(name, value)
    made = edge_clients()
    yield made
    for client in (made.s3, made.sqs, made.dynamodb, made.secrets_manager):
        client.close()


@pytest.fixture
def environment(clients: EdgeClients) -> dict[str, str]:
    """The settings of the functions, with everything they name in place and empty."""
    existing = {bucket["Name"] for bucket in clients.s3.list_buckets()["Buckets"]}
    if BUCKET not in existing:
        clients.s3.create_bucket(Bucket=BUCKET)
        clients.dynamodb.create_table(
            TableName="seen",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        for name, value in SECRETS.items():
            clients.secrets_manager.create_secret(Name=name, SecretString=value)
    urls = {}
    for queue in ("telephony", "sessions-hot", "sessions-standard", "sessions-backfill"):
        made = clients.sqs.create_queue(QueueName=f"aftercall-{queue}.fifo", Attributes={"FifoQueue": "true"})
        clients.sqs.purge_queue(QueueUrl=made["QueueUrl"])
        urls[queue.removeprefix("sessions-").upper() + "_QUEUE_URL"] = made["QueueUrl"]
    for key in objects(clients, ""):
        clients.s3.delete_object(Bucket=BUCKET, Key=key)
    return {**ENVIRONMENT, **urls, "BUCKET_NAME": BUCKET}


def objects(clients: EdgeClients, prefix: str) -> list[str]:
    listed = clients.s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix)
    return [found["Key"] for found in listed.get("Contents", [])]


def received(clients: EdgeClients, url: str) -> list[dict[str, Any]]:
    answer = clients.sqs.receive_message(
        QueueUrl=url,
        MaxNumberOfMessages=10,
        MessageAttributeNames=["All"],
        MessageSystemAttributeNames=["All"],
    )
    return [dict(message) for message in answer.get("Messages", [])]


def signed_now() -> FakeEdge:
    edge = FakeEdge()
    edge.clock.time = utc_now()
    return edge


def test_a_webhook_and_its_replay(clients: EdgeClients, environment: dict[str, str]) -> None:
    endpoint = build_livekit(LiveKitSettings.from_environment(environment), clients)
    event = signed_now().livekit(JOINED)

    answers = [document_of(endpoint.handle(event))["status"] for _ in range(2)]

    assert answers == ["accepted", "duplicate"]
    (message,) = received(clients, environment["TELEPHONY_QUEUE_URL"])
    assert message["Attributes"]["MessageGroupId"] == "RM_p7Yd2HsKx9Qa"
    assert len(objects(clients, "raw/livekit/")) == 1


def test_a_report_with_its_attributes_and_raw_body(clients: EdgeClients, environment: dict[str, str]) -> None:
    endpoint = build_session(SessionSettings.from_environment(environment), clients)

    assert endpoint.handle(signed_now().report(REPORT))["statusCode"] == 202

    (sent,) = received(clients, environment["HOT_QUEUE_URL"])
    assert sent["MessageAttributes"]["priority"]["StringValue"] == "hot_lead"
    message = SessionMessage.from_json(sent["Body"])
    assert RawStore(clients.s3, BUCKET).get(message.raw) == REPORT
    head = clients.s3.head_object(Bucket=BUCKET, Key=message.raw.key)
    assert head["Metadata"] == {"key-id": "bucket-default"}


def test_drops_good_and_bad(clients: EdgeClients, environment: dict[str, str]) -> None:
    inbox = build_inbox(InboxSettings.from_environment(environment), clients)
    lines = [json.dumps({**json.loads(REPORT), "job_id": "AJ_old"}).encode(), b"[]"]
    clients.s3.put_object(Bucket=BUCKET, Key="inbox/år 1/old calls.jsonl", Body=b"\n".join(lines))
    clients.s3.put_object(Bucket=BUCKET, Key="inbox/broken+1.json", Body=b"not json")

    assert inbox.take("inbox/år 1/old calls.jsonl") == DropCounts(accepted=1, rejected=1)
    assert inbox.take("inbox/broken+1.json") == DropCounts(rejected=1)
    assert inbox.take("inbox/broken+1.json") == DropCounts()

    assert len(received(clients, environment["BACKFILL_QUEUE_URL"])) == 1
    assert objects(clients, "inbox/") == []
    assert objects(clients, "rejected/") == [
        "rejected/broken+1.json",
        "rejected/broken+1.json.problem.json",
        "rejected/år 1/old calls.jsonl.line-000002.json",
        "rejected/år 1/old calls.jsonl.line-000002.json.problem.json",
    ]


def test_a_drop_that_changed_is_not_read_as_the_one_that_was_found(
    clients: EdgeClients, environment: dict[str, str]
) -> None:
    clients.s3.put_object(Bucket=BUCKET, Key="inbox/a.json", Body=b"newer")
    with pytest.raises(DropGone):
        InboxBucket(clients.s3, BUCKET).read(Drop("inbox/a.json", 5, '"0123456789abcdef0123456789abcdef"'))


def test_a_failed_message_comes_back_when_its_wait_is_over(
    clients: EdgeClients, environment: dict[str, str]
) -> None:
    build_session(SessionSettings.from_environment(environment), clients).handle(
        signed_now().report(REPORT.replace(b"AJ_k3", b"AJ_wait"))
    )
    url = environment["HOT_QUEUE_URL"]
    (first,) = received(clients, url)
    executions = execution_clients()
    try:
        executions.sqs.change_message_visibility(
            QueueUrl=url, ReceiptHandle=first["ReceiptHandle"], VisibilityTimeout=0
        )
    finally:
        for client in (executions.sqs, executions.step_functions, executions.functions):
            client.close()

    (second,) = received(clients, url)
    assert second["Attributes"]["ApproximateReceiveCount"] == "2"
