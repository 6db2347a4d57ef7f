"""Contract: the emulator's own code still looks as the repairs expect it.

A failure here means a new version of the emulator: see whether each repair is still
needed, then whether it fits.
"""
# ruff: noqa: SLF001 - private parts are what is looked at

import importlib
import inspect
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from local.emulator_repairs import RepairDoesNotFitError, finding_layer_files, measuring

PATCHED = {
    "ministack.core.lambda_runtime": {
        "_detect_runtime_binary": ["runtime"],
        "Worker._spawn": ["self"],
        "Worker.invoke": [
            *("self", "event", "request_id", "trace_id", "depth", "durable", "invoked_function_arn"),
        ],
        "acquire_worker": ["func_name", "config", "code_zip"],
        "ensure_spawned": ["worker"],
        "release_worker": ["worker"],
    },
    "ministack.services.lambda_svc": {
        "_execute_function_warm": ["func", "event", "request_id"],
        "_sqs_esm_concurrency": ["esm", "func_rec", "config", "queue"],
        "_put_provisioned_concurrency": ["func_name", "qualifier", "data"],
    },
    "ministack.services.cloudwatch": {
        "record_metric": ["namespace", "metric_name", "value", "unit", "dimensions"],
        "_evaluate_all_alarms": [],
    },
    "ministack.services.stepfunctions": {
        "_run_parallel_branches": ["state_def", "raw_input", "execution", "ctx"],
        "_state_query_language": ["state_def", "ctx"],
        "_apply_jsonata_arguments": ["state_def", "raw_input", "ctx"],
        "_apply_jsonata_output": ["state_def", "raw_input", "ctx", "result", "error_output", "default"],
        "_apply_state_assign": ["state_def", "raw_input", "ctx", "result"],
    },
}


@pytest.fixture(autouse=True)
def _emulator_writes_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("S3_DATA_DIR", str(tmp_path / "s3"))


def test_the_pinned_version_is_installed() -> None:
    assert version("ministack") == "1.5.33"


@pytest.mark.parametrize(
    ("module", "name", "parameters"),
    [(module, name, parameters) for module, names in PATCHED.items() for name, parameters in names.items()],
)
def test_what_a_repair_holds_on_to_is_still_there(module: str, name: str, parameters: list[str]) -> None:
    target: Any = importlib.import_module(module)
    for part in name.split("."):
        target = getattr(target, part)
    found = list(inspect.signature(target).parameters)
    assert found[: len(parameters)] == parameters


def test_the_workers_script_can_be_repaired() -> None:
    runtime = importlib.import_module("ministack.core.lambda_runtime")
    script = measuring(finding_layer_files(runtime._PYTHON_WORKER_SCRIPT))
    compile(script, "worker", "exec")
    assert "error_type" in script


def test_an_unknown_worker_script_is_refused_by_name() -> None:
    with pytest.raises(RepairDoesNotFitError, match="handler_fn"):
        measuring("nothing like it")


def test_extraction_goes_through_the_module_the_repair_replaces() -> None:
    runtime = importlib.import_module("ministack.core.lambda_runtime")
    source = inspect.getsource(runtime.Worker._spawn)
    assert source.count("zipfile.ZipFile(") == 2
    assert "tempfile.mkdtemp(" in source
