"""What holds for every function, and which layers each one loads."""

import json
from pathlib import Path

import pytest

from cdk.function_catalogue import FUNCTIONS, Layer
from tests.infrastructure.conftest import Assembly
from tests.infrastructure.imported_packages import imported_packages

FUNCTIONS_FOLDER = Path(__file__).parents[2] / "functions"
EVERY_FUNCTION = sorted(FUNCTIONS)
# Which layer brings a package. The Lambda runtime brings boto3, botocore and their urllib3.
LAYER_OF_PACKAGE: dict[str, Layer] = {
    "aftercall": Layer.AFTERCALL,
    "pydantic": Layer.PYDANTIC,
    "jwt": Layer.JWT,
    "twilio": Layer.TWILIO,
    "psycopg": Layer.POSTGRES,
    "pymongo": Layer.MONGO,
    "bson": Layer.MONGO,
    "alembic": Layer.MIGRATIONS,
    "sqlalchemy": Layer.MIGRATIONS,
    "numpy": Layer.EMBEDDINGS,
    "onnxruntime": Layer.EMBEDDINGS,
    "aftercall_cues": Layer.CUES,
    "simple_salesforce": Layer.SALESFORCE,
    "requests": Layer.SALESFORCE,
    "cryptography": Layer.SALESFORCE,
    "amplitude": Layer.AMPLITUDE,
    "slack_sdk": Layer.SLACK,
    "jinja2": Layer.TEMPLATES,
}
# A function may have five layers, so some bring what another has as well.
BROUGHT_ALONG = {Layer.MIGRATIONS: {Layer.POSTGRES}, Layer.SALESFORCE: {Layer.JWT}}
IN_THE_RUNTIME = {"boto3", "botocore", "urllib3"}


def test_every_folder_below_functions_is_deployed_and_nothing_else() -> None:
    folders = {path.parent.name for path in FUNCTIONS_FOLDER.glob("*/handler.py")}
    assert folders == set(EVERY_FUNCTION)


@pytest.mark.parametrize("verb_noun", EVERY_FUNCTION)
def test_a_function_runs_python_313_on_arm_traced_and_with_its_own_log_group(
    assembly: Assembly, verb_noun: str
) -> None:
    function = assembly.function(verb_noun)
    assert function["Runtime"] == "python3.13"
    assert function["Architectures"] == ["arm64"]
    assert function["TracingConfig"] == {"Mode": "Active"}
    assert function["Handler"] == "handler.lambda_handler"
    template = assembly.template_with(verb_noun)
    group = template.resources("AWS::Logs::LogGroup")[function["LoggingConfig"]["LogGroup"]["Ref"]]
    assert group["Properties"]["LogGroupName"] == f"/aws/lambda/{function['FunctionName']}"


def test_no_log_group_keeps_logs_for_ever(assembly: Assembly) -> None:
    groups = assembly.all_resources("AWS::Logs::LogGroup")
    assert len(groups) == len(FUNCTIONS) + 2
    assert {group["Properties"]["RetentionInDays"] for group in groups.values()} == {30}


def test_every_function_has_a_role_of_its_own(assembly: Assembly) -> None:
    roles = [json.dumps(assembly.function(verb_noun)["Role"]) for verb_noun in EVERY_FUNCTION]
    assert len(set(roles)) == len(roles)


@pytest.mark.parametrize("verb_noun", EVERY_FUNCTION)
def test_a_function_loads_the_layers_it_imports_and_no_others(verb_noun: str) -> None:
    imported = imported_packages(FUNCTIONS_FOLDER / verb_noun / "handler.py") - IN_THE_RUNTIME
    needed = {LAYER_OF_PACKAGE[package] for package in imported}
    for layer, others in BROUGHT_ALONG.items():
        if layer in needed:
            needed -= others
    assert set(FUNCTIONS[verb_noun].layers) == needed


@pytest.mark.parametrize("verb_noun", EVERY_FUNCTION)
def test_a_function_has_at_most_five_layers(verb_noun: str) -> None:
    assert len(FUNCTIONS[verb_noun].layers) <= 5


def test_the_command_line_is_not_shipped(assembly: Assembly) -> None:
    packages = list(assembly.folder.glob("asset.*/python/aftercall"))
    assert packages
    for package in packages:
        assert not (package / "command_line").exists()
        assert not list(package.rglob("__pycache__"))


@pytest.mark.parametrize("verb_noun", EVERY_FUNCTION)
def test_a_functions_environment_stays_far_below_lambdas_four_kilobytes(
    assembly: Assembly, verb_noun: str
) -> None:
    variables = assembly.function(verb_noun).get("Environment", {}).get("Variables", {})
    assert len(json.dumps(variables)) < 3000
