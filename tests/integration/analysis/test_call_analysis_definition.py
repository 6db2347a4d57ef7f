"""The state machine's definition, run by the emulator with stand-ins for its functions."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.emulator import EmulatorServer
from local.lambda_runtime import ensure_lambda_interpreter
from local.processes import free_port
from tests.integration.local.contract_cloud import ROLE, Cloud

PROJECT = Path(__file__).parents[3]
DEFINITION = (PROJECT / "statemachines" / "call_analysis.asl.json").read_text()
CALLERS_WORDS = "my card number is"
# One source for every step: the session id says how the call shall go, the function's name which step it is.
STAND_IN = f"""
import os
from pathlib import Path

def attempts():
    counter = Path(os.environ["COUNTER"])
    counter.write_text(counter.read_text() + "x" if counter.exists() else "x")
    return len(counter.read_text())

def lambda_handler(event, context):
    step, call = context.function_name, event["session_id"]
    if step == "PrepareSessionFunction":
        if call == "unreadable":
            problem = {{"error_kind": "unreadable_report", "field": "items", "message": "expected a list"}}
            return {{"status": call, **problem}}
        return {{"status": "ready", "prepared": {{"bucket": "bodies", "key": "prepared/" + call}}}}
    if step == "StoreResultsFunction":
        if call == "database-away" and attempts() < 3:
            raise ConnectionError("the database is away")
        return {{"stored": True, "input": event}}
    if call == "failing" and step in {{"AnalyzeQualityFunction", "ScoreLeadFunction"}}:
        raise KeyError("{CALLERS_WORDS}")
    report = {{"prepared": event["prepared"]["key"], "reports_before": len(event.get("reports", []))}}
    nothing = {{"report_location": None, "error": None}}
    return {{"analyzer": step, "version": "1", "status": "ok", "report": report, **nothing}}
"""


@pytest.fixture(scope="module")
def cloud(servers_folder: Path) -> Iterator[Cloud]:
    interpreter = ensure_lambda_interpreter(servers_folder / "lambda-runtime", PROJECT / "requirements.lock")
    server = EmulatorServer(servers_folder / "definition-emulator", free_port(), interpreter, workers=1)
    server.start()
    try:
        server.wait()
        yield Cloud(server)
    finally:
        server.stop()


@pytest.fixture(scope="module")
def state_machine(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory) -> str:
    definition = DEFINITION
    counter = str(tmp_path_factory.mktemp("attempts") / "store")
    for placeholder in sorted(set(re.findall(r"\$\{(\w+)\}", DEFINITION))):
        address = cloud.deploy(placeholder, STAND_IN, Environment={"Variables": {"COUNTER": counter}})
        definition = definition.replace(f"${{{placeholder}}}", address)
    created = cloud.client("stepfunctions").create_state_machine(
        name="call-analysis", definition=definition, roleArn=ROLE, type="EXPRESS"
    )
    return str(created["stateMachineArn"])


def stored_input(cloud: Cloud, state_machine: str, session_id: str) -> dict[str, Any]:
    """Run a call to its end; return what store_results was handed."""
    call = {
        "session_id": session_id,
        "form": None,
        "raw": {"bucket": "bodies", "key": "raw/sessions/ab/abc", "sha256": "abc", "size_bytes": 3},
        "received_at": "2026-03-02T09:30:00+00:00",
        "origin": "api",
        "analysis_id": "first",
    }
    answer = cloud.client("stepfunctions").start_sync_execution(
        stateMachineArn=state_machine, input=json.dumps(call)
    )
    assert answer["status"] == "SUCCEEDED", answer
    output = json.loads(answer["output"])
    assert output["stored"] is True
    handed_over: dict[str, Any] = output["input"]
    assert {key: handed_over[key] for key in call} == call
    return handed_over


def test_a_readable_call_is_stored_with_nine_reports_the_last_two_knowing_the_others(
    cloud: Cloud, state_machine: str
) -> None:
    handed_over = stored_input(cloud, state_machine, "fine")
    assert handed_over["status"] == "analyzed"
    assert handed_over["prepared"] == {"bucket": "bodies", "key": "prepared/fine"}
    assert handed_over["problem"] is None
    reports = handed_over["reports"]
    assert [report["status"] for report in reports] == ["ok"] * 9
    assert [report["report"]["reports_before"] for report in reports] == [0] * 7 + [7, 8]
    assert {report["report"]["prepared"] for report in reports} == {"prepared/fine"}


def test_an_unreadable_call_is_stored_with_what_is_wrong_with_it(cloud: Cloud, state_machine: str) -> None:
    handed_over = stored_input(cloud, state_machine, "unreadable")
    assert handed_over["status"] == "unreadable"
    assert handed_over["prepared"] is None
    assert handed_over["reports"] == []
    assert handed_over["problem"]["error_kind"] == "unreadable_report"


def test_failing_analyzers_leave_failed_reports_without_the_callers_words(
    cloud: Cloud, state_machine: str
) -> None:
    reports = stored_input(cloud, state_machine, "failing")["reports"]
    failed = {report["analyzer"]: report for report in reports if report["status"] == "failed"}
    assert failed.keys() == {"quality", "lead_score"}
    assert {report["error"]["kind"] for report in failed.values()} == {"KeyError"}
    assert CALLERS_WORDS not in json.dumps(reports)
    assert len(reports) == 9


def test_a_database_that_comes_back_within_seconds_costs_no_second_delivery(
    cloud: Cloud, state_machine: str
) -> None:
    assert stored_input(cloud, state_machine, "database-away")["status"] == "analyzed"
