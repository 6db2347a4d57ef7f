"""Stopped between any two effects, then repeated by its sender: one message, one body, one mark."""

from collections.abc import Callable

import pytest

from aftercall.intake.endpoint import Endpoint
from aftercall.intake.inbox import Inbox
from aftercall.settings.intake import InboxSettings, LiveKitSettings, SessionSettings, TwilioSettings
from functions.enqueue_inbox.handler import build_inbox
from functions.receive_livekit.handler import build_endpoint as build_livekit
from functions.receive_session.handler import build_endpoint as build_session
from functions.receive_twilio.handler import build_endpoint as build_twilio
from tests.fakes.edge import ENVIRONMENT, FakeEdge, fixture
from tests.fakes.interruptions import Killed, OutageError

REPORT = fixture("livekit_report.json")
METRICS_PATH = "/sessions/RM_p7Yd2HsKx9Qa.AJ_k3VnT8wq2Lxe/metrics"
STATUS = b"CallSid=CA41&CallbackSource=call-progress-events&SequenceNumber=2"
EFFECTS = 3  # store raw, enqueue, mark as seen

type Delivery = Callable[[FakeEdge], dict[str, object]]


def livekit(edge: FakeEdge) -> dict[str, object]:
    endpoint = build_livekit(LiveKitSettings.from_environment(ENVIRONMENT), edge.clients, edge.clock.now)
    return endpoint.handle(edge.livekit(fixture("livekit_participant_joined.json")))


def twilio(edge: FakeEdge) -> dict[str, object]:
    endpoint = build_twilio(TwilioSettings.from_environment(ENVIRONMENT), edge.clients, edge.clock.now)
    return endpoint.handle(edge.twilio("call-status", STATUS))


def session(edge: FakeEdge) -> Endpoint:
    return build_session(SessionSettings.from_environment(ENVIRONMENT), edge.clients, edge.clock.now)


def report(edge: FakeEdge) -> dict[str, object]:
    return session(edge).handle(edge.report(REPORT))


def metrics(edge: FakeEdge) -> dict[str, object]:
    return session(edge).handle(edge.report(fixture("live_metrics.json"), METRICS_PATH))


def inbox(edge: FakeEdge) -> Inbox:
    return build_inbox(InboxSettings.from_environment(ENVIRONMENT), edge.clients, edge.clock.now)


deliveries = pytest.mark.parametrize("deliver", [livekit, twilio, report, metrics])
each_effect = pytest.mark.parametrize("stop_at", range(1, EFFECTS + 1))
before_or_after = pytest.mark.parametrize("when", ["before", "after"])


@deliveries
@each_effect
@before_or_after
def test_a_process_that_is_killed_at_any_effect_neither_loses_nor_doubles(
    deliver: Delivery, stop_at: int, when: str
) -> None:
    edge = FakeEdge()
    edge.effects.stop_at, edge.effects.when = stop_at, when
    with pytest.raises(Killed):
        deliver(edge)
    edge.restart()
    edge.clock.advance(seconds=30)

    answer = deliver(edge)

    assert answer["statusCode"] in {200, 202}
    assert (len(edge.sqs.messages), len(edge.s3.objects), len(edge.dynamodb.rows)) == (1, 1, 1)


@deliveries
@each_effect
@before_or_after
def test_an_outage_at_any_effect_is_answered_and_neither_loses_nor_doubles(
    deliver: Delivery, stop_at: int, when: str
) -> None:
    edge = FakeEdge()
    edge.effects.stop_at, edge.effects.when, edge.effects.error = stop_at, when, OutageError
    first = deliver(edge)
    edge.restart()

    if first["statusCode"] == 503:
        edge.clock.advance(seconds=30)
        assert deliver(edge)["statusCode"] in {200, 202}

    assert len(edge.sqs.messages) == 1


@deliveries
def test_nothing_is_marked_before_it_is_queued_and_nothing_queued_before_it_is_stored(
    deliver: Delivery,
) -> None:
    edge = FakeEdge()
    deliver(edge)

    assert edge.effects.names == ["put_object", "send_message", "put_item"]


@pytest.mark.parametrize("stop_at", range(1, 9))
@before_or_after
def test_a_drop_that_is_cut_off_goes_on_and_neither_loses_nor_doubles(stop_at: int, when: str) -> None:
    edge = FakeEdge()
    lines = [REPORT.replace(b"\n", b""), REPORT.replace(b"\n", b"").replace(b"AJ_k3", b"AJ_k4"), b"no report"]
    edge.s3.drop("inbox/old.jsonl", b"\n".join(lines))
    edge.effects.stop_at, edge.effects.when = stop_at, when
    try:
        inbox(edge).take("inbox/old.jsonl")
    except Killed:
        assert edge.s3.keys("inbox/") or when == "after", "deleted only when all is done"
    edge.restart()
    edge.clock.advance(minutes=1)

    inbox(edge).take("inbox/old.jsonl")

    assert len(edge.sqs.messages) == 2
    assert len(edge.s3.keys("raw/sessions/")) == 2
    assert edge.s3.keys("rejected/") == [
        "rejected/old.jsonl.line-000003.json",
        "rejected/old.jsonl.line-000003.json.problem.json",
    ]
    assert edge.s3.keys("inbox/") == []
