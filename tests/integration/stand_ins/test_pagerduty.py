"""PagerDuty's Events API v2: events it refuses, and what becomes of an incident."""

from typing import Any

import pytest
import requests

from local.stand_ins.running import StandIns

PAYLOAD = {"summary": "Voice agent appears down", "source": "aftercall", "severity": "critical"}


def send(stand_ins: StandIns, action: str = "trigger", **changes: Any) -> requests.Response:
    secret = stand_ins.secrets["pagerduty"]
    made = {"routing_key": secret["routing_key"], "event_action": action, "dedup_key": "agent_down"}
    made |= {"payload": PAYLOAD} if action == "trigger" else {}
    given = {name: value for name, value in (made | changes).items() if value is not None}
    return requests.post(secret["events_url"], json=given, timeout=10)


def test_a_trigger_opens_an_incident(stand_ins: StandIns) -> None:
    answer = send(stand_ins)

    assert (answer.status_code, answer.json()) == (
        202,
        {"status": "success", "message": "Event processed", "dedup_key": "agent_down"},
    )
    [incident] = stand_ins.pagerduty.incidents()
    assert (incident["status"], incident["summary"]) == ("triggered", "Voice agent appears down")


def test_the_same_trigger_again_opens_no_second_incident(stand_ins: StandIns) -> None:
    for _ in range(3):
        send(stand_ins)

    [incident] = stand_ins.pagerduty.incidents()
    assert incident["triggers"] == 3


def test_an_incident_is_acknowledged_and_resolved_and_opens_anew(stand_ins: StandIns) -> None:
    states = []
    for action in ("trigger", "acknowledge", "resolve", "trigger"):
        assert send(stand_ins, action).status_code == 202
        states.append([one["status"] for one in stand_ins.pagerduty.incidents()])

    assert states == [["triggered"], ["acknowledged"], ["resolved"], ["resolved", "triggered"]]


def test_a_resolve_without_an_incident_is_taken_and_changes_nothing(stand_ins: StandIns) -> None:
    assert send(stand_ins, "resolve").status_code == 202
    assert stand_ins.pagerduty.incidents() == []


def test_a_trigger_without_a_key_is_given_one(stand_ins: StandIns) -> None:
    assert (
        send(stand_ins, dedup_key=None).json()["dedup_key"] == stand_ins.pagerduty.incidents()[0]["dedup_key"]
    )


@pytest.mark.parametrize(
    ("action", "changes", "error"),
    [
        ("trigger", {"routing_key": None}, "'routing_key' is missing or blank"),
        (
            "trigger",
            {"routing_key": "short"},
            "Length of 'routing_key' is incorrect (should be 32 characters)",
        ),
        ("trigger", {"routing_key": "0" * 32}, "Invalid routing key"),
        ("page", {}, "'event_action' is invalid"),
        ("trigger", {"payload": None}, "'payload' is missing or blank"),
        ("trigger", {"payload": PAYLOAD | {"summary": ""}}, "'payload.summary' is missing or blank"),
        ("trigger", {"payload": PAYLOAD | {"summary": "x" * 1025}}, "'payload.summary' is too long"),
        (
            "trigger",
            {"payload": {"summary": "a", "severity": "info"}},
            "'payload.source' is missing or blank",
        ),
        ("trigger", {"payload": PAYLOAD | {"severity": "high"}}, "'payload.severity' is invalid"),
        ("trigger", {"payload": PAYLOAD | {"timestamp": "now"}}, "'payload.timestamp' is invalid"),
        (
            "trigger",
            {"payload": PAYLOAD | {"custom_details": "x"}},
            "'payload.custom_details' is not an object",
        ),
        ("trigger", {"dedup_key": "x" * 256}, "'dedup_key' is too long"),
        ("trigger", {"links": [{"text": "no address"}]}, "'links' is invalid"),
        ("resolve", {"dedup_key": None}, "'dedup_key' is missing or blank"),
    ],
)
def test_an_event_that_does_not_fit_is_refused_with_the_reason(
    stand_ins: StandIns, action: str, changes: dict[str, Any], error: str
) -> None:
    answer = send(stand_ins, action, **changes)

    assert (answer.status_code, answer.json()["status"]) == (400, "invalid event")
    assert any(one.startswith(error) for one in answer.json()["errors"])
    assert stand_ins.pagerduty.incidents() == []


def test_every_reason_is_given_at_once(stand_ins: StandIns) -> None:
    answer = send(stand_ins, routing_key=None, payload={})

    assert len(answer.json()["errors"]) == 4


def test_an_event_beyond_its_size_is_too_large(stand_ins: StandIns) -> None:
    details = {"text": "x" * 600_000}

    assert send(stand_ins, payload=PAYLOAD | {"custom_details": details}).status_code == 413


def test_a_throttling_fault_is_answered_as_pagerduty_does(stand_ins: StandIns) -> None:
    stand_ins.switch.set("pagerduty", "429")

    answer = send(stand_ins)

    assert (answer.status_code, answer.json()["status"]) == (429, "throttle exceeded")


def test_the_routing_key_is_not_kept(stand_ins: StandIns) -> None:
    send(stand_ins)

    assert stand_ins.keys.pagerduty_routing_key not in str(stand_ins.pagerduty.events())
