"""An analyzer that raises costs its own report and nothing else."""

from aftercall.reports.completed import CompletedReports
from tests.e2e.command_line import run_command
from tests.e2e.stack import Stack

ANALYZERS = set(CompletedReports.model_fields)
BROKEN = {"PROFILE_PATH": "/opt/there-is-no-such-profile.json"}


def test_a_call_arrives_without_the_report_of_an_analyzer_that_raises(stack: Stack) -> None:
    call = stack.new_call()

    with stack.functions.with_environment("analyze_objections", BROKEN):
        stack.send_whole_call(call)
        row = stack.wait_for_analysis(call.session_id)
    runs = {run["analyzer"]: run for run in stack.rows("analyzer_runs", "session_id", call.session_id)}

    assert runs.keys() == ANALYZERS
    assert {name for name, run in runs.items() if run["status"] != "ok"} == {"objections"}
    assert runs["objections"]["error_kind"] == "InvalidProfile"
    assert row["lead_score"] is not None
    assert row["outcome"] is not None
    assert "objections failed: InvalidProfile" in run_command(stack, "show", call.session_id).output


def test_a_replay_after_the_repair_brings_the_missing_report(stack: Stack) -> None:
    call = stack.new_call()
    with stack.functions.with_environment("score_lead", BROKEN):
        stack.send_whole_call(call)
        assert stack.wait_for_analysis(call.session_id)["lead_score"] is None
    footprint = stack.footprint(call.session_id)

    assert run_command(stack, "replay", call.session_id).exit_code == 0

    runs = stack.rows("analyzer_runs", "session_id", call.session_id)
    assert {run["status"] for run in runs} == {"ok"}
    assert stack.session(call.session_id)["lead_score"] is not None
    assert stack.footprint(call.session_id) == footprint
