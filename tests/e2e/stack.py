"""What end-to-end tests do with the deployed stack: send, wait, look, count."""

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import boto3
import psycopg
import urllib3

from aftercall.command_line.deployment import Deployment
from local.cloud import LocalCloud
from local.replay import Sender, recent
from local.samples.catalogue import Sample, read_sample
from local.secret_values import GeneratedValues

WAIT_SECONDS = 90.0
POLL_SECONDS = 0.1
SHORT_SAMPLE = "02-self-serve-photographer"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: the status and its JSON body."""

    status: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stack:
    """One deployed stack and the ways to look at it."""

    cloud: LocalCloud
    deployment: Deployment
    keys: GeneratedValues
    sender: Sender
    connection: psycopg.Connection[Any]
    documents: Any
    now: Callable[[], datetime]

    def new_call(self, sample: str = SHORT_SAMPLE) -> Sample:
        """A call of its own: a sample with fresh identifiers that ended just now."""
        return recent(read_sample(sample), self.now(), secrets.token_hex(6))

    def send_whole_call(self, call: Sample) -> None:
        """Webhooks in their order, then the report."""
        for webhook in call.webhooks:
            self.sender.post_webhook(webhook)
        self.sender.post_report(call.report)

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
        return Answer(response.status, document if isinstance(document, dict) else {})

    def wait_until(self, condition: Callable[[], Any], what: str, seconds: float = WAIT_SECONDS) -> Any:
        """Wait until the condition gives something true, and give that."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = condition()
            if found:
                return found
            time.sleep(POLL_SECONDS)
        message = f"{what} did not happen within {seconds:.0f} s"
        raise AssertionError(message)

    def wait_for_analysis(self, session_id: str, seconds: float = WAIT_SECONDS) -> dict[str, Any]:
        """Wait until the call is analysed and in both databases; give its row of ``sessions``."""
        self.wait_until(
            lambda: (
                self.count("analysis_results", session_id)
                and self.documents["outcomes"].count_documents({"callId": session_id})
            ),
            f"the analysis of {session_id}",
            seconds,
        )
        return self.session(session_id)

    def session(self, session_id: str) -> dict[str, Any]:
        """The call's row of ``sessions``; empty when there is none."""
        cursor = self.connection.execute(
            "SELECT * FROM warehouse.sessions WHERE session_id = %s", (session_id,)
        )
        row = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
        return dict(zip(names, row, strict=True)) if row else {}

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
        attributes = self.deployment.sqs_client().get_queue_attributes(
            QueueUrl=self.deployment.queues[queue],
            AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        )["Attributes"]
        return sum(int(value) for value in attributes.values())

    def raw_bodies(self) -> int:
        """How many bodies the raw store holds."""
        pages = self.deployment.s3_client().get_paginator("list_objects_v2")
        return sum(page["KeyCount"] for page in pages.paginate(Bucket=self.deployment.bucket, Prefix="raw/"))

    def client(self, service: str) -> Any:
        """Any other AWS client of the emulator."""
        session: Any = boto3.Session(
            aws_access_key_id="local", aws_secret_access_key="local", region_name=self.deployment.region
        )
        return session.client(service, endpoint_url=self.deployment.aws_endpoint_url)
