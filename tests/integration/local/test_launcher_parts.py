"""The launcher's parts that need no server."""

import json
import socket
import stat
from pathlib import Path

import pytest

from local.deployment import assembly_fingerprint, last_event, source_fingerprint
from local.emulator_repairs import embedded_metrics
from local.endpoints import Endpoints, MissingOutputError
from local.folder import DataFolder, default_folder
from local.lambda_runtime import RUNTIME_PACKAGES, LambdaRuntimeError, locked_requirements
from local.processes import (
    ChildCommand,
    ChildProcess,
    ProgramError,
    clean_environment,
    free_port,
    stable_ports,
)
from local.relocation import relocate_state
from local.secret_values import generated_values, secret_documents
from tests.integration.local.contract_cloud import wait_for

PROJECT = Path(__file__).parents[3]


def has_ended(process_id: int) -> bool:
    """Tell whether a process is gone, or dead and waiting for its parent."""
    state = Path(f"/proc/{process_id}/stat")
    return not state.exists() or state.read_text().split()[2] == "Z"


def test_ports_stay_the_same_until_one_is_taken(tmp_path: Path) -> None:
    first = stable_ports(("emulator", "mongo"), tmp_path / "ports.json")
    assert stable_ports(("emulator", "mongo"), tmp_path / "ports.json") == first
    with socket.create_server(("127.0.0.1", first["mongo"])):
        moved = stable_ports(("emulator", "mongo"), tmp_path / "ports.json")
    assert moved["emulator"] == first["emulator"]
    assert moved["mongo"] not in first.values()


def test_a_free_port_is_the_preferred_one() -> None:
    port = free_port()
    assert free_port(port) == port


def test_children_do_not_inherit_the_developers_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/certificates.pem")
    environment = clean_environment({"OWN": "1"})
    assert "AWS_PROFILE" not in environment
    assert "PYTHONPATH" not in environment
    assert environment["SSL_CERT_FILE"] == "/etc/certificates.pem"
    assert environment["OWN"] == "1"


def test_the_data_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AFTERCALL_HOME", str(tmp_path))
    assert default_folder() == tmp_path
    monkeypatch.delenv("AFTERCALL_HOME")
    assert default_folder() == PROJECT / ".aftercall"


def test_secrets_are_generated_once_and_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    values = generated_values(path)
    assert generated_values(path) == values
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert all(len(secret) >= 32 for secret in values.livekit_keys.values())


def test_each_secret_has_the_form_the_product_reads(tmp_path: Path) -> None:
    values = generated_values(tmp_path / "secrets.json")
    destinations = {"slack": {"signing_secret": "s", "webhooks": {}}}
    documents = secret_documents(values, "postgresql://here", "mongodb://here", "aftercall", destinations)
    read = {name: json.loads(text) for name, text in documents.items()}
    assert len(read["aftercall/livekit"]["keys"]) == 2
    assert len(read["aftercall/twilio"]["auth_tokens"]) == 2
    assert len(read["aftercall/signing"]["keys"]) == 2
    assert read["aftercall/postgres"] == {"url": "postgresql://here"}
    assert read["aftercall/mongo"] == {"url": "mongodb://here", "database": "aftercall"}
    assert read["aftercall/email-hash"]["key"]
    assert read["aftercall/slack"] == destinations["slack"]


def test_the_runtimes_packages_come_from_the_lock_with_their_hashes() -> None:
    requirements = locked_requirements((PROJECT / "requirements.lock").read_text())
    names = [line.split("==")[0] for line in requirements.splitlines() if "==" in line]
    assert sorted(names) == sorted(RUNTIME_PACKAGES)
    assert requirements.count("--hash=sha256:") >= len(RUNTIME_PACKAGES)


def test_a_lock_without_a_runtime_package_is_refused_by_name() -> None:
    with pytest.raises(LambdaRuntimeError, match="boto3"):
        locked_requirements("six==1.17.0 \\\n    --hash=sha256:00\n")


