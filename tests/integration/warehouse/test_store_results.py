"""The last step of the state machine on real databases, with S3 and secrets in memory."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import pytest

from aftercall.session.forms import ReportForm
from aftercall.session.prepared import PreparedSession
from aftercall.settings.warehouse import DatabaseSettings, StoreSettings
from aftercall.steps.keeping import KeepingClients
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.documents import Documents, open_documents, prepare_collections
from aftercall.warehouse.errors import WarehouseUnavailable
from functions.store_results.handler import StoreStep, build_step
from tests.fakes.clock import FakeClock
from tests.fakes.s3 import FakeS3
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.fakes.sqs import FakeSqs
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import START, counts, row

SETTINGS = StoreSettings(DatabaseSettings("postgres", "mongo"), "calls", None)
FEED = {
    "metrics": [
        {"type": "llm_metrics", "ttft": 0.4, "prompt_tokens": 90, "completion_tokens": 9, "total_tokens": 99},
        {"type": "eou_metrics", "end_of_utterance_delay": 0.3, "timestamp": START.timestamp()},
    ],
    "connection": {"packet_loss": 0.2, "jitter": 10, "device_info": {"browser": "Firefox"}},
}


@dataclass
class Step:
    """The step and what surrounds it."""

    step: StoreStep
    s3: FakeS3
    secrets: dict[str, str]
    documents: Documents
    clock: FakeClock

    def event(self, **changes: Any) -> dict[str, Any]:
        """What the state machine hands over; the prepared session lies in S3."""
        prepared = PreparedSession(session=calls.session(), annotations=(), language_version="1")
        self.s3.drop("prepared/one.json", prepared.model_dump_json().encode())
        reports = calls.reports().model_dump(mode="json")
        envelopes = [
            {"analyzer": name, "version": "1.0", "status": "ok", "report": reports[name]}
            for name in calls.ANALYZERS
        ]
        failure = {"kind": "States.Timeout", "message": "the analyzer did not finish"}
        failed = {"analyzer": "objections", "version": "unknown", "status": "failed", "error": failure}
        return {
            "session_id": "RM_one.AJ_one",
            "form": "livekit_report",
            "raw": calls.raw("body").to_json(),
            "received_at": START.isoformat(),
            "origin": "api",
            "analysis_id": "0" * 32,
            "status": "analyzed",
            "prepared": {"bucket": "calls", "key": "prepared/one.json"},
            "problem": None,
            "reports": [*envelopes, failed],
            **changes,
        }

    def metrics_event(self, feed: object = FEED) -> dict[str, Any]:
        """What the queue's consumer hands over for a batch of live metrics."""
        body = json.dumps(feed)
        reference = calls.raw(body)
        self.s3.drop(reference.key, body.encode())
        return {
            "kind": "metrics",
            "session_id": "RM_one.AJ_one",
            "raw": reference.to_json(),
            "received_at": START.isoformat(),
            "origin": "api",
        }


@pytest.fixture
def step(warehouse_url: str, mongo_url: str, mongo_database_name: str) -> Iterator[Step]:
    prepare_collections(mongo_url, mongo_database_name)
    secrets = {
        "postgres": json.dumps({"url": warehouse_url}),
        "mongo": json.dumps({"url": mongo_url, "database": mongo_database_name}),
    }
    s3, clock = FakeS3(), FakeClock(START + timedelta(minutes=3))
    clients = KeepingClients(
        cast("Any", s3), cast("Any", FakeSqs()), cast("Any", FakeSecretsManager(secrets))
    )
    built = build_step(SETTINGS, clients, clock.now)
    documents = open_documents(mongo_url, mongo_database_name)
    yield Step(built, s3, secrets, documents, clock)
    built.results.connection().close()
    built.results.documents().client.close()
    documents.client.close()


def test_an_analysed_call_arrives_in_both_databases(step: Step, warehouse: Connection) -> None:
    answer = step.step.handle(step.event())
    assert answer == {"session_id": "RM_one.AJ_one", "status": "stored", "stored": True, "absorbed": []}
    assert counts(warehouse)["analyzer_runs"] == 9
    assert step.documents["outcomes"].count_documents({}) == 1
    failed = warehouse.execute(
        "SELECT analyzer, error_kind FROM warehouse.analyzer_runs WHERE status = 'failed'"
    ).fetchall()
    assert failed == [("objections", "States.Timeout")]


