"""What end-to-end tests do with the deployed stack: send, wait, look, count."""

import json
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import psycopg
import urllib3
from psycopg.rows import dict_row

from aftercall.command_line.deployment import Deployment
from local.cloud import LocalCloud
from local.replay import Sender, compact, recent
from local.replay_signing import sign_livekit_webhook, sign_session_report, sign_twilio_form
from local.samples.catalogue import Sample, read_sample
from local.secret_values import GeneratedValues
from tests.e2e.clients import Clients
from tests.e2e.deployed_functions import DeployedFunctions

# Long: a machine that is busy with other things starts functions slowly; nothing waits without need.
WAIT_SECONDS = 180.0
POLL_SECONDS = 0.1
SHORT_SAMPLE = "02-self-serve-photographer"
SESSION_QUEUES = ("hot", "standard", "backfill")
QUEUES = (*SESSION_QUEUES, "telephony", "inbox")
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: the status, its content type and its JSON body."""

    status: int
    content_type: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Traces:
    """Everything a request can leave behind at the edge."""

    raw_bodies: frozenset[str]
    seen_ids: frozenset[str]
    messages: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Stack:
    """One deployed stack and the ways to look at it."""

    cloud: LocalCloud
    deployment: Deployment
    keys: GeneratedValues
    sender: Sender
    connection: psycopg.Connection[Any]
    documents: Any
    clients: Clients
    functions: DeployedFunctions
    now: Callable[[], datetime]

    # Sending

    def new_call(self, sample: str = SHORT_SAMPLE, ended_at: datetime | None = None) -> Sample:
        """A call of its own: a sample with fresh identifiers that ended just now, or at that time."""
        return recent(read_sample(sample), ended_at or self.now(), secrets.token_hex(6))

    def send_whole_call(self, call: Sample) -> None:
        """Webhooks in their order, then the report."""
        self.send_webhooks(call)
        self.sender.post_report(call.report)

    def send_webhooks(self, call: Sample) -> None:
        """The webhooks alone, in their order."""
        for webhook in call.webhooks:
            self.sender.post_webhook(webhook)

    def signed(self, body: bytes, key: str | None = None, age_seconds: float = 0.0) -> dict[str, str]:
        """Give the headers of ``POST /sessions`` for a body, signed now or some time ago."""
        moment = self.now().timestamp() - age_seconds
        return JSON | sign_session_report(body, key or self.keys.signing_keys[0], moment)

    def post_report(self, report: Mapping[str, Any]) -> Answer:
        """Sign and post a report, and give the answer whatever it is."""
        body = compact(dict(report))
        return self.post("/sessions", body, self.signed(body))

    def post_metrics(self, session_id: str, feed: Mapping[str, Any]) -> Answer:
        """Sign and post live metrics."""
        body = compact(dict(feed))
        return self.post(f"/sessions/{session_id}/metrics", body, self.signed(body))

    def livekit_headers(self, body: bytes, key: str, secret: str) -> dict[str, str]:
        """Give the headers LiveKit would send with a webhook."""
        token = sign_livekit_webhook(body, key, secret, self.now().timestamp())
        return {"Content-Type": "application/webhook+json", "Authorization": token}

    def twilio_request(self, kind: str, fields: Mapping[str, str]) -> tuple[bytes, dict[str, str]]:
        """Give body and headers of a callback as Twilio would sign them."""
        url = f"{self.functions.environment('receive_twilio')['PUBLIC_BASE_URL']}/webhooks/twilio/{kind}"
        signature = sign_twilio_form(url, fields, self.keys.twilio_auth_tokens[0])
        form = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
        return urlencode(fields).encode(), form

    def post_twilio(self, kind: str, fields: Mapping[str, str]) -> Answer:
        """Sign and post a Twilio callback."""
        body, headers = self.twilio_request(kind, fields)
        return self.post(f"/webhooks/twilio/{kind}", body, headers)

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post a body as it is, signed or not."""
        all_headers = dict(headers)
        if self.deployment.api_host:
            all_headers["Host"] = self.deployment.api_host
        with urllib3.PoolManager() as pool:
            response = pool.request(
                "POST",
                f"{self.deployment.api_url}{path}",
                body=body,
                headers=all_headers,
                timeout=30,
                retries=False,
            )
        try:
            document = json.loads(response.data)
        except ValueError:
            document = {}
        content_type = response.headers.get("Content-Type", "")
        return Answer(response.status, content_type, document if isinstance(document, dict) else {})

    def drop(self, name: str, body: bytes) -> str:
        """Put an object below ``inbox/`` and give its key."""
        key = f"inbox/{name}"
        self.clients.of("s3").put_object(Bucket=self.deployment.bucket, Key=key, Body=body)
        return key

    # Waiting

    def wait_until(self, condition: Callable[[], Any], what: str, seconds: float = WAIT_SECONDS) -> Any:
        """Wait until the condition gives something true, and give that."""
        deadline = time.monotonic() + seconds
        while True:
            found = condition()
            if found:
                return found
            if time.monotonic() > deadline:
                message = f"{what} did not happen within {seconds:.0f} s; {self._state()}"
                raise AssertionError(message)
            time.sleep(POLL_SECONDS)

    def wait_for_analysis(self, session_id: str, seconds: float = WAIT_SECONDS) -> dict[str, Any]:
        """Wait until the call is analysed and in both databases; give its row of ``sessions``."""
        self.wait_until(lambda: self.is_analysed(session_id), f"the analysis of {session_id}", seconds)
        return self.session(session_id)

    def wait_until_idle(self, queues: Iterable[str] = QUEUES, seconds: float = WAIT_SECONDS) -> None:
        """Wait until nothing lies in these queues nor is being worked on.

        What was answered with 2xx before is queued before, so afterwards its work is done or dead.
        """
        names = tuple(queues)
        self.wait_until(lambda: not any(map(self.waiting, names)), f"an end of {names}", seconds)

    # Looking

    def is_analysed(self, session_id: str) -> bool:
        """Whether the call stands in both databases."""
        outcomes = self.documents["outcomes"]
        return bool(
            self.count("analysis_results", session_id) and outcomes.count_documents({"callId": session_id})
        )

    def session(self, session_id: str) -> dict[str, Any]:
        """The call's row of ``sessions``; empty when there is none."""
        return self.row("sessions", "session_id", session_id)

    def row(self, table: str, key: str, value: str) -> dict[str, Any]:
        """The one row of a warehouse table; empty when there is none."""
        rows = self.rows(table, key, value)
        assert len(rows) <= 1, f"{len(rows)} rows in {table}"
        return rows[0] if rows else {}

    def rows(self, table: str, key: str, value: str) -> list[dict[str, Any]]:
        """Rows of a warehouse table in which a column has a value."""
        query = psycopg.sql.SQL("SELECT * FROM {} WHERE {} = %s").format(
            psycopg.sql.Identifier("warehouse", table), psycopg.sql.Identifier(key)
        )
        with self.connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query, (value,)).fetchall()

    def count(self, table: str, session_id: str) -> int:
        """How many rows of a warehouse table belong to this session."""
        row = self.connection.execute(
            psycopg.sql.SQL("SELECT count(*) FROM {} WHERE session_id = %s").format(
                psycopg.sql.Identifier("warehouse", table)
            ),
            (session_id,),
        ).fetchone()
        return int(row[0]) if row else 0

    def footprint(self, session_id: str) -> dict[str, int]:
        """Rows and documents of one session, by where they lie."""
        tables = (
            "sessions",
            "transcripts",
            "analysis_results",
            "analyzer_runs",
            "metrics",
            "tool_calls",
            "session_costs",
        )
        rows = {table: self.count(table, session_id) for table in tables}
        collections = {
            name: self.documents[name].count_documents({"callId": session_id})
            for name in ("transcripts", "outcomes")
        }
        return {**rows, **{f"mongo {name}": count for name, count in collections.items()}}

    def waiting(self, queue: str) -> int:
        """Messages that lie in a queue, in flight ones included."""
        attributes = self.clients.of("sqs").get_queue_attributes(
            QueueUrl=self.deployment.queues[queue],
            AttributeNames=[
                "ApproximateNumberOfMessages",
                "ApproximateNumberOfMessagesNotVisible",
                "ApproximateNumberOfMessagesDelayed",
            ],
        )["Attributes"]
        return sum(int(value) for value in attributes.values())

    def dead_letters(self) -> dict[str, int]:
        """Messages in each dead-letter queue that has any."""
        counts = {queue: self.waiting(f"{queue}_dead_letter") for queue in QUEUES}
        return {queue: count for queue, count in counts.items() if count}

    def objects(self, prefix: str) -> frozenset[str]:
        """Keys of the bucket below a prefix."""
        pages = self.clients.of("s3").get_paginator("list_objects_v2")
        return frozenset(
            found["Key"]
            for page in pages.paginate(Bucket=self.deployment.bucket, Prefix=prefix)
            for found in page.get("Contents", [])
        )

    def seen_ids(self) -> frozenset[str]:
        """Ids of everything that was accepted."""
        table = self.functions.environment("receive_session")["SEEN_TABLE_NAME"]
        pages = self.clients.of("dynamodb").get_paginator("scan")
        return frozenset(row["id"]["S"] for page in pages.paginate(TableName=table) for row in page["Items"])

    def traces(self) -> Traces:
        """What the edge has kept and queued so far."""
        messages = Counter({queue: self.waiting(queue) for queue in QUEUES})
        return Traces(self.objects("raw/"), self.seen_ids(), messages)

    def times_stored(self, session_id: str) -> int:
        """How often ``store_results`` said that it stored this call."""
        lines = self.functions.log("store_results", f'"{session_id}"')
        return sum('"call_stored"' in line for line in lines)

    def _state(self) -> str:
        queues = {queue: self.waiting(queue) for queue in QUEUES}
        return f"queues {queues}, dead letters {self.dead_letters()}"
