"""A message that cannot be worked on dies after three attempts, and lives again on request."""

import hashlib
from typing import Any

from aftercall.intake.raw_store import raw_key
from cdk.names import STANDARD_QUEUE, fifo_name
from local.replay import compact
from tests.e2e.command_line import run_command
from tests.e2e.stack import Stack

ATTEMPTS = 3
FIVE_MINUTES = 300


def test_a_poison_message_dies_after_three_attempts_and_is_redriven_within_five_minutes(stack: Stack) -> None:
    stack.wait_until_idle()
    assert stack.dead_letters() == {}
    call = stack.new_call()
    body = compact(call.report)
    sent_at, failures = stack.now(), failed_messages(stack)

    with stack.functions.not_consuming(fifo_name(STANDARD_QUEUE)):
        assert stack.post("/sessions", body, stack.signed(body)).status == 202
        lost = lose_raw_body(stack, body)
    stack.wait_until(lambda: stack.dead_letters() == {"standard": 1}, "the death of the message")

    assert failed_messages(stack) == failures + ATTEMPTS
    assert stack.session(call.session_id) == {}
    assert "standard: 1 waiting" in run_command(stack, "redrive", "--dry-run").output
    assert stack.dead_letters() == {"standard": 1}

    stack.clients.of("s3").put_object(**lost)
    redriven = run_command(stack, "redrive", "--queue", "standard")
    stack.wait_for_analysis(call.session_id)

    assert (redriven.exit_code, call.session_id in redriven.output) == (0, True)
    assert (stack.now() - sent_at).total_seconds() < FIVE_MINUTES
    stack.wait_until_idle()
    assert stack.dead_letters() == {}
    assert stack.times_stored(call.session_id) == 1
    assert stack.footprint(call.session_id)["sessions"] == 1


def test_a_drop_that_could_not_be_taken_in_is_redriven(stack: Stack) -> None:
    call = stack.new_call()
    nowhere = stack.functions.environment("enqueue_inbox")["BACKFILL_QUEUE_URL"] + "-gone"

    with stack.functions.with_environment("enqueue_inbox", {"BACKFILL_QUEUE_URL": nowhere}):
        key = stack.drop(f"old/{call.session_id}.json", compact(call.report))
        stack.wait_until(lambda: stack.dead_letters() == {"inbox": 1}, "the death of the event")
    doctor = run_command(stack, "doctor")
    redriven = run_command(stack, "redrive", "--queue", "inbox")
    stack.wait_for_analysis(call.session_id)

    assert (doctor.exit_code, "redrive --queue inbox" in doctor.output) == (1, True)
    assert (redriven.exit_code, key in redriven.output) == (0, True)
    stack.wait_until(lambda: not stack.objects(key), "the end of the drop")
    assert stack.dead_letters() == {}
    assert stack.footprint(call.session_id)["sessions"] == 1


def lose_raw_body(stack: Stack, body: bytes) -> dict[str, Any]:
    """Delete a raw body, and give what puts it back."""
    place = {
        "Bucket": stack.deployment.bucket,
        "Key": raw_key("sessions", hashlib.sha256(body).hexdigest()),
    }
    found = stack.clients.of("s3").get_object(**place)
    kept = {**place, "Body": found["Body"].read(), "Metadata": found["Metadata"]}
    stack.clients.of("s3").delete_object(**place)
    return kept


def failed_messages(stack: Stack) -> int:
    """How often the consumer gave a message back so far."""
    return sum('"message_failed"' in line for line in stack.functions.log("run_analysis", '"message_failed"'))
