"""The port: what is asked of a Reader, what it answers, and how it may fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class FailureKind(StrEnum):
    """Why a Reader gave no usable answer; the value stands in the report."""

    THROTTLED = "throttled"
    TIMED_OUT = "timed_out"
    UNAVAILABLE = "unavailable"
    DENIED = "denied"
    REJECTED = "rejected"
    REFUSED = "refused"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"


class ReaderFailed(Exception):
    """A Reader gave no usable answer; ``detail`` never holds anything that was said in the call."""

    def __init__(self, kind: FailureKind, detail: str = "") -> None:
        super().__init__(f"{kind.value}: {detail}" if detail else kind.value)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True, slots=True)
class ReadingRequest:
    """One question to a Reader: a fixed task, the fenced transcript, and the shape of the answer.

    Parameters
    ----------
    system
        The task; holds nothing of the call.
    message
        The fenced transcript.
    tool_name, tool_description, schema
        The one tool the answer has to come through, and the JSON Schema of its input.
    maximum_output_tokens
        Where the answer is cut off.
    """

    system: str
    message: str
    tool_name: str
    tool_description: str
    schema: Mapping[str, object]
    maximum_output_tokens: int


@dataclass(frozen=True, slots=True)
class ReadingAnswer:
    """What a Reader proposes, unverified, and what it used."""

    proposals: Mapping[str, object]
    input_tokens: int | None = None
    output_tokens: int | None = None


class Reader(Protocol):
    """Something that reads a call and proposes findings with quotes."""

    def read(self, request: ReadingRequest) -> ReadingAnswer:
        """Answer one request.

        Raises
        ------
        ReaderFailed
            Whatever went wrong; nothing else is raised for a fault of the service.
        """
        ...
