"""What the demo says of the destinations."""

from typing import Any

from aftercall.command_line.demo_arrivals import arrivals

NOTHING: dict[str, Any] = {
    "salesforce": {"Lead": [], "Task": []},
    "amplitude": {"events": [], "users": {}},
    "slack": {"messages": []},
    "pagerduty": {"incidents": []},
    "mails": None,
}


def test_what_arrived_is_counted_for_each_destination() -> None:
    state = {
        "salesforce": {"Lead": [{}, {}], "Contact": [], "Voice_Call__c": [{}, {}, {}], "Task": [{}]},
        "amplitude": {"events": [{}] * 9, "users": {"a@x.example": {}}},
        "slack": {"messages": [{"channel": "sales"}, {"channel": "ops"}, {"channel": "sales"}]},
        "pagerduty": {"incidents": [{}]},
        "mails": [{}, {}],
    }

    assert arrivals(state) == {
        "Salesforce": "2 leads, 3 voice calls, 1 task",
        "Amplitude": "9 events of 1 person",
        "Slack": "1 in #ops, 2 in #sales",
        "PagerDuty": "1 incident",
        "E-mail": "2 digests",
    }


def test_where_nothing_arrived_nothing_is_counted() -> None:
    assert set(arrivals(NOTHING).values()) == {""}
