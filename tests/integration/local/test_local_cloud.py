"""The launcher, with a small CDK app of its own in place of the product's."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import psycopg
import pytest

from local.cloud import LocalCloud, Step
from local.endpoints import Endpoints
from local.processes import ProgramError
from local.progress import STEPS
from local.supervision import read_state, supervisor_alive
from tests.integration.local.contract_cloud import wait_for

PROJECT = Path(__file__).parents[3]
TINY = Path(__file__).with_name("tiny_application")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(TINY, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "node_modules").symlink_to(PROJECT / "node_modules")
    (folder / "cdk.json").write_text(json.dumps({"app": f"{sys.executable} app.py"}))
    return folder


@pytest.fixture(scope="module")
def events() -> list[Step]:
    return []


@pytest.fixture(scope="module")
def endpoints(cloud: LocalCloud, events: list[Step]) -> Endpoints:
    return cloud.up(events.append)


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[LocalCloud]:
    cloud = LocalCloud(tmp_path_factory.mktemp("home") / "data", project)
    yield cloud
    cloud.down()


def client(endpoints: Endpoints, service: str) -> Any:
    session: Any = boto3.Session(
        aws_access_key_id="local", aws_secret_access_key="local", region_name=endpoints.region
    )
    return session.client(service, endpoint_url=endpoints.aws_endpoint_url)


def kept(endpoints: Endpoints, source: str) -> dict[str, Any]:
    s3 = client(endpoints, "s3")

    def body() -> bytes | None:
        listed = s3.list_objects_v2(Bucket=endpoints.bucket, Prefix=f"seen/{source}")
        if not listed["KeyCount"]:
            return None
        content: bytes = s3.get_object(Bucket=endpoints.bucket, Key=f"seen/{source}.json")["Body"].read()
        return content

    event: dict[str, Any] = json.loads(wait_for(body, 90))
    return event


def own_processes(folder: Path) -> list[int]:
    """Every process that names the data folder in its command or its environment (the tests' own aside)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in words and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found


def test_up_tells_each_step_once_and_writes_one_private_file(
    cloud: LocalCloud, endpoints: Endpoints, events: list[Step]
) -> None:
    ended = [(step.name, step.state) for step in events if step.state not in {"started", "running"}]
    assert ended == [(name, "done") for name in STEPS]
    assert [step.number for step in events] == sorted(step.number for step in events)
    assert stat.S_IMODE(cloud.folder.endpoints.stat().st_mode) == 0o600
    assert stat.S_IMODE(cloud.folder.secrets.stat().st_mode) == 0o600
    written = json.loads(cloud.folder.endpoints.read_text())
    assert written["queues"]["hot_dead_letter"] == endpoints.queues["hot_dead_letter"]
    assert cloud.status().up


def test_a_custom_resource_reads_a_secret_during_the_deployment(endpoints: Endpoints) -> None:
    assert endpoints.outputs["MigratedDatabase"] == "aftercall"


def test_the_api_delivers_the_payload_of_an_http_api(endpoints: Endpoints) -> None:
    path = "/sessions/AJ_1/metrics?x=1&y=%20a"
    headers = {"Host": endpoints.api_host, "Content-Type": "application/webhook+json", "X-Mixed-Case": "Yes"}
    with closing(HTTPConnection(endpoints.api_url.removeprefix("http://"), timeout=60)) as connection:
        connection.request("POST", path, b'{"a": 1}', headers)
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())) == (202, {"accepted": True})
    event = kept(endpoints, "api")
    assert event["version"] == "2.0"
    assert event["rawPath"] == "/sessions/AJ_1/metrics"
    assert event["rawQueryString"] == "x=1&y=%20a"
    assert event["pathParameters"] == {"id": "AJ_1"}
    assert event["headers"]["x-mixed-case"] == "Yes"
    assert event["isBase64Encoded"] is True
    assert event["requestContext"]["http"]["method"] == "POST"


