"""A function is killed between any two of its effects; after a retry each call stands exactly once.

The killed process runs the deployed function's handler under the deployed function's settings; the
retry is the deployed function's.
"""

import base64
import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from aftercall.intake.raw_store import RawStore
from cdk.function_catalogue import FOLLOWING_ANALYZERS, PARALLEL_ANALYZERS
from cdk.names import STANDARD_QUEUE, TELEPHONY_QUEUE, fifo_name
from local.emulator import client_environment
from local.folder import PROJECT
from local.processes import clean_environment
from local.replay import compact
from local.samples.catalogue import Sample
from tests.e2e.stack import Stack
from tests.e2e.twilio_call import OUT_OF_ORDER, new_twilio_call

SECONDS = 60


@pytest.fixture
def call(stack: Stack) -> Sample:
    return stack.new_call()


@pytest.fixture(scope="module")
def kept_footprint() -> dict[str, int]:
    """Filled once per module."""
    return {}


@pytest.fixture
def untouched(stack: Stack, kept_footprint: dict[str, int]) -> dict[str, int]:
    """The footprint of a call that nothing happened to."""
    if not kept_footprint:
        ordinary = stack.new_call()
        stack.post_report(ordinary.report)
        stack.wait_for_analysis(ordinary.session_id)
        kept_footprint.update(stack.footprint(ordinary.session_id))
    return kept_footprint


def kill(stack: Stack, verb_noun: str, event: Mapping[str, Any], when: str, effect: str) -> None:
    """Run a handler on an event and see it killed at that moment."""
    endpoint = str(stack.deployment.aws_endpoint_url)
    own = stack.functions.environment(verb_noun)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.e2e.killed_process", verb_noun, when, effect],
        input=json.dumps(event).encode(),
        env=clean_environment(own | client_environment(endpoint)),
        cwd=PROJECT,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()[-2000:]


def assert_stands_once(
    stack: Stack, call: Sample, untouched: Mapping[str, int], times_stored: int = 1
) -> None:
    stack.wait_for_analysis(call.session_id)
    stack.wait_until_idle()
    assert stack.footprint(call.session_id) == untouched
    assert stack.times_stored(call.session_id) == times_stored
    assert stack.dead_letters() == {}


EDGE_EFFECTS = [
    ("before", "PutObject"),
    ("before", "SendMessage"),
    ("before", "PutItem"),
    ("after", "PutItem"),
]


@pytest.mark.parametrize(("when", "effect"), EDGE_EFFECTS)
def test_a_report_whose_receiver_was_killed_is_sent_again(
    stack: Stack, call: Sample, untouched: dict[str, int], when: str, effect: str
) -> None:
    body = compact(call.report)
    headers = stack.signed(body)

    kill(stack, "receive_session", api_event("/sessions", body, headers), when, effect)
    answer = stack.post("/sessions", body, headers)

    assert answer.status in {200, 202}
    assert_stands_once(stack, call, untouched)


