"""The session queues, from a batch to stored analyses (spec 2.3)."""

import json
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from aftercall.intake.messages import Origin, SessionKind, SessionMessage
from aftercall.intake.queue_batch import QueueBatch
from aftercall.intake.wiring import ExecutionClients
from aftercall.session.forms import ReportForm
from aftercall.session.raw_reference import RawReference
from aftercall.settings.intake import AnalysisRunSettings
from functions.run_analysis.handler import build_consumer
from tests.fakes.clock import NOON
from tests.fakes.edge import ENVIRONMENT, HOT_QUEUE, STANDARD_QUEUE
from tests.fakes.executions import FakeFunctions, FakeStepFunctions
from tests.fakes.sqs import FakeSqs

RAW = RawReference("aftercall-test", "raw/sessions/ab/abcd", "abcd", 4)
ALL_DONE: dict[str, list[dict[str, str]]] = {"batchItemFailures": []}


@dataclass(slots=True)
class Behind:
    """What stands behind the consumer."""

    sqs: FakeSqs = field(default_factory=FakeSqs)
    step_functions: FakeStepFunctions = field(default_factory=FakeStepFunctions)
    functions: FakeFunctions = field(default_factory=FakeFunctions)

    def consumer(self) -> QueueBatch:
        clients = ExecutionClients(
            sqs=cast("Any", self.sqs),
            step_functions=cast("Any", self.step_functions),
            functions=cast("Any", self.functions),
        )
        tokens = (f"token-{number}" for number in range(100))
        return build_consumer(
            AnalysisRunSettings.from_environment(ENVIRONMENT), clients, lambda: next(tokens)
        )


@pytest.fixture
def behind() -> Behind:
    return Behind()


def message(
    session_id: str = "s-1",
    kind: SessionKind = SessionKind.SESSION,
    form: ReportForm | None = ReportForm.LIVEKIT_REPORT,
    attempt: str = "",
) -> SessionMessage:
    return SessionMessage(session_id, kind, form, RAW, Origin.API, NOON, attempt)


def record(
    body: str, message_id: str = "m-1", group: str = "s-1", received: int = 1, queue: str = HOT_QUEUE
) -> dict[str, object]:
    return {
        "messageId": message_id,
        "receiptHandle": f"receipt-{message_id}",
        "body": body,
        "attributes": {"MessageGroupId": group, "ApproximateReceiveCount": str(received)},
        "eventSourceARN": f"arn:aws:sqs:eu-north-1:1:{queue.rpartition('/')[2]}",
    }


