"""The optional second reading at the edge of an analyzer's function."""

from typing import Any, cast

from aftercall.analysis import objections, sentiment
from aftercall.reading.port import FailureKind, ReaderFailed
from aftercall.reports.completed import CompletedReports
from aftercall.steps.analyzer_edge import AnalyzerEdge
from aftercall.steps.documents import Documents
from aftercall.steps.report_reading import read_reports
from aftercall.steps.second_reading import ReadingEdge
from tests.fakes.reader import FakeReader
from tests.fakes.s3 import FakeS3
from tests.fakes.telemetry import KeptLines
from tests.unit.reading.readings import PRICED, finding, prepared, reading, rules

EVENT = {
    "session_id": "room-1",
    "prepared": {"bucket": "calls", "key": "prepared/room-1/abc.json"},
    "raw_sha256": "abc",
}
CONTRACT = finding("locked into a contract until june", "T4", kind="contractual", confidence=0.8)


def edge(reader: FakeReader, kept: KeptLines) -> AnalyzerEdge:
    s3 = FakeS3()
    s3.drop("prepared/room-1/abc.json", prepared().model_dump_json(exclude_defaults=True).encode())
    improve = ReadingEdge(reading(reader), kept.log(), kept.metrics()).improve
    return AnalyzerEdge(Documents(cast("Any", s3)), PRICED, kept.log(), improve)


def run_objections(reader: FakeReader, kept: KeptLines) -> CompletedReports:
    ready = edge(reader, kept)
    envelope = ready.run(EVENT, "objections", "1", objections.analyze)
    assert envelope["status"] == "ok"
    return read_reports({"reports": [envelope]}, ready.documents)


def test_the_merged_report_travels_like_any_other() -> None:
    kept = KeptLines()
    report = run_objections(FakeReader({"switching_barriers": [CONTRACT]}), kept).objections
    assert report is not None
    assert "contractual" in {barrier.kind for barrier in report.switching_barriers}
    assert report.reader is not None
    assert report.reader.outcome == "used"
    [line] = kept.events("second_reading")
    assert (line["session_id"], line["outcome"]) == ("RM_test.AJ_test", "used")
    assert "contract" not in kept.text


def test_a_failed_reading_is_an_ok_report_that_says_so() -> None:
    kept = KeptLines()
    report = run_objections(FakeReader(failure=ReaderFailed(FailureKind.THROTTLED)), kept).objections
    assert report is not None
    assert report.model_copy(update={"reader": None}) == rules("objections")
    assert report.reader is not None
    assert (report.reader.outcome, report.reader.reason) == ("failed", "throttled")
    assert '"outcome": "failed"' in kept.text


def test_a_report_without_a_field_for_a_reader_is_left_alone() -> None:
    kept, reader = KeptLines(), FakeReader()
    envelope = edge(reader, kept).run(EVENT, "sentiment", "1", sentiment.analyze)
    assert envelope["status"] == "ok"
    assert reader.asked == []
    assert kept.events("second_reading") == []
