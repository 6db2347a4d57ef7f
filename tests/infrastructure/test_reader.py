"""The optional Reader in the templates: nothing of it unless a model is named, and then only that model."""

import json

import pytest

from aftercall.reports.reader_notes import ReaderOutcome
from aftercall.telemetry.metrics import MetricsWriter
from cdk.constructs.reader import READING_ANALYZERS
from cdk.function_catalogue import FUNCTIONS
from cdk.settings import SettingsError, settings_from_context
from tests.infrastructure.conftest import Assembly, synthesise
from tests.infrastructure.templates import Template, allowed

MODEL = "anthropic.claude-3-haiku-20240307-v1:0"
INFERENCE_PROFILE = f"eu.{MODEL}"
STATE_SECONDS = 25


@pytest.fixture(scope="module")
def with_model(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    folder = tmp_path_factory.mktemp("reader") / "cdk.out"
    return synthesise("aws", folder, reader_model_id=MODEL, reader_seconds=12)


@pytest.fixture(scope="module")
def with_profile(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    folder = tmp_path_factory.mktemp("profile") / "cdk.out"
    return synthesise("aws", folder, reader_model_id=INFERENCE_PROFILE)


def invocations(template: Template, verb_noun: str) -> set[tuple[str, str]]:
    return {grant for grant in allowed(template.statements(verb_noun)) if grant[0].startswith("bedrock:")}


def test_without_a_model_the_templates_know_nothing_of_a_reader(assembly: Assembly) -> None:
    for template in assembly.templates.values():
        text = json.dumps(template.document)
        assert "READER_" not in text
        assert "bedrock" not in text


@pytest.mark.parametrize("verb_noun", READING_ANALYZERS)
def test_an_analyzer_that_reads_may_invoke_exactly_the_model(with_model: Assembly, verb_noun: str) -> None:
    template = with_model.templates["analysis"]
    assert invocations(template, verb_noun) == {
        (
            "bedrock:InvokeModel",
            f"arn:<AWS::Partition>:bedrock:<AWS::Region>::foundation-model/{MODEL}",
        )
    }
    environment = template.environment(verb_noun)
    assert environment["READER_MODEL_ID"] == MODEL
    assert environment["READER_SECONDS"] == "12"
    assert environment["READER_MAXIMUM_COST_USD"] == "0.05"


def test_nobody_else_may_invoke_or_is_told_of_a_model(with_model: Assembly) -> None:
    for verb_noun in FUNCTIONS.keys() - set(READING_ANALYZERS):
        template = with_model.template_with(verb_noun)
        assert invocations(template, verb_noun) == set()
        variables = template.function(verb_noun).get("Environment", {}).get("Variables", {})
        assert not [name for name in variables if name.startswith("READER_")]


@pytest.mark.parametrize("verb_noun", READING_ANALYZERS)
def test_a_function_outlives_its_reading_and_its_state_outlives_the_function(
    with_model: Assembly, assembly: Assembly, verb_noun: str
) -> None:
    own = assembly.function(verb_noun)["Timeout"]
    assert with_model.function(verb_noun)["Timeout"] == own + 12
    assert own + 12 < STATE_SECONDS


@pytest.mark.parametrize("verb_noun", READING_ANALYZERS)
def test_readings_that_fail_again_and_again_are_an_alarm_of_the_metric_that_is_counted(
    with_model: Assembly, verb_noun: str
) -> None:
    lines: list[str] = []
    MetricsWriter(verb_noun, lines.append).count("SecondReadings", outcome=ReaderOutcome.FAILED.value)
    counted = json.loads(lines[0])
    [written] = counted["_aws"]["CloudWatchMetrics"]
    [alarm] = [
        properties
        for properties in with_model.templates["operations"].properties("AWS::CloudWatch::Alarm")
        if properties["MetricName"] == "SecondReadings"
        and {"Name": "service", "Value": verb_noun} in properties["Dimensions"]
    ]
    assert alarm["Namespace"] == written["Namespace"]
    assert {item["Name"]: item["Value"] for item in alarm["Dimensions"]} == {
        name: counted[name] for name in written["Dimensions"][0]
    }
    assert (alarm["Threshold"], alarm["EvaluationPeriods"]) == (0, 3)
    assert alarm["TreatMissingData"] == "notBreaching"


def test_without_a_model_no_alarm_waits_for_readings(operations: Template) -> None:
    alarms = operations.properties("AWS::CloudWatch::Alarm")
    assert not [alarm for alarm in alarms if alarm["MetricName"] == "SecondReadings"]


def test_the_state_machine_is_the_same_with_and_without(with_model: Assembly, assembly: Assembly) -> None:
    kind = "AWS::StepFunctions::StateMachine"
    assert (
        with_model.templates["analysis"].only(kind)["DefinitionString"]
        == assembly.templates["analysis"].only(kind)["DefinitionString"]
    )


def test_an_inference_profile_is_allowed_with_its_model_wherever_it_sends_the_request(
    with_profile: Assembly,
) -> None:
    template = with_profile.templates["analysis"]
    assert invocations(template, "analyze_objections") == {
        (
            "bedrock:InvokeModel",
            "arn:<AWS::Partition>:bedrock:<AWS::Region>:<AWS::AccountId>:inference-profile/"
            + INFERENCE_PROFILE,
        ),
        ("bedrock:InvokeModel", f"arn:<AWS::Partition>:bedrock:*::foundation-model/{MODEL}"),
    }


@pytest.mark.parametrize("name", ["with_model", "with_profile"])
def test_cdk_nag_finds_nothing_with_a_reader_either(name: str, request: pytest.FixtureRequest) -> None:
    found: Assembly = request.getfixturevalue(name)
    assert found.report["pluginReports"] == []


@pytest.mark.parametrize(
    "context",
    [
        {"reader_model_id": "a model"},
        {"reader_model_id": "arn:aws:bedrock:eu-west-1::foundation-model/*"},
        {"reader_seconds": "40"},
        {"reader_maximum_cost_usd": "0"},
    ],
)
def test_a_reader_that_cannot_be_is_refused_by_name(context: dict[str, object]) -> None:
    [name] = context
    with pytest.raises(SettingsError, match=name):
        settings_from_context(context)
