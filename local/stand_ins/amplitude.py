"""A stand-in of Amplitude's HTTP V2 and batch APIs (source: Amplitude's documentation of both)."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from local.stand_ins.faults import Fault, FaultSetting
from local.stand_ins.http_server import Answer, Request, Service, json_answer
from local.stand_ins.journal import Journal
from local.stand_ins.store import Document, Store

EVENTS, USERS, SEEN, IDENTIFIES = (
    "amplitude/events",
    "amplitude/users",
    "amplitude/seen",
    "amplitude/identifies",
)
LARGEST_PAYLOAD = {"/2/httpapi": 1_000_000, "/batch": 20_000_000}
MOST_EVENTS = 2_000
SHORTEST_ID = 5
NOT_JSON = "Invalid JSON request body"
LONGEST_TEXT = 1024
DEDUPLICATION = timedelta(days=7)
EVENTS_PER_SECOND = 30
THROTTLING_SECONDS = 30
# What other programs write for "nobody"; Amplitude takes none of them for an id.
NO_IDS = frozenset(
    {"anonymous", "nil", "none", "null", "n/a", "na", "-1", "true", "undefined", "false", "lmy47d", "unknown"}
)
_OBJECTS = ("event_properties", "user_properties", "groups")

type Problems = dict[str, dict[str, list[int]]]


class AmplitudeService(Service):
    """One project of Amplitude."""

    name = "amplitude"

    def __init__(self, store: Store, api_key: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._api_key = api_key
        self._clock = clock
        self._journal = Journal(store, self.name, clock)
        self._recent: list[tuple[float, str]] = []

    def events(self) -> list[Document]:
        """Return the events kept, oldest first; repeated ones and identifications are not among them."""
        return self._store.all(EVENTS)

    def users(self) -> dict[str, Document]:
        """Return each user's properties as they are after all that was sent."""
        return self._store.keyed(USERS)

    def respond(self, request: Request) -> Answer:
        """Take a batch of events, or refuse all of it."""
        if request.path not in LARGEST_PAYLOAD or request.method != "POST":
            return _refusal(400, "Invalid request path")
        if len(request.body) > LARGEST_PAYLOAD[request.path]:
            return _refusal(413, "Payload too large")
        try:
            document = json.loads(request.body)
        except ValueError:
            return _refusal(400, NOT_JSON)
        refusal = self._refusal_of(document) if isinstance(document, dict) else _refusal(400, NOT_JSON)
        return refusal or self._take(document["events"], len(request.body))

    def refuse(self, setting: FaultSetting, request: Request) -> Answer:
        """Answer for a fault in Amplitude's words."""
        if setting.fault is not Fault.THROTTLED:
            status = HTTPStatus(int(setting.fault))
            return _refusal(status, status.phrase)
        try:
            events = json.loads(request.body)["events"]
            users = Counter(str(event.get("user_id") or event.get("device_id")) for event in events)
        except (ValueError, KeyError, TypeError, AttributeError):
            users = Counter()
        return _throttled(dict.fromkeys(users, EVENTS_PER_SECOND + 1), list(range(users.total())))

    def record(self, request: Request, answer: Answer, fault: Fault | None) -> None:
        """Note the request, without its body: the events hold what it brought."""
        self._journal.note(request, answer.status, fault)

    def _refusal_of(self, document: Document) -> Answer | None:
        for name in ("api_key", "events"):
            if not document.get(name):
                return _refusal(400, "Request missing required field", missing_field=name)
        if document["api_key"] != self._api_key:
            return _refusal(400, f"Invalid API key: {document['api_key']}")
        events = document["events"]
        if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
            return _refusal(400, "Invalid event JSON")
        if len(events) > MOST_EVENTS:
            return _refusal(413, "Payload too large")
        shortest = (document.get("options") or {}).get("min_id_length", SHORTEST_ID)
        problems = _problems(events, shortest)
        if problems:
            return _refusal(400, "Invalid field values on some events", **problems)
        return self._throttling(events)

    def _throttling(self, events: list[Document]) -> Answer | None:
        """Refuse users with more than 30 events a second, averaged over half a minute."""
        now = self._clock().timestamp()
        with self._store.lock:
            self._recent = [(at, who) for at, who in self._recent if at > now - THROTTLING_SECONDS]
            counts = Counter(who for _, who in self._recent) + Counter(map(_who, events))
            limit = EVENTS_PER_SECOND * THROTTLING_SECONDS
            over = {who: number // THROTTLING_SECONDS + 1 for who, number in counts.items() if number > limit}
            if over:
                return _throttled(over, [at for at, event in enumerate(events) if _who(event) in over])
            self._recent += [(now, _who(event)) for event in events]
            return None

    def _take(self, events: list[Document], size: int) -> Answer:
        now = self._clock()
        with self._store.transaction():
            for event in events:
                if not self._repeated(event, now):
                    self._keep(event, now)
        return json_answer(
            200,
            {
                "code": 200,
                "events_ingested": len(events),
                "payload_size_bytes": size,
                "server_upload_time": int(now.timestamp() * 1000),
            },
        )

    def _repeated(self, event: Document, now: datetime) -> bool:
        """Tell whether an event of this device and insert id came within a week, and note this one."""
        if not event.get("insert_id"):
            return False
        key = f"{event.get('device_id') or event.get('user_id')} {event['insert_id']}"
        seen = self._store.get(SEEN, key)
        if seen is not None and datetime.fromisoformat(seen["at"]) > now - DEDUPLICATION:
            return True
        self._store.put(SEEN, key, {"at": now.isoformat()})
        return False

    def _keep(self, event: Document, now: datetime) -> None:
        who = _who(event)
        properties = event.get("user_properties") or {}
        known = self._store.get(USERS, who) or {}
        self._store.put(USERS, who, merged(known, _shortened(properties)))
        collection = IDENTIFIES if event["event_type"] == "$identify" else EVENTS
        self._store.add(
            collection, {**_shortened(event), "received_at": now.isoformat(timespec="milliseconds")}
        )


def merged(known: Mapping[str, Any], given: Mapping[str, Any]) -> Document:
    """Return a user's properties after an event's: plain ones are set, operations do what they say."""
    user = dict(known)
    for name, value in given.items():
        if name == "$clearAll":
            user.clear()
        elif name.startswith("$"):
            for one, operand in (value or {}).items():
                _operate(user, name, one, operand)
        elif value is not None:
            user[name] = value
    return user


def _operate(user: Document, operation: str, name: str, operand: object) -> None:
    current: Any = user.get(name)
    listed = operand if isinstance(operand, list) else [operand]
    already = current if isinstance(current, list) else [] if current is None else [current]
    if operation == "$unset":
        user.pop(name, None)
    elif operation == "$set" or (operation == "$setOnce" and name not in user):
        user[name] = operand
    elif operation == "$add" and isinstance(operand, int | float):
        user[name] = (current or 0) + operand
    elif operation == "$append":
        user[name] = [*already, *listed]
    elif operation == "$prepend":
        user[name] = [*listed, *already]
    elif operation in {"$preInsert", "$postInsert"}:
        fresh = [one for one in listed if one not in already]
        user[name] = [*fresh, *already] if operation == "$preInsert" else [*already, *fresh]
    elif operation == "$remove":
        user[name] = [one for one in already if one not in listed]


def _problems(events: list[Document], shortest: int) -> Problems:
    """Return which events lack what, by the answer's own keys; empty when all are well."""
    found: Problems = {}
    for place, event in enumerate(events):
        for kind, name in _problems_of(event, shortest):
            found.setdefault(kind, {}).setdefault(name, []).append(place)
    return found


def _problems_of(event: Document, shortest: int) -> Iterator[tuple[str, str]]:
    missing, invalid = "events_with_missing_fields", "events_with_invalid_fields"
    if not event.get("event_type"):
        yield missing, "event_type"
    elif not isinstance(event["event_type"], str):
        yield invalid, "event_type"
    if not event.get("user_id") and not event.get("device_id"):
        yield missing, "user_id"
    yield from _id_problems(event, shortest)
    for name in _OBJECTS:
        if event.get(name) is not None and not isinstance(event[name], dict):
            yield invalid, name
    for name in ("time", "session_id"):
        if event.get(name) is not None and type(event[name]) is not int:
            yield invalid, name


def _id_problems(event: Document, shortest: int) -> Iterator[tuple[str, str]]:
    for name in ("user_id", "device_id"):
        value = event.get(name)
        if value is None:
            continue
        if not isinstance(value, str) or value.lower() in NO_IDS:
            yield "events_with_invalid_fields", name
        elif len(value) < shortest:
            yield "events_with_invalid_id_lengths", name


def _shortened(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return a document as Amplitude keeps it: texts end at 1,024 characters."""
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if isinstance(value, dict):
        return {name: _shortened(one) for name, one in value.items()}
    return [_shortened(one) for one in value] if isinstance(value, list) else value


def _who(event: Mapping[str, Any]) -> str:
    return str(event.get("user_id") or event.get("device_id"))


def _throttled(users: Mapping[str, int], places: list[int]) -> Answer:
    return _refusal(
        429,
        "Too many requests for some devices and users",
        eps_threshold=EVENTS_PER_SECOND,
        throttled_devices={},
        throttled_users=dict(users),
        throttled_events=places,
    )


def _refusal(status: int, error: str, **more: object) -> Answer:
    return json_answer(status, {"code": int(status), "error": error, **more})
