"""The edge of the nine analyzers, on a bucket in memory."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from aftercall.analysis import executive_summary, lead_scoring, sentiment
from aftercall.profile.models import Profile
from aftercall.reports.sentiment import SentimentReport
from aftercall.session.prepared import PreparedSession
from aftercall.steps import analyzer_edge
from aftercall.steps.analyzer_edge import AnalyzerEdge
from aftercall.steps.documents import Documents, InvalidStep
from aftercall.steps.report_reading import read_reports
from aftercall.telemetry.log import standard_log
from tests.fakes.s3 import FakeS3
from tests.unit.analysis.calls import HOT, PROFILE, analyzed, prepared

ROOT = Path(__file__).parents[3]
EVENT = {
    "session_id": "room-1",
    "prepared": {"bucket": "calls", "key": "prepared/room-1/abc.json"},
    "raw_sha256": "abc",
}
MODULES = {
    "analyze_sales_intelligence": "sales_intelligence",
    "analyze_quality": "conversation_quality",
    "analyze_sentiment": "sentiment",
    "analyze_objections": "objections",
    "analyze_performance": "performance",
    "analyze_content_gaps": "content_gaps",
    "extract_action_items": "action_items",
    "score_lead": "lead_scoring",
    "summarize_call": "executive_summary",
}


@pytest.fixture
def s3() -> FakeS3:
    bucket = FakeS3()
    bucket.drop("prepared/room-1/abc.json", prepared(HOT).model_dump_json(exclude_defaults=True).encode())
    return bucket


@pytest.fixture
def edge(s3: FakeS3) -> AnalyzerEdge:
    return AnalyzerEdge(Documents(cast("Any", s3)), PROFILE, standard_log("test"))


def test_a_small_report_travels_in_its_envelope(edge: AnalyzerEdge, s3: FakeS3) -> None:
    answer = edge.run(EVENT, "sentiment", sentiment.ANALYZER_VERSION, sentiment.analyze)
    assert (answer["analyzer"], answer["version"], answer["status"]) == ("sentiment", "3", "ok")
    assert answer["report"] is not None
    assert s3.keys("reports/") == []
    json.dumps(answer)


def test_a_large_report_travels_by_reference(
    edge: AnalyzerEdge, s3: FakeS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analyzer_edge, "INLINE_LIMIT_BYTES", 100)
    answer = edge.run(EVENT, "sentiment", sentiment.ANALYZER_VERSION, sentiment.analyze)
    assert answer["report"] is None
    assert answer["report_location"] == {"bucket": "calls", "key": "reports/room-1/abc/sentiment.json"}
    assert SentimentReport.model_validate_json(s3.objects["reports/room-1/abc/sentiment.json"].body).score


def test_an_analyzer_that_raises_is_left_to_the_state_machine(edge: AnalyzerEdge) -> None:
    def broken(session: PreparedSession, profile: Profile) -> SentimentReport:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        edge.run(EVENT, "sentiment", "1", broken)


def test_an_event_without_its_reference_names_what_is_missing(edge: AnalyzerEdge) -> None:
    with pytest.raises(InvalidStep, match="raw_sha256"):
        edge.run({"session_id": "room-1"}, "sentiment", "1", sentiment.analyze)


def test_reports_are_gathered_inline_and_by_reference_and_failed_ones_stay_out(
    edge: AnalyzerEdge, s3: FakeS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    inline = edge.run(EVENT, "sentiment", "1", sentiment.analyze)
    monkeypatch.setattr(analyzer_edge, "INLINE_LIMIT_BYTES", 100)
    reports = analyzed(HOT).reports
    referred = edge.run(
        EVENT, "lead_score", "1", lambda session, profile: lead_scoring.analyze(session, profile, reports)
    )
    failed = {"analyzer": "quality", "version": "unknown", "status": "failed", "error": {"kind": "Timeout"}}
    gathered = read_reports({"reports": [inline, referred, failed]}, edge.documents)
    assert gathered.sentiment == reports.sentiment
    assert gathered.lead_score == reports.lead_score
    assert gathered.quality is None


def test_a_summary_is_written_even_when_every_other_analyzer_failed(edge: AnalyzerEdge) -> None:
    gathered = read_reports({"reports": []}, edge.documents)
    answer = edge.run(EVENT, "executive_summary", "1", lambda s, p: executive_summary.analyze(s, p, gathered))
    assert answer["status"] == "ok"


@pytest.mark.parametrize("function", MODULES)
def test_an_analyzers_function_loads_only_its_own_analyzer(function: str) -> None:
    program = f"import sys; import functions.{function}.handler; print('\\n'.join(sys.modules))"
    command = [sys.executable, "-c", program]
    loaded = set(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split())
    others = {f"aftercall.analysis.{module}" for name, module in MODULES.items() if name != function}
    assert f"aftercall.analysis.{MODULES[function]}" in loaded
    assert not loaded & {
        *others,
        "aftercall.analysis.registry",
        "psycopg",
        "pymongo",
        "numpy",
        "twilio",
        "jwt",
    }
