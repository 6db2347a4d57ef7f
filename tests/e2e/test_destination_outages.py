"""A destination is away, slow or confused: nothing waits for it, and afterwards everything is there once."""

from functools import partial

import pytest

from local.samples.catalogue import Sample
from tests.e2e.command_line import run_command
from tests.e2e.deliveries import SALES_MESSAGES, Deliveries

DESTINATIONS = {"salesforce", "amplitude", "slack"}
OUTAGE_CALLS = 3


def assert_each_arrived_once(deliveries: Deliveries, call: Sample, email: str) -> None:
    rows = deliveries.ledger(call)
    assert {row["status"] for row in rows} == {"delivered"}
    arrived = deliveries.arrived(call, email)
    assert (arrived.counts["leads"], arrived.counts["calls"], arrived.counts["tasks"]) == (1, 1, 1)
    assert [event["event_type"] for event in arrived.events].count("voice_trial_session_completed") == 1
    assert len({message["text"] for message in arrived.messages}) == len(arrived.messages) == SALES_MESSAGES


def was_tried_in_vain(deliveries: Deliveries, call: Sample) -> bool:
    (row,) = [row for row in deliveries.ledger(call) if row["destination"] == "salesforce"]
    return row["last_error"] is not None and row["delivered_at"] is None


@pytest.mark.parametrize(
    ("destination", "fault", "setting"),
    [
        ("salesforce", "503", {}),
        ("salesforce", "slow", {"seconds": 2, "times": 2}),
        ("salesforce", "request_limit", {}),
        ("salesforce", "expired_session", {"times": 1}),
        ("salesforce", "garbage", {"times": 1}),
        ("salesforce", "drop_after", {"times": 1}),
        ("amplitude", "503", {}),
        ("amplitude", "429", {"seconds": 1}),
        ("amplitude", "garbage", {"times": 1}),
        ("amplitude", "drop_after", {"times": 1}),
        ("slack", "503", {}),
        ("slack", "429", {"seconds": 1, "times": 1}),
    ],
)
def test_a_failing_destination_holds_up_nobody_and_is_told_once_it_answers(
    deliveries: Deliveries, destination: str, fault: str, setting: dict[str, object]
) -> None:
    stack, (call, email) = deliveries.stack, deliveries.new_call()

    with deliveries.desk.failing(destination, fault, **setting):
        stack.send_whole_call(call)
        stack.wait_for_analysis(call.session_id)
        for other in sorted(DESTINATIONS - {destination}):
            deliveries.wait_until(call, other, "delivered")
        assert deliveries.status(call, destination) != {"delivered"} or setting

    deliveries.hurry()
    deliveries.wait_until_paid(call)
    assert_each_arrived_once(deliveries, call, email)


def test_all_destinations_away_at_once_are_told_when_they_are_back(deliveries: Deliveries) -> None:
    stack = deliveries.stack
    people = [deliveries.new_call() for _ in range(OUTAGE_CALLS)]

    stack.cloud.pause("stand_ins")
    try:
        for call, _ in people:
            stack.send_whole_call(call)
        for call, _ in people:
            stack.wait_for_analysis(call.session_id)
        for call, _ in people:
            stack.wait_until(partial(was_tried_in_vain, deliveries, call), "a first attempt")
    finally:
        stack.cloud.resume("stand_ins")

    for _ in range(2):  # the first probe closes a circuit, then everything else goes
        deliveries.hurry()
    deliveries.wait_until_paid(*(call for call, _ in people))
    for call, email in people:
        assert_each_arrived_once(deliveries, call, email)


def test_a_message_whose_answer_was_lost_is_shown_and_sent_again_by_hand(deliveries: Deliveries) -> None:
    stack, (call, email) = deliveries.stack, deliveries.new_call()

    with deliveries.desk.failing("slack", "drop_before", times=1):
        stack.send_whole_call(call)
        stack.wait_for_analysis(call.session_id)
        deliveries.wait_until(call, "slack", "delivered", "uncertain")
    deliveries.hurry()
    shown = run_command(stack, "deliveries", "--session", call.session_id).output
    assert "uncertain" in shown
    assert len(deliveries.arrived(call, email).messages) == SALES_MESSAGES - 1

    again = ("redeliver", "--status", "uncertain", "--session", call.session_id)
    assert run_command(stack, *again, "--yes").exit_code == 0
    deliveries.hurry()
    deliveries.wait_until(call, "slack", "delivered")
    assert_each_arrived_once(deliveries, call, email)
