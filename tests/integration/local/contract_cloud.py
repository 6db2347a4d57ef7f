"""Short ways to put functions, queues and machines on an emulator."""

import base64
import io
import json
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

from local.emulator import REGION, EmulatorServer

ROLE = "arn:aws:iam::000000000000:role/contract"


@dataclass(frozen=True, slots=True)
class Invocation:
    """What Invoke answered."""

    payload: Any
    error: str | None
    log: str


class Cloud:
    """Clients of one emulator."""

    def __init__(self, server: EmulatorServer) -> None:
        self.server = server

    def client(self, service: str) -> Any:
        session: Any = boto3.Session()  # typed per service otherwise
        return session.client(
            service,
            endpoint_url=self.server.endpoint,
            region_name=REGION,
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(inject_host_prefix=False, retries={"max_attempts": 1}, read_timeout=90),
        )

    def deploy(self, name: str, source: str, **settings: Any) -> str:
        """Create a Python 3.13 function from one file with `lambda_handler`; return its ARN."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as writer:
            writer.writestr("handler.py", source)
        created = self.client("lambda").create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=ROLE,
            Handler="handler.lambda_handler",
            Code={"ZipFile": archive.getvalue()},
            **{"Timeout": 20, "MemorySize": 256, **settings},
        )
        return str(created["FunctionArn"])

    def invoke(self, name: str, event: Any = None) -> Invocation:
        answer = self.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event), LogType="Tail")
        return Invocation(
            json.loads(answer["Payload"].read()),
            answer.get("FunctionError"),
            base64.b64decode(answer.get("LogResult", "")).decode(),
        )


def wait_for(found: Callable[[], Any], seconds: float = 30.0) -> Any:
    """Poll until `found` returns something true."""
    deadline = time.monotonic() + seconds
    while True:
        value = found()
        if value:
            return value
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.1)
