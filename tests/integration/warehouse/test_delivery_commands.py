"""``aftercall deliveries``, ``redeliver``, ``show`` and ``doctor`` on a real warehouse."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from aftercall.command_line.deployment import Deployment, find_deployment
from aftercall.command_line.doctor import ledger_words
from aftercall.command_line.failures import CommandFailed
from aftercall.command_line.main import commands
from aftercall.ledger.debts import Destination
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, TryAgain, Unknown
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.ledger import WarehouseLedger
from aftercall.warehouse.store import store_analysis
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import START
from tests.integration.warehouse.ledger_house import deliveries, owe_digests
from tests.unit.command_line.test_deployment import ENDPOINTS

type Run = Callable[..., Result]

SESSION = "RM_one.AJ_one"
SALESFORCE, SLACK = Destination.SALESFORCE, Destination.SLACK


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warehouse_url: str) -> Run:
    """Run ``aftercall`` against a deployment of which there is only the warehouse."""
    (tmp_path / "endpoints.json").write_text(json.dumps({**ENDPOINTS, "secrets": {"postgres": "postgres"}}))
    secrets = FakeSecretsManager({"postgres": json.dumps({"url": warehouse_url})})
    monkeypatch.setattr(Deployment, "secrets_client", lambda _: secrets)
    for name, value in (("AFTERCALL_HOME", str(tmp_path)), ("COLUMNS", "160"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AFTERCALL_AWS", raising=False)

    def with_arguments(*arguments: str, answer: str | None = None) -> Result:
        return CliRunner().invoke(commands, arguments, input=answer, catch_exceptions=False)

    return with_arguments


def pay(
    connection: Connection, outcome: Outcome, destination: Destination = SALESFORCE, times: int = 1
) -> None:
    ledger = WarehouseLedger(lambda: connection, lambda _: None)
    for _ in range(times):
        claim = ledger.claim(destination, START.replace(year=2030))
        assert claim is not None, "nothing was due"
        ledger.settle(claim, outcome, START, 0.5)


def cells(printed: Result, destination: str) -> list[str]:
    (line,) = [line for line in printed.stdout.splitlines() if line.startswith(destination)]
    return line.split()


def test_the_table_counts_each_destination_and_says_who_is_left_alone(
    run: Run, warehouse: Connection
) -> None:
    owe_digests(warehouse, 8)
    pay(warehouse, Delivered("hash"), times=2)
    pay(warehouse, TryAgain("503 Service Unavailable"), times=5)
    printed = run("deliveries")
    assert printed.exit_code == 0
    assert printed.stdout.splitlines()[0].split()[:3] == ["pending", "sending", "delivered"]
    assert cells(printed, "salesforce")[1:4] == ["6", "·", "2"]
    assert "open for" in printed.stdout
    assert "503 Service Unavailable" in printed.stdout
    assert cells(printed, "slack")[-1] == "closed"


def test_one_calls_deliveries_are_shown_with_what_an_operator_needs(run: Run, warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    pay(warehouse, Delivered("hash", "a0B5", "Industry_Vertical__c: bad value"))
    pay(warehouse, Rejected("400 invalid event"), Destination.AMPLITUDE)
    printed = run("deliveries", "--session", SESSION).stdout
    assert "a0B5 · not taken: Industry_Vertical__c: bad value" in printed
    assert "rejected · last error: 400 invalid event" in printed


def test_a_call_that_owes_nothing_has_its_own_exit_code(run: Run) -> None:
    assert run("deliveries", "--session", "RM_unknown").exit_code == 4


def test_everything_is_there_as_json(run: Run, warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    standings = json.loads(run("deliveries", "--json").stdout)
    assert [one["destination"] for one in standings] == [destination.value for destination in Destination]
    entries = json.loads(run("deliveries", "--session", SESSION, "--json").stdout)
    assert [entry["status"] for entry in entries] == ["pending", "pending"]


def test_show_says_who_was_told(run: Run, warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    pay(warehouse, Delivered("hash", "a0B5"))
    printed = run("show", SESSION).stdout
    assert "Told to" in printed
    assert "a0B5" in printed


def test_what_failed_is_sent_again(run: Run, warehouse: Connection) -> None:
    owe_digests(warehouse, 3)
    pay(warehouse, Rejected("bad value"), times=2)
    printed = run("redeliver")
    assert "salesforce: 2" in printed.stdout
    assert "2 due again" in printed.stdout
    assert [row["status"] for row in deliveries(warehouse)] == ["pending"] * 3


def test_a_dry_run_only_counts(run: Run, warehouse: Connection) -> None:
    owe_digests(warehouse, 1)
    pay(warehouse, Rejected("bad value"))
    assert run("redeliver", "--dry-run").stdout == "salesforce: 1\n"
    assert deliveries(warehouse)[0]["status"] == "failed"


def test_nothing_to_send_again_is_said(run: Run) -> None:
    assert run("redeliver", "--destination", "email").stdout == "nothing to send again\n"


@pytest.mark.parametrize(
    ("arguments", "answer", "status"),
    [((), "n\n", "uncertain"), ((), "y\n", "pending"), (("--yes",), None, "pending")],
)
def test_what_may_arrive_twice_is_asked_for(
    run: Run, warehouse: Connection, arguments: tuple[str, ...], answer: str | None, status: str
) -> None:
    owe_digests(warehouse, 1, SLACK)
    pay(warehouse, Unknown("timeout"), SLACK)
    printed = run("redeliver", "--status", "uncertain", *arguments, answer=answer)
    assert printed.exit_code == (1 if status == "uncertain" else 0)
    assert deliveries(warehouse)[0]["status"] == status


def test_a_time_is_read_as_utc(run: Run, warehouse: Connection) -> None:
    owe_digests(warehouse, 1)
    pay(warehouse, Rejected("bad value"))
    assert run("redeliver", "--dry-run", "--since", "2026-03-04 15:31").stdout == "nothing to send again\n"
    assert "salesforce: 1" in run("redeliver", "--dry-run", "--since", "2026-03-04 15:30").stdout


def test_the_doctor_counts_what_is_owed(run: Run, warehouse: Connection) -> None:
    assert run("deliveries").exit_code == 0
    owe_digests(warehouse, 6)
    assert ledger_words(find_deployment(on_aws=False)) == "6 owed"


def test_the_doctor_says_what_did_not_arrive_and_who_is_left_alone(run: Run, warehouse: Connection) -> None:
    owe_digests(warehouse, 6)
    owe_digests(warehouse, 1, SLACK)
    pay(warehouse, Rejected("bad value"))
    pay(warehouse, TryAgain("503"), times=5)
    pay(warehouse, Unknown("timeout"), SLACK)
    assert run("deliveries").exit_code == 0
    with pytest.raises(CommandFailed, match=r"1 failed; slack: 1 uncertain; salesforce: left alone \(503\)"):
        ledger_words(find_deployment(on_aws=False))
