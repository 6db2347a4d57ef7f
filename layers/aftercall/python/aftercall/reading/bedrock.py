"""The Reader on Amazon Bedrock: one Converse request with one tool that must be used.

Source: Amazon Bedrock API reference, Converse. The only module here that knows an SDK; it is
imported only where a model is configured.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError
from botocore.parsers import ResponseParserError

from aftercall.reading.deadline import run_within
from aftercall.reading.limits import ReaderLimits
from aftercall.reading.port import FailureKind, ReaderFailed, ReadingAnswer, ReadingRequest

LARGEST_ANSWER_CHARACTERS = 100_000
_RETRY_AFTER_SECONDS = 0.5
_WORTH_ANOTHER_TRY = frozenset({FailureKind.THROTTLED, FailureKind.UNAVAILABLE})
_KINDS = {
    "ThrottlingException": FailureKind.THROTTLED,
    "TooManyRequestsException": FailureKind.THROTTLED,
    "ServiceQuotaExceededException": FailureKind.THROTTLED,
    "AccessDeniedException": FailureKind.DENIED,
    "ResourceNotFoundException": FailureKind.DENIED,
    "UnrecognizedClientException": FailureKind.DENIED,
    "ValidationException": FailureKind.REJECTED,
    "ModelTimeoutException": FailureKind.TIMED_OUT,
}
_STOPPED = {
    "max_tokens": FailureKind.TRUNCATED,
    "model_context_window_exceeded": FailureKind.TRUNCATED,
    "content_filtered": FailureKind.REFUSED,
    "guardrail_intervened": FailureKind.REFUSED,
    "refusal": FailureKind.REFUSED,
}


class ConverseClient(Protocol):
    """What is used of boto3's ``bedrock-runtime`` client."""

    def converse(self, **arguments: Any) -> Mapping[str, Any]:  # noqa: ANN401 - the SDK's own shape
        """Send one request."""
        ...


@dataclass(frozen=True, slots=True)
class BedrockReader:
    """Asks a model on Bedrock.

    A refusal for load is tried once more while there is time; nothing else is.

    Parameters
    ----------
    client
        Without retries of its own: they would outlive the time limit.
    sleep
        Waits seconds.
    monotonic_seconds
        A clock for durations.
    """

    client: ConverseClient
    model: str
    limits: ReaderLimits
    sleep: Callable[[float], None]
    monotonic_seconds: Callable[[], float]

    def read(self, request: ReadingRequest) -> ReadingAnswer:
        """Answer one request within the time limit.

        Raises
        ------
        ReaderFailed
            For every fault of the service, of the connection and of the answer's form.
        """
        deadline = self.monotonic_seconds() + self.limits.seconds
        try:
            return self._attempt(request, deadline)
        except ReaderFailed as failure:
            left = deadline - self.monotonic_seconds()
            if failure.kind not in _WORTH_ANOTHER_TRY or left < 2 * _RETRY_AFTER_SECONDS:
                raise
        self.sleep(_RETRY_AFTER_SECONDS)
        return self._attempt(request, deadline)

    def _attempt(self, request: ReadingRequest, deadline: float) -> ReadingAnswer:
        left = max(0.0, deadline - self.monotonic_seconds())
        return answer_of(run_within(left, lambda: self._converse(request)), request.tool_name)

    def _converse(self, request: ReadingRequest) -> Mapping[str, Any]:
        try:
            return self.client.converse(**converse_arguments(self.model, request))
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            raise ReaderFailed(_KINDS.get(code, FailureKind.UNAVAILABLE), code) from error
        except (ReadTimeoutError, ConnectTimeoutError) as error:
            raise ReaderFailed(FailureKind.TIMED_OUT, type(error).__name__) from error
        except ResponseParserError as error:
            raise ReaderFailed(FailureKind.MALFORMED, "the answer is no JSON") from error
        except BotoCoreError as error:
            denied = "Credential" in type(error).__name__
            kind = FailureKind.DENIED if denied else FailureKind.UNAVAILABLE
            raise ReaderFailed(kind, type(error).__name__) from error


def converse_arguments(model: str, request: ReadingRequest) -> dict[str, Any]:
    """Shape a request for Converse: task and transcript apart, one tool, and that tool only."""
    return {
        "modelId": model,
        "system": [{"text": request.system}],
        "messages": [{"role": "user", "content": [{"text": request.message}]}],
        "toolConfig": {
            "tools": [
                {
                    "toolSpec": {
                        "name": request.tool_name,
                        "description": request.tool_description,
                        "inputSchema": {"json": request.schema},
                    }
                }
            ],
            "toolChoice": {"tool": {"name": request.tool_name}},
        },
        "inferenceConfig": {"maxTokens": request.maximum_output_tokens, "temperature": 0.0},
    }


def answer_of(response: Mapping[str, Any], tool_name: str) -> ReadingAnswer:
    """Take the tool's input out of a response of any shape.

    Raises
    ------
    ReaderFailed
        When the model was stopped, answered in words, or sent something that is no object.
    """
    stopped = _STOPPED.get(str(response.get("stopReason", "")))
    if stopped is not None:
        raise ReaderFailed(stopped, str(response["stopReason"]))
    used = [
        block["toolUse"]
        for block in _list(_at(response, "output", "message", "content"))
        if isinstance(block, Mapping) and isinstance(block.get("toolUse"), Mapping)
    ]
    if not used:
        in_words = response.get("stopReason") in ("end_turn", "stop_sequence")
        raise ReaderFailed(FailureKind.REFUSED if in_words else FailureKind.MALFORMED, "no tool was used")
    proposals = used[0].get("input")
    if used[0].get("name") != tool_name or not isinstance(proposals, Mapping):
        raise ReaderFailed(FailureKind.MALFORMED, "the tool's input is no object")
    if len(str(proposals)) > LARGEST_ANSWER_CHARACTERS:
        raise ReaderFailed(FailureKind.TOO_LARGE, f"more than {LARGEST_ANSWER_CHARACTERS} characters")
    return ReadingAnswer(proposals, _tokens(response, "inputTokens"), _tokens(response, "outputTokens"))


def _at(value: object, *path: str) -> object:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _tokens(response: Mapping[str, Any], name: str) -> int | None:
    value = _at(response, "usage", name)
    return value if isinstance(value, int) and value >= 0 else None
