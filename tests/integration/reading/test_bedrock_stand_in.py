"""The Reader with boto3's real client over HTTP, against the stand-in with its answers and faults."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from aftercall.analysis import action_items, objections, sales_intelligence
from aftercall.language.prepare import annotate
from aftercall.profile import load_profile
from aftercall.reading.second_reading import SecondReading
from aftercall.reading.tasks import ReadableReport
from aftercall.reports.envelope import AnalyzerName
from aftercall.reports.evidence import FindingSource
from aftercall.reports.reader_notes import ReaderNotes, ReaderOutcome
from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.session.parsing import parse_report
from aftercall.session.prepared import PreparedSession
from aftercall.settings.reader import ReaderSettings
from aftercall.steps.second_reading import ReadingEdge, bedrock_client, build_reading
from local.bedrock_stand_in import (
    FAULT_PATH,
    SLOW_SECONDS,
    BedrockStandIn,
    Fault,
    StandInState,
    load_answers,
    running,
)
from tests.fakes.reader import MODEL, priced
from tests.fakes.telemetry import KeptLines

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "local" / "samples" / "01-hot-lead-booked" / "report.json"
PROFILE = priced(load_profile())
ANALYZERS: tuple[AnalyzerName, ...] = ("sales_intelligence", "objections", "action_items")
SECONDS = 1.5


@pytest.fixture(scope="module")
def prepared() -> PreparedSession:
    return annotate(parse_report(json.loads(SAMPLE.read_text()), PROFILE.tools), PROFILE)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[BedrockStandIn]:
    with running(StandInState(load_answers("good"))) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", server.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "invented")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "invented")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield server


@pytest.fixture
def reading(stand_in: BedrockStandIn) -> SecondReading:
    chosen = ReaderSettings(MODEL, seconds=SECONDS, maximum_output_tokens=900, maximum_cost_usd=0.05)
    return build_reading(chosen, PROFILE, bedrock_client(chosen))


def rules(analyzer: AnalyzerName, prepared: PreparedSession) -> ReadableReport:
    if analyzer == "objections":
        return objections.analyze(prepared, PROFILE)
    if analyzer == "action_items":
        return action_items.analyze(prepared, PROFILE)
    return sales_intelligence.analyze(prepared, PROFILE)


def notes_of(report: ReadableReport) -> ReaderNotes:
    assert report.reader is not None
    return report.reader


def test_a_good_answer_confirms_and_adds_with_quotes_of_the_call(
    reading: SecondReading, prepared: PreparedSession
) -> None:
    report = reading.improve("sales_intelligence", prepared, rules("sales_intelligence", prepared))
    assert isinstance(report, SalesIntelligenceReport)
    notes = notes_of(report)
    assert notes.outcome is ReaderOutcome.USED
    assert notes.discarded == ()
    assert notes.added + notes.confirmed + len(notes.outvoted) == 8
    assert (notes.input_tokens, notes.output_tokens, notes.cost_usd) == (2400, 310, 0.00395)
    assert report.team_size is not None
    assert (report.team_size.value, report.team_size.source) == (24, FindingSource.BOTH)
    texts = {turn.item_id: turn.text for turn in prepared.session.turns}
    for evidence in report.team_size.evidence:
        assert texts[evidence.item_id][evidence.start : evidence.end] == evidence.quote


def test_the_service_is_asked_as_its_reference_says(
    reading: SecondReading, stand_in: BedrockStandIn, prepared: PreparedSession
) -> None:
    reading.improve("objections", prepared, rules("objections", prepared))
    [request] = stand_in.state.requests
    [model] = stand_in.state.models
    assert model.replace("%3A", ":") == MODEL
    assert request["inferenceConfig"] == {"maxTokens": 900, "temperature": 0.0}
    assert request["toolConfig"]["toolChoice"] == {"tool": {"name": "report_objections"}}
    assert request["messages"][0]["content"][0]["text"].startswith("<transcript>")
    assert "Renata" not in request["system"][0]["text"]


@pytest.mark.parametrize(
    ("fault", "reason", "requests"),
    [
        (Fault.THROTTLED, "throttled", 2),
        (Fault.UNAVAILABLE, "unavailable", 2),
        (Fault.DENIED, "denied", 1),
        (Fault.REJECTED, "rejected", 1),
        (Fault.REFUSED, "refused", 1),
        (Fault.IN_WORDS, "refused", 1),
        (Fault.NOT_JSON, "malformed", 1),
        (Fault.INPUT_IS_TEXT, "malformed", 1),
        (Fault.TRUNCATED, "truncated", 1),
        (Fault.HUGE, "too_large", 1),
        (Fault.SLOW, "timed_out", 1),
        (Fault.DRIPPING, "timed_out", 1),
    ],
)
def test_after_a_fault_of_the_service_the_rules_stand_alone_and_in_time(
    reading: SecondReading,
    stand_in: BedrockStandIn,
    prepared: PreparedSession,
    fault: Fault,
    reason: str,
    requests: int,
) -> None:
    stand_in.state.fault = fault
    before = rules("action_items", prepared)
    started = time.monotonic()
    after = reading.improve("action_items", prepared, before)
    assert time.monotonic() - started < SLOW_SECONDS / 3
    assert (notes_of(after).outcome, notes_of(after).reason) == (ReaderOutcome.FAILED, reason)
    assert after.model_copy(update={"reader": None}) == before
    assert len(stand_in.state.requests) == requests


def test_throttled_once_is_answered_the_second_time(
    reading: SecondReading, stand_in: BedrockStandIn, prepared: PreparedSession
) -> None:
    stand_in.state.fault = Fault.THROTTLED_ONCE
    after = reading.improve("action_items", prepared, rules("action_items", prepared))
    assert notes_of(after).outcome is ReaderOutcome.USED


def test_a_service_that_is_not_there_costs_no_report(
    prepared: PreparedSession, stand_in: BedrockStandIn, reading: SecondReading
) -> None:
    stand_in.shutdown()
    stand_in.server_close()
    before = rules("objections", prepared)
    after = reading.improve("objections", prepared, before)
    assert notes_of(after).reason == "unavailable"
    assert after.model_copy(update={"reader": None}) == before


@pytest.mark.parametrize("analyzer", ANALYZERS)
@pytest.mark.parametrize(("answers", "kept"), [("invented", 0), ("wrong_schema", 0), ("obedient", 0)])
def test_an_answer_that_cannot_be_believed_changes_nothing_but_the_notes(
    reading: SecondReading,
    stand_in: BedrockStandIn,
    prepared: PreparedSession,
    analyzer: AnalyzerName,
    answers: str,
    kept: int,
) -> None:
    stand_in.state.answers = load_answers(answers)
    before = rules(analyzer, prepared)
    after = reading.improve(analyzer, prepared, before)
    notes = notes_of(after)
    assert (notes.outcome, notes.added + notes.confirmed + notes.replaced) == (ReaderOutcome.USED, kept)
    assert after.model_copy(update={"reader": None}) == before
    proposed = stand_in.state.answers[f"report_{analyzer}"]
    assert bool(notes.discarded) is bool(proposed)


def test_offsets_and_turns_that_are_wrong_do_not_matter(
    reading: SecondReading, stand_in: BedrockStandIn, prepared: PreparedSession
) -> None:
    stand_in.state.answers = load_answers("wrong_offsets")
    before = rules("sales_intelligence", prepared).model_copy(update={"team_size": None})
    report = reading.improve("sales_intelligence", prepared, before)
    assert isinstance(report, SalesIntelligenceReport)
    assert report.team_size is not None
    assert [item.quote for item in report.team_size.evidence] == ["twenty four people sending"]


def test_the_log_tells_how_it_went_and_nothing_that_was_said(
    reading: SecondReading, prepared: PreparedSession
) -> None:
    kept = KeptLines()
    edge = ReadingEdge(reading, kept.log(), kept.metrics())
    edge.improve("action_items", prepared, rules("action_items", prepared))
    edge.improve("sentiment", prepared, prepared.session)
    [line] = kept.events("second_reading")
    assert (line["outcome"], line["analyzer"]) == ("used", "action_items")
    assert "rate card" not in kept.text
    assert '"SecondReadings": 1' in kept.text


def test_the_stand_ins_switch_can_be_turned_from_outside(stand_in: BedrockStandIn) -> None:
    switch = Request(f"{stand_in.url}{FAULT_PATH}", b'{"fault": "throttled"}', method="POST")  # noqa: S310 - own server
    with urlopen(switch) as answer:  # noqa: S310 - own server
        assert answer.status == HTTPStatus.OK
    assert stand_in.state.fault is Fault.THROTTLED


def run_analyze(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    program = "from aftercall.command_line.main import app; app()"
    return subprocess.run(
        [sys.executable, "-c", program, "analyze", str(SAMPLE), *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def environment(stand_in: BedrockStandIn, tmp_path: Path) -> Callable[..., dict[str, str]]:
    profile = tmp_path / "profile.json"
    profile.write_text(PROFILE.model_dump_json())

    def build(**more: str) -> dict[str, str]:
        return {
            "PATH": "",
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": stand_in.url,
            "AWS_ACCESS_KEY_ID": "invented",
            "AWS_SECRET_ACCESS_KEY": "invented",
            "AWS_DEFAULT_REGION": "us-east-1",
            "PROFILE": str(profile),
            **more,
        }

    return build


def test_analyze_with_a_reader_prints_the_merged_reports(
    environment: Callable[..., dict[str, str]],
) -> None:
    variables = environment(READER_MODEL_ID=MODEL)
    finished = run_analyze("--reader", "--json", "--profile", variables["PROFILE"], environment=variables)
    assert finished.returncode == 0, finished.stderr
    document = json.loads(finished.stdout)
    assert {document[name]["reader"]["outcome"] for name in ANALYZERS} == {"used"}
    assert document["sales_intelligence"]["team_size"]["source"] == "both"


def test_analyze_shows_who_found_what_and_what_became_of_the_rest(
    environment: Callable[..., dict[str, str]],
) -> None:
    variables = environment(READER_MODEL_ID=MODEL, COLUMNS="160")
    finished = run_analyze("--reader", "--profile", variables["PROFILE"], environment=variables)
    assert f"Reader {MODEL}, prompt findings-1" in finished.stdout
    assert "both" in finished.stdout
    assert "confirmed" in finished.stdout


def test_analyze_without_a_model_says_what_is_missing(
    environment: Callable[..., dict[str, str]],
) -> None:
    finished = run_analyze("--reader", environment=environment())
    assert finished.returncode == 1
    assert "READER_MODEL_ID" in finished.stderr


def test_analyze_without_the_option_asks_nobody(
    environment: Callable[..., dict[str, str]], stand_in: BedrockStandIn
) -> None:
    finished = run_analyze("--json", environment=environment(READER_MODEL_ID=MODEL))
    assert finished.returncode == 0, finished.stderr
    assert stand_in.state.requests == []
    assert json.loads(finished.stdout)["objections"]["reader"] is None


def test_a_function_hands_its_report_to_a_reader_only_where_one_is_configured(
    stand_in: BedrockStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aftercall.steps.wiring import warm_second_reading  # noqa: PLC0415 - boto3 after the environment is set

    monkeypatch.delenv("READER_MODEL_ID", raising=False)
    assert warm_second_reading("analyze_objections") is None
    monkeypatch.setenv("READER_MODEL_ID", MODEL)
    assert warm_second_reading("analyze_objections") is not None


@pytest.mark.parametrize("function", ["analyze_sales_intelligence", "analyze_objections"])
def test_without_a_model_a_function_does_not_load_the_reader(function: str) -> None:
    program = f"import sys; import functions.{function}.handler; print('\\n'.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "aftercall.reading" not in loaded
