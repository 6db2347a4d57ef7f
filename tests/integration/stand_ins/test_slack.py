"""Slack's webhooks and buttons, asked through slack_sdk."""

import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests
from slack_sdk.signature import SignatureVerifier
from slack_sdk.webhook import WebhookClient

from local.stand_ins.running import StandIns
from local.stand_ins.slack import NoSuchButtonError
from tests.integration.stand_ins.conftest import MovedClock


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


BUTTON = {
    "type": "button",
    "text": {"type": "plain_text", "text": "Acknowledge"},
    "action_id": "acknowledge_alert",
    "value": "42",
}
ALERT = [section("*Down*"), {"type": "actions", "block_id": "buttons", "elements": [BUTTON]}]


def webhook(stand_ins: StandIns, channel: str = "ops") -> WebhookClient:
    return WebhookClient(stand_ins.secrets["slack"]["webhooks"][channel])


def test_a_message_arrives_in_the_webhooks_channel(stand_ins: StandIns) -> None:
    answer = webhook(stand_ins, "sales").send(text="Hot lead", blocks=[section("*Hot lead*")])

    assert (answer.status_code, answer.body) == (200, "ok")
    [message] = stand_ins.slack.messages("sales")
    assert (message["text"], message["blocks"]) == ("Hot lead", [section("*Hot lead*")])
    assert stand_ins.slack.messages("ops") == []


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("{", "invalid_payload"),
        ("[]", "invalid_payload"),
        ('{"text": 1}', "invalid_payload"),
        ("{}", "no_text"),
        ('{"text": ""}', "no_text"),
        ('{"text": "a", "blocks": {}}', "invalid_blocks"),
        ('{"blocks": [{"type": "invented"}]}', "invalid_blocks"),
    ],
)
def test_a_message_that_cannot_be_read_is_refused(stand_ins: StandIns, body: str, word: str) -> None:
    url = stand_ins.secrets["slack"]["webhooks"]["ops"]

    answer = requests.post(url, data=body, headers={"Content-Type": "application/json"}, timeout=10)

    assert (answer.status_code, answer.text) == (400, word)
    assert stand_ins.slack.messages() == []


def test_more_text_than_slack_takes_in_all_is_refused(stand_ins: StandIns) -> None:
    answer = webhook(stand_ins).send(text="long", blocks=[section("x" * 2900)] * 5)

    assert (answer.status_code, answer.body) == (400, "msg_blocks_too_long")


def test_a_webhook_that_does_not_exist_is_not_found(stand_ins: StandIns) -> None:
    answer = WebhookClient(f"{stand_ins.urls['slack']}/services/T0/B0/x").send(text="hello")

    assert (answer.status_code, answer.body) == (404, "no_service")


def test_only_posts_are_taken(stand_ins: StandIns) -> None:
    assert requests.get(stand_ins.secrets["slack"]["webhooks"]["ops"], timeout=10).status_code == 405


def test_a_pressed_button_is_told_with_a_signature_that_slack_sdk_accepts(stand_ins: StandIns) -> None:
    webhook(stand_ins).send(text="Down", blocks=ALERT)
    [message] = stand_ins.slack.messages()

    pressed = stand_ins.slack.press(message["id"], "acknowledge_alert", "avery.stone")

    verifier = SignatureVerifier(stand_ins.keys.slack_signing_secret)
    assert verifier.is_valid_request(pressed.body, dict(pressed.headers))
    assert not verifier.is_valid_request(pressed.body + b"x", dict(pressed.headers))
    payload = json.loads(parse_qs(pressed.body.decode())["payload"][0])
    [action] = payload["actions"]
    assert (payload["type"], payload["user"]["username"]) == ("block_actions", "avery.stone")
    assert (action["action_id"], action["value"], action["block_id"]) == (
        "acknowledge_alert",
        "42",
        "buttons",
    )


def test_a_signature_carries_the_time_of_the_press(stand_ins: StandIns, moved_clock: MovedClock) -> None:
    webhook(stand_ins).send(text="Down", blocks=ALERT)
    moved_clock.ahead = timedelta(minutes=-10)
    pressed = stand_ins.slack.press(stand_ins.slack.messages()[0]["id"], "acknowledge_alert")

    verifier = SignatureVerifier(stand_ins.keys.slack_signing_secret)
    assert not verifier.is_valid_request(pressed.body, dict(pressed.headers))


def test_a_button_that_is_not_there_cannot_be_pressed(stand_ins: StandIns) -> None:
    webhook(stand_ins).send(text="Down", blocks=ALERT)

    with pytest.raises(NoSuchButtonError, match="it has acknowledge_alert"):
        stand_ins.slack.press(stand_ins.slack.messages()[0]["id"], "resolve_alert")


def test_an_answer_to_a_press_replaces_the_message(stand_ins: StandIns) -> None:
    webhook(stand_ins).send(text="Down", blocks=ALERT)
    pressed = stand_ins.slack.press(stand_ins.slack.messages()[0]["id"], "acknowledge_alert")
    response_url = json.loads(parse_qs(pressed.body.decode())["payload"][0])["response_url"]

    WebhookClient(response_url).send(text="Acknowledged by Avery", replace_original=True)

    [message] = stand_ins.slack.messages("ops")
    assert (message["text"], message["replaced"]) == ("Acknowledged by Avery", True)


class Application(BaseHTTPRequestHandler):
    """Keeps what it was told."""

    told: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.told.append((self.headers["X-Slack-Signature"], body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Stay silent."""


def test_the_desk_presses_a_button_of_an_application(stand_ins: StandIns, desk_url: str) -> None:
    webhook(stand_ins).send(text="Down", blocks=ALERT)
    told: list[tuple[str, bytes]] = []
    handler = type("Told", (Application,), {"told": told})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.handle_request, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/slack"
        given = {"message": stand_ins.slack.messages()[0]["id"], "action": "acknowledge_alert", "url": url}
        answer = requests.post(f"{desk_url}/slack/press", json=given, timeout=10)

    assert answer.json()["result"]["status"] == 200
    [(signature, body)] = told
    assert signature.startswith("v0=")
    assert "acknowledge_alert" in body.decode()
