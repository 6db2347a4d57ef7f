"""Log lines and metrics: JSON, and nothing personal by construction."""

import json

import pytest

from aftercall.telemetry.log import standard_log
from aftercall.telemetry.metrics import UnknownDimension, standard_metrics
from tests.fakes.telemetry import KeptLines


def test_a_line_is_one_json_object_with_its_fields() -> None:
    kept = KeptLines()
    kept.log().bound(session_id="s-1").info("stored", size_bytes=7)

    assert [json.loads(line) for line in kept.lines] == [
        {
            "level": "INFO",
            "event": "stored",
            "service": "test",
            "timestamp": "2026-03-02T12:00:00+00:00",
            "session_id": "s-1",
            "size_bytes": 7,
        }
    ]


def test_of_an_error_only_its_class_and_place_are_written() -> None:
    kept = KeptLines()
    try:
        json.loads("what the caller said")
    except ValueError as error:
        kept.log().failure("unreadable", error)

    (line,) = kept.events("unreadable")
    assert line["error"] == "JSONDecodeError"
    assert "raw_decode" in line["place"]
    assert "caller" not in kept.text


def test_an_error_that_was_never_raised_has_no_place() -> None:
    kept = KeptLines()
    kept.log().failure("odd", ValueError("text"))

    assert kept.events("odd")[0]["place"] is None


def test_a_metric_follows_the_embedded_metric_format() -> None:
    kept = KeptLines()
    kept.metrics().count("BodiesReceived", kind="livekit", outcome="accepted")

    (line,) = map(json.loads, kept.lines)
    assert line["_aws"]["CloudWatchMetrics"] == [
        {
            "Namespace": "Aftercall",
            "Dimensions": [["service", "kind", "outcome"]],
            "Metrics": [{"Name": "BodiesReceived", "Unit": "Count"}],
        }
    ]
    assert line["_aws"]["Timestamp"] == 1_772_452_800_000
    assert (line["service"], line["kind"], line["outcome"], line["BodiesReceived"]) == (
        "test",
        "livekit",
        "accepted",
        1,
    )


def test_a_person_cannot_become_a_dimension() -> None:
    with pytest.raises(UnknownDimension, match="email"):
        KeptLines().metrics().count("BodiesReceived", email="nora@brightline.example")


def test_a_lambda_writes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    standard_log("test").warning("slow")
    standard_metrics("test").milliseconds("Took", 1.5)

    event, metric = map(json.loads, capsys.readouterr().out.splitlines())
    assert (event["level"], event["event"]) == ("WARNING", "slow")
    assert metric["Took"] == 1.5
