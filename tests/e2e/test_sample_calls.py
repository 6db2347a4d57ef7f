"""The sample calls from signed webhook to both databases."""

import pytest

from aftercall.reports.completed import CompletedReports
from aftercall.reports.evidence import Evidence
from aftercall.warehouse.read import read_call
from local.replay import recent
from local.samples.catalogue import Sample, read_expected, read_sample, sample_names
from tests.e2e.stack import Stack

EXPECTED = read_expected()
ANALYZERS = set(CompletedReports.model_fields)


@pytest.fixture(scope="module")
def sent() -> dict[str, Sample]:
    return {}


@pytest.fixture(params=sample_names())
def call(request: pytest.FixtureRequest, stack: Stack, sent: dict[str, Sample]) -> Sample:
    """One sample, sent once for this module."""
    if not sent:
        for name in sample_names():
            sent[name] = recent(read_sample(name), stack.now(), "samples")
            stack.send_whole_call(sent[name])
    stack.wait_for_analysis(sent[request.param].session_id)
    return sent[request.param]


def test_a_call_stands_once_in_every_store(stack: Stack, call: Sample) -> None:
    found = stack.footprint(call.session_id)

    assert found["sessions"] == found["transcripts"] == found["analysis_results"] == 1
    assert found["mongo transcripts"] == found["mongo outcomes"] == 1
    assert found["analyzer_runs"] == len(ANALYZERS)
    assert found["metrics"] > 0


def test_every_analyzer_left_its_report(stack: Stack, call: Sample) -> None:
    kept = read_call(stack.connection, call.session_id)

    assert kept is not None
    assert {run.analyzer: run.status for run in kept.runs} == dict.fromkeys(ANALYZERS, "ok")
    completed = kept.completed()
    assert all(getattr(completed, name) is not None for name in ANALYZERS)


def test_what_needs_no_interpretation_is_exact(stack: Stack, call: Sample) -> None:
    expected = EXPECTED[call.name]
    row = stack.session(call.session_id)

    assert row["status"] == expected["status"]
    assert row["turn_count"] == expected["turn_count"]
    assert row["user_turns"] == expected["user_turns"]
    assert row["interruption_count"] == expected["interrupted_count"]
    assert row["meeting_booked"] == expected["meeting_booked"]
    assert row["user_email"] == expected["caller"]["email"]
    assert row["user_phone"] == expected["caller"]["phone"]
    assert row["user_name"] == expected["caller"]["name"]


def test_latency_is_that_of_the_report(stack: Stack, call: Sample) -> None:
    kept = read_call(stack.connection, call.session_id)
    assert kept is not None
    performance = kept.completed().performance
    assert performance is not None
    expected = EXPECTED[call.name]["average_latency_ms"]

    if expected is None:
        assert performance.latency is None
    else:
        assert performance.latency is not None
        assert performance.latency.average_ms == pytest.approx(expected, abs=1)


def test_searches_that_failed_are_named(stack: Stack, call: Sample) -> None:
    kept = read_call(stack.connection, call.session_id)
    assert kept is not None
    gaps = kept.completed().content_gaps
    assert gaps is not None

    assert {search.query for search in gaps.failed_searches} == set(EXPECTED[call.name]["failed_searches"])


def test_every_quote_stands_where_its_evidence_says(stack: Stack, call: Sample) -> None:
    kept = read_call(stack.connection, call.session_id)
    assert kept is not None
    texts = {turn.item_id: turn.text for turn in kept.transcript}
    evidence = list(_evidence(kept.reports))

    assert all(texts[one.item_id][one.start : one.end] == one.quote for one in evidence)


def _evidence(node: object) -> list[Evidence]:
    if isinstance(node, dict):
        own = [Evidence.model_validate(node)] if {"item_id", "start", "end", "quote"} <= node.keys() else []
        return own + [one for value in node.values() for one in _evidence(value)]
    if isinstance(node, (list, tuple)):
        return [one for value in node for one in _evidence(value)]
    return []
