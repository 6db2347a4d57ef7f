"""The same thing sent twice is done once; asked for on purpose, it is done again in place."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from local.replay import compact
from local.samples.catalogue import Sample
from tests.e2e.command_line import run_command
from tests.e2e.stack import Stack

AT_ONCE = 6


@pytest.fixture
def analysed(stack: Stack) -> Sample:
    """A call that was sent and analysed."""
    call = stack.new_call()
    stack.send_whole_call(call)
    stack.wait_for_analysis(call.session_id)
    stack.wait_until_idle()
    return call


def test_a_replayed_report_changes_nothing(stack: Stack, analysed: Sample) -> None:
    footprint, row = stack.footprint(analysed.session_id), stack.session(analysed.session_id)

    answer = stack.post_report(analysed.report)
    stack.wait_until_idle()

    assert (answer.status, answer.body["status"]) == (200, "duplicate")
    assert stack.footprint(analysed.session_id) == footprint
    assert stack.session(analysed.session_id) == row
    assert stack.times_stored(analysed.session_id) == 1


def test_a_replayed_webhook_is_answered_but_not_queued_again(stack: Stack, analysed: Sample) -> None:
    room = analysed.report["room_id"]
    row, traces = stack.row("telephony_calls", "call_key", room), stack.traces()

    stack.send_webhooks(analysed)

    assert stack.traces() == traces
    stack.wait_until_idle()
    assert stack.row("telephony_calls", "call_key", room) == row


def test_a_report_sent_many_times_at_once_is_analysed_once(stack: Stack) -> None:
    call = stack.new_call()
    body = compact(call.report)
    headers = stack.signed(body)

    with ThreadPoolExecutor(AT_ONCE) as senders:
        answers = list(senders.map(lambda _: stack.post("/sessions", body, headers), range(AT_ONCE)))
    stack.wait_for_analysis(call.session_id)
    stack.wait_until_idle()

    assert {answer.status for answer in answers} <= {200, 202}
    assert stack.times_stored(call.session_id) == 1
    assert stack.footprint(call.session_id)["sessions"] == 1


def test_a_replay_updates_the_analysis_in_place(stack: Stack, analysed: Sample) -> None:
    footprint = stack.footprint(analysed.session_id)
    before = stack.row("analysis_results", "session_id", analysed.session_id)

    replayed = run_command(stack, "replay", analysed.session_id)

    after = stack.row("analysis_results", "session_id", analysed.session_id)
    assert replayed.exit_code == 0
    assert "nothing changed" in replayed.output
    assert after["analyzed_at"] > before["analyzed_at"]
    assert stack.footprint(analysed.session_id) == footprint
    assert stack.times_stored(analysed.session_id) == 2


def test_a_corrected_report_of_the_same_call_takes_the_place_of_the_first(
    stack: Stack, analysed: Sample
) -> None:
    footprint = stack.footprint(analysed.session_id)
    corrected = {**analysed.report, "tags": ["agent_version:9.9.9"]}

    assert stack.post_report(corrected).status == 202
    stack.wait_until_idle()

    assert stack.session(analysed.session_id)["agent_version"] == "9.9.9"
    assert stack.footprint(analysed.session_id) == footprint
    assert stack.count("superseded_reports", analysed.session_id) == 1
