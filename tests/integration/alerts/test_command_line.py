"""``aftercall alerts`` on a real warehouse."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from aftercall.command_line.deployment import QUEUE_NAMES, Deployment
from aftercall.command_line.main import commands
from tests.integration.alerts.alert_house import STANDARD, AlertHouse

type Run = Callable[..., Result]


@pytest.fixture
def run(house: AlertHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``aftercall alerts`` against the house's warehouse, in eighty columns."""
    endpoints = {
        "target": "local",
        "region": "eu-north-1",
        "aws_endpoint_url": "http://127.0.0.1:9",
        "api_url": "http://127.0.0.1:9",
        "bucket": "calls",
        "queues": {name: f"https://sqs.example/1/{name}" for name in QUEUE_NAMES},
        "state_machine_arn": "arn:aws:states:eu-north-1:1:stateMachine:call-analysis",
        "secrets": {"postgres": "aftercall/postgres"},
    }
    (tmp_path / "endpoints.json").write_text(json.dumps(endpoints), encoding="utf-8")
    monkeypatch.setenv("AFTERCALL_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("AFTERCALL_AWS", raising=False)
    url = json.loads(house.secrets["postgres"])["url"]
    monkeypatch.setattr(Deployment, "secret_text", lambda _self, _name, _key: url)

    def with_arguments(*arguments: object) -> Result:
        told = ["alerts", *(str(argument) for argument in arguments)]
        return CliRunner().invoke(commands, told, catch_exceptions=False)

    return with_arguments


@pytest.fixture
def alert_id(house: AlertHouse) -> int:
    house.sqs.depths = {STANDARD: (200, 0, 0)}
    house.look()
    return int(house.fired("queue_backlog")["id"])


def test_nothing_wrong_is_said(run: Run) -> None:
    assert run().stdout == "nothing is wrong (--all lists what was)\n"
    assert run("--all").stdout == "no alerts\n"


def test_what_is_open_is_listed_in_eighty_columns(run: Run, alert_id: int) -> None:
    printed = run().stdout
    assert "Analytics queue backlog: 200 messages" in printed
    assert max(len(line) for line in printed.splitlines()) <= 80


def test_an_alert_is_shown_with_its_figures(run: Run, alert_id: int) -> None:
    printed = " ".join(run("show", alert_id).stdout.split())
    assert "P1 Analytics queue backlog: 200 messages" in printed
    assert "aftercall-sessions-standard.fifo: 200" in printed
    assert "action Scale up analytics workers, check for stuck messages" in printed
    assert json.loads(run("show", alert_id, "--json").stdout)["context"]["messages"] == 200


def test_the_first_acknowledgement_stands(run: Run, house: AlertHouse, alert_id: int) -> None:
    assert run("ack", alert_id, "--by", "maya").stdout == f"alert {alert_id}: acknowledged by maya\n"
    again = run("ack", alert_id, "--by", "noah").stdout
    assert again == f"alert {alert_id}: acknowledged before; nothing changed\n"
    assert house.fired("queue_backlog")["acknowledged_by"] == "maya"
    assert "acknowledged" in run().stdout


def test_a_resolved_alert_is_listed_only_when_asked_for(run: Run, alert_id: int) -> None:
    assert run("resolve", alert_id, "--by", "maya").stdout == f"alert {alert_id}: resolved by maya\n"
    assert run().stdout.startswith("nothing is wrong")
    assert [alert["alert_id"] for alert in json.loads(run("--all", "--json").stdout)] == [alert_id]


@pytest.mark.parametrize("action", ["show", "ack", "resolve"])
def test_an_alert_nobody_knows_is_not_found(run: Run, action: str) -> None:
    refused = run(action, 4711)
    assert refused.exit_code == 4
    assert "no alert with the id 4711" in refused.stderr