def failed_ids(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_a_message_is_done_when_its_execution_succeeded_and_says_stored(behind: Behind) -> None:
    answer = behind.consumer().handle({"Records": [record(message().to_json())]})

    assert answer == ALL_DONE
    assert behind.step_functions.inputs == [
        {
            "session_id": "s-1",
            "form": "livekit_report",
            "raw": RAW.to_json(),
            "received_at": "2026-03-02T12:00:00+00:00",
            "origin": "api",
            "analysis_id": message().analysis_id,
        }
    ]
    assert behind.sqs.visibility == []


@pytest.mark.parametrize("status", ["FAILED", "TIMED_OUT"])
def test_an_execution_that_did_not_succeed_goes_back_to_the_queue(behind: Behind, status: str) -> None:
    behind.step_functions.status = status

    assert failed_ids(behind.consumer().handle({"Records": [record(message().to_json())]})) == ["m-1"]


@pytest.mark.parametrize("output", [{}, {"stored": False}, {"stored": "true"}, [], None, "stored"])
def test_an_execution_that_does_not_say_stored_goes_back_to_the_queue(behind: Behind, output: object) -> None:
    behind.step_functions.output = output

    assert failed_ids(behind.consumer().handle({"Records": [record(message().to_json())]})) == ["m-1"]


@pytest.mark.parametrize(("received", "wait"), [(1, 1), (2, 2), (3, 4), (4, 4)])
def test_the_waits_between_attempts_are_1_2_and_4_seconds(behind: Behind, received: int, wait: int) -> None:
    behind.step_functions.status = "FAILED"

    behind.consumer().handle({"Records": [record(message().to_json(), received=received)]})

    assert behind.sqs.visibility == [(HOT_QUEUE, "receipt-m-1", wait)]


def test_the_wait_is_set_on_the_queue_the_message_came_from(behind: Behind) -> None:
    behind.step_functions.status = "FAILED"

    behind.consumer().handle({"Records": [record(message().to_json(), queue=STANDARD_QUEUE)]})

    assert behind.sqs.visibility[0][0] == STANDARD_QUEUE


def test_a_wait_that_cannot_be_set_does_not_change_what_failed(behind: Behind) -> None:
    behind.step_functions.status, behind.sqs.change_fails = "FAILED", True

    assert failed_ids(behind.consumer().handle({"Records": [record(message().to_json())]})) == ["m-1"]


def test_a_message_that_fails_holds_up_no_other_not_even_of_its_own_group(behind: Behind) -> None:
    batch = [
        record("no message", "m-1", "s-1", received=2),
        record(message("s-1").to_json(), "m-2", "s-1"),
        record(message("s-other").to_json(), "m-3", "s-other"),
    ]

    answer = behind.consumer().handle({"Records": batch})

    assert failed_ids(answer) == ["m-1"]
    assert [document["session_id"] for document in behind.step_functions.inputs] == ["s-1", "s-other"]
    assert behind.sqs.visibility == [(HOT_QUEUE, "receipt-m-1", 2)]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"version": 2}',
        json.dumps({**json.loads(message().to_json()), "session_id": "not an id"}),
        json.dumps({**json.loads(message().to_json()), "kind": "other"}),
        json.dumps({**json.loads(message().to_json()), "form": None}),
        json.dumps({**json.loads(message().to_json()), "raw": {"bucket": "b"}}),
        json.dumps({**json.loads(message().to_json()), "received_at": "2026-03-02"}),
        json.dumps({**json.loads(message().to_json()), "received_at": "yesterday"}),
    ],
)
def test_a_message_that_is_none_goes_back_and_so_to_the_dead_letters(behind: Behind, body: str) -> None:
    assert failed_ids(behind.consumer().handle({"Records": [record(body)]})) == ["m-1"]
    assert behind.step_functions.inputs == []


def test_names_of_executions_never_repeat_and_show_the_session(behind: Behind) -> None:
    consumer = behind.consumer()
    for _ in range(2):
        consumer.handle({"Records": [record(message().to_json())]})

    first, second = behind.step_functions.names
    assert first != second
    assert first[:32] == second[:32]


def test_the_analysis_has_one_id_however_often_it_is_tried(behind: Behind) -> None:
    consumer = behind.consumer()
    for body in (message().to_json(), message().to_json(), message(attempt="redrive-1").to_json()):
        consumer.handle({"Records": [record(body)]})

    ids = [document["analysis_id"] for document in behind.step_functions.inputs]
    assert ids[0] == ids[1] != ids[2]


def test_a_twilio_call_runs_through_the_workflow(behind: Behind) -> None:
    call = message("CA41", SessionKind.TWILIO_CALL, ReportForm.TWILIO_TRANSCRIPTION)

    assert behind.consumer().handle({"Records": [record(call.to_json(), group="CA41")]}) == ALL_DONE
    assert behind.step_functions.inputs[0]["form"] == "twilio_transcription"


def test_metrics_are_handed_to_store_results_without_an_execution(behind: Behind) -> None:
    feed = message(kind=SessionKind.METRICS, form=None)

    assert behind.consumer().handle({"Records": [record(feed.to_json())]}) == ALL_DONE
    assert behind.step_functions.inputs == []
    assert behind.functions.payloads == [
        {
            "kind": "metrics",
            "session_id": "s-1",
            "raw": RAW.to_json(),
            "received_at": "2026-03-02T12:00:00+00:00",
            "origin": "api",
        }
    ]


@pytest.mark.parametrize(("error", "answer"), [("Unhandled", {"stored": True}), (None, {"stored": False})])
def test_metrics_that_are_not_stored_go_back_to_the_queue(
    behind: Behind, error: str | None, answer: object
) -> None:
    behind.functions.error, behind.functions.answer = error, answer
    feed = message(kind=SessionKind.METRICS, form=None)

    assert failed_ids(behind.consumer().handle({"Records": [record(feed.to_json())]})) == ["m-1"]