def test_a_drop_into_the_inbox_calls_its_function(endpoints: Endpoints) -> None:
    client(endpoints, "s3").put_object(Bucket=endpoints.bucket, Key="inbox/a call+1.json", Body=b"{}")
    record = kept(endpoints, "s3")["Records"][0]
    assert record["eventSource"] == "aws:s3"
    assert record["s3"]["bucket"]["name"] == endpoints.bucket
    assert record["s3"]["object"]["key"] == "inbox/a+call%2B1.json"


def test_a_second_up_does_nothing_again(cloud: LocalCloud, endpoints: Endpoints) -> None:
    steps: list[Step] = []
    assert cloud.up(steps.append) == endpoints
    ended = {step.name: step.state for step in steps if step.state in {"done", "skipped"}}
    assert ended == dict.fromkeys(STEPS, "skipped") | {"endpoints": "done"}


def test_a_paused_database_comes_back_with_its_data(cloud: LocalCloud, endpoints: Endpoints) -> None:
    with psycopg.connect(endpoints.postgres_url) as connection:
        connection.execute("CREATE TABLE before_the_outage (value integer)")
    cloud.pause("postgres")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(endpoints.postgres_url, connect_timeout=2)
    cloud.resume("postgres")
    with psycopg.connect(endpoints.postgres_url) as connection:
        connection.execute("SELECT value FROM before_the_outage")


def desk_state(endpoints: Endpoints) -> dict[str, Any]:
    address = endpoints.stand_ins["desk"].removeprefix("http://")
    with closing(HTTPConnection(address, timeout=10)) as connection:
        connection.request("GET", "/state.json")
        state: dict[str, Any] = json.loads(connection.getresponse().read())
    return state


def page_somebody(endpoints: Endpoints) -> int:
    secrets = client(endpoints, "secretsmanager")
    secret = json.loads(secrets.get_secret_value(SecretId="aftercall/pagerduty")["SecretString"])
    payload = {"summary": "Down", "source": "test", "severity": "critical"}
    event = {"routing_key": secret["routing_key"], "event_action": "trigger", "dedup_key": "down"}
    address = urlsplit(secret["events_url"])
    with closing(HTTPConnection(address.netloc, timeout=10)) as connection:
        connection.request("POST", address.path, json.dumps(event | {"payload": payload}))
        return connection.getresponse().status


def test_a_function_trusts_the_salesforce_stand_in(endpoints: Endpoints) -> None:
    event = json.dumps({"url": f"{endpoints.stand_ins['salesforce']}/services/data"})
    answer = client(endpoints, "lambda").invoke(FunctionName="tiny-reach", Payload=event)
    assert json.loads(answer["Payload"].read()) == {"status": 200}


def test_a_mail_of_the_senders_identity_is_shown_by_the_desk(endpoints: Endpoints) -> None:
    client(endpoints, "sesv2").send_email(
        FromEmailAddress="digests@aftercall.example",
        Destination={"ToAddresses": ["sales@example.com"]},
        Content={
            "Simple": {
                "Subject": {"Data": "Yesterday"},
                "Body": {"Text": {"Data": "45 calls"}, "Html": {"Data": "<p>45 calls</p>"}},
            }
        },
    )
    [mail] = desk_state(endpoints)["mails"]
    assert (mail["Subject"], mail["BodyText"], mail["BodyHtml"]) == (
        "Yesterday",
        "45 calls",
        "<p>45 calls</p>",
    )


