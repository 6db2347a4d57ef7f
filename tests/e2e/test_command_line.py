"""The command line against the deployed stack."""

import json
from pathlib import Path

from aftercall.reports.completed import CompletedReports
from local.replay import compact
from tests.e2e.command_line import run_command
from tests.e2e.stack import Stack


def test_a_report_is_sent_and_shown(stack: Stack, tmp_path: Path) -> None:
    call = stack.new_call()
    file = tmp_path / "call.json"
    file.write_bytes(compact(call.report))

    first, second = run_command(stack, "send", str(file)), run_command(stack, "send", str(file))
    stack.wait_for_analysis(call.session_id)
    shown = run_command(stack, "show", call.session_id, "--json")

    assert first.output == f"{file}: accepted: {call.session_id}\n"
    assert second.output == f"{file}: duplicate: {call.session_id}\n"
    document = json.loads(shown.output)
    assert document["session"]["session_id"] == call.session_id
    assert document["reports"].keys() == CompletedReports.model_fields.keys()
    assert "Lead score" in run_command(stack, "show", call.session_id).output


def test_a_refused_report_names_the_field(stack: Stack, tmp_path: Path) -> None:
    file = tmp_path / "call.json"
    file.write_bytes(compact({**stack.new_call().report, "job_id": ""}))

    refused = run_command(stack, "send", str(file))

    assert refused.exit_code == 1
    assert "refused (400): job_id: expected" in refused.output


def test_a_report_over_four_megabytes_goes_through_the_inbox(stack: Stack, tmp_path: Path) -> None:
    call = stack.new_call()
    file = tmp_path / "call.json"
    file.write_bytes(compact({**call.report, "a key nobody knows": "x" * 4_200_000}))

    sent = run_command(stack, "send", str(file))

    assert "put into the inbox" in sent.output
    assert stack.wait_for_analysis(call.session_id)["origin"] == "inbox"


def test_a_call_nobody_knows_has_its_own_exit_code(stack: Stack) -> None:
    for command in ("show", "replay"):
        answer = run_command(stack, command, "RM_unknown.AJ_unknown")

        assert answer.exit_code == 4
        assert "no call with the session id" in answer.errors


def test_the_doctor_finds_nothing_wrong_with_a_healthy_stack(stack: Stack) -> None:
    stack.wait_until_idle()

    examined = run_command(stack, "doctor")

    assert (examined.exit_code, "bad" in examined.output) == (0, False)


def test_the_doctor_names_the_database_that_is_away_and_nothing_else(stack: Stack) -> None:
    stack.wait_until_idle()
    stack.cloud.pause("postgres")
    try:
        examined = run_command(stack, "doctor")
        shown = run_command(stack, "show", "RM_1.AJ_1")
    finally:
        stack.cloud.resume("postgres")

    bad = [line for line in examined.output.splitlines() if line.startswith("bad")]
    assert [line.split()[1] for line in bad] == ["Postgres"]
    assert "does not answer" in bad[0]
    assert (examined.exit_code, shown.exit_code) == (1, 3)
    assert "does not answer" in shown.errors
