"""Live metrics may come before their report or after it."""

from typing import Any

import pytest

from tests.e2e.stack import Stack

FEED: dict[str, Any] = {
    "metrics": [
        {"type": "llm_metrics", "ttft": 0.42, "prompt_tokens": 812, "completion_tokens": 58},
        {"type": "stt_metrics", "duration": 0.11, "audio_duration": 2.4},
    ],
    "connection": {"packet_loss": 0.4, "jitter": 12, "device_info": {"browser": "Firefox 139"}},
}


def live_metrics(stack: Stack, session_id: str) -> list[dict[str, Any]]:
    rows = stack.rows("metrics", "session_id", session_id)
    return [row for row in rows if row["source"] == "live"]


@pytest.mark.parametrize("first", ["metrics", "report"])
def test_metrics_join_their_session_whichever_comes_first(stack: Stack, first: str) -> None:
    call = stack.new_call()
    steps = {
        "metrics": lambda: stack.post_metrics(call.session_id, FEED),
        "report": lambda: stack.post_report(call.report),
    }

    for name in sorted(steps, key=lambda step: step != first):
        assert steps[name]().status == 202
        stack.wait_until_idle()

    row = stack.session(call.session_id)
    assert (row["packet_loss_percent"], row["jitter_ms"]) == (0.4, 12)
    assert row["connection_quality_category"] == "Excellent"
    rows = live_metrics(stack, call.session_id)
    assert sorted(filter(None, (row["prompt_tokens"] for row in rows))) == [812]
    assert sorted(filter(None, (row["stt_duration_ms"] for row in rows))) == [110]


def test_the_same_metrics_again_are_counted_once(stack: Stack) -> None:
    call = stack.new_call()
    stack.post_report(call.report)

    answers = [stack.post_metrics(call.session_id, FEED) for _ in range(2)]
    stack.wait_until_idle()

    assert [answer.status for answer in answers] == [202, 200]
    assert len(live_metrics(stack, call.session_id)) == 2


def test_metrics_that_are_no_numbers_are_refused_by_name(stack: Stack) -> None:
    feed = {"metrics": [{"type": "llm_metrics", "ttft": "soon"}]}

    answer = stack.post_metrics(stack.new_call().session_id, feed)

    assert (answer.status, answer.body["field"]) == (400, "metrics[0].ttft")