def test_a_large_report_is_read_from_s3(step: Step, warehouse: Connection) -> None:
    event = step.event()
    quality = next(envelope for envelope in event["reports"] if envelope["analyzer"] == "quality")
    step.s3.drop("reports/quality.json", json.dumps(quality.pop("report")).encode())
    quality["report_location"] = {"bucket": "calls", "key": "reports/quality.json"}
    step.step.handle(event)
    assert row(warehouse, "sessions", "RM_one.AJ_one")["engagement_score"] == 7.5


def test_a_report_that_does_not_fit_its_model_counts_as_failed(step: Step, warehouse: Connection) -> None:
    event = step.event()
    event["reports"][2]["report"] = {"score": "high"}
    step.step.handle(event)
    found = row(warehouse, "sessions", "RM_one.AJ_one")
    assert (found["engagement_score"], found["lead_score"]) == (None, 84)
    kinds = warehouse.execute("SELECT error_kind FROM warehouse.analyzer_runs WHERE analyzer = 'quality'")
    assert kinds.fetchall() == [("InvalidReport",)]


def test_an_unreadable_report_is_stored_as_a_failed_session(step: Step, warehouse: Connection) -> None:
    problem = {"status": "unreadable", "error_kind": "UnreadableReport", "field": "chat_history"}
    event = step.event(status="unreadable", prepared=None, reports=[], problem=problem)
    step.step.handle(event)
    found = row(warehouse, "sessions", "RM_one.AJ_one")
    assert (found["status"], found["error_kind"]) == ("failed", "UnreadableReport")


def test_a_mongodb_outage_is_repaired_by_the_next_attempt(step: Step, warehouse: Connection) -> None:
    good = step.secrets["mongo"]
    broken = {"url": "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200", "database": "calls"}
    step.secrets["mongo"] = json.dumps(broken)
    with pytest.raises(WarehouseUnavailable):
        step.step.handle(step.event())
    before = counts(warehouse)
    step.secrets["mongo"] = good
    step.clock.advance(minutes=6)
    assert step.step.handle(step.event())["stored"] is True
    assert counts(warehouse) == before
    assert step.documents["transcripts"].count_documents({}) == 1


def test_documents_are_of_the_analysis_that_stands_when_a_poorer_one_repairs_an_outage(step: Step) -> None:
    address = step.secrets["mongo"]
    step.secrets["mongo"] = json.dumps(
        {"url": "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200", "database": "calls"}
    )
    with pytest.raises(WarehouseUnavailable):
        step.step.handle(step.event())
    step.secrets["mongo"] = address
    step.clock.advance(minutes=6)

    poor = [{**one, "status": "failed", "report": None} for one in step.event()["reports"]]
    answer = step.step.handle(step.event(reports=poor))

    assert (answer["status"], answer["stored"]) == ("stale", True)
    outcome = step.documents["outcomes"].find_one({"callId": "RM_one.AJ_one"})
    assert outcome is not None
    assert outcome["outcome"] == "qualified"
    transcript = step.documents["transcripts"].find_one({"callId": "RM_one.AJ_one"})
    assert transcript is not None
    assert transcript["leadId"] == calls.EMAIL


def twilio_event(step: Step) -> dict[str, Any]:
    """The same call as Twilio transcribed it."""
    session = calls.session("CA1", form=ReportForm.TWILIO_TRANSCRIPTION)
    prepared = PreparedSession(session=session, annotations=(), language_version="1")
    step.s3.drop("prepared/twilio.json", prepared.model_dump_json().encode())
    location = {"bucket": "calls", "key": "prepared/twilio.json"}
    raw = calls.raw("twilio").to_json()
    form = "twilio_transcription"
    return {**step.event(), "session_id": "CA1", "form": form, "raw": raw, "prepared": location}


