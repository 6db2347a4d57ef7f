"""The custom resource that migrates at deployment."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar, cast

import psycopg
import pytest

from aftercall.intake.secrets import SecretsCache
from aftercall.settings.warehouse import DatabaseSettings
from functions.migrate_warehouse import handler
from functions.migrate_warehouse.handler import Migration, reason_of
from tests.fakes.clock import FakeClock
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.fakes.telemetry import KeptLines


def migration(postgres: str, mongo: str, database: str) -> Migration:
    secrets = {
        "postgres": json.dumps({"url": postgres}),
        "mongo": json.dumps({"url": mongo, "database": database}),
    }
    cache = SecretsCache(cast("Any", FakeSecretsManager(secrets)), FakeClock().now)
    return Migration(DatabaseSettings("postgres", "mongo"), cache, KeptLines().log())


@pytest.mark.parametrize("request_type", ["Create", "Update"])
def test_a_deployment_migrates_both_databases(
    postgres_url: str, mongo_url: str, mongo_database_name: str, request_type: str
) -> None:
    answer = migration(postgres_url, mongo_url, mongo_database_name).run({"RequestType": request_type})
    assert answer == {"PhysicalResourceId": "warehouse-migrations", "Data": {"Revision": "0007"}}


def test_deleting_the_stack_leaves_the_data(
    postgres_url: str, mongo_url: str, mongo_database_name: str
) -> None:
    resource = migration(postgres_url, mongo_url, mongo_database_name)
    resource.run({"RequestType": "Create"})
    resource.run({"RequestType": "Delete"})
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM warehouse.sessions").fetchone() == (0,)


class Answers(BaseHTTPRequestHandler):
    """CloudFormation's address for answers."""

    received: ClassVar[list[dict[str, Any]]] = []

    def do_PUT(self) -> None:
        length = int(self.headers["Content-Length"])
        self.received.append(json.loads(self.rfile.read(length)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_cloudformation_gets_its_answer_at_the_address_it_names() -> None:
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        event = {
            "ResponseURL": f"http://127.0.0.1:{server.server_port}/answer",
            "StackId": "stack",
            "RequestId": "request",
            "LogicalResourceId": "MigratedWarehouse",
        }
        handler.answer_cloudformation(event, {"Data": {"Revision": "0007"}}, None)
        thread.join()
    [answer] = Answers.received
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", "warehouse-migrations")
    assert (answer["StackId"], answer["Data"]) == ("stack", {"Revision": "0007"})


def test_cloudformation_is_told_why_a_migration_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers: list[str | None] = []
    monkeypatch.delenv("POSTGRES_SECRET_NAME", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setattr(handler, "answer_cloudformation", lambda *told: answers.append(told[2]))
    handler.lambda_handler({"RequestType": "Create", "ResponseURL": "https://answers.example/one"}, None)
    assert answers == [
        "MissingSetting: POSTGRES_SECRET_NAME: this environment variable must be set and not empty"
    ]


def test_an_error_that_may_hold_a_password_is_not_quoted() -> None:
    assert "secret" not in reason_of(ValueError("postgresql://user:secret@host"))
