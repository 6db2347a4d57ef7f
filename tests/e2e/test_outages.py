"""A database goes away while calls come in, and comes back: nothing is lost and nothing doubled."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg

from local.samples.catalogue import Sample
from tests.e2e.command_line import run_command
from tests.e2e.stack import Stack

CALLS = 3


@contextmanager
def outage(stack: Stack, server: str) -> Iterator[None]:
    stack.cloud.pause(server)
    try:
        yield
    finally:
        stack.cloud.resume(server)


def send_calls_into_the_outage(stack: Stack, failures: Callable[[], int]) -> list[Sample]:
    """Every call is accepted although it cannot be stored; ends with the first failure."""
    calls = [stack.new_call() for _ in range(CALLS)]
    before = failures()
    for call in calls:
        stack.send_webhooks(call)
        assert stack.post_report(call.report).status == 202
    stack.wait_until(lambda: failures() > before, "a failure")
    return calls


def failed_messages(stack: Stack) -> int:
    """How often an analysis was given back to its queue."""
    return len(stack.functions.log("run_analysis", '"message_failed"'))


def failed_steps(stack: Stack) -> int:
    """How often the last step of an analysis failed; the state machine tries it again."""
    return len(stack.functions.log("store_results", '"WarehouseUnavailable"'))


def bring_everything_home(stack: Stack, calls: list[Sample]) -> None:
    """Let the queues retry, and redrive whatever died meanwhile."""
    stack.wait_until_idle()
    assert run_command(stack, "redrive").exit_code == 0
    for call in calls:
        stack.wait_for_analysis(call.session_id)
    stack.wait_until_idle()
    assert stack.dead_letters() == {}


def assert_each_stands_once(stack: Stack, calls: list[Sample]) -> None:
    for call in calls:
        found = stack.footprint(call.session_id)
        assert found["sessions"] == found["transcripts"] == found["analysis_results"] == 1
        assert found["mongo transcripts"] == found["mongo outcomes"] == 1
        assert stack.row("telephony_calls", "call_key", call.report["room_id"])["status"] == "completed"
    footprints = [stack.footprint(call.session_id) for call in calls]
    assert footprints == [footprints[0]] * len(calls)


def test_calls_that_came_while_postgres_was_away_arrive_once_it_is_back(stack: Stack) -> None:
    with outage(stack, "postgres"):
        calls = send_calls_into_the_outage(stack, lambda: failed_messages(stack))

    with psycopg.connect(stack.deployment.secret("postgres")["url"], autocommit=True) as connection:
        again = replace(stack, connection=connection)
        bring_everything_home(again, calls)
        assert_each_stands_once(again, calls)


def test_calls_that_came_while_mongo_was_away_arrive_once_it_is_back(stack: Stack) -> None:
    with outage(stack, "mongo"):
        calls = send_calls_into_the_outage(stack, lambda: failed_steps(stack))

    bring_everything_home(stack, calls)
    assert_each_stands_once(stack, calls)
