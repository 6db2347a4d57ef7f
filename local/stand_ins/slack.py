"""A stand-in of Slack: incoming webhooks, one for each channel, and buttons that can be pressed."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlencode

from local.stand_ins.block_kit import LONGEST_IN_ALL, problems_of, text_length
from local.stand_ins.faults import Fault, FaultSetting
from local.stand_ins.http_server import Answer, Request, Service, text_answer
from local.stand_ins.journal import Journal
from local.stand_ins.store import Document, Store

MESSAGES = "slack/messages"
LONGEST_TEXT = 40_000
RETRY_SECONDS = 1


class NoSuchButtonError(LookupError):
    """There is no such message, or no such button on it."""


@dataclass(frozen=True, slots=True)
class ButtonRequest:
    """What Slack posts to an application when somebody presses a button."""

    headers: Mapping[str, str]
    body: bytes


class SlackService(Service):
    """One workspace of Slack; ``url`` is its own address, told once it listens."""

    name = "slack"

    def __init__(
        self, store: Store, paths: Mapping[str, str], signing_secret: str, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._channels = {path: channel for channel, path in paths.items()}
        self._secret = signing_secret
        self._clock = clock
        self._journal = Journal(store, self.name, clock)
        self.url = ""

    def messages(self, channel: str | None = None) -> list[Document]:
        """Return the messages of a channel, or of all, oldest first."""
        found = [{**message, "id": key} for key, message in self._store.keyed(MESSAGES).items()]
        return [one for one in found if channel is None or one["channel"] == channel]

    def respond(self, request: Request) -> Answer:
        """Take a message, or an application's word about one of its own."""
        if request.method != "POST":
            return text_answer(405, "method_not_allowed")
        if request.path.startswith("/actions/"):
            return self._follow_up(request)
        channel = self._channels.get(request.path)
        if channel is None:
            return text_answer(404, "no_service")
        payload = _payload(request)
        if payload is None:
            return text_answer(400, "invalid_payload")
        refusal = _refusal(payload)
        if refusal is not None:
            return text_answer(400, refusal)
        now = self._clock()
        self._store.add(
            MESSAGES,
            {
                "channel": channel,
                "at": now.isoformat(timespec="milliseconds"),
                "text": str(payload.get("text") or "")[:LONGEST_TEXT],
                "blocks": payload.get("blocks") or [],
                "attachments": payload.get("attachments") or [],
            },
        )
        return text_answer(200, "ok")

    def refuse(self, setting: FaultSetting, _request: Request) -> Answer:
        """Answer for a fault in Slack's words."""
        if setting.fault is Fault.THROTTLED:
            seconds = RETRY_SECONDS if setting.seconds is None else setting.seconds
            return text_answer(429, "rate_limited", {"Retry-After": str(round(seconds))})
        status = HTTPStatus(int(setting.fault))
        return text_answer(
            status, "rollup_error" if status is HTTPStatus.INTERNAL_SERVER_ERROR else status.phrase
        )

    def record(self, request: Request, answer: Answer, fault: Fault | None) -> None:
        """Note the request, without its body: the messages hold what it brought."""
        self._journal.note(request, answer.status, fault)

    def press(self, message_id: str, action_id: str, person: str = "avery.stone") -> ButtonRequest:
        """Return the signed request of a person who presses a button.  Raises NoSuchButtonError."""
        message = self._store.get(MESSAGES, message_id)
        if message is None:
            raise NoSuchButtonError(f"there is no message {message_id}")
        button = next((one for one in buttons_of(message) if one["action_id"] == action_id), None)
        if button is None:
            known = ", ".join(one["action_id"] for one in buttons_of(message)) or "none"
            raise NoSuchButtonError(f"message {message_id} has no button {action_id}; it has {known}")
        document = self._interaction(message_id, message, button, person)
        body = urlencode({"payload": json.dumps(document)}).encode()
        timestamp = str(int(self._clock().timestamp()))
        signed = hmac.new(self._secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
        }
        return ButtonRequest(headers, body)

    def _interaction(self, message_id: str, message: Document, button: Document, person: str) -> Document:
        at = datetime.fromisoformat(message["at"]).timestamp()
        channel = {"id": f"C{message['channel'].upper()}", "name": message["channel"]}
        return {
            "type": "block_actions",
            "user": {"id": f"U{person.upper()}", "username": person, "name": person, "team_id": "TLOCAL"},
            "api_app_id": "ALOCAL",
            "team": {"id": "TLOCAL", "domain": "local"},
            "container": {"type": "message", "message_ts": f"{at:.6f}", "channel_id": channel["id"]},
            "trigger_id": f"{message_id}.{self._clock().timestamp():.0f}",
            "channel": channel,
            "message": {"ts": f"{at:.6f}", "text": message["text"], "blocks": message["blocks"]},
            "response_url": f"{self.url}/actions/{message_id}",
            "actions": [{**button, "action_ts": f"{self._clock().timestamp():.6f}"}],
        }

    def _follow_up(self, request: Request) -> Answer:
        key = request.path.removeprefix("/actions/")
        payload, message = _payload(request), self._store.get(MESSAGES, key)
        if payload is None:
            return text_answer(400, "invalid_payload")
        if message is None:
            return text_answer(404, "used_url")
        refusal = _refusal(payload)
        if refusal is not None and not payload.get("delete_original"):
            return text_answer(400, refusal)
        if payload.get("delete_original"):
            self._store.delete(MESSAGES, key)
        elif payload.get("replace_original"):
            changed = {"text": payload.get("text") or "", "blocks": payload.get("blocks") or []}
            self._store.put(MESSAGES, key, {**message, **changed, "replaced": True})
        else:
            answered = {"text": payload.get("text") or "", "blocks": payload.get("blocks") or []}
            self._store.add(MESSAGES, {**message, **answered, "answers": key})
        return text_answer(200, "ok")


def buttons_of(message: Mapping[str, Any]) -> Iterator[Document]:
    """Return a message's buttons, each with the id of its block."""
    for place, block in enumerate(message["blocks"]):
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            if element.get("type") == "button":
                yield {"action_id": "", **element, "block_id": block.get("block_id", f"block{place}")}


def _payload(request: Request) -> dict[str, Any] | None:
    """Read a message from JSON, or from a form's field payload."""
    text = request.body.decode("utf-8", "replace")
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        text = next(iter(parse_qs(text).get("payload", [])), text)
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def _refusal(payload: Mapping[str, Any]) -> str | None:
    """Return Slack's word for what is wrong with a message."""
    blocks = payload.get("blocks")
    if not payload.get("text") and not blocks and not payload.get("attachments"):
        return "no_text"
    if payload.get("text") is not None and not isinstance(payload["text"], str):
        return "invalid_payload"
    if blocks is not None and problems_of(blocks):
        return "invalid_blocks"
    return "msg_blocks_too_long" if blocks and text_length(blocks) > LONGEST_IN_ALL else None
