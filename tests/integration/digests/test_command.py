"""``aftercall digest`` on a real warehouse."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from aftercall.command_line.deployment import Deployment
from aftercall.command_line.main import commands
from aftercall.telemetry.clock import utc_now
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.integration.digests.digest_house import DigestHouse
from tests.unit.command_line.test_deployment import ENDPOINTS

type Run = Callable[..., Result]

NOON = datetime.fromisoformat("2025-11-20T12:00:00-05:00")
DAY = ("--date", "2025-11-20")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warehouse_url: str) -> Run:
    """Run ``aftercall digest`` against a deployment of which there is only the warehouse."""
    (tmp_path / "endpoints.json").write_text(json.dumps({**ENDPOINTS, "secrets": {"postgres": "postgres"}}))
    secrets = FakeSecretsManager({"postgres": json.dumps({"url": warehouse_url})})
    monkeypatch.setattr(Deployment, "secrets_client", lambda _: secrets)
    for name, value in (("AFTERCALL_HOME", str(tmp_path)), ("COLUMNS", "160"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AFTERCALL_AWS", raising=False)
    return lambda *arguments: CliRunner().invoke(commands, ["digest", *arguments], catch_exceptions=False)


def test_any_day_is_rendered_to_a_file(house: DigestHouse, run: Run, tmp_path: Path) -> None:
    house.call(NOON)
    file = tmp_path / "day.html"
    assert run(*DAY, "--out", str(file)).exit_code == 0
    assert file.read_text().startswith("<!DOCTYPE html>")
    assert "November 20, 2025" in file.read_text()
    assert house.owed() == []


def test_the_text_part_goes_to_the_terminal(house: DigestHouse, run: Run) -> None:
    house.call(NOON)
    printed = run(*DAY, "--text")
    assert "PANDADOC VOICE AGENT DAILY SUMMARY" in printed.stdout
    assert "• Total Calls: 1" in printed.stdout


def test_a_week_is_that_of_the_day(house: DigestHouse, run: Run) -> None:
    house.call(NOON)
    house.call(NOON + timedelta(days=3))
    house.call(NOON + timedelta(days=4))
    printed = run(*DAY, "--weekly", "--text").stdout
    assert "Week of November 17, 2025" in printed
    assert "• Total Calls: 2" in printed


def test_send_owes_the_mail_once(house: DigestHouse, run: Run) -> None:
    house.call(NOON)
    assert run(*DAY, "--text", "--send").exit_code == 0
    (digest,) = house.digests()
    assert digest["kind"] == "daily"
    assert house.owed() == [("email", str(digest["digest_id"]))]
    again = run(*DAY, "--text", "--send")
    assert again.exit_code == 1
    assert "has its digest already" in again.stderr
    assert len(house.owed()) == 1


def test_a_day_that_is_not_over_is_not_sent(house: DigestHouse, run: Run) -> None:
    house.call(utc_now())
    today = ("--date", (utc_now() + timedelta(days=1)).strftime("%Y-%m-%d"))
    refused = run(*today, "--send")
    assert refused.exit_code == 1
    assert "the day is not over" in refused.stderr
    assert run(*today, "--text").exit_code == 0


def test_before_the_first_call_there_is_nothing_to_render(house: DigestHouse, run: Run) -> None:
    house.call(NOON + timedelta(days=1))
    answer = run(*DAY)
    assert answer.exit_code == 4
    assert "no call took place" in answer.stderr


def test_a_profile_that_cannot_be_read_is_told(house: DigestHouse, run: Run, tmp_path: Path) -> None:
    answer = run(*DAY, "--profile", str(tmp_path / "none.json"))
    assert answer.exit_code == 1
    assert "the profile cannot be read" in answer.stderr


def test_a_file_that_cannot_be_written_is_told(house: DigestHouse, run: Run, tmp_path: Path) -> None:
    house.call(NOON)
    answer = run(*DAY, "--out", str(tmp_path / "no" / "such" / "folder.html"))
    assert answer.exit_code == 1
    assert "cannot be written" in answer.stderr
