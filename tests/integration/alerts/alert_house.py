"""check_alerts on a real warehouse, with SQS and secrets in memory and a clock that is moved."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

from psycopg.rows import dict_row

from aftercall.profile.models import Profile
from aftercall.reports.completed import CompletedReports
from aftercall.reports.performance import CostItem, PerformanceReport
from aftercall.session.models import (
    Participant,
    ResponseLatency,
    SessionStatus,
    ToolCall,
    ToolRole,
    Usage,
    UsageKind,
)
from aftercall.settings.alerts import AlertCheckSettings
from aftercall.steps.delivery_clients import DeliveryClients
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.store import store_analysis
from functions.check_alerts.handler import AlertCheck, build_check
from tests.fakes.clock import FakeClock
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.fakes.sqs import FakeSqs
from tests.integration.warehouse import calls

# 11:10 on a Wednesday in New York, where the sample profile's company works from 8 to 18.
MORNING = datetime.fromisoformat("2026-03-04T16:10:00+00:00")
STANDARD = "https://sqs.example/1/aftercall-sessions-standard.fifo"
BACKFILL = "https://sqs.example/1/aftercall-sessions-backfill.fifo"
DEAD = "https://sqs.example/1/aftercall-sessions-standard-dlq.fifo"
SLACK = "https://sqs.example/1/aftercall-wake-slack"
PAGERDUTY = "https://sqs.example/1/aftercall-wake-pagerduty"
ENVIRONMENT = {
    "POSTGRES_SECRET_NAME": "postgres",
    "QUEUE_URLS": f"{STANDARD},{BACKFILL}",
    "DEAD_LETTER_QUEUE_URLS": DEAD,
    "SLACK_WAKE_QUEUE_URL": SLACK,
    "PAGERDUTY_WAKE_QUEUE_URL": PAGERDUTY,
}

BASELINES = """
INSERT INTO warehouse.usage_baselines (weekday, hour, time_zone, median_sessions, basis, samples, updated_at)
SELECT day, hour, 'America/New_York', %s, 'four_weeks', 4, %s
FROM generate_series(0, 6) AS day, generate_series(0, 23) AS hour
"""


@dataclass
class AlertHouse:
    """The check and everything around it."""

    check: AlertCheck
    clock: FakeClock
    sqs: FakeSqs
    connection: Connection
    stored: int = 0
    secrets: dict[str, str] = field(default_factory=dict)

    def clients(self) -> DeliveryClients:
        return DeliveryClients(cast("Any", self.sqs), cast("Any", FakeSecretsManager(self.secrets)))

    def call(self, **changes: Any) -> str:
        """Store a call of a minute whose report came a moment ago; gives its id."""
        return self.calls(1, **changes)[0]

    def calls(self, count: int, **changes: Any) -> list[str]:
        """Store calls that ended at this moment, one caller each."""
        return [self._store(**changes) for _ in range(count)]

    def _store(
        self,
        *,
        latency_ms: float | None = None,
        parts: Sequence[float] = (300.0, 500.0, 200.0),
        tokens: int = 0,
        cost_usd: float | None = None,
        connection: str | None = None,
        region: str | None = None,
        tool: tuple[str, dict[str, Any]] | None = None,
        failed: str | None = None,
        origin: str = "api",
        ended: timedelta = timedelta(seconds=5),
    ) -> str:
        self.stored += 1
        name = f"RM_{self.stored:04}.AJ_{self.stored:04}"
        now = self.clock.now()
        start = now - ended - timedelta(seconds=60)
        eou, llm, tts = parts
        latency = ResponseLatency(
            item_id="item_3",
            at=start + timedelta(seconds=20),
            eou_delay_ms=eou,
            llm_ttft_ms=llm,
            tts_ttfb_ms=tts,
            total_latency_ms=eou + llm + tts,
            e2e_latency_ms=latency_ms,
        )
        session = calls.session(
            name,
            start=start,
            participant=Participant(participant_id=f"caller-{self.stored}"),
            latencies=(latency,),
            usage=(Usage(kind=UsageKind.LLM, provider="openai", model="gpt", total_tokens=tokens),)
            if tokens
            else (),
            tool_calls=() if tool is None else (tool_call(start, *tool),),
            status=SessionStatus.COMPLETED if failed is None else SessionStatus.FAILED,
            error_kind=failed,
        )
        costs = (
            ()
            if cost_usd is None
            else (cost_item("openai", cost_usd * 0.75), cost_item("voices", cost_usd / 4))
        )
        performance = PerformanceReport(reliability_score=10.0, costs=costs, connection_category=connection)
        store_analysis(
            self.connection,
            calls.call(
                session,
                body=name,
                received_at=now - timedelta(seconds=1),
                analyzed_at=now,
                origin=origin,
                understood=CompletedReports(performance=performance),
            ),
        )
        if region is not None:
            self.connection.execute(
                "UPDATE warehouse.sessions SET region = %s WHERE session_id = %s", [region, name]
            )
        return name

    def usual(self, sessions_an_hour: float) -> None:
        """Let so many sessions be normal in every hour of the week."""
        self.connection.execute("DELETE FROM warehouse.usage_baselines")
        self.connection.execute(BASELINES, [sessions_an_hour, self.clock.now()])

    def look(self) -> dict[str, Any]:
        """Run the check once."""
        return self.check.run()

    def wait(self, minutes: float, step: float = 2.0) -> None:
        """Move the clock on, with a look every two minutes."""
        while minutes > 0:
            self.clock.advance(minutes=min(step, minutes))
            self.look()
            minutes -= step

    def alerts(self, name: str) -> list[dict[str, Any]]:
        """Rows of the history by the rule's name or by key, oldest first."""
        cursor = self.connection.cursor(row_factory=dict_row)
        return cursor.execute(
            "SELECT * FROM warehouse.alerts_history WHERE alert_name = %(name)s OR dedup_key = %(name)s"
            " ORDER BY id",
            {"name": name},
        ).fetchall()

    def fired(self, name: str) -> dict[str, Any]:
        """The one alert of this name, which is open."""
        (alert,) = self.alerts(name)
        assert alert["resolved_at"] is None, f"{name} was resolved"
        return alert

    def owed(self, alert_id: int) -> dict[str, dict[str, Any]]:
        """What the ledger owes for an alert, by subject id and destination."""
        cursor = self.connection.cursor(row_factory=dict_row)
        rows = cursor.execute(
            "SELECT * FROM warehouse.deliveries WHERE subject = 'alert' AND subject_id IN (%s, %s)",
            [str(alert_id), f"{alert_id}:resolved"],
        )
        return {
            f"{row['subject_id'].partition(':')[2] or 'raised'} {row['destination']}": row for row in rows
        }

    def with_profile(self, profile: Profile) -> None:
        """Let the check use another profile."""
        self.check = replace(self.check, profile=profile)


def tool_call(start: datetime, name: str, output: dict[str, Any]) -> ToolCall:
    return ToolCall(
        item_id="item_9",
        call_id="call_1",
        name=name,
        role=ToolRole.KNOWLEDGE_SEARCH,
        at=start + timedelta(seconds=25),
        output=output,
        failed=output.get("success") is False,
    )


def cost_item(provider: str, cost_usd: float) -> CostItem:
    return CostItem(provider=provider, service="llm", quantity=1, unit="tokens", cost_usd=cost_usd)


@contextmanager
def open_house(warehouse_url: str, connection: Connection) -> Iterator[AlertHouse]:
    clock, sqs = FakeClock(MORNING), FakeSqs()
    secrets = {"postgres": json.dumps({"url": warehouse_url})}
    clients = DeliveryClients(cast("Any", sqs), cast("Any", FakeSecretsManager(secrets)))
    check = build_check(AlertCheckSettings.from_environment(ENVIRONMENT), clients, clock.now)
    yield AlertHouse(check, clock, sqs, connection, secrets=secrets)
    check.connection().close()