def agent_event(step: Step) -> dict[str, Any]:
    """The agent's report, which names the Twilio call."""
    event = step.event()
    prepared = PreparedSession(
        session=calls.session(twilio_call_sid="CA1"), annotations=(), language_version="1"
    )
    step.s3.drop("prepared/one.json", prepared.model_dump_json().encode())
    return event


@pytest.mark.parametrize("agent_first", [False, True])
def test_a_call_reported_twice_has_documents_once(step: Step, agent_first: bool) -> None:
    twilio, agent = twilio_event(step), agent_event(step)
    first, second = (agent, twilio) if agent_first else (twilio, agent)
    step.step.handle(first)
    answer = step.step.handle(second)
    assert answer["session_id"] == "RM_one.AJ_one"
    for collection in ("transcripts", "outcomes"):
        found = [document["callId"] for document in step.documents[collection].find()]
        assert found == ["RM_one.AJ_one"]


def test_documents_of_an_absorbed_call_go_even_when_mongodb_was_away_just_then(step: Step) -> None:
    step.step.handle(twilio_event(step))
    good = step.secrets["mongo"]
    away = {"url": "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200", "database": "calls"}
    step.secrets["mongo"] = json.dumps(away)
    step.clock.advance(minutes=6)
    with pytest.raises(WarehouseUnavailable):
        step.step.handle(agent_event(step))
    step.secrets["mongo"] = good
    step.clock.advance(minutes=6)
    step.step.handle(agent_event(step))
    assert step.documents["transcripts"].count_documents({"callId": "CA1"}) == 0


def test_a_connection_that_broke_is_opened_again(step: Step, warehouse: Connection) -> None:
    step.step.handle(step.event())
    warehouse.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with pytest.raises(WarehouseUnavailable):
        step.step.handle(step.event())
    assert step.step.handle(step.event())["stored"] is True


@pytest.mark.parametrize("feed_first", [False, True])
def test_live_metrics_join_their_session_whichever_comes_first(
    step: Step, warehouse: Connection, feed_first: bool
) -> None:
    events = [step.metrics_event(), step.event()]
    answers = [step.step.handle(event) for event in (events if feed_first else reversed(events))]
    assert all(answer["stored"] for answer in answers)
    live = warehouse.execute(
        "SELECT metric_type, llm_ttft_ms, eou_delay_ms, total_tokens FROM warehouse.metrics "
        "WHERE source = 'live' ORDER BY metric_type"
    ).fetchall()
    assert live == [("latency", None, 300, None), ("tokens", 400, None, 99)]
    found = row(warehouse, "sessions", "RM_one.AJ_one")
    assert (found["packet_loss_percent"], found["device"]) == (0.2, "Firefox")
    assert found["connection_quality_category"] == "Good"


def test_a_live_batch_that_comes_twice_is_counted_once(step: Step, warehouse: Connection) -> None:
    step.step.handle(step.event())
    for _ in range(2):
        step.step.handle(step.metrics_event())
    assert counts(warehouse)["metrics"] == 7


def test_tokens_of_each_answer_are_kept_and_counted_once(step: Step, warehouse: Connection) -> None:
    one = calls.session()
    answer = one.latencies[0].model_copy(
        update={"prompt_tokens": 900, "completion_tokens": 80, "total_tokens": 980}
    )
    step.step.results.store(calls.call(one.model_copy(update={"latencies": (answer,)})))

    of_answers = warehouse.execute(
        "SELECT prompt_tokens, completion_tokens, total_tokens FROM warehouse.metrics "
        "WHERE metric_type = 'latency'"
    ).fetchall()
    assert of_answers == [(900, 80, 980)]
    counted = warehouse.execute("SELECT source, total_tokens FROM warehouse.session_tokens").fetchall()
    assert counted == [("report", 980)]


def test_tokens_of_the_report_and_of_the_feed_are_never_added_up(step: Step, warehouse: Connection) -> None:
    step.step.handle(step.metrics_event())
    step.step.handle(step.event())
    found = warehouse.execute("SELECT source, total_tokens FROM warehouse.session_tokens").fetchall()
    assert found == [("report", 980)]
