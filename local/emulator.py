"""The AWS emulator as a child process: repaired ministack, with all its files below one folder."""

import json
import shutil
import signal
import sys
import time
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from local.lambda_runtime import RUNTIME_NAME
from local.processes import LOOPBACK, ChildCommand, ChildProcess

REGION = "us-east-1"
WORKERS_PER_FUNCTION = 3
IDLE_WORKER_SECONDS = 120
STOP_SECONDS = 30.0
UNUSED_CODE_SECONDS = 7 * 24 * 3600


def client_environment(endpoint: str) -> dict[str, str]:
    """Return the variables with which any AWS client (boto3, the CDK's CLI) talks to the emulator."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


class EmulatorServer:
    """One repaired emulator.

    ``interpreter`` runs the Lambdas; ``workers`` bounds the concurrent workers of one function; ``settings``
    are further variables of the emulator (such as SFN_WAIT_SCALE).  State is saved at a clean stop.
    """

    def __init__(
        self,
        folder: Path,
        port: int,
        interpreter: Path,
        *,
        workers: int = WORKERS_PER_FUNCTION,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.port = port
        self._temporary = folder / "tmp"
        environment = {
            "BIND_HOST": LOOPBACK,
            "MINISTACK_HOST": LOOPBACK,
            "GATEWAY_PORT": str(port),
            "MINISTACK_REGION": REGION,
            "PERSIST_STATE": "1",
            "STATE_DIR": str(folder / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(folder / "s3"),
            "TMPDIR": str(self._temporary),
            "IOT_MTLS_ENABLED": "0",
            "LAMBDA_ACCOUNT_CONCURRENCY": "0",  # bounded per function instead, by waiting and not by refusing
            "LAMBDA_WARM_TTL_SECONDS": str(IDLE_WORKER_SECONDS),
            "LAMBDA_INTERPRETERS": json.dumps({RUNTIME_NAME: str(interpreter)}),
            "LAMBDA_WORKERS": str(workers),
            "LAMBDA_CODE_FOLDER": str(folder / "code"),
            "PYTHONUNBUFFERED": "1",
            **(settings or {}),
        }
        self.process = ChildProcess(
            ChildCommand(
                name="emulator",
                command=[sys.executable, "-P", "-m", "local.emulator_repairs"],
                folder=folder,
                log=folder / "emulator.log",
                environment=environment,
                stop_signal=signal.SIGTERM,
            )
        )

    @property
    def endpoint(self) -> str:
        """Address of every AWS service."""
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Start the emulator without waiting for it, its temporary folder emptied of a killed one's files."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(self._temporary, ignore_errors=True)
        self._temporary.mkdir()
        self._remove_unused_code()
        self.process.start()

    def wait(self) -> None:
        """Wait until it answers.  Raises ProgramError."""
        self.process.wait_until_answered(self._answers)

    def stop(self) -> None:
        """Stop it cleanly, so that it saves its state, and remove its temporary files."""
        self.process.stop(STOP_SECONDS)
        shutil.rmtree(self._temporary, ignore_errors=True)

    def _remove_unused_code(self) -> None:
        """Remove unpacked code and layers that no worker has used for a week."""
        oldest = time.time() - UNUSED_CODE_SECONDS
        for folder in self.folder.glob("code/*"):
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder)

    def _answers(self) -> bool:
        connection = HTTPConnection(LOOPBACK, self.port, timeout=2)
        try:
            connection.request("GET", "/_ministack/health")
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
