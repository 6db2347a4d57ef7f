"""A call's results reach everybody they are for: once, whatever is sent again or becomes known late."""

from collections import Counter

import pytest

from local.samples.catalogue import Sample
from tests.e2e.command_line import run_command
from tests.e2e.deliveries import SALES_MESSAGES, Arrived, Deliveries, renamed

ONCE = {"leads": 1, "calls": 1, "tasks": 1, "messages": SALES_MESSAGES}
# Its report names nobody: who called stands in the participant_joined webhook alone.
NAMED_BY_WEBHOOK = "05-voicemail"
NAMED_EMAIL = "odette@marchetti-architects.example"
NAMED_PHONE = "+16145550188"
# What obeys somebody: Slack, a page or mail, a database query, a spreadsheet.
HOSTILE = "=cmd|x <!channel> *Bold* <script>alert(1)</script> ' OR Name != '"


def told_once(arrived: Arrived) -> bool:
    events = Counter(event["event_type"] for event in arrived.events)
    return {name: arrived.counts[name] for name in ONCE} == ONCE and (
        events["voice_trial_session_completed"] == events["sales_meeting_booked"] == 1
    )


def test_a_call_arrives_at_every_destination_and_nothing_is_told_twice(deliveries: Deliveries) -> None:
    stack, (call, email) = deliveries.stack, deliveries.new_call()

    stack.send_whole_call(call)
    deliveries.wait_until_paid(call)
    first = deliveries.arrived(call, email)

    assert Counter(row["destination"] for row in deliveries.ledger(call)) == {
        "salesforce": 1,
        "amplitude": 1,
        "slack": SALES_MESSAGES,
    }
    assert {row["status"] for row in deliveries.ledger(call)} == {"delivered"}
    assert told_once(first)
    assert first.calls[0]["Lead__c"] == first.tasks[0]["WhoId"] == first.leads[0]["Id"]
    assert first.calls[0]["Task_Id__c"] == first.tasks[0]["Id"]

    stack.send_whole_call(call)
    assert run_command(stack, "replay", call.session_id).exit_code == 0
    stack.wait_until_idle()
    stack.wait_until(lambda: stack.times_stored(call.session_id) > 1, "the replay's end")
    deliveries.wait_until_paid(call)

    again = deliveries.arrived(call, email)
    assert again.counts == first.counts
    assert total_calls(deliveries, email) == 1


def test_a_caller_who_becomes_known_late_becomes_the_calls_lead(deliveries: Deliveries) -> None:
    stack = deliveries.stack
    number = f"+1614555{int(stack.now().timestamp()) % 10_000:04}"
    call = renamed(
        stack.new_call(NAMED_BY_WEBHOOK), {NAMED_EMAIL: "late-caller@deliveries.example", NAMED_PHONE: number}
    )
    stack.post_report(call.report)
    deliveries.wait_until_paid(call)
    nobody = deliveries.arrived(call, "late-caller@deliveries.example")
    assert (nobody.counts["leads"], nobody.counts["calls"]) == (0, 1)

    stack.send_webhooks(call)
    stack.wait_until_idle()
    deliveries.hurry()
    stack.wait_until(
        lambda: deliveries.arrived(call, "late-caller@deliveries.example").leads, "the lead of a late caller"
    )
    deliveries.wait_until_paid(call)

    known = deliveries.arrived(call, "late-caller@deliveries.example")
    assert (known.counts["leads"], known.counts["calls"]) == (1, 1)
    assert known.calls[0]["Lead__c"] == known.leads[0]["Id"]
    assert known.calls[0]["Id"] == nobody.calls[0]["Id"]
    assert total_calls(deliveries, "late-caller@deliveries.example") == 1


def test_what_a_caller_says_obeys_nobody(deliveries: Deliveries) -> None:
    stack, (call, email) = deliveries.stack, deliveries.new_call(name=HOSTILE)
    call = renamed(call, {"an old rate card": f"an old rate card {HOSTILE}"})

    stack.send_whole_call(call)
    deliveries.wait_until_paid(call)

    arrived = deliveries.arrived(call, email)
    assert told_once(arrived)
    assert [message["text"] for message in arrived.messages if "<" in message["text"]] == []
    assert [text for text in markup_of(arrived) if "<!channel>" in text or "*Bold*" in text] == []
    records = [*arrived.leads, *arrived.calls, *arrived.tasks]
    assert [value for record in records for value in record.values() if str(value).startswith("=")] == []
    assert "<script>alert(1)" not in deliveries.desk.page()


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("DESTINATION_SECRET_NAME", "aftercall/nothing-of-this-name", "not_configured"),
        ("SHADOW_MODE", "true", "shadow_mode"),
    ],
)
def test_what_is_not_to_be_told_is_skipped_and_says_why(
    deliveries: Deliveries, setting: str, value: str, reason: str
) -> None:
    stack, (call, email) = deliveries.stack, deliveries.new_call()

    with stack.functions.with_environment("deliver_amplitude", {setting: value}):
        stack.send_whole_call(call)
        deliveries.wait_until_paid(call)

    assert deliveries.status(call, "amplitude") == {"skipped"}
    assert reason in run_command(stack, "deliveries", "--session", call.session_id).output
    assert deliveries.status(call, "salesforce") == {"delivered"}
    assert deliveries.arrived(call, email).events == []

    again = ("redeliver", "--status", "skipped", "--session", call.session_id)
    assert run_command(stack, *again).exit_code == 0
    deliveries.hurry()
    deliveries.wait_until(call, "amplitude", "delivered")
    assert told_once(deliveries.arrived(call, email))


def total_calls(deliveries: Deliveries, email: str) -> int:
    """How many calls Amplitude counts for somebody."""
    users = deliveries.desk.state()["amplitude"]["users"]
    (found,) = [properties for user, properties in users.items() if email in user]
    return int(found["total_calls"])


def markup_of(arrived: Arrived) -> list[str]:
    """Every text of a block that Slack reads as markup."""
    texts: list[str] = []
    blocks = [block for message in arrived.messages for block in message["blocks"]]
    while blocks:
        part = blocks.pop()
        if part.get("type") == "mrkdwn":
            texts.append(part["text"])
        for value in part.values():
            blocks += [value] if isinstance(value, dict) else []
            blocks += [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return texts


def test_samples_are_renamed_everywhere() -> None:
    given = Sample("a", {"x": ["old", '{"y": "old"}']}, [{"z": "old"}])

    assert renamed(given, {"old": 'n"w'}) == Sample("a", {"x": ['n"w', '{"y": "n\\"w"}']}, [{"z": 'n"w'}])