def test_kept_state_follows_the_emulators_port(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    kept = tmp_path / "state" / "sqs.json"
    kept.write_text('{"http://127.0.0.1:4001/0/q": {}, "other": "127.0.0.1:40010"}')
    assert not relocate_state(tmp_path, 4001)
    assert relocate_state(tmp_path, 4002)
    assert kept.read_text() == '{"http://127.0.0.1:4002/0/q": {}, "other": "127.0.0.1:40010"}'


def test_a_changed_source_calls_for_a_new_synthesis(tmp_path: Path) -> None:
    for name in ("app.py", "cdk.json", "requirements.lock", "package-lock.json"):
        (tmp_path / name).write_text("")
    (tmp_path / "functions").mkdir()
    handler = tmp_path / "functions" / "handler.py"
    handler.write_text("one")
    before = source_fingerprint(tmp_path)
    (tmp_path / "functions" / "__pycache__").mkdir()
    (tmp_path / "functions" / "__pycache__" / "handler.pyc").write_text("compiled")
    assert source_fingerprint(tmp_path) == before
    handler.write_text("two")
    assert source_fingerprint(tmp_path) != before


def test_an_assembly_is_known_by_its_templates_and_assets(tmp_path: Path) -> None:
    (tmp_path / "A.template.json").write_text("{}")
    before = assembly_fingerprint(tmp_path)
    (tmp_path / "tree.json").write_text("{}")
    assert assembly_fingerprint(tmp_path) == before
    (tmp_path / "A.assets.json").write_text("{}")
    assert assembly_fingerprint(tmp_path) != before


def test_the_newest_event_of_a_deployment_is_told_in_short(tmp_path: Path) -> None:
    log = tmp_path / "deploy.log"
    log.write_text("starting\n")
    assert last_event(log) == ""
    log.write_text(
        "Intake |  3/56 | 10:59:41 PM | CREATE_COMPLETE      | AWS::SQS::Queue | Hot (Hot1)\nand so on\n"
    )
    assert last_event(log) == "Intake 3/56"


def test_embedded_metrics_are_found_between_other_lines() -> None:
    directive = {
        "Namespace": "N",
        "Dimensions": [["a"], ["a", "b"]],
        "Metrics": [{"Name": "M", "Unit": "Count"}],
    }
    line = json.dumps({"_aws": {"CloudWatchMetrics": [directive]}, "a": 1, "b": "x", "M": 2.5})
    log = f'plain\n2026 INFO {line}\n{{"_aws": broken\n'
    assert embedded_metrics(log) == [
        ("N", "M", 2.5, "Count", {"a": "1"}),
        ("N", "M", 2.5, "Count", {"a": "1", "b": "x"}),
    ]


def test_endpoints_name_the_output_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingOutputError, match="ApiUrl; known are BucketName"):
        Endpoints.from_outputs({"BucketName": "b"}, 4001, "postgresql://", "mongodb://", "aftercall", {})
    assert not DataFolder(tmp_path).endpoints.exists()


def test_a_large_log_is_put_aside_at_the_next_start(tmp_path: Path) -> None:
    log = tmp_path / "program.log"
    for size in (11_000_000, 10):
        log.write_bytes(b"x" * size)
        process = ChildProcess(ChildCommand("echo", ["/bin/echo", "hello"], tmp_path, log))
        process.start()
        process.wait_until_finished()
        process.stop()
    assert log.read_bytes() == b"x" * 10 + b"hello\n"
    assert (tmp_path / "program.previous.log").stat().st_size == 11_000_000


def test_a_failing_program_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    command = ["/bin/sh", "-c", "echo out of luck; exit 3"]
    process = ChildProcess(ChildCommand("luck", command, tmp_path, tmp_path / "luck.log"))
    process.start()
    with pytest.raises(ProgramError, match=r"luck ended with code 3; the end of .*:\nout of luck"):
        process.wait_until_finished()


def test_a_program_that_ignores_the_signal_is_killed_with_its_children(tmp_path: Path) -> None:
    script = "trap '' TERM; sleep 100 & echo $! > child; wait; wait"
    process = ChildProcess(ChildCommand("deaf", ["/bin/sh", "-c", script], tmp_path, tmp_path / "deaf.log"))
    process.start()
    process.wait_until_answered((tmp_path / "child").exists)
    process.stop(timeout_seconds=0.2)
    child = int((tmp_path / "child").read_text() or 0)
    wait_for(lambda: has_ended(child), 5)
    assert not process.running
