"""What goes wrong behind a command becomes one sentence, a remedy and an exit code, never a traceback."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from aftercall.command_line.deployment import Deployment
from aftercall.warehouse import documents, migrate
from aftercall.warehouse.errors import RejectedByWarehouse, WarehouseUnavailable
from tests.fakes.client_errors import client_error
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.unit.command_line.conftest import Run
from tests.unit.command_line.test_deployment import ENDPOINTS

POSTGRES_URL = "postgresql://aftercall:a-password@db.brightline.example:5432/aftercall"
SECRETS = {
    "aftercall/signing": json.dumps({"keys": ["a-signing-key"]}),
    "aftercall/postgres": json.dumps({"url": POSTGRES_URL}),
    "aftercall/mongo": json.dumps({"url": "mongodb://mongo.brightline.example", "database": "aftercall"}),
}


@dataclass
class Cloud:
    """The secrets and the bucket of a deployment, in memory."""

    secrets: dict[str, str] = field(default_factory=lambda: dict(SECRETS))
    put_error: Exception | None = None

    def put_object(self, **_: object) -> dict[str, Any]:
        if self.put_error is not None:
            raise self.put_error
        return {}


@pytest.fixture
def cloud(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """A local cloud that says it is up; its AWS services are fakes."""
    made = Cloud()
    (tmp_path / "up").mkdir()
    named = {"signing": "aftercall/signing", "postgres": "aftercall/postgres", "mongo": "aftercall/mongo"}
    (tmp_path / "up" / "endpoints.json").write_text(json.dumps({**ENDPOINTS, "secrets": named}))
    monkeypatch.setenv("AFTERCALL_HOME", str(tmp_path / "up"))
    monkeypatch.setattr(Deployment, "secrets_client", lambda _: FakeSecretsManager(made.secrets))
    monkeypatch.setattr(Deployment, "s3_client", lambda _: made)
    return made


@pytest.fixture
def large_report(tmp_path: Path) -> Path:
    """A report that has to go through the inbox."""
    file = tmp_path / "large.json"
    file.write_text(json.dumps({"session_id": "s-1", "padding": "x" * 4_200_000}))
    return file


@pytest.mark.usefixtures("cloud")
@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (WarehouseUnavailable("OperationalError"), 3, "db.brightline.example:5432 does not answer"),
        (RejectedByWarehouse("InsufficientPrivilege (SQLSTATE 42501)"), 1, "Postgres refused"),
    ],
)
def test_migrate_says_what_postgres_said(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, words: str
) -> None:
    def fails(_: str) -> str:
        raise error

    monkeypatch.setattr(migrate, "migrate", fails)
    answer = run("migrate")

    assert (answer.exit_code, words in answer.stderr) == (code, True)
    assert "a-password" not in answer.stderr


def test_migrate_says_that_mongodb_has_no_usable_address(
    run: Run, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "migrate", lambda _: "0007")
    cloud.secrets["aftercall/mongo"] = json.dumps(
        {"url": "https://mongo.brightline.example", "database": "aftercall"}
    )

    answer = run("migrate")

    assert "revision 0007" in answer.stdout
    assert answer.exit_code == 3
    assert "InvalidURI" in answer.stderr


@pytest.mark.usefixtures("cloud")
def test_migrate_says_that_mongodb_refuses(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: str) -> None:
        raise RejectedByWarehouse("MongoDB: WriteError (code 121)")

    monkeypatch.setattr(migrate, "migrate", lambda _: "0007")
    monkeypatch.setattr(documents, "prepare_collections", refuses)

    answer = run("migrate")

    assert answer.exit_code == 1
    assert "MongoDB refused (MongoDB: WriteError (code 121))" in answer.stderr


@pytest.mark.parametrize(
    ("secret", "content", "command"),
    [
        ("aftercall/postgres", "{}", "migrate"),
        ("aftercall/postgres", '{"url": ""}', "migrate"),
        ("aftercall/postgres", "no JSON", "migrate"),
        ("aftercall/postgres", "[]", "migrate"),
        ("aftercall/signing", "{}", "send"),
        ("aftercall/signing", '{"keys": []}', "send"),
        ("aftercall/signing", '{"keys": [7]}', "send"),
        ("aftercall/signing", "", "send"),
    ],
)
def test_a_secret_without_its_key_is_named(
    run: Run, cloud: Cloud, large_report: Path, secret: str, content: str, command: str
) -> None:
    cloud.secrets[secret] = content

    answer = run(command, *([large_report] if command == "send" else []))

    assert answer.exit_code == 1
    assert f"the secret {secret}: expected" in answer.stderr
    assert "docs/deploy.md" in answer.stderr


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (client_error("AccessDenied", "PutObject"), 1, "the bucket bodies refused the report (AccessDenied)"),
        (EndpointConnectionError(endpoint_url="http://127.0.0.1:4566"), 3, "cannot be reached"),
    ],
)
def test_send_says_why_the_bucket_did_not_take_a_large_report(
    run: Run, cloud: Cloud, large_report: Path, error: Exception, code: int, words: str
) -> None:
    cloud.put_error = error

    answer = run("send", large_report)

    assert (answer.exit_code, words in answer.stderr) == (code, True)


@pytest.mark.usefixtures("cloud")
def test_a_large_report_is_put_into_the_inbox(run: Run, large_report: Path) -> None:
    answer = run("send", large_report)

    assert answer.exit_code == 0
    assert "put into the inbox as inbox/" in answer.stdout
