"""The definition of the analysis: retries, catches and time limits, which the emulator takes lightly."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.infrastructure.templates import Resource, Template

DEFINITION_FILE = Path(__file__).parents[2] / "statemachines" / "call_analysis.asl.json"
ANALYZERS = {
    "AnalyzeSalesIntelligence": "sales_intelligence",
    "AnalyzeQuality": "quality",
    "AnalyzeSentiment": "sentiment",
    "AnalyzeObjections": "objections",
    "AnalyzePerformance": "performance",
    "AnalyzeContentGaps": "content_gaps",
    "ExtractActionItems": "action_items",
}
TRANSIENT_ERRORS = [
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "States.Timeout",
]
# run_analysis waits 47 s for the answer and ends after 50.
CONSUMER_PATIENCE_SECONDS = 47


@pytest.fixture(scope="module")
def definition() -> Resource:
    document: Resource = json.loads(DEFINITION_FILE.read_text())
    return document


@pytest.fixture(scope="module")
def states(definition: Resource) -> dict[str, Resource]:
    everything = dict(definition["States"])
    for branch in definition["States"]["Analyze"]["Branches"]:
        everything |= branch["States"]
    return everything


def tasks(states: dict[str, Resource]) -> Iterator[tuple[str, Resource]]:
    return ((name, state) for name, state in states.items() if state["Type"] == "Task")


def test_the_analysis_ends_while_its_consumer_still_waits(definition: Resource) -> None:
    assert definition["TimeoutSeconds"] == 45
    assert definition["TimeoutSeconds"] < CONSUMER_PATIENCE_SECONDS


def test_seven_analyzers_run_side_by_side_and_two_follow(definition: Resource) -> None:
    assert [branch["StartAt"] for branch in definition["States"]["Analyze"]["Branches"]] == list(ANALYZERS)
    order, name = [], definition["StartAt"]
    while name:
        order.append(name)
        state = definition["States"][name]
        name = state["Choices"][0]["Next"] if "Choices" in state else state.get("Next")
    assert order == [
        "Prepare",
        "IsReadable",
        "Analyze",
        "GatherReports",
        "ScoreLead",
        "Summarize",
        "StoreResults",
    ]


def test_an_unreadable_report_is_stored_without_being_analysed(states: dict[str, Resource]) -> None:
    choice = states["IsReadable"]
    assert choice["Default"] == "StoreResults"
    assert choice["Assign"] == {
        "status": "unreadable",
        "prepared": None,
        "problem": "{% $states.input %}",
        "reports": [],
    }


@pytest.mark.parametrize(("state", "analyzer"), ANALYZERS.items())
def test_a_failed_analyzer_leaves_a_report_with_the_errors_class_and_never_its_message(
    states: dict[str, Resource], state: str, analyzer: str
) -> None:
    (catch,) = states[state]["Catch"]
    assert catch["ErrorEquals"] == ["States.ALL"]
    assert catch["Output"] == {
        "analyzer": analyzer,
        "version": "unknown",
        "status": "failed",
        "report": None,
        "report_location": None,
        "error": {
            "kind": "{% $states.errorOutput.Error %}",
            "message": "the analyzer did not finish; its log has the reason",
        },
    }
    assert states[catch["Next"]] == {"Type": "Succeed"}


@pytest.mark.parametrize(
    ("state", "analyzer", "following"),
    [("ScoreLead", "lead_score", "Summarize"), ("Summarize", "executive_summary", "StoreResults")],
)
def test_a_failed_score_or_summary_does_not_keep_the_call_from_being_stored(
    states: dict[str, Resource], state: str, analyzer: str, following: str
) -> None:
    (catch,) = states[state]["Catch"]
    assert catch["ErrorEquals"] == ["States.ALL"]
    assert catch["Next"] == following
    assert f"'analyzer': '{analyzer}'" in catch["Assign"]["reports"]
    assert "Cause" not in catch["Assign"]["reports"]


def test_no_state_passes_an_errors_message_on() -> None:
    assert "Cause" not in DEFINITION_FILE.read_text()


@pytest.mark.parametrize("state", [*ANALYZERS, "ScoreLead", "Summarize"])
def test_an_analyzer_is_tried_again_when_lambda_failed_and_not_when_its_code_did(
    states: dict[str, Resource], state: str
) -> None:
    _, retry = states[state]["Retry"]
    assert retry["ErrorEquals"] == TRANSIENT_ERRORS
    assert (retry["IntervalSeconds"], retry["BackoffRate"], retry["MaxAttempts"]) == (1, 2, 2)


@pytest.mark.parametrize("state", [*ANALYZERS, "ScoreLead", "Summarize"])
def test_an_analyzer_waits_for_capacity_before_its_report_is_given_up(
    states: dict[str, Resource], state: str
) -> None:
    retry, _ = states[state]["Retry"]
    assert retry["ErrorEquals"] == ["Lambda.TooManyRequestsException"]
    assert (retry["MaxAttempts"], retry["MaxDelaySeconds"]) == (6, 4)


def test_storing_is_tried_again_after_1_2_and_4_seconds_whatever_the_error(
    states: dict[str, Resource],
) -> None:
    (retry,) = states["StoreResults"]["Retry"]
    assert retry["ErrorEquals"] == ["States.ALL"]
    assert (retry["IntervalSeconds"], retry["BackoffRate"], retry["MaxAttempts"]) == (1, 2, 3)


def test_every_step_is_retried_with_jitter_and_has_a_time_limit_above_its_functions(
    states: dict[str, Resource], analysis: Template
) -> None:
    substitutions = analysis.only("AWS::StepFunctions::StateMachine")["DefinitionSubstitutions"]
    by_id = analysis.resources("AWS::Lambda::Function")
    for name, state in tasks(states):
        assert all(retry["JitterStrategy"] == "FULL" for retry in state["Retry"]), name
        placeholder = state["Resource"].removeprefix("${").removesuffix("}")
        function = by_id[substitutions[placeholder]["Fn::GetAtt"][0]]["Properties"]
        # The function's own time limit names itself in its log, so it must come first.
        assert state["TimeoutSeconds"] > function["Timeout"], name


def test_every_placeholder_is_substituted_and_every_substitution_used(analysis: Template) -> None:
    used = set(re.findall(r"\$\{(\w+)\}", DEFINITION_FILE.read_text()))
    assert used == analysis.only("AWS::StepFunctions::StateMachine")["DefinitionSubstitutions"].keys()


def test_the_state_never_carries_a_transcript(states: dict[str, Resource]) -> None:
    for name in ANALYZERS:
        assert states[name]["Arguments"] == {
            "session_id": "{% $states.input.session_id %}",
            "prepared": "{% $states.input.prepared %}",
            "raw_sha256": "{% $states.input.raw_sha256 %}",
        }


def test_executions_are_express_traced_and_logged_without_their_data(analysis: Template) -> None:
    machine = analysis.only("AWS::StepFunctions::StateMachine")
    assert machine["StateMachineType"] == "EXPRESS"
    assert machine["StateMachineName"] == "aftercall-call-analysis"
    assert machine["TracingConfiguration"] == {"Enabled": True}
    assert machine["LoggingConfiguration"]["Level"] == "ALL"
    assert machine["LoggingConfiguration"]["IncludeExecutionData"] is False


def test_what_is_deployed_is_the_file(definition: Resource, analysis: Template) -> None:
    deployed = json.loads(analysis.only("AWS::StepFunctions::StateMachine")["DefinitionString"])
    assert deployed == definition
