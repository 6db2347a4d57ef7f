"""Everything behind the edge, in memory, and requests as API Gateway hands them over."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from aftercall.intake.wiring import EdgeClients
from local.replay_signing import sign_livekit_webhook, sign_session_report, sign_twilio_form
from tests.fakes.clock import FakeClock
from tests.fakes.dynamodb import FakeDynamoDb
from tests.fakes.interruptions import Effects
from tests.fakes.s3 import FakeS3
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.fakes.sqs import FakeSqs

FIXTURES = Path(__file__).parents[1] / "fixtures" / "intake"
API_KEY, API_SECRET = "APIcurrent", "a-livekit-secret-of-at-least-32-bytes"
OLD_API_KEY, OLD_API_SECRET = "APIprevious", "the-secret-before-it-with-32-bytes-too"
AUTH_TOKEN, OLD_AUTH_TOKEN = "twilio-token", "twilio-token-before"
SIGNING_KEY, OLD_SIGNING_KEY = "signing-key", "signing-key-before"
EMAIL_HASH_KEY = "email-hash-key"
ORIGIN = "https://calls.brightline.example"

TELEPHONY_QUEUE = "https://sqs.example/1/aftercall-telephony.fifo"
HOT_QUEUE = "https://sqs.example/1/aftercall-sessions-hot.fifo"
STANDARD_QUEUE = "https://sqs.example/1/aftercall-sessions-standard.fifo"
BACKFILL_QUEUE = "https://sqs.example/1/aftercall-sessions-backfill.fifo"
INBOX_QUEUE = "https://sqs.example/1/aftercall-inbox"

ENVIRONMENT = {
    "BUCKET_NAME": "aftercall-test",
    "SEEN_TABLE_NAME": "seen",
    "TELEPHONY_QUEUE_URL": TELEPHONY_QUEUE,
    "HOT_QUEUE_URL": HOT_QUEUE,
    "STANDARD_QUEUE_URL": STANDARD_QUEUE,
    "BACKFILL_QUEUE_URL": BACKFILL_QUEUE,
    "INBOX_QUEUE_URL": INBOX_QUEUE,
    "LIVEKIT_SECRET_NAME": "livekit",
    "TWILIO_SECRET_NAME": "twilio",
    "SIGNING_SECRET_NAME": "signing",
    "EMAIL_HASH_SECRET_NAME": "email-hash",
    "POSTGRES_SECRET_NAME": "postgres",
    "MONGO_SECRET_NAME": "mongo",
    "PUBLIC_BASE_URL": ORIGIN,
    "BOOKING_TOOLS": "book_sales_meeting",
    "TIER_RULE": '{"team_size_at_least": 5, "monthly_volume_at_least": 100, "integrations": ["salesforce"]}',
    "STATE_MACHINE_ARN": "arn:aws:states:eu-north-1:1:stateMachine:call_analysis",
    "STORE_RESULTS_FUNCTION_NAME": "store_results",
}
SECRETS = {
    "livekit": json.dumps({"keys": {API_KEY: API_SECRET, OLD_API_KEY: OLD_API_SECRET}}),
    "twilio": json.dumps({"auth_tokens": [AUTH_TOKEN, OLD_AUTH_TOKEN]}),
    "signing": json.dumps({"keys": [SIGNING_KEY, OLD_SIGNING_KEY]}),
    "email-hash": json.dumps({"key": EMAIL_HASH_KEY}),
}


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def fixture_document(name: str) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(fixture(name)))


@dataclass(slots=True)
class FakeEdge:
    clock: FakeClock = field(default_factory=FakeClock)
    effects: Effects = field(default_factory=Effects)
    s3: FakeS3 = field(init=False)
    sqs: FakeSqs = field(init=False)
    dynamodb: FakeDynamoDb = field(init=False)
    secrets_manager: FakeSecretsManager = field(init=False)

    def __post_init__(self) -> None:
        self.s3 = FakeS3(self.effects)
        self.sqs = FakeSqs(self.clock.now, self.effects)
        self.dynamodb = FakeDynamoDb(self.effects)
        self.secrets_manager = FakeSecretsManager(SECRETS)

    @property
    def clients(self) -> EdgeClients:
        return EdgeClients(
            s3=cast("Any", self.s3),
            sqs=cast("Any", self.sqs),
            dynamodb=cast("Any", self.dynamodb),
            secrets_manager=cast("Any", self.secrets_manager),
        )

    @property
    def left_behind(self) -> int:
        """How many objects, messages and ids there are."""
        return len(self.s3.objects) + len(self.sqs.messages) + len(self.dynamodb.rows)

    def restart(self) -> None:
        """Let everything go on after a crash or an outage."""
        self.effects.stop_at = None

    def livekit(self, body: bytes, **headers: str) -> dict[str, object]:
        """A webhook as LiveKit sends it; headers given here replace its own."""
        token = sign_livekit_webhook(body, API_KEY, API_SECRET, self.clock.now().timestamp())
        own = {"authorization": token, "content-type": "application/webhook+json", "user-agent": "LiveKit"}
        return gateway_event("/webhooks/livekit", body, {**own, **dashed(headers)}, encoded=True)

    def twilio(self, kind: str, body: bytes, query: str = "", **headers: str) -> dict[str, object]:
        """A form as Twilio sends it; headers given here replace its own."""
        path = f"/webhooks/twilio/{kind}"
        url = ORIGIN + path + (f"?{query}" if query else "")
        own = {
            "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
            "x-twilio-signature": sign_twilio_form(url, form_values(body), AUTH_TOKEN),
        }
        return gateway_event(path, body, {**own, **dashed(headers)}, query=query, encoded=True)

    def report(self, body: bytes, path: str = "/sessions", **headers: str) -> dict[str, object]:
        """A report or metrics feed as an agent sends it; headers given here replace its own."""
        signed = sign_session_report(body, SIGNING_KEY, self.clock.now().timestamp())
        own = {"content-type": "application/json", **{name.lower(): value for name, value in signed.items()}}
        return gateway_event(path, body, {**own, **dashed(headers)})


def form_values(body: bytes) -> dict[str, list[str]]:
    """The fields of a form, decoded by hand: pairs joined with &, written plainly in these tests."""
    values: dict[str, list[str]] = {}
    for pair in filter(None, body.decode().split("&")):
        name, _, value = pair.partition("=")
        values.setdefault(name, []).append(value)
    return values


def dashed(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def gateway_event(
    path: str, body: bytes, headers: Mapping[str, str], query: str = "", *, encoded: bool = False
) -> dict[str, object]:
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": query,
        "headers": dict(headers),
        "body": base64.b64encode(body).decode() if encoded else body.decode(),
        "isBase64Encoded": encoded,
    }


def document_of(answer: Mapping[str, object]) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(str(answer["body"])))
