"""Drops into ``inbox/`` from S3's event to the backfill queue."""

import json

import pytest

from aftercall.intake import inbox as inbox_module
from aftercall.intake.inbox import DropCounts, Inbox, dropped_keys
from aftercall.intake.messages import Origin, SessionMessage
from aftercall.settings.intake import InboxSettings
from functions.enqueue_inbox.handler import build_consumer, build_inbox
from tests.fakes.edge import BACKFILL_QUEUE, ENVIRONMENT, INBOX_QUEUE, FakeEdge, fixture
from tests.fakes.interruptions import OutageError

REPORT = fixture("livekit_report.json")
LINE = REPORT.replace(b"\n", b"")
KEY = "inbox/2026 archive/ärende 1.json"


@pytest.fixture
def edge() -> FakeEdge:
    return FakeEdge()


@pytest.fixture
def inbox(edge: FakeEdge) -> Inbox:
    return build_inbox(InboxSettings.from_environment(ENVIRONMENT), edge.clients, edge.clock.now)


def problem_beside(edge: FakeEdge, key: str) -> dict[str, object]:
    document: dict[str, object] = json.loads(edge.s3.objects[f"{key}.problem.json"].body)
    return document


def test_a_drop_is_stored_raw_queued_for_backfill_and_deleted(edge: FakeEdge, inbox: Inbox) -> None:
    edge.s3.drop(KEY, REPORT)

    assert inbox.take(KEY) == DropCounts(accepted=1)

    assert edge.effects.names == ["put_object", "send_message", "put_item", "delete_object"]
    (sent,) = edge.sqs.in_queue(BACKFILL_QUEUE)
    message = SessionMessage.from_json(sent.body)
    assert message.origin is Origin.INBOX
    assert edge.s3.objects[message.raw.key].body == REPORT
    assert edge.s3.keys("inbox/") == []


def test_a_hot_lead_of_the_past_does_not_stand_before_new_calls(edge: FakeEdge, inbox: Inbox) -> None:
    edge.s3.drop(KEY, REPORT)
    inbox.take(KEY)

    assert [message.queue for message in edge.sqs.messages] == [BACKFILL_QUEUE]


def test_many_reports_come_one_a_line(edge: FakeEdge, inbox: Inbox) -> None:
    lines = [LINE.replace(b"AJ_k3", f"AJ_{number}".encode()) for number in range(5)]
    edge.s3.drop("inbox/old.JSONL", b"\r\n".join([*lines, b"", b"  "]))

    assert inbox.take("inbox/old.JSONL") == DropCounts(accepted=5)
    assert len(edge.sqs.in_queue(BACKFILL_QUEUE)) == 5


def test_a_report_that_came_over_http_before_is_a_duplicate(edge: FakeEdge, inbox: Inbox) -> None:
    for key in ("inbox/a.json", "inbox/b.json"):
        edge.s3.drop(key, REPORT)
    inbox.take("inbox/a.json")

    assert inbox.take("inbox/b.json") == DropCounts(duplicate=1)
    assert edge.s3.keys("inbox/") == []


def test_an_unreadable_drop_is_laid_aside_with_its_problem(edge: FakeEdge, inbox: Inbox) -> None:
    edge.s3.drop("inbox/a/broken.json", b'{"chat_history": []}')

    assert inbox.take("inbox/a/broken.json") == DropCounts(rejected=1)

    assert edge.s3.objects["rejected/a/broken.json"].body == b'{"chat_history": []}'
    problem = problem_beside(edge, "rejected/a/broken.json")
    assert (problem["field"], problem["type"]) == ("room_id", "urn:aftercall:problem:invalid-body")
    assert edge.s3.keys("inbox/") == []
    assert edge.sqs.messages == []


def test_tags_of_a_drop_are_not_copied_for_that_would_need_another_permission(
    edge: FakeEdge, inbox: Inbox
) -> None:
    edge.s3.drop("inbox/broken.json", b"[]", owner="sales")

    assert inbox.take("inbox/broken.json") == DropCounts(rejected=1)
    assert edge.s3.objects["rejected/broken.json"].tags == {}


def test_one_unreadable_line_does_not_hold_the_others_back(edge: FakeEdge, inbox: Inbox) -> None:
    edge.s3.drop("inbox/old.jsonl", b"\n".join([b"[]", LINE]))

    assert inbox.take("inbox/old.jsonl") == DropCounts(accepted=1, rejected=1)

    assert edge.s3.objects["rejected/old.jsonl.line-000001.json"].body == b"[]"
    assert problem_beside(edge, "rejected/old.jsonl.line-000001.json")["field"] == "body"


def test_a_drop_over_the_limit_is_laid_aside_unread(
    edge: FakeEdge, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_module, "DROP_LIMIT_BYTES", 10)
    edge.s3.drop(KEY, REPORT)

    assert inbox.take(KEY) == DropCounts(rejected=1)
    assert "split" in str(problem_beside(edge, KEY.replace("inbox/", "rejected/"))["detail"])