def api_event(path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    """What API Gateway makes of a request."""
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {name.lower(): value for name, value in headers.items()},
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


@pytest.fixture
def drops_untold(stack: Stack) -> Iterator[None]:
    """Nobody tells the deployed function of drops meanwhile."""
    events = stack.clients.of("events")
    names = [rule["Name"] for rule in events.list_rules()["Rules"] if "InboxDrops" in rule["Name"]]
    assert len(names) == 1
    events.disable_rule(Name=names[0])
    yield
    events.enable_rule(Name=names[0])


@pytest.mark.usefixtures("drops_untold")
@pytest.mark.parametrize(("when", "effect"), [*EDGE_EFFECTS, ("after", "DeleteObject")])
def test_a_drop_whose_reader_was_killed_is_read_again(
    stack: Stack, call: Sample, untouched: dict[str, int], when: str, effect: str
) -> None:
    key = stack.drop(f"{call.session_id}.json", compact(call.report))
    told = {"detail": {"bucket": {"name": stack.deployment.bucket}, "object": {"key": key}}}
    event = queue_event(
        stack.deployment.queues["inbox"],
        {"MessageId": key, "ReceiptHandle": key, "Body": json.dumps(told), "Attributes": {}},
    )

    kill(stack, "enqueue_inbox", event, when, effect)
    assert stack.functions.invoke("enqueue_inbox", event) == {"batchItemFailures": []}

    assert stack.objects(key) == frozenset()
    assert_stands_once(stack, call, untouched)


@pytest.mark.parametrize(
    ("when", "effect"),
    [
        ("before", "commit"),
        ("after", "commit"),
        ("after", "update transcripts"),
        ("after", "update outcomes"),
    ],
)
def test_a_result_whose_writer_was_killed_is_written_again(
    stack: Stack, call: Sample, untouched: dict[str, int], when: str, effect: str
) -> None:
    event = analysed_by_hand(stack, call)

    kill(stack, "store_results", event, when, effect)
    stack.functions.invoke("store_results", event)

    assert_stands_once(stack, call, untouched)


def analysed_by_hand(stack: Stack, call: Sample) -> dict[str, Any]:
    """What the state machine hands to its last step, for a call that went through no queue."""
    store = RawStore(stack.clients.of("s3"), stack.deployment.bucket)
    raw = store.put(compact(call.report), "sessions", "application/json").to_json()
    head = {
        "session_id": call.session_id,
        "form": "livekit_report",
        "raw": raw,
        "received_at": stack.now().isoformat(),
        "origin": "api",
        "analysis_id": "0" * 32,
    }
    prepared = stack.functions.invoke("prepare_session", head)["prepared"]
    step = {"session_id": call.session_id, "prepared": prepared, "raw_sha256": raw["sha256"]}
    reports = [stack.functions.invoke(name, step) for name in PARALLEL_ANALYZERS]
    for name in FOLLOWING_ANALYZERS:
        reports.append(stack.functions.invoke(name, {**step, "reports": reports}))
    return {**head, "status": "analyzed", "prepared": prepared, "problem": None, "reports": reports}


@pytest.mark.parametrize(("when", "times_stored"), [("before", 1), ("after", 2)])
def test_an_analysis_whose_consumer_was_killed_is_run_again(
    stack: Stack, call: Sample, untouched: dict[str, int], when: str, times_stored: int
) -> None:
    with stack.functions.not_consuming(fifo_name(STANDARD_QUEUE)):
        stack.post_report(call.report)
        kill_at_message(stack, "standard", "run_analysis", when, "StartSyncExecution")

    assert_stands_once(stack, call, untouched, times_stored)


@pytest.mark.parametrize("effect", ["commit", "PutObject", "SendMessage"])
def test_the_end_of_a_twilio_call_whose_fold_was_killed_is_folded_again(stack: Stack, effect: str) -> None:
    call = new_twilio_call(stack)
    for number in OUT_OF_ORDER:
        call.utterance(number)
    stack.wait_until_idle()

    with stack.functions.not_consuming(fifo_name(TELEPHONY_QUEUE)):
        call.completed()
        kill_at_message(stack, "telephony", "fold_telephony", "after", effect)
    stack.wait_for_analysis(call.call_sid)
    stack.wait_until_idle()

    assert stack.footprint(call.call_sid)["sessions"] == 1
    assert stack.times_stored(call.call_sid) == 1
    assert stack.dead_letters() == {}


def test_a_caller_told_late_whose_fold_was_killed_reaches_both_databases(stack: Stack) -> None:
    call = stack.new_call("05-voicemail")
    stack.post_report(call.report)
    stack.wait_for_analysis(call.session_id)
    joined = next(event for event in call.webhooks if event["event"] == "participant_joined")

    with stack.functions.not_consuming(fifo_name(TELEPHONY_QUEUE)):
        stack.sender.post_webhook(joined)
        kill_at_message(stack, "telephony", "fold_telephony", "after", "commit")
    stack.wait_until_idle()

    email = stack.session(call.session_id)["user_email"]
    assert email is not None
    assert stack.documents["transcripts"].find_one({"callId": call.session_id})["leadId"] == email


def kill_at_message(stack: Stack, queue: str, verb_noun: str, when: str, effect: str) -> None:
    """Let a consumer be killed at the one message that waits in a queue."""
    sqs, url = stack.clients.of("sqs"), stack.deployment.queues[queue]
    message = sqs.receive_message(QueueUrl=url, AttributeNames=["All"])["Messages"][0]
    kill(stack, verb_noun, queue_event(url, message), when, effect)
    # Its visibility timeout ends: five minutes that nobody wants to wait for here.
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)


def queue_event(url: str, message: Mapping[str, Any]) -> dict[str, Any]:
    """What Lambda makes of a message."""
    record = {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "eventSourceARN": f"arn:aws:sqs:us-east-1:000000000000:{url.rpartition('/')[2]}",
    }
    return {"Records": [record]}
