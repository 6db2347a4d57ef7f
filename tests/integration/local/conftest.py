"""One repaired emulator for all contract tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.emulator import EmulatorServer
from local.lambda_runtime import ensure_lambda_interpreter
from local.processes import free_port
from tests.integration.local.contract_cloud import Cloud

PROJECT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def lambda_interpreter(servers_folder: Path) -> Path:
    return ensure_lambda_interpreter(servers_folder / "lambda-runtime", PROJECT / "requirements.lock")


@pytest.fixture(scope="session")
def cloud(servers_folder: Path, lambda_interpreter: Path) -> Iterator[Cloud]:
    server = EmulatorServer(servers_folder / "emulator", free_port(), lambda_interpreter, workers=2)
    server.start()
    try:
        server.wait()
        yield Cloud(server)
    finally:
        server.stop()