def test_one_report_has_a_limit_of_its_own(
    edge: FakeEdge, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_module, "REPORT_LIMIT_BYTES", len(LINE))
    edge.s3.drop("inbox/old.jsonl", b"\n".join([LINE, LINE.replace(b"AJ_k3", b"AJ_longer")]))

    assert inbox.take("inbox/old.jsonl") == DropCounts(accepted=1, rejected=1)


def test_a_drop_larger_than_a_request_may_be_is_taken(edge: FakeEdge, inbox: Inbox) -> None:
    document = json.loads(REPORT)
    document["padding"] = "x" * 5_000_000
    edge.s3.drop(KEY, json.dumps(document).encode())

    assert inbox.take(KEY) == DropCounts(accepted=1)


def test_a_second_delivery_of_an_event_finds_the_drop_gone_and_does_nothing(
    edge: FakeEdge, inbox: Inbox
) -> None:
    edge.s3.drop(KEY, REPORT)
    inbox.take(KEY)

    assert inbox.take(KEY) == DropCounts()
    assert len(edge.sqs.messages) == 1


def test_a_drop_that_is_overwritten_while_it_is_taken_stays_for_its_own_event(
    edge: FakeEdge, inbox: Inbox
) -> None:
    edge.s3.drop(KEY, REPORT)
    newer = REPORT.replace(b"AJ_k3", b"AJ_k4")
    drop = inbox.bucket.find(KEY)
    edge.s3.drop(KEY, newer)

    inbox.bucket.delete(drop)

    assert edge.s3.objects[KEY].body == newer


def told(body: object, message_id: str = "m-1", received: int = 1) -> dict[str, object]:
    """A message of the inbox queue as Lambda hands it over."""
    return {
        "messageId": message_id,
        "receiptHandle": f"receipt-{message_id}",
        "body": json.dumps(body),
        "attributes": {"ApproximateReceiveCount": str(received)},
        "eventSourceARN": "arn:aws:sqs:eu-north-1:1:aftercall-inbox",
    }


def of_key(key: str) -> dict[str, object]:
    return {"detail": {"bucket": {"name": "aftercall-test"}, "object": {"key": key}}}


def consume(edge: FakeEdge, *records: dict[str, object]) -> list[str]:
    """Work through a batch; give the ids of the messages that are not done."""
    consumer = build_consumer(InboxSettings.from_environment(ENVIRONMENT), edge.clients, edge.clock.now)
    return [
        failure["itemIdentifier"]
        for failure in consumer.handle({"Records": list(records)})["batchItemFailures"]
    ]


def test_the_drop_a_message_names_is_taken_in(edge: FakeEdge) -> None:
    edge.s3.drop(KEY, REPORT)

    assert consume(edge, told(of_key(KEY))) == []

    assert len(edge.sqs.in_queue(BACKFILL_QUEUE)) == 1
    assert edge.s3.keys("inbox/") == []


def test_a_folder_is_no_drop_and_its_message_is_done(edge: FakeEdge) -> None:
    assert consume(edge, told(of_key("inbox/2025/"))) == []


def test_a_message_that_is_no_event_goes_to_the_dead_letters_alone(edge: FakeEdge) -> None:
    edge.s3.drop(KEY, REPORT)

    assert consume(edge, told(["?"], "m-bad"), told(of_key(KEY), "m-good")) == ["m-bad"]
    assert len(edge.sqs.in_queue(BACKFILL_QUEUE)) == 1


@pytest.mark.parametrize(("received", "wait"), [(1, 5), (2, 20), (3, 20)])
def test_a_drop_waits_out_an_outage_of_some_seconds(edge: FakeEdge, received: int, wait: int) -> None:
    edge.s3.drop(KEY, REPORT)
    edge.effects.stop_at, edge.effects.error = 2, OutageError

    assert consume(edge, told(of_key(KEY), received=received)) == ["m-1"]

    assert edge.sqs.visibility == [(INBOX_QUEUE, "receipt-m-1", wait)]
    assert edge.s3.keys("inbox/") == [KEY]


@pytest.mark.parametrize("key", [KEY, "inbox/a+b%20c.json"])
def test_eventbridge_gives_one_key_as_it_is(key: str) -> None:
    event = {
        "source": "aws.s3",
        "detail-type": "Object Created",
        "detail": {"bucket": {"name": "aftercall-test"}, "object": {"key": key, "size": 3}},
    }

    assert list(dropped_keys(event)) == [key]


def test_keys_are_decoded_as_s3_encodes_them() -> None:
    event = {
        "Records": [
            {"s3": {"object": {"key": "inbox/2026+archive/%C3%A4rende+1.json"}}},
            {"s3": {"object": {"key": "inbox/folder/"}}},
            {"s3": {"object": {"key": "raw/sessions/ab/cd"}}},
            {"s3": {"object": {"key": "inbox/a%2Bb.json"}}},
        ]
    }

    assert list(dropped_keys(event)) == [KEY, "inbox/a+b.json"]


@pytest.mark.parametrize(
    "event", [{}, {"Event": "s3:TestEvent"}, {"Records": []}, {"Records": [{}]}, {"detail": {"object": {}}}]
)
def test_an_event_without_drops_is_none(event: dict[str, object]) -> None:
    assert list(dropped_keys(event)) == []
