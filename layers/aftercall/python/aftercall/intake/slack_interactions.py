"""``POST /slack/interactions``: somebody clicked a button of one of our messages.

Slack wants its 200 within three seconds and tells of every click, links included: what is no
acknowledgement is answered and forgotten. Nothing raw is kept: a click holds no more than what is queued,
beside tokens of Slack's that nobody needs.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import parse_qs

from aftercall.intake.acceptance import OnceOnly
from aftercall.intake.acknowledgements import ALERT_ID, LONGEST_NAME, Acknowledgement
from aftercall.intake.http_exchange import Answer, HttpRequest
from aftercall.intake.problem import invalid_body, unknown_path
from aftercall.intake.signatures.slack import (
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    verify_slack_signature,
)
from aftercall.reports.slack_actions import ACKNOWLEDGE_ALERT

MEDIA_TYPE = "application/x-www-form-urlencoded"
KIND = "slack"
IGNORED = "ignored"


class Acknowledgements(Protocol):
    """Takes acknowledgements (see `aftercall.intake.acknowledgements.AcknowledgementQueue`)."""

    def enqueue(self, acknowledgement: Acknowledgement) -> None:
        """Queue one."""
        ...


@dataclass(frozen=True, slots=True)
class Click:
    """One click on the button of an alert.

    Parameters
    ----------
    action_at
        Slack's own id of the click: the same in a retry.
    """

    alert_id: int
    user_id: str
    user_name: str
    action_at: str


@dataclass(frozen=True, slots=True)
class SlackInteractions:
    """Takes what people click.

    Parameters
    ----------
    signing_secrets
        Gives the current and the previous secret; none where Slack is not connected.
    now
        The clock, aware UTC.
    """

    signing_secrets: Callable[[], Sequence[str]]
    once: OnceOnly
    queue: Acknowledgements
    now: Callable[[], datetime]

    def accept(self, request: HttpRequest) -> Answer:
        """Verify, read, queue and mark one click.

        Raises Refusal: 400 for what is no interaction, 401 or 403 for a signature, 404 where Slack is
        not connected, 415.
        """
        request.require_media_type(MEDIA_TYPE)
        received_at = self.now()
        self._verify(request, received_at)
        click = read_click(request.body)
        if click is None:
            return Answer(200, {"status": IGNORED})
        acknowledgement = Acknowledgement(click.alert_id, click.user_name, received_at)
        seen_id = f"{KIND}:{click.alert_id}:{click.user_id}:{click.action_at}"
        outcome = self.once.accept([seen_id], KIND, lambda: self.queue.enqueue(acknowledgement))
        self.once.log.info("alert_clicked", alert_id=click.alert_id, outcome=outcome)
        return Answer(200, {"status": outcome.value})

    def _verify(self, request: HttpRequest, received_at: datetime) -> None:
        signature = request.header(SIGNATURE_HEADER.lower())
        timestamp = request.header(TIMESTAMP_HEADER.lower())
        # Nobody's secret is read for a request that carries no signature at all.
        secrets = self.signing_secrets() if signature is not None else ()
        if signature is not None and not secrets:
            raise unknown_path()
        verify_slack_signature(signature, timestamp, request.body, secrets, received_at.timestamp())


def read_click(body: bytes) -> Click | None:
    """Give the click on an alert's button; None for any other interaction.

    Raises Refusal (400) for what is no interaction at all.
    """
    document = _payload(body)
    actions = document.get("actions")
    if document.get("type") != "block_actions" or not isinstance(actions, list):
        return None
    user = _object(document.get("user"))
    for action in map(_object, actions):
        if action.get("action_id") == ACKNOWLEDGE_ALERT:
            return _click(action, user)
    return None


def _click(action: Mapping[str, object], user: Mapping[str, object]) -> Click:
    value, user_id = action.get("value"), user.get("id")
    if not isinstance(value, str) or not ALERT_ID.fullmatch(value):
        raise invalid_body("actions[].value", "an alert's id")
    if not isinstance(user_id, str) or not user_id:
        raise invalid_body("user.id", "a Slack user")
    names = (user.get("username"), user.get("name"), user_id)
    name = next(name for name in names if isinstance(name, str) and name)
    return Click(int(value), user_id, name[:LONGEST_NAME], str(action.get("action_ts") or ""))


def _payload(body: bytes) -> Mapping[str, object]:
    try:
        (text,) = parse_qs(body.decode("utf-8"), strict_parsing=True)["payload"]
        document = json.loads(text)
    except (ValueError, KeyError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise invalid_body("payload", "one JSON object in a URL-encoded form")
    return document


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
