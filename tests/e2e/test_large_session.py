"""A session far beyond what a queue message holds travels by reference."""

import secrets

from benchmarks.long_calls import call_of
from local.replay import compact
from tests.e2e.stack import Stack

TWO_MEGABYTES = 2 * 1024 * 1024
TURNS_OF_TWO_MEGABYTES = 3_500


def test_a_session_of_two_megabytes_goes_the_whole_way(stack: Stack) -> None:
    report = call_of(TURNS_OF_TWO_MEGABYTES)
    report["room_id"] = f"RM_{secrets.token_hex(6)}"
    body = compact(report)
    assert len(body) >= TWO_MEGABYTES

    answer = stack.post("/sessions", body, stack.signed(body))
    row = stack.wait_for_analysis(answer.body["session_id"])
    runs = stack.rows("analyzer_runs", "session_id", row["session_id"])

    assert answer.status == 202
    assert row["turn_count"] == TURNS_OF_TWO_MEGABYTES
    assert {run["status"] for run in runs} == {"ok"}
    transcript = stack.documents["transcripts"].find_one({"callId": row["session_id"]})
    assert len(transcript["messages"]) == TURNS_OF_TWO_MEGABYTES
