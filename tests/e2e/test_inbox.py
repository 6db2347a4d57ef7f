"""A drop into ``inbox/`` is an equal way in."""

import json

from local.replay import compact
from local.samples.catalogue import Sample
from tests.e2e.stack import Stack


def test_a_dropped_report_is_analysed_and_the_drop_is_gone(stack: Stack) -> None:
    call = stack.new_call()

    key = stack.drop(f"old/{call.session_id}.json", compact(call.report))
    row = stack.wait_for_analysis(call.session_id)

    assert row["origin"] == "inbox"
    assert row["backfilled"] is True
    stack.wait_until(lambda: not stack.objects(key), "the end of the drop")


def test_every_line_of_a_drop_of_many_is_a_call(stack: Stack) -> None:
    calls = [stack.new_call() for _ in range(3)]

    stack.drop(f"{calls[0].session_id}.jsonl", lines_of(calls))

    for call in calls:
        stack.wait_for_analysis(call.session_id)
        assert stack.footprint(call.session_id)["sessions"] == 1


def test_a_broken_drop_is_laid_aside_with_its_problem(stack: Stack) -> None:
    call = stack.new_call()
    body = compact({**call.report, "chat_history": "lost"})

    key = stack.drop(f"{call.session_id}.json", body)
    aside = f"rejected/{call.session_id}.json"
    stack.wait_until(lambda: len(stack.objects(aside)) == 2, "the rejection")

    assert read(stack, aside) == body
    problem = json.loads(read(stack, f"{aside}.problem.json"))
    assert (problem["status"], problem["field"]) == (400, "chat_history")
    stack.wait_until(lambda: not stack.objects(key), "the end of the drop")
    assert stack.session(call.session_id) == {}


def test_a_broken_line_costs_only_itself(stack: Stack) -> None:
    call = stack.new_call()
    name = f"{call.session_id}.jsonl"

    stack.drop(name, b'{"room_id": \n' + compact(call.report) + b"\n")
    stack.wait_for_analysis(call.session_id)

    aside = f"rejected/{name}.line-000001.json"
    stack.wait_until(lambda: len(stack.objects(aside)) == 2, "the rejection")
    assert read(stack, aside) == b'{"room_id":'


def lines_of(calls: list[Sample]) -> bytes:
    return b"\n".join(compact(call.report) for call in calls)


def read(stack: Stack, key: str) -> bytes:
    body: bytes = stack.clients.of("s3").get_object(Bucket=stack.deployment.bucket, Key=key)["Body"].read()
    return body
