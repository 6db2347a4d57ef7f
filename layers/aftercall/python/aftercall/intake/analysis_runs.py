"""Running the analysis of queued sessions: a message is done only when its result is stored.

At least once by the queue, exactly once in effect: every write behind this is idempotent by
session and body, so a message that comes again does no harm.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aftercall.intake.messages import SessionKind, SessionMessage

if TYPE_CHECKING:
    from types_boto3_lambda.client import LambdaClient
    from types_boto3_stepfunctions.client import SFNClient

# What Step Functions takes as a name is 80 characters of a few kinds; digits and a to f always fit.
EXECUTION_NAME_LENGTH = 64


class AnalysisNotStored(RuntimeError):
    """A message's work ended without a stored result; ``reason`` says how, without content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class AnalysisRuns:
    """Runs what a message asks for, to its end.

    Parameters
    ----------
    step_functions
        A boto3 Step Functions client that waits for a synchronous execution and does not retry.
    functions
        A boto3 Lambda client, for metrics feeds, which need no analysis.
    new_token
        Gives a random string, so that no two executions have one name.
    """

    step_functions: "SFNClient"
    functions: "LambdaClient"
    state_machine_arn: str
    store_results_function_name: str
    new_token: Callable[[], str]

    def run(self, message: SessionMessage) -> None:
        """Run a message's work; raises AnalysisNotStored, or what boto3 raises."""
        if message.kind is SessionKind.METRICS:
            self._store_metrics(message)
        else:
            self._analyze(message)

    def _analyze(self, message: SessionMessage) -> None:
        answer = self.step_functions.start_sync_execution(
            stateMachineArn=self.state_machine_arn,
            name=execution_name(message, self.new_token()),
            input=json.dumps(execution_input(message)),
        )
        if answer["status"] != "SUCCEEDED":
            raise AnalysisNotStored(f"execution {answer['status']} {answer.get('error', '')}".strip())
        _require_stored(answer.get("output", ""))

    def _store_metrics(self, message: SessionMessage) -> None:
        answer = self.functions.invoke(
            FunctionName=self.store_results_function_name,
            InvocationType="RequestResponse",
            Payload=json.dumps(
                {
                    "kind": message.kind,
                    "session_id": message.session_id,
                    "raw": message.raw.to_json(),
                    "received_at": message.received_at.isoformat(),
                    "origin": message.origin,
                }
            ).encode(),
        )
        error: str | None = answer.get("FunctionError")  # absent, whatever the stubs say, when all is well
        if error:
            raise AnalysisNotStored(f"store_results {error}")
        _require_stored(answer["Payload"].read())


def execution_input(message: SessionMessage) -> Mapping[str, object]:
    """Give the state machine's input: references, never a transcript."""
    return {
        "session_id": message.session_id,
        "form": message.form,
        "raw": message.raw.to_json(),
        "received_at": message.received_at.isoformat(),
        "origin": message.origin,
        "analysis_id": message.analysis_id,
    }


def execution_name(message: SessionMessage, token: str) -> str:
    """Give a name of hex digits: the first half finds a session's executions, the second is new."""
    session = hashlib.sha256(message.session_id.encode()).hexdigest()
    attempt = hashlib.sha256(f"{message.analysis_id}:{token}".encode()).hexdigest()
    return session[: EXECUTION_NAME_LENGTH // 2] + attempt[: EXECUTION_NAME_LENGTH // 2]


def _require_stored(output: str | bytes) -> None:
    try:
        document = json.loads(output)
    except ValueError:
        document = None
    if not isinstance(document, dict) or document.get("stored") is not True:
        raise AnalysisNotStored("the result does not say that it is stored")
