"""Amplitude's HTTP V2 API through its own library's events and HTTP client.

The library's background client is not used: its ``flush`` ends without an error on 429, 500 and 503 and calls
nothing back, and what it would send again later dies with the Lambda. One request and its answer are what the
ledger needs.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPException

from amplitude.constants import SERVER_URL
from amplitude.event import BaseEvent
from amplitude.http_client import HttpClient, Response

from aftercall.delivery.amplitude.events import AmplitudeEvent
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, TryAgain

MOST_EVENTS = 1000
"""A request; Amplitude takes 2,000 and a megabyte."""
# Amplitude's default of 5 would refuse the short ids that agents give participants.
OPTIONS = {"min_id_length": 1}
THROTTLED_FOR = timedelta(seconds=30)
QUOTA_FOR = timedelta(hours=1)
NO_ANSWER = -1

type Post = Callable[[str, bytes], Response]


def endpoint(secret: Mapping[str, object]) -> str:
    """Give the address events go to: the secret's own ``server_url``, else that of its ``server_zone``."""
    url = secret.get("server_url")
    zone = "EU" if secret.get("server_zone") == "EU" else "US"
    return url if isinstance(url, str) and url else str(SERVER_URL[zone]["v2"])


def send_events(
    events: Sequence[AmplitudeEvent], url: str, api_key: str, payload_hash: str, post: Post = HttpClient.post
) -> Outcome:
    """Send events, as few requests as they need; what was taken twice is dropped there by ``insert_id``."""
    for start in range(0, len(events), MOST_EVENTS):
        refused = _send(events[start : start + MOST_EVENTS], url, api_key, post)
        if refused is not None:
            return refused
    return Delivered(payload_hash)


def _send(events: Sequence[AmplitudeEvent], url: str, api_key: str, post: Post) -> Outcome | None:
    try:
        response = post(url, request_body(events, api_key))
    except (OSError, HTTPException) as error:
        return TryAgain(f"no answer: {type(error).__name__}")
    except (ValueError, KeyError, TypeError, AttributeError):
        return TryAgain("an answer that cannot be read")
    if response.code == HTTPStatus.OK:
        return None
    if response.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and len(events) > 1:
        middle = len(events) // 2
        first = _send(events[:middle], url, api_key, post)
        return first if first is not None else _send(events[middle:], url, api_key, post)
    return outcome_of(response)


def request_body(events: Sequence[AmplitudeEvent], api_key: str) -> bytes:
    """Give the request as the API takes it."""
    bodies = [_event_body(event) for event in events]
    return json.dumps({"api_key": api_key, "events": bodies, "options": OPTIONS}, sort_keys=True).encode()


def _event_body(event: AmplitudeEvent) -> dict[str, object]:
    told = BaseEvent(
        event_type=event.event_type,
        user_id=event.user_id,
        device_id=event.device_id,
        time=round(event.at.timestamp() * 1000),
        insert_id=event.insert_id,
        event_properties=dict(event.properties),
        user_properties=None if event.user_properties is None else dict(event.user_properties),
    )
    body: dict[str, object] = told.get_event_body()
    return body


def outcome_of(response: Response) -> Outcome:
    """Read a refusal; its texts are Amplitude's own names of fields, never our values."""
    body = response.body if isinstance(response.body, dict) else {}
    code = response.code
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        exceeded = "exceeded_daily_quota_users" in body and bool(body["exceeded_daily_quota_users"])
        return TryAgain(
            "429 daily quota exceeded" if exceeded else "429 too many events",
            after=QUOTA_FOR if exceeded else THROTTLED_FOR,
            # One person's many events say nothing of Amplitude as a whole.
            destination_down=not (body.get("throttled_users") or exceeded),
        )
    if code == HTTPStatus.REQUEST_TIMEOUT or code >= HTTPStatus.INTERNAL_SERVER_ERROR or code == NO_ANSWER:
        return TryAgain("no answer" if code == NO_ANSWER else str(code))
    if str(body.get("error", "")).startswith("Invalid API key"):
        # Every delivery would be refused until the secret is right: none is given up for it.
        return TryAgain("400 invalid API key")
    return Rejected(f"{code} {_refused_fields(body)}")


def _refused_fields(body: Mapping[str, object]) -> str:
    missing = body.get("missing_field")
    named = [str(missing)] if missing else []
    for part in (
        "events_with_missing_fields",
        "events_with_invalid_fields",
        "events_with_invalid_id_lengths",
    ):
        fields = body.get(part)
        if isinstance(fields, dict):
            named += sorted(f"{part.removeprefix('events_with_')}: {name}" for name in fields)
    return ", ".join(named) or "refused"