def test_a_mail_of_somebody_unknown_is_refused(endpoints: Endpoints) -> None:
    mail_service = client(endpoints, "sesv2")
    with pytest.raises(mail_service.exceptions.MessageRejected, match="not verified"):
        mail_service.send_email(
            FromEmailAddress="somebody@example.com",
            Destination={"ToAddresses": ["sales@example.com"]},
            Content={"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}}},
        )


def test_paused_stand_ins_are_gone_and_come_back_with_what_they_got(
    cloud: LocalCloud, endpoints: Endpoints
) -> None:
    assert page_somebody(endpoints) == 202
    cloud.pause("stand_ins")
    with pytest.raises(ConnectionRefusedError):
        page_somebody(endpoints)
    cloud.resume("stand_ins")
    assert page_somebody(endpoints) == 202
    [incident] = desk_state(endpoints)["pagerduty"]["incidents"]
    assert (incident["dedup_key"], incident["triggers"]) == ("down", 2)


def test_state_survives_a_restart_without_another_deployment(cloud: LocalCloud, endpoints: Endpoints) -> None:
    sqs = client(endpoints, "sqs")
    client(endpoints, "s3").put_object(Bucket=endpoints.bucket, Key="raw/kept", Body=b"kept")
    client(endpoints, "dynamodb").put_item(
        TableName=endpoints.outputs["TableName"], Item={"id": {"S": "livekit:EV_1"}}
    )
    sqs.send_message(
        QueueUrl=endpoints.queues["hot"],
        MessageBody="kept",
        MessageGroupId="g",
        MessageDeduplicationId="d",
    )
    assert cloud.down()
    assert not cloud.folder.endpoints.exists()
    assert own_processes(cloud.folder.root) == []
    steps: list[Step] = []
    again = cloud.up(steps.append)
    ended = {step.name: step.state for step in steps if step.state in {"done", "skipped"}}
    assert ended["deployment"] == "skipped"
    assert again == endpoints
    assert client(again, "s3").get_object(Bucket=again.bucket, Key="raw/kept")["Body"].read() == b"kept"
    item = client(again, "dynamodb").get_item(
        TableName=again.outputs["TableName"], Key={"id": {"S": "livekit:EV_1"}}
    )
    assert "Item" in item
    received = client(again, "sqs").receive_message(QueueUrl=again.queues["hot"])
    assert [message["Body"] for message in received["Messages"]] == ["kept"]


def test_a_taken_port_moves_the_emulator_with_its_state(cloud: LocalCloud, endpoints: Endpoints) -> None:
    cloud.up()
    client(endpoints, "sqs").send_message(
        QueueUrl=endpoints.queues["standard"],
        MessageBody="moved",
        MessageGroupId="g",
        MessageDeduplicationId="moved",
    )
    cloud.down()
    with socket.create_server(("127.0.0.1", urlsplit(endpoints.aws_endpoint_url).port or 0)):
        moved = cloud.up()
    assert moved.aws_endpoint_url != endpoints.aws_endpoint_url
    assert moved.bucket == endpoints.bucket
    received = client(moved, "sqs").receive_message(QueueUrl=moved.queues["standard"])
    assert [message["Body"] for message in received["Messages"]] == ["moved"]


def test_no_server_outlives_a_killed_supervisor(cloud: LocalCloud, endpoints: Endpoints) -> None:
    cloud.up()
    state = read_state(cloud.folder)
    assert state is not None
    assert len(own_processes(cloud.folder.root)) >= 3
    os.kill(state.process_id, signal.SIGKILL)
    wait_for(lambda: not own_processes(cloud.folder.root), 20)
    assert not supervisor_alive(cloud.folder)
    assert cloud.status().up is False
    assert cloud.down() is False


def test_an_interrupted_up_stops_what_it_started(tmp_path: Path, project: Path) -> None:
    data = tmp_path / "data"
    # Whoever runs the tests in the background may have made them deaf to the signal.
    script = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from pathlib import Path; from local.cloud import LocalCloud; "
        f"LocalCloud(Path({str(data)!r}), Path({str(project)!r})).up()"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=PROJECT, stderr=subprocess.PIPE) as process:
        wait_for((data / "logs" / "cdk-bootstrap.log").exists, 60)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert b"KeyboardInterrupt" in said
    assert own_processes(data) == []
    assert not (data / "tmp").exists()


def test_a_failed_deployment_stops_what_was_started(tmp_path: Path, project: Path) -> None:
    broken = tmp_path / "project"
    shutil.copytree(project, broken, symlinks=True)
    (broken / "app.py").write_text("raise SystemExit('the app is broken')\n")
    cloud = LocalCloud(tmp_path / "data", broken)
    with pytest.raises(ProgramError, match="the app is broken"):
        cloud.up()
    assert own_processes(tmp_path / "data") == []
    assert not cloud.folder.endpoints.exists()
