"""The application as a whole: clean for every checker, and one template for AWS and the laptop."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.infrastructure.conftest import Assembly

# The CDK states dependencies that a reference implies anyway.
REDUNDANT_DEPENDENCY = "W3005"
ASSET_HASH = re.compile(r"\b[0-9a-f]{64}\b")
LAYER_LOGICAL_ID = re.compile(r"(Layers[A-Z][a-z]+)[0-9A-Fa-f]{8}\b")


def test_neither_cdk_nag_nor_cloudformations_validation_finds_anything_without_a_reason(
    assembly: Assembly,
) -> None:
    assert assembly.report["pluginReports"] == []


def test_a_finding_without_a_reason_stops_the_synthesis(tmp_path: Path) -> None:
    from aws_cdk import App, Stack  # noqa: PLC0415 - starts jsii
    from aws_cdk import aws_sqs as sqs  # noqa: PLC0415 - as above

    from cdk.application import check_with_cdk_nag  # noqa: PLC0415 - as above

    app = App(outdir=str(tmp_path / "cdk.out"))
    sqs.Queue(Stack(app, "Careless"), "WithoutDeadLetters")
    check_with_cdk_nag(app)
    with pytest.raises(RuntimeError, match="AwsSolutions-SQS3"):
        app.synth()


def test_cfn_lint_finds_nothing(assembly: Assembly) -> None:
    templates = [str(path) for path in sorted(assembly.folder.glob("*.template.json"))]
    linter = Path(sys.executable).parent / "cfn-lint"
    finished = subprocess.run(
        [str(linter), "--ignore-checks", REDUNDANT_DEPENDENCY, "--", *templates],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.stdout == ""
    assert finished.returncode == 0


def test_aws_and_local_templates_differ_in_architecture_and_asset_hashes_only(
    assembly: Assembly, local_assembly: Assembly
) -> None:
    assert assembly.templates.keys() == local_assembly.templates.keys()
    for stack, template in assembly.templates.items():
        local = local_assembly.templates[stack]
        assert _comparable(template.document) == _comparable(local.document), stack


def _comparable(document: Any) -> str:
    text = json.dumps(_without_architectures(document), sort_keys=True, indent=1)
    return LAYER_LOGICAL_ID.sub(r"\1", ASSET_HASH.sub("asset", text))


def _without_architectures(value: Any) -> Any:
    if isinstance(value, dict):
        dropped = {"Architectures", "CompatibleArchitectures"}
        return {key: _without_architectures(item) for key, item in value.items() if key not in dropped}
    if isinstance(value, list):
        return [_without_architectures(item) for item in value]
    return value


def test_no_call_is_let_in_before_its_tables_are_there(assembly: Assembly) -> None:
    manifest = json.loads((assembly.folder / "manifest.json").read_text())
    dependencies = manifest["artifacts"]["AftercallIntake"]["dependencies"]
    assert "AftercallWarehouse" in dependencies


def test_operations_imports_no_function_so_that_one_can_be_renamed_in_one_deployment(
    assembly: Assembly,
) -> None:
    document = json.dumps(assembly.templates["operations"].document)
    assert set(re.findall(r'"Fn::ImportValue": "([^"]+)"', document)) == {"AftercallApiId"}


def test_no_layer_address_crosses_a_stack(assembly: Assembly) -> None:
    for template in assembly.templates.values():
        exports = json.dumps(template.document.get("Outputs", {}))
        assert "Layer" not in exports


def test_what_the_local_cloud_and_the_command_line_look_up_is_an_output(assembly: Assembly) -> None:
    outputs = {
        name for template in assembly.templates.values() for name in template.document.get("Outputs", {})
    }
    assert outputs >= {
        "BucketName",
        "SeenTableName",
        "ApiUrl",
        "ApiId",
        "PublicBaseUrl",
        "HotQueueUrl",
        "StandardQueueUrl",
        "BackfillQueueUrl",
        "TelephonyQueueUrl",
        "StateMachineArn",
        "AlarmTopicArn",
    }
