"""A stand-in of PagerDuty's Events API v2 (source: PagerDuty's documentation of it)."""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from local.stand_ins.faults import Fault, FaultSetting
from local.stand_ins.http_server import Answer, Request, Service, json_answer
from local.stand_ins.journal import Journal
from local.stand_ins.store import Document, Store

INCIDENTS, EVENTS = "pagerduty/incidents", "pagerduty/events"
ACTIONS = ("trigger", "acknowledge", "resolve")
SEVERITIES = ("critical", "error", "warning", "info")
LONGEST_SUMMARY = 1024
LONGEST_KEY = 255
ROUTING_KEY_LENGTH = 32
LARGEST_EVENT = 512 * 1024


class PagerDutyService(Service):
    """One service of PagerDuty and its incidents."""

    name = "pagerduty"

    def __init__(self, store: Store, routing_key: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._routing_key = routing_key
        self._clock = clock
        self._journal = Journal(store, self.name, clock)

    def incidents(self) -> list[Document]:
        """Return the incidents, oldest first."""
        return self._store.all(INCIDENTS)

    def events(self) -> list[Document]:
        """Return the accepted events as they came, oldest first."""
        return self._store.all(EVENTS)

    def respond(self, request: Request) -> Answer:
        """Take an event, or refuse it with every reason."""
        if request.path != "/v2/enqueue":
            return json_answer(404, {"status": "not found", "message": "Not Found"})
        if request.method != "POST":
            return json_answer(405, {"status": "method not allowed", "message": "Method Not Allowed"})
        if len(request.body) > LARGEST_EVENT:
            return json_answer(413, {"status": "invalid event", "message": "Payload too large"})
        try:
            event = json.loads(request.body)
        except ValueError:
            return _invalid(["Invalid JSON"])
        errors = list(self._errors(event)) if isinstance(event, dict) else ["Event is not an object"]
        return _invalid(errors) if errors else self._take(event)

    def refuse(self, setting: FaultSetting, _request: Request) -> Answer:
        """Answer for a fault in PagerDuty's words."""
        if setting.fault is Fault.THROTTLED:
            return json_answer(
                429,
                {
                    "status": "throttle exceeded",
                    "message": "Requests for this service are arriving too quickly.  Please retry later.",
                },
            )
        status = HTTPStatus(int(setting.fault))
        return json_answer(status, {"status": "error", "message": status.phrase})

    def record(self, request: Request, answer: Answer, fault: Fault | None) -> None:
        """Note the request, without its body: the events hold what it brought."""
        self._journal.note(request, answer.status, fault)

    def _take(self, event: Mapping[str, Any]) -> Answer:
        key = event.get("dedup_key") or secrets.token_hex(16)
        with self._store.transaction():
            self._store.add(EVENTS, {**event, "routing_key": "(ours)", "dedup_key": key, "at": self._now()})
            self._apply(event, key)
        return json_answer(202, {"status": "success", "message": "Event processed", "dedup_key": key})

    def _errors(self, event: Mapping[str, Any]) -> Iterator[str]:
        key = event.get("routing_key")
        if not isinstance(key, str) or not key:
            yield "'routing_key' is missing or blank"
        elif len(key) != ROUTING_KEY_LENGTH:
            yield f"Length of 'routing_key' is incorrect (should be {ROUTING_KEY_LENGTH} characters)"
        elif key != self._routing_key:
            yield "Invalid routing key"
        action = event.get("event_action")
        if action not in ACTIONS:
            yield (
                "'event_action' is invalid (must be one of the following:"
                " 'trigger', 'acknowledge' or 'resolve')"
            )
        yield from _key_errors(event)
        if action == "trigger":
            yield from _payload_errors(event.get("payload"))
            yield from _link_errors(event)

    def _apply(self, event: Mapping[str, Any], key: str) -> None:
        """Open, acknowledge or resolve the incident of a key; what fits no open incident changes nothing."""
        incidents = self._store.keyed(INCIDENTS)
        place = next(
            (
                number
                for number, one in reversed(incidents.items())
                if one["dedup_key"] == key and one["status"] != "resolved"
            ),
            None,
        )
        action, now = event["event_action"], self._now()
        if action == "trigger" and place is None:
            incident = {
                "dedup_key": key,
                "status": "triggered",
                "summary": event["payload"]["summary"],
                "severity": event["payload"]["severity"],
                "payload": event["payload"],
                "links": event.get("links", []),
                "triggers": 1,
                "triggered_at": now,
            }
            self._store.add(INCIDENTS, incident)
        elif place is not None:
            incident = incidents[place]
            if action == "trigger":
                incident |= {"triggers": incident["triggers"] + 1, "payload": event["payload"]}
            else:
                status = {"acknowledge": "acknowledged", "resolve": "resolved"}[action]
                incident |= {"status": status, f"{status}_at": now}
            self._store.put(INCIDENTS, place, incident)

    def _now(self) -> str:
        return self._clock().isoformat(timespec="milliseconds")


def _key_errors(event: Mapping[str, Any]) -> Iterator[str]:
    key = event.get("dedup_key")
    if key is None:
        if event.get("event_action") in {"acknowledge", "resolve"}:
            yield "'dedup_key' is missing or blank"
    elif not isinstance(key, str):
        yield "'dedup_key' is not a string"
    elif len(key) > LONGEST_KEY:
        yield f"'dedup_key' is too long (maximum {LONGEST_KEY} characters)"


def _payload_errors(payload: object) -> Iterator[str]:
    if not isinstance(payload, dict):
        yield "'payload' is missing or blank"
        return
    for name in ("summary", "source", "severity"):
        if not isinstance(payload.get(name), str) or not payload[name].strip():
            yield f"'payload.{name}' is missing or blank"
    if isinstance(payload.get("summary"), str) and len(payload["summary"]) > LONGEST_SUMMARY:
        yield f"'payload.summary' is too long (maximum {LONGEST_SUMMARY} characters)"
    if payload.get("severity") and payload["severity"] not in SEVERITIES:
        yield f"'payload.severity' is invalid (must be one of the following: {', '.join(SEVERITIES)})"
    if payload.get("timestamp") is not None:
        try:
            datetime.fromisoformat(payload["timestamp"])
        except (TypeError, ValueError):
            yield "'payload.timestamp' is invalid (must be an ISO 8601 timestamp)"
    if payload.get("custom_details") is not None and not isinstance(payload["custom_details"], dict):
        yield "'payload.custom_details' is not an object"


def _link_errors(event: Mapping[str, Any]) -> Iterator[str]:
    for name, wanted in (("links", "href"), ("images", "src")):
        given = event.get(name, [])
        if not isinstance(given, list) or not all(isinstance(one, dict) and one.get(wanted) for one in given):
            yield f"'{name}' is invalid (each needs '{wanted}')"


def _invalid(errors: list[str]) -> Answer:
    return json_answer(
        400, {"status": "invalid event", "message": "Event object is invalid", "errors": errors}
    )
