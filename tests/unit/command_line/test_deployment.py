"""Finding the deployment a command speaks to."""

import json
from pathlib import Path
from typing import Any

import pytest

from aftercall.command_line.deployment import (
    QUEUE_NAMES,
    QUEUES,
    deployment_from_outputs,
    local_folder,
    read_endpoints,
)
from aftercall.command_line.failures import CommandFailed, ExitCode

ENDPOINTS: dict[str, Any] = {
    "target": "local",
    "region": "us-east-1",
    "aws_endpoint_url": "http://127.0.0.1:4566",
    "api_url": "http://127.0.0.1:4566",
    "api_host": "abc.execute-api.127.0.0.1:4566",
    "bucket": "bodies",
    "queues": {name: f"http://127.0.0.1:4566/{name}" for name in QUEUE_NAMES},
    "state_machine_arn": "arn:aws:states:us-east-1:000000000000:stateMachine:call-analysis",
    "secrets": {"signing": "aftercall/signing"},
    "a later version's key": 1,
}
OUTPUTS = {
    "ApiUrl": "https://abc.execute-api.eu-central-1.amazonaws.com/",
    "BucketName": "bodies",
    "StateMachineArn": "arn:aws:states:eu-central-1:000000000000:stateMachine:call-analysis",
    **{f"{name.capitalize()}QueueUrl": f"https://sqs.example/{name}.fifo" for name in QUEUES},
    **{f"{name.capitalize()}DeadLetterQueueUrl": f"https://sqs.example/{name}-dlq.fifo" for name in QUEUES},
}


def test_the_local_clouds_file_gives_its_addresses(tmp_path: Path) -> None:
    file = tmp_path / "endpoints.json"
    file.write_text(json.dumps(ENDPOINTS))

    deployment = read_endpoints(file)

    assert (deployment.target, deployment.bucket) == ("local", "bodies")
    assert deployment.api_host == "abc.execute-api.127.0.0.1:4566"


@pytest.mark.parametrize("content", ["", "[]", "{}", json.dumps({**ENDPOINTS, "bucket": None})[:-30]])
def test_a_damaged_file_is_named_with_its_remedy(tmp_path: Path, content: str) -> None:
    file = tmp_path / "endpoints.json"
    file.write_text(content)

    with pytest.raises(CommandFailed) as failed:
        read_endpoints(file)

    assert str(file) in failed.value.message
    assert "aftercall up" in failed.value.remedy


def test_the_stacks_outputs_give_the_addresses_on_aws() -> None:
    deployment = deployment_from_outputs(OUTPUTS, "eu-central-1")

    assert deployment.aws_endpoint_url is None
    assert deployment.api_url == "https://abc.execute-api.eu-central-1.amazonaws.com"
    assert deployment.queues["telephony_dead_letter"] == "https://sqs.example/telephony-dlq.fifo"


@pytest.mark.parametrize("missing", sorted(OUTPUTS))
def test_an_output_that_is_missing_is_named(missing: str) -> None:
    outputs = {name: value for name, value in OUTPUTS.items() if name != missing}

    with pytest.raises(CommandFailed, match=missing) as failed:
        deployment_from_outputs(outputs, "eu-central-1")

    assert failed.value.code is ExitCode.UNREACHABLE


def test_the_local_clouds_folder_is_found_from_a_folder_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".aftercall").mkdir()
    (tmp_path / ".aftercall" / "endpoints.json").write_text("{}")
    below = tmp_path / "docs" / "samples"
    below.mkdir(parents=True)
    monkeypatch.delenv("AFTERCALL_HOME", raising=False)
    monkeypatch.chdir(below)

    assert local_folder() == tmp_path / ".aftercall"


def test_an_endpoints_file_that_an_older_version_wrote_is_said_with_the_remedy(tmp_path: Path) -> None:
    file = tmp_path / "endpoints.json"
    queues = {name: url for name, url in ENDPOINTS["queues"].items() if not name.startswith("inbox")}
    file.write_text(json.dumps({**ENDPOINTS, "queues": queues}))

    with pytest.raises(CommandFailed, match="inbox") as failure:
        read_endpoints(file)

    assert "aftercall up" in failure.value.remedy
