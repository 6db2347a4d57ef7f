"""Amplitude's HTTP API: what it refuses, what it counts once, and how it merges a user's properties."""

import json
import threading
from datetime import timedelta
from typing import Any

import pytest
import requests
from amplitude import Amplitude, BaseEvent, Identify

from local.stand_ins.running import StandIns
from tests.integration.stand_ins.conftest import MovedClock

USER = "dana.marsh@example.com"
CLIENT_SECONDS = 10


def event(**changes: Any) -> dict[str, Any]:
    made = {"event_type": "call_completed", "user_id": USER, "insert_id": "RM_1:call_completed"}
    return {name: value for name, value in (made | changes).items() if value is not None}


def upload(stand_ins: StandIns, *events: Any, path: str = "/2/httpapi", **changes: Any) -> requests.Response:
    body = {"api_key": stand_ins.keys.amplitude_api_key, "events": list(events)} | changes
    given = {name: value for name, value in body.items() if value is not None}
    return requests.post(stand_ins.urls["amplitude"] + path, json=given, timeout=10)


@pytest.mark.parametrize("path", ["/2/httpapi", "/batch"])
def test_events_are_taken_and_counted(stand_ins: StandIns, path: str) -> None:
    answer = upload(stand_ins, event(), event(insert_id="RM_2:call_completed"), path=path)

    assert answer.status_code == 200
    assert (answer.json()["code"], answer.json()["events_ingested"]) == (200, 2)
    assert [one["insert_id"] for one in stand_ins.amplitude.events()] == [
        "RM_1:call_completed",
        "RM_2:call_completed",
    ]


def test_an_event_that_comes_again_is_answered_and_not_kept(stand_ins: StandIns) -> None:
    answers = [upload(stand_ins, event()), upload(stand_ins, event(event_type="another"))]

    assert [answer.json()["events_ingested"] for answer in answers] == [1, 1]
    assert len(stand_ins.amplitude.events()) == 1


def test_after_a_week_an_insert_id_is_forgotten(stand_ins: StandIns, moved_clock: MovedClock) -> None:
    upload(stand_ins, event())
    moved_clock.ahead = timedelta(days=7, minutes=1)
    upload(stand_ins, event())

    assert len(stand_ins.amplitude.events()) == 2


def test_an_insert_id_is_one_users_own(stand_ins: StandIns) -> None:
    upload(stand_ins, event(), event(user_id="other@example.com"))

    assert len(stand_ins.amplitude.events()) == 2


@pytest.mark.parametrize(
    ("changes", "error", "missing"),
    [
        ({"api_key": "0" * 32}, f"Invalid API key: {'0' * 32}", None),
        ({"api_key": None}, "Request missing required field", "api_key"),
        ({"events": None}, "Request missing required field", "events"),
        ({"events": []}, "Request missing required field", "events"),
        ({"events": ["call"]}, "Invalid event JSON", None),
    ],
)
def test_an_upload_that_cannot_be_read_is_refused(
    stand_ins: StandIns, changes: dict[str, Any], error: str, missing: str | None
) -> None:
    answer = upload(stand_ins, event(), **changes)

    assert answer.status_code == 400
    assert (answer.json()["error"], answer.json().get("missing_field")) == (error, missing)


@pytest.mark.parametrize(
    ("changes", "kind", "field"),
    [
        ({"event_type": None}, "events_with_missing_fields", "event_type"),
        ({"user_id": None}, "events_with_missing_fields", "user_id"),
        ({"user_id": "ab12"}, "events_with_invalid_id_lengths", "user_id"),
        ({"user_id": "Unknown"}, "events_with_invalid_fields", "user_id"),
        ({"user_id": 12345}, "events_with_invalid_fields", "user_id"),
        ({"time": "2026-03-02"}, "events_with_invalid_fields", "time"),
        ({"event_properties": "a=1"}, "events_with_invalid_fields", "event_properties"),
        ({"user_properties": ["a"]}, "events_with_invalid_fields", "user_properties"),
    ],
)
def test_one_event_that_does_not_fit_fails_the_upload_and_is_named(
    stand_ins: StandIns, changes: dict[str, Any], kind: str, field: str
) -> None:
    answer = upload(stand_ins, event(), event(**changes))

    assert (answer.status_code, answer.json()[kind]) == (400, {field: [1]})
    assert stand_ins.amplitude.events() == []


def test_a_shorter_id_is_taken_where_the_options_say_so(stand_ins: StandIns) -> None:
    assert upload(stand_ins, event(user_id="ab1"), options={"min_id_length": 3}).status_code == 200


def test_too_many_events_or_too_many_bytes_are_too_large(stand_ins: StandIns) -> None:
    many = upload(stand_ins, *[event(insert_id=str(number)) for number in range(2001)])
    large = upload(stand_ins, event(event_properties={"text": "x" * 1_000_000}))

    assert [(one.status_code, one.json()["error"]) for one in (many, large)] == [
        (413, "Payload too large")
    ] * 2


