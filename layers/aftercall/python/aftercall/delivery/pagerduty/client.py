"""PagerDuty's Events API v2: one address, one answer (source: PagerDuty, Events API v2).

It is one POST, so it is made with urllib3, which the Lambda runtime brings; PagerDuty's own package would
add an HTTP library of its own to the function.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.util import Retry, Timeout

from aftercall.delivery.pagerduty.events import Event
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, TryAgain

EVENTS_URL = "https://events.pagerduty.com/v2/enqueue"
TIMEOUT = Timeout(connect=3.0, read=8.0)
THROTTLED_FOR = timedelta(seconds=30)
NO_RETRIES = Retry(total=False)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status and body of an answer."""

    status: int
    body: bytes


type Post = Callable[[str, bytes], HttpAnswer]


def poster(pool: urllib3.PoolManager) -> Post:
    """Give what posts JSON with a pool of connections."""

    def post(url: str, body: bytes) -> HttpAnswer:
        answer = pool.request(
            "POST",
            url,
            body=body,
            headers={"Content-Type": "application/json"},
            timeout=TIMEOUT,
            retries=NO_RETRIES,
        )
        return HttpAnswer(answer.status, answer.data)

    return post


def send_event(event: Event, routing_key: str, url: str, payload_hash: str, post: Post) -> Outcome:
    """Send one event; PagerDuty folds repetitions by their key, so a lost answer is simply tried again."""
    try:
        answer = post(url, json.dumps({**event, "routing_key": routing_key}).encode())
    except (HTTPError, OSError) as error:
        return TryAgain(f"no answer: {type(error).__name__}")
    return outcome_of(answer, payload_hash, str(event["dedup_key"]))


def outcome_of(answer: HttpAnswer, payload_hash: str, key: str) -> Outcome:
    """Read an answer."""
    if answer.status == HTTPStatus.ACCEPTED:
        accepted = _document(answer.body).get("status") == "success"
        return (
            Delivered(payload_hash, key) if accepted else TryAgain("202 with an answer that cannot be read")
        )
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return TryAgain("429", after=THROTTLED_FOR)
    if answer.status == HTTPStatus.BAD_REQUEST:
        errors = _document(answer.body).get("errors")
        told = "; ".join(str(one) for one in errors) if isinstance(errors, list) else "refused"
        # Every event would be refused until the secret is right: none is given up for it.
        return TryAgain(f"400 {told}") if "routing" in told.lower() else Rejected(f"400 {told}")
    if answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return Rejected(str(answer.status))
    # Anything else speaks of the way to PagerDuty (a proxy, a wrong address), not of this event.
    return TryAgain(str(answer.status))


def _document(body: bytes) -> Mapping[str, object]:
    try:
        document = json.loads(body)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
