"""The samples hold together: built from their dialogues and true to their expected table."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from local.samples.build import build, changes, folders
from local.samples.catalogue import Sample, read_expected, read_samples
from local.samples.table import table

SAMPLES = read_samples()
EXPECTED = read_expected()
DOCUMENTATION = Path(__file__).parents[3] / "docs" / "samples.md"
OUTCOMES = {"no_answer", "transferred", "callback", "qualified", "not_qualified"}


@pytest.fixture(params=SAMPLES, ids=lambda sample: sample.name)
def sample(request: pytest.FixtureRequest) -> Sample:
    chosen: Sample = request.param
    return chosen


def messages(sample: Sample) -> list[dict[str, Any]]:
    return [item for item in sample.report["chat_history"]["items"] if item["type"] == "message"]


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_stored_files_are_byte_for_byte_what_the_dialogue_gives(folder: Path) -> None:
    assert changes(folder) == {}


def test_building_twice_gives_the_same_bytes() -> None:
    folder = folders()[0]

    assert build(folder) == build(folder)


def test_every_sample_has_its_expected_understanding_and_nothing_else_has() -> None:
    assert list(EXPECTED) == [sample.name for sample in SAMPLES]


def test_the_samples_cover_every_outcome() -> None:
    assert {call["outcome"] for call in EXPECTED.values()} == OUTCOMES


def test_the_long_call_is_long_and_repeats_nothing() -> None:
    long_call = next(sample for sample in SAMPLES if sample.name == "06-very-long-call")
    said = [message["content"][0] for message in messages(long_call)]

    assert len(said) >= 150
    assert 25 <= long_call.report["duration_ms"] / 60_000 <= 40
    assert len(set(said)) == len(said)


def test_nobody_in_a_sample_can_be_reached() -> None:
    everything = json.dumps([[sample.report, sample.webhooks] for sample in SAMPLES])

    addresses = re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", everything)
    numbers = re.findall(r"\+1(\d{10})\b", everything)

    assert addresses
    assert all(domain.endswith(".example") for domain in addresses)
    assert all(re.fullmatch(r"\d{3}55501\d\d", number) for number in numbers)


def test_time_only_moves_forward_except_where_the_caller_cuts_in(sample: Sample) -> None:
    spoken = messages(sample)

    for before, after in pairwise(spoken):
        silence = after["metrics"]["started_speaking_at"] - before["metrics"]["stopped_speaking_at"]
        assert silence > (-0.5 if before["interrupted"] else 0.0)


def test_a_call_cut_in_is_marked_where_the_caller_speaks_next(sample: Sample) -> None:
    spoken = messages(sample)

    for before, after in pairwise(spoken):
        if before["interrupted"]:
            assert (before["role"], after["role"]) == ("assistant", "user")


def test_every_tool_call_has_exactly_one_answer(sample: Sample) -> None:
    items = sample.report["chat_history"]["items"]
    calls = [item["call_id"] for item in items if item["type"] == "function_call"]
    answers = [item["call_id"] for item in items if item["type"] == "function_call_output"]

    assert calls == answers
    assert len(set(calls)) == len(calls)
    assert all(
        isinstance(json.loads(item["arguments"]), dict) for item in items if item["type"] == "function_call"
    )


def test_the_latency_of_a_reply_is_at_least_the_sum_of_its_stages(sample: Sample) -> None:
    spoken = messages(sample)

    for before, after in pairwise(spoken):
        if "e2e_latency" in after["metrics"]:
            stages = after["metrics"]["llm_node_ttft"] + after["metrics"]["tts_node_ttfb"]
            assert after["metrics"]["e2e_latency"] >= before["metrics"]["end_of_turn_delay"] + stages


def test_error_counts_agree_with_the_events(sample: Sample) -> None:
    kinds = [event["error"]["type"] for event in sample.report["events"] if event["type"] == "error"]

    assert sum(sample.report["errors"].values()) == len(kinds)


def test_the_last_event_closes_the_session(sample: Sample) -> None:
    last = sample.report["events"][-1]

    assert last["type"] == "close"
    assert (last["reason"] == "error") == (EXPECTED[sample.name]["status"] == "failed")


def test_integers_of_a_webhook_travel_as_texts(sample: Sample) -> None:
    for event in sample.webhooks:
        assert re.fullmatch(r"\d{10}", event["createdAt"])
        assert event["id"].startswith("EV_")
        assert event["room"]["sid"] == sample.report["room_id"]


def test_expected_counts_and_latencies_are_those_of_the_report(sample: Sample) -> None:
    spoken, expected = messages(sample), EXPECTED[sample.name]
    waits = [m["metrics"]["e2e_latency"] for m in spoken if "e2e_latency" in m["metrics"]]
    sums = [
        user["metrics"]["end_of_turn_delay"]
        + reply["metrics"]["llm_node_ttft"]
        + reply["metrics"]["tts_node_ttfb"]
        for user, reply in pairwise(spoken)
        if (user["role"], reply["role"]) == ("user", "assistant")
    ]

    assert expected["turn_count"] == len(spoken)
    assert expected["user_turns"] == sample.report["user_turns"]
    assert expected["interrupted_count"] == sum(message["interrupted"] for message in spoken)
    assert expected["average_latency_ms"] == round(1000 * sum(waits) / len(waits))
    assert expected["average_total_latency_ms"] == round(1000 * sum(sums) / len(sums))


def test_expected_failed_searches_are_searches_of_the_report(sample: Sample) -> None:
    items = sample.report["chat_history"]["items"]
    queries = {
        item["call_id"]: json.loads(item["arguments"])["query"]
        for item in items
        if item["type"] == "function_call" and item["name"] == "unleash_search_knowledge"
    }
    failed = [
        queries[item["call_id"]]
        for item in items
        if item["type"] == "function_call_output"
        and item["call_id"] in queries
        and (item["is_error"] or not json.loads(item["output"])["results_found"])
    ]

    assert EXPECTED[sample.name]["failed_searches"] == failed


def test_the_documentation_shows_the_expected_table() -> None:
    assert table(EXPECTED) in DOCUMENTATION.read_text(encoding="utf-8")