def test_what_is_no_json_and_what_has_no_such_path_is_refused(stand_ins: StandIns) -> None:
    url = stand_ins.urls["amplitude"]
    answers = [
        requests.post(f"{url}/2/httpapi", data="{", timeout=10),
        requests.post(f"{url}/3/httpapi", json={}, timeout=10),
        requests.get(f"{url}/2/httpapi", timeout=10),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]


def test_a_user_beyond_thirty_events_a_second_is_throttled_by_name(stand_ins: StandIns) -> None:
    batch = [event(insert_id=str(number)) for number in range(901)]

    answer = upload(stand_ins, *batch)

    assert answer.status_code == 429
    assert answer.json()["throttled_users"] == {USER: 31}
    assert stand_ins.amplitude.events() == []


def test_a_throttling_fault_names_the_users_of_the_upload(stand_ins: StandIns) -> None:
    stand_ins.switch.set("amplitude", "429", times=1)

    answer = upload(stand_ins, event())

    assert (answer.status_code, answer.json()["throttled_events"]) == (429, [0])
    assert list(answer.json()["throttled_users"]) == [USER]


def test_a_long_text_is_kept_to_its_limit(stand_ins: StandIns) -> None:
    upload(stand_ins, event(event_properties={"query": "x" * 2000}))

    assert len(stand_ins.amplitude.events()[0]["event_properties"]["query"]) == 1024


def test_user_properties_are_merged_by_their_operations(stand_ins: StandIns) -> None:
    def identify(number: int, **properties: Any) -> dict[str, Any]:
        return event(event_type="$identify", insert_id=str(number), user_properties=properties)

    upload(stand_ins, event(user_properties={"tier": "Tier 2", "size": 4}))
    upload(
        stand_ins,
        identify(1, **{"$set": {"tier": "Tier 1"}, "$add": {"calls": 1}, "$setOnce": {"source": "voice"}}),
        identify(2, **{"$add": {"calls": 2}, "$setOnce": {"source": "web"}, "$append": {"topics": "price"}}),
        identify(3, **{"$unset": {"size": "-"}, "$append": {"topics": "api"}}),
    )

    assert stand_ins.amplitude.users()[USER] == {
        "tier": "Tier 1",
        "calls": 3,
        "source": "voice",
        "topics": ["price", "api"],
    }
    assert len(stand_ins.amplitude.events()) == 1


class Callbacks:
    """Collects what Amplitude's own client hears of its events."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []
        self._some = threading.Semaphore(0)

    def __call__(self, sent: BaseEvent, code: int, _message: str | None = None) -> None:
        self.heard.append((sent.event_type, code))
        self._some.release()

    def wait(self, number: int) -> None:
        for _ in range(number):
            assert self._some.acquire(timeout=CLIENT_SECONDS)


@pytest.fixture
def callbacks() -> Callbacks:
    return Callbacks()


def own_client(stand_ins: StandIns, callbacks: Callbacks) -> Amplitude:
    secret = stand_ins.secrets["amplitude"]
    client = Amplitude(secret["api_key"])
    client.configuration.server_url = secret["server_url"]
    client.configuration.callback = callbacks
    client.configuration.flush_interval_millis = 10
    return client


def test_amplitudes_own_client_is_understood(stand_ins: StandIns, callbacks: Callbacks) -> None:
    client = own_client(stand_ins, callbacks)
    try:
        client.track(BaseEvent("latency_measured", user_id=USER, event_properties={"avg_latency_ms": 987}))
        identification = Identify()
        identification.set("lead_score", 87)
        client.identify(identification, BaseEvent("$identify", user_id=USER))
        client.flush()
        callbacks.wait(2)
    finally:
        client.shutdown()

    assert sorted(callbacks.heard) == [("$identify", 200), ("latency_measured", 200)]
    assert stand_ins.amplitude.users()[USER]["lead_score"] == 87
    assert stand_ins.amplitude.events()[0]["event_properties"] == {"avg_latency_ms": 987}


def test_amplitudes_own_client_hears_which_event_was_refused(
    stand_ins: StandIns, callbacks: Callbacks
) -> None:
    client = own_client(stand_ins, callbacks)
    try:
        client.track(BaseEvent("good", user_id=USER))
        client.track(BaseEvent("bad", user_id="ab"))
        client.flush()
        callbacks.wait(2)
    finally:
        client.shutdown()

    assert sorted(callbacks.heard) == [("bad", 400), ("good", 200)]


def test_the_requests_hold_no_bodies(stand_ins: StandIns) -> None:
    upload(stand_ins, event())

    assert USER not in json.dumps(stand_ins.store.all("amplitude/requests"))
