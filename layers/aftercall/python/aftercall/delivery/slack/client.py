"""Posting to an incoming webhook through Slack's own library, and what its answer means.

Slack cannot tell a message from its repetition, so what matters is whether it can have arrived: an attempt
that may have is never made again unasked. The library's own retries are off for the same reason.
"""

import socket
import ssl
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPException
from urllib.error import URLError

from slack_sdk.webhook import WebhookClient, WebhookResponse

from aftercall.delivery.slack.blocks import SlackMessage
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, TryAgain, Unknown

TIMEOUT_SECONDS = 8
# No connection came about, so nothing was sent.
NOTHING_SENT = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
# The webhook itself: taken out, its channel archived, the application removed.
WEBHOOK_GONE = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})

type Post = Callable[[str, SlackMessage], WebhookResponse]


def post_to_webhook(url: str, told: SlackMessage) -> WebhookResponse:
    """Post once."""
    client = WebhookClient(url, timeout=TIMEOUT_SECONDS, retry_handlers=[])
    return client.send(text=told.text, blocks=list(told.blocks), unfurl_links=False, unfurl_media=False)


def send_message(url: str, told: SlackMessage, payload_hash: str, post: Post = post_to_webhook) -> Outcome:
    """Post a message and read what came of it."""
    try:
        response = post(url, told)
    except URLError as error:
        if isinstance(error.reason, NOTHING_SENT):
            return TryAgain(f"no connection: {type(error.reason).__name__}")
        return Unknown(f"no answer: {type(error.reason).__name__}")
    except (OSError, HTTPException, ValueError) as error:
        return Unknown(f"no answer: {type(error).__name__}")
    return outcome_of(response, payload_hash)


def outcome_of(response: WebhookResponse, payload_hash: str) -> Outcome:
    """Read an answer; Slack's refusals are words of its own, without a word of ours."""
    code, word = response.status_code, _word(response.body)
    if code == HTTPStatus.OK:
        return Delivered(payload_hash) if word == "ok" else Unknown("200 with an answer that is not Slack's")
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        return TryAgain("429", after=_retry_after(response))
    if code == HTTPStatus.SERVICE_UNAVAILABLE:
        return TryAgain("503")
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unknown(str(code))
    if code in WEBHOOK_GONE:
        return TryAgain(f"{code} {word}")
    return Rejected(f"{code} {word}")


def _word(body: str | None) -> str:
    word = (body or "").strip()
    return word if word.replace("_", "").isalnum() and len(word) <= 60 else ""  # noqa: PLR2004 - a code, no page


def _retry_after(response: WebhookResponse) -> timedelta | None:
    seconds = response.headers.get("Retry-After") or response.headers.get("retry-after") or ""
    text = seconds[0] if isinstance(seconds, list) else seconds
    return timedelta(seconds=int(text)) if text.isdigit() else None
