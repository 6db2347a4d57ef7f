"""What is wrong is told to who can mend it, acknowledged from there, and said to be over."""

import secrets
from functools import partial

from aftercall.ledger.policy import STANDARD_POLICY
from tests.e2e.command_line import run_command
from tests.e2e.deliveries import Deliveries, Row

ACKNOWLEDGE = "acknowledge_alert"


def test_a_destination_that_is_down_opens_an_incident_that_ends_when_it_is_back(
    deliveries: Deliveries,
) -> None:
    key, stack = "api_failures:amplitude", deliveries.stack
    deliveries.forget_alerts(key)
    (call, _), known = deliveries.new_call(), incidents(deliveries)

    with deliveries.desk.failing("amplitude", "503"):
        stack.send_whole_call(call)
        stack.wait_for_analysis(call.session_id)
        while (seen := failures_in_a_row(deliveries)) < STANDARD_POLICY.opens_after:
            deliveries.hurry()
            stack.wait_until(partial(has_failed_again, deliveries, seen), "another attempt")
        alert = deliveries.check_alerts(lambda: deliveries.alert(key), "the alert")
        stack.wait_until(lambda: len(incidents(deliveries)) > len(known), "an incident")
    assert (alert["severity"], alert["alert_type"]) == ("P1", "critical")
    opened = new_incident(deliveries, known)
    assert (opened["status"], "amplitude" in str(opened)) == ("triggered", True)

    deliveries.hurry()
    deliveries.wait_until_paid(call)
    deliveries.let_time_pass(alert)
    deliveries.check_alerts(lambda: deliveries.alert(key)["resolved_at"], "the alert's end")
    stack.wait_until(lambda: new_incident(deliveries, known)["status"] == "resolved", "the incident's end")


def test_a_high_alert_is_acknowledged_in_slack_and_its_end_is_told(deliveries: Deliveries) -> None:
    key, stack = "dead_letters:aftercall-acknowledgements-dlq", deliveries.stack
    deliveries.forget_alerts(key)
    queue = stack.deployment.queues["acknowledgements_dead_letter"]
    stack.clients.of("sqs").send_message(QueueUrl=queue, MessageBody=secrets.token_hex(4))

    alert = deliveries.check_alerts(lambda: deliveries.alert(key), "the alert")
    told = stack.wait_until(lambda: operators_message(deliveries, alert), "a message for operators")
    assert "<!here>" in str(told["blocks"])

    pressed = deliveries.desk.press(told["id"], ACKNOWLEDGE)
    stack.wait_until(lambda: deliveries.alert(key)["acknowledged_at"], "the acknowledgement")
    shown = run_command(stack, "alerts", "show", str(alert["id"])).output
    assert (pressed["status"], "avery.stone" in shown) == (200, True)

    stack.clients.of("sqs").purge_queue(QueueUrl=queue)
    deliveries.let_time_pass(alert)
    deliveries.check_alerts(lambda: deliveries.alert(key)["resolved_at"], "the alert's end")
    stack.wait_until(lambda: resolved_message(deliveries, alert), "the message that it is over")


def incidents(deliveries: Deliveries) -> list[Row]:
    return list(deliveries.desk.state()["pagerduty"]["incidents"])


def new_incident(deliveries: Deliveries, known: list[Row]) -> Row:
    """The one incident that was not there before."""
    (found,) = incidents(deliveries)[len(known) :]
    return dict(found)


def has_failed_again(deliveries: Deliveries, seen: int) -> bool:
    return failures_in_a_row(deliveries) > seen


def failures_in_a_row(deliveries: Deliveries) -> int:
    """Failures of Amplitude, as its circuit counts them."""
    return int(deliveries.stack.row("destination_circuits", "destination", "amplitude").get("failures", 0))


def operators_message(deliveries: Deliveries, alert: Row) -> Row | None:
    """The message with this alert's button."""
    messages = deliveries.desk.state()["slack"]["messages"]
    value = str(alert["id"])
    for message in messages:
        buttons = [one for block in message["blocks"] for one in block.get("elements", [])]
        if any(one.get("value") == value for one in buttons):
            return dict(message)
    return None


def resolved_message(deliveries: Deliveries, alert: Row) -> bool:
    messages = deliveries.desk.state()["slack"]["messages"]
    return any(message["text"] == f"Resolved: {alert['message']}" for message in messages)
