"""Step Functions and Lambda as the consumer of the session queues meets them."""

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ALLOWED_NAME = re.compile(r"[0-9a-f]{1,80}")


@dataclass(slots=True)
class FakeStepFunctions:
    """Answers each execution with ``status`` and ``output``."""

    status: str = "SUCCEEDED"
    output: object = field(default_factory=lambda: {"stored": True})
    inputs: list[Mapping[str, Any]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def start_sync_execution(self, *, stateMachineArn: str, name: str, input: str) -> dict[str, Any]:  # noqa: A002 - boto3's own name
        assert ALLOWED_NAME.fullmatch(name)
        self.names.append(name)
        self.inputs.append(json.loads(input))
        return {"status": self.status, "output": json.dumps(self.output)}


@dataclass(slots=True)
class FakeFunctions:
    """Answers each invocation with ``answer``; ``error`` is what Lambda says of a raising handler."""

    answer: object = field(default_factory=lambda: {"stored": True})
    error: str | None = None
    payloads: list[Mapping[str, Any]] = field(default_factory=list)

    def invoke(self, *, FunctionName: str, InvocationType: str, Payload: bytes) -> dict[str, Any]:
        self.payloads.append(json.loads(Payload))
        answer: dict[str, Any] = {"StatusCode": 200, "Payload": io.BytesIO(json.dumps(self.answer).encode())}
        if self.error is not None:
            answer["FunctionError"] = self.error
        return answer
