"""The Bedrock Reader around a client in memory: time, one more try, and answers of any shape."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError, ReadTimeoutError
from hypothesis import given
from hypothesis import strategies as st

from aftercall.reading.bedrock import BedrockReader, answer_of
from aftercall.reading.deadline import run_within
from aftercall.reading.limits import ReaderLimits
from aftercall.reading.port import FailureKind, ReaderFailed, ReadingRequest
from tests.unit.reading.test_verification import JSON

REQUEST = ReadingRequest(
    "the task", "the transcript", "report_objections", "takes it", {"type": "object"}, 700
)
TOOL_USE = {"toolUse": {"name": "report_objections", "input": {"objections": []}}}


def response(*content: object, stop: str = "tool_use") -> dict[str, Any]:
    return {
        "output": {"message": {"content": list(content)}},
        "stopReason": stop,
        "usage": {"inputTokens": 9, "outputTokens": 4},
    }


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "said words"}}, "Converse")


@dataclass(slots=True)
class FakeClient:
    answers: list[Mapping[str, Any] | Exception]
    sent: list[dict[str, Any]] = field(default_factory=list)

    def converse(self, **arguments: Any) -> Mapping[str, Any]:
        self.sent.append(arguments)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclass(slots=True)
class Waits:
    seconds: float = 0.0

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds

    def now(self) -> float:
        return self.seconds


def reader(client: FakeClient, waits: Waits | None = None, seconds: float = 5.0) -> BedrockReader:
    waits = waits or Waits()
    return BedrockReader(client, "a-model", ReaderLimits(seconds=seconds), waits.sleep, waits.now)


def test_a_request_keeps_task_and_transcript_apart_and_leaves_one_tool_to_answer_with() -> None:
    client = FakeClient([response(TOOL_USE)])
    answer = reader(client).read(REQUEST)
    [sent] = client.sent
    assert sent["modelId"] == "a-model"
    assert sent["system"] == [{"text": "the task"}]
    assert sent["messages"] == [{"role": "user", "content": [{"text": "the transcript"}]}]
    assert sent["toolConfig"]["toolChoice"] == {"tool": {"name": "report_objections"}}
    assert sent["inferenceConfig"] == {"maxTokens": 700, "temperature": 0.0}
    assert (answer.proposals, answer.input_tokens, answer.output_tokens) == ({"objections": []}, 9, 4)


@pytest.mark.parametrize("code", ["ThrottlingException", "ServiceUnavailableException"])
def test_a_refusal_for_load_is_tried_once_more(code: str) -> None:
    waits = Waits()
    client = FakeClient([refusal(code), response(TOOL_USE)])
    reader(client, waits).read(REQUEST)
    assert (len(client.sent), waits.seconds) == (2, 0.5)


def test_without_time_left_nothing_is_tried_again() -> None:
    client = FakeClient([refusal("ThrottlingException")])
    with pytest.raises(ReaderFailed) as raised:
        reader(client, seconds=0.9).read(REQUEST)
    assert (raised.value.kind, len(client.sent)) == (FailureKind.THROTTLED, 1)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (refusal("AccessDeniedException"), FailureKind.DENIED),
        (refusal("ValidationException"), FailureKind.REJECTED),
        (refusal("ModelTimeoutException"), FailureKind.TIMED_OUT),
        (ReadTimeoutError(endpoint_url="x"), FailureKind.TIMED_OUT),
        (NoCredentialsError(), FailureKind.DENIED),
    ],
)
def test_other_faults_are_named_and_not_tried_again(error: Exception, kind: FailureKind) -> None:
    client = FakeClient([error])
    with pytest.raises(ReaderFailed) as raised:
        reader(client).read(REQUEST)
    assert (raised.value.kind, len(client.sent)) == (kind, 1)
    assert "said words" not in str(raised.value)


def test_a_second_fault_is_the_last() -> None:
    client = FakeClient(
        [EndpointConnectionError(endpoint_url="x"), EndpointConnectionError(endpoint_url="x")]
    )
    with pytest.raises(ReaderFailed) as raised:
        reader(client).read(REQUEST)
    assert (raised.value.kind, len(client.sent)) == (FailureKind.UNAVAILABLE, 2)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"message": "<html>"}, FailureKind.MALFORMED),
        (response(stop="tool_use"), FailureKind.MALFORMED),
        (response({"text": "a hot lead!"}, stop="end_turn"), FailureKind.REFUSED),
        (response({"text": "no"}, stop="content_filtered"), FailureKind.REFUSED),
        (response({"text": "no"}, stop="guardrail_intervened"), FailureKind.REFUSED),
        (response(TOOL_USE, stop="max_tokens"), FailureKind.TRUNCATED),
        (response({"toolUse": {"name": "another", "input": {}}}), FailureKind.MALFORMED),
        (response({"toolUse": {"name": "report_objections", "input": '{"a": '}}), FailureKind.MALFORMED),
        (
            response({"toolUse": {"name": "report_objections", "input": {"x": "y" * 200_000}}}),
            FailureKind.TOO_LARGE,
        ),
    ],
)
def test_an_answer_that_is_none_is_named(answer: dict[str, Any], kind: FailureKind) -> None:
    with pytest.raises(ReaderFailed) as raised:
        answer_of(answer, "report_objections")
    assert raised.value.kind is kind


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "stopReason": JSON,
            "usage": JSON | st.fixed_dictionaries({"inputTokens": JSON}),
            "output": JSON
            | st.fixed_dictionaries({"message": st.fixed_dictionaries({"content": JSON | st.lists(JSON)})}),
        },
    )
)
def test_a_response_of_any_shape_is_an_answer_or_a_named_failure(answer: dict[str, Any]) -> None:
    with pytest.raises(ReaderFailed):
        answer_of(answer, "report_objections")


def test_what_raises_within_the_time_raises_here() -> None:
    def broken() -> int:
        raise KeyError("x")

    with pytest.raises(KeyError):
        run_within(1.0, broken)


def test_nothing_is_waited_for_longer_than_agreed() -> None:
    released = threading.Event()
    with pytest.raises(ReaderFailed) as raised:
        run_within(0.02, lambda: released.wait(5))
    released.set()
    assert raised.value.kind is FailureKind.TIMED_OUT
