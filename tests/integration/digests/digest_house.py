"""write_digests on a real warehouse, with SQS and secrets in memory and a clock that is moved."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from psycopg.rows import dict_row

from aftercall.analysis.pipeline import analyze_session
from aftercall.profile.loading import load_profile
from aftercall.reports.completed import CompletedReports
from aftercall.reports.content_gaps import ContentGapReport
from aftercall.reports.performance import CostItem, PerformanceReport
from aftercall.reports.quality import QualityNote, QualityReport
from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.session.models import MeetingBooking, Participant, SessionStatus, ToolCall, ToolRole
from aftercall.session.parsing import parse_report
from aftercall.settings.digests import DigestSettings
from aftercall.steps.delivery_clients import DeliveryClients
from aftercall.telephony.events import EventEnvelope
from aftercall.telephony.livekit import parse_livekit_event
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.store import store_analysis
from aftercall.warehouse.stored_call import AnalyzerRun, StoredCall
from aftercall.warehouse.telephony import fold_event
from functions.write_digests.handler import DigestWriter, build_writer
from local.replay_shift import renew_identifiers, shift_to
from local.samples.catalogue import read_sample
from tests.fakes.clock import FakeClock
from tests.fakes.findings import resting_on, sales_report
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.fakes.wake_queues import FakeWakes
from tests.integration.warehouse import calls

SLACK = "https://sqs.example/1/aftercall-wake-slack"
EMAIL = "https://sqs.example/1/aftercall-wake-email"
ENVIRONMENT = {
    "POSTGRES_SECRET_NAME": "postgres",
    "SLACK_WAKE_QUEUE_URL": SLACK,
    "EMAIL_WAKE_QUEUE_URL": EMAIL,
}
# A Friday in New York, an hour before the daily mail of Thursday.
MORNING = datetime.fromisoformat("2026-11-20T07:00:00-05:00")


@dataclass
class DigestHouse:
    """The writer of digests and everything around it."""

    writer: DigestWriter
    clock: FakeClock
    wakes: FakeWakes
    connection: Connection
    stored: int = 0

    def call(self, at: datetime, **changes: Any) -> str:
        """Store an invented call that took place then; gives its id."""
        self.stored += 1
        name = f"RM_{self.stored:04}.AJ_{self.stored:04}"
        store_analysis(self.connection, invented_call(name, at, **changes))
        received = at + timedelta(minutes=2)
        self.connection.execute(
            "UPDATE warehouse.sessions SET created_at = %s, company = coalesce(%s, company),"
            " engagement_score = coalesce(%s, engagement_score) WHERE session_id = %s",
            [changes.get("stored_at", received), changes.get("company"), changes.get("engagement"), name],
        )
        return name

    def sample(self, name: str, ended_at: datetime) -> str:
        """Store a sample call, as the analyzers understand it, that ended then."""
        self.stored += 1
        call, webhooks = sample_call(name, ended_at, f"{name}:{self.stored}")
        store_analysis(self.connection, call)
        for webhook in webhooks:
            envelope = EventEnvelope(webhook["id"], "livekit", ended_at)
            event = parse_livekit_event(json.dumps(webhook).encode(), envelope)
            assert event is not None
            fold_event(self.connection, event, ended_at)
        self.connection.execute(
            "UPDATE warehouse.sessions SET created_at = %s WHERE session_id = %s", [ended_at, call.session_id]
        )
        return call.session_id

    def opportunity(self, email: str, amount: float | None, created_at: datetime, **changes: Any) -> None:
        """Let Salesforce have told of a deal."""
        row = {
            "opportunity_id": f"006{self.connection.execute(COUNT_DEALS).fetchone()[0]:05}",  # type: ignore[index]  # a count is one row
            "lead_email": email,
            "amount": amount,
            "is_closed": False,
            "is_won": False,
            "created_at": created_at,
            "seen_at": created_at,
            **changes,
        }
        columns = ", ".join(row)
        values = ", ".join(f"%({name})s" for name in row)
        self.connection.execute(f"INSERT INTO warehouse.opportunities ({columns}) VALUES ({values})", row)  # noqa: S608 - names of columns, above

    def salesforce_was_read(self) -> None:
        self.connection.execute(
            "INSERT INTO warehouse.schedule_runs (name, last_started_at, last_finished_at)"
            " VALUES ('opportunities_read', %(now)s, %(now)s)",
            {"now": self.clock.now()},
        )

    def run(self) -> list[str]:
        """Run the writer once; gives the kinds it wrote."""
        return cast("list[str]", self.writer.run()["written"])

    def digests(self) -> list[dict[str, Any]]:
        with self.connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute("SELECT * FROM warehouse.digests ORDER BY digest_id").fetchall()

    def figures(self, kind: str) -> dict[str, Any]:
        (figures,) = [one["figures"] for one in self.digests() if one["kind"] == kind]
        return cast("dict[str, Any]", figures)

    def owed(self) -> list[tuple[str, str]]:
        rows = self.connection.execute(
            "SELECT destination, subject_id FROM warehouse.deliveries WHERE subject = 'digest'"
            " ORDER BY delivery_id"
        ).fetchall()
        return [(destination, subject_id) for destination, subject_id in rows]


COUNT_DEALS = "SELECT count(*) FROM warehouse.opportunities"


def invented_call(name: str, at: datetime, **changes: Any) -> StoredCall:
    """A call of a minute; ``changes`` say what was understood of it."""
    failed = changes.get("failed")
    email = changes.get("email", f"{name.lower()}@northwind.example")
    session = calls.session(
        name,
        start=at,
        participant=Participant(participant_id=name, email=email),
        latencies=latencies(at, changes.get("latency_ms")),
        usage=(),
        tool_calls=(booking(at, email),) if changes.get("booked") else (),
        status=SessionStatus.COMPLETED if failed is None else SessionStatus.FAILED,
        error_kind=failed,
    )
    return calls.call(
        session,
        body=name,
        received_at=changes.get("received_at", at + timedelta(minutes=2)),
        analyzed_at=at + timedelta(minutes=2),
        origin=changes.get("origin", "api"),
        understood=understood(**changes),
    )


def understood(**changes: Any) -> CompletedReports:
    known = calls.reports(score=changes.get("score", 40), tier=changes.get("tier", "Tier 2"))
    cost = changes.get("cost_usd")
    costs = (
        () if cost is None else (CostItem(provider="p", service="llm", quantity=1, unit="t", cost_usd=cost),)
    )
    assert known.quality is not None
    assert known.action_items is not None
    quality: QualityReport = known.quality.model_copy(
        update={
            "score": changes.get("engagement", 7.5),
            "red_flags": tuple(QualityNote(kind=kind, text=kind) for kind in changes.get("flags", ())),
        }
    )
    return known.model_copy(
        update={
            "sales_intelligence": sales(**changes),
            "quality": quality,
            "performance": PerformanceReport(reliability_score=10.0, costs=costs),
            "content_gaps": gaps(changes.get("searches", ()), changes.get("questions", ())),
            "action_items": known.action_items.model_copy(
                update={"meeting_booked": bool(changes.get("booked"))}
            ),
        }
    )


def sales(**changes: Any) -> SalesIntelligenceReport:
    evidence = resting_on(changes.get("quote", "as said"))
    parts: dict[str, Any] = {
        "qualification_tier": changes.get("tier", "Tier 2"),
        "integration_needs": [
            {"name": name, "needed": True, **evidence} for name in changes.get("integrations", ())
        ],
        "competitors": [
            {"name": name, "context": context, "attitude": attitude, "mentions": 1, **evidence}
            for name, context, attitude in changes.get("competitors", ())
        ],
        "feature_requests": [
            {"feature": name, "must_have": False, **evidence} for name in changes.get("features", ())
        ],
    }
    for name, value in (("industry", changes.get("industry")), ("team_size", changes.get("team_size"))):
        if value is not None:
            parts[name] = {"value": value, **evidence}
    return sales_report(**parts)


def gaps(searches: Sequence[str], questions: Sequence[str]) -> ContentGapReport:
    return ContentGapReport.model_validate(
        {
            "searches": len(searches),
            "failed_searches": [
                {"item_id": "i", "at": MORNING, "query": query, "times": 1, "impact": "high"}
                for query in searches
            ],
            "unanswered_questions": [
                {"question": one, "reason": "no_reply", **resting_on(one)} for one in questions
            ],
        }
    )


def latencies(at: datetime, milliseconds: float | None) -> tuple[Any, ...]:
    if milliseconds is None:
        return ()
    session = calls.session(start=at)
    return (session.latencies[0].model_copy(update={"e2e_latency_ms": milliseconds}),)


def booking(at: datetime, email: str | None) -> ToolCall:
    return ToolCall(
        item_id="item_10",
        call_id="call_2",
        name="book",
        role=ToolRole.BOOKING,
        at=at,
        failed=False,
        booking=MeetingBooking(customer_email=email, success=True),
    )


@cache
def _analysed(name: str) -> tuple[Any, Any]:
    profile = load_profile()
    session = parse_report(read_sample(name).report, profile.tools)
    return session, analyze_session(session, profile)


def sample_call(name: str, ended_at: datetime, run_id: str) -> tuple[StoredCall, list[dict[str, Any]]]:
    """A sample call that ended then, and its webhooks."""
    sample = read_sample(name)
    report, webhooks = renew_identifiers(*shift_to(sample.report, sample.webhooks, ended_at), run_id)
    profile = load_profile()
    session = parse_report(report, profile.tools)
    _, result = _analysed(name)
    return StoredCall(
        session_id=session.session_id,
        form=session.form,
        raw=calls.raw(run_id),
        received_at=ended_at,
        analyzed_at=ended_at,
        origin="api",
        session=session,
        reports=result.reports,
        runs=tuple(AnalyzerRun(one, version, "ok") for one, version in result.analyzer_versions.items()),
        annotations=result.prepared.annotations,
    ), webhooks


@contextmanager
def open_house(warehouse_url: str, connection: Connection) -> Iterator[DigestHouse]:
    clock, wakes = FakeClock(MORNING), FakeWakes()
    secrets = {"postgres": json.dumps({"url": warehouse_url})}
    clients = DeliveryClients(cast("Any", wakes), cast("Any", FakeSecretsManager(secrets)))
    writer = build_writer(DigestSettings.from_environment(ENVIRONMENT), clients, clock.now)
    yield DigestHouse(writer, clock, wakes, connection)
    writer.connection().close()
