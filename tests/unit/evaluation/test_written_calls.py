"""The labels of whole calls keep their own rules: exact quotes, known values, a tier that follows."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_DATA = Path(__file__).parents[2] / "evaluation" / "data"
_GOLD = [
    path
    for folder in ("calls", "written_calls/development", "written_calls/held_out")
    for path in sorted((_DATA / folder).glob("*.gold.json"))
]

_SINGLE: dict[str, set[Any]] = {
    "industry": {
        *("healthcare", "legal", "real estate", "finance", "insurance", "construction", "education"),
        *("software", "manufacturing", "staffing", "marketing", "nonprofit", "government", "hospitality"),
        *("logistics", "retail", "other", None),
    },
    "use_case": {"proposals", "contracts", "quotes", "ndas", "onboarding", "hr", "invoices", "other", None},
    "decision_timeline": {"this_week", "this_month", "this_quarter", "next_quarter", "evaluating", None},
    "budget_authority": {"decision_maker", "influencer", "needs_approval", None},
    "urgency": {"high", "medium", "low", None},
    "qualification_tier": {"Tier 1", "Tier 2"},
    "sentiment": {"positive", "negative", "neutral"},
    "sentiment_trend": {"improving", "stable", "declining"},
    "meeting_booked": {True, False},
    "frustrated": {True, False},
    "natural_ending": {True, False},
}

_LISTED: dict[str, dict[str, set[Any]]] = {
    "competitors": {
        "context": {"current_tool", "considering", "comparison", "past", "mention"},
        "sentiment": {"positive", "negative", "neutral"},
    },
    "objections": {
        "category": {"pricing", "features", "timing", "trust", "other"},
        "severity": {"blocker", "concern"},
        "resolved": {True, False},
    },
    "buying_signals": {"strength": {"strong", "medium", "weak"}},
    "feature_requests": {"priority": {"must_have", "nice_to_have"}},
    "stakeholders": {"influence": {"decision_maker", "gatekeeper", "user", "unknown"}},
    "action_items": {"owner": {"user", "sales", "support", "agent"}},
    "pii": {"type": {"PERSON", "EMAIL", "PHONE", "COMPANY"}},
}

_CALLERS_WORDS = ("pain_points", "demo_requests", "documents_requested", "unanswered_questions")


def _name(path: Path) -> str:
    return f"{path.parent.name}-{path.name.removesuffix('.gold.json')}"


@pytest.fixture(params=_GOLD, ids=_name)
def gold_path(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def gold(gold_path: Path) -> dict[str, Any]:
    labels: dict[str, Any] = json.loads(gold_path.read_text(encoding="utf-8"))
    return labels


@pytest.fixture
def items(gold_path: Path) -> list[dict[str, Any]]:
    report = gold_path.with_name(gold_path.name.replace(".gold.", ".report."))
    found: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["chat_history"]["items"]
    return found


def _said(items: list[dict[str, Any]], role: str) -> list[str]:
    return [" ".join(item["content"]) for item in items if item.get("role") == role]


def _quotes_of_the_caller(gold: dict[str, Any]) -> Iterator[str]:
    for field in _CALLERS_WORDS:
        yield from gold[field]
    for field in ("objections", "buying_signals", "feature_requests"):
        yield from (entry["quote"] for entry in gold[field])
    yield from (entry["quote"] for entry in gold["action_items"] if entry["owner"] == "user")


def _stands_in(quote: str, messages: list[str]) -> bool:
    return any(quote in message for message in messages)


def test_there_are_calls_to_develop_on() -> None:
    assert {path.parent.name for path in _GOLD} >= {"calls", "development"}


def test_no_number_is_used_twice_among_the_written_calls() -> None:
    written = [path.name for path in _GOLD if path.parent.name != "calls"]
    assert len(written) == len(set(written))


def test_every_call_has_the_same_keys(gold: dict[str, Any]) -> None:
    first = json.loads((_DATA / "calls" / "01.gold.json").read_text(encoding="utf-8"))
    assert list(gold) == list(first)


def test_single_values_are_known_ones(gold: dict[str, Any]) -> None:
    assert {field for field, known in _SINGLE.items() if gold[field] not in known} == set()


def test_values_in_lists_are_known_ones(gold: dict[str, Any]) -> None:
    unknown = [
        (field, key, entry[key])
        for field, keys in _LISTED.items()
        for entry in gold[field]
        for key, known in keys.items()
        if entry[key] not in known
    ]
    assert unknown == []


def test_the_callers_quotes_are_exact_words_of_the_caller(
    gold: dict[str, Any], items: list[dict[str, Any]]
) -> None:
    said = _said(items, "user")
    assert [quote for quote in _quotes_of_the_caller(gold) if not _stands_in(quote, said)] == []


def test_all_other_action_items_are_exact_words_of_the_agent(
    gold: dict[str, Any], items: list[dict[str, Any]]
) -> None:
    said = _said(items, "assistant")
    promised = [entry["quote"] for entry in gold["action_items"] if entry["owner"] != "user"]
    assert [quote for quote in promised if not _stands_in(quote, said)] == []


def test_a_deadline_is_said_in_the_promise(gold: dict[str, Any]) -> None:
    timed = [entry for entry in gold["action_items"] if entry["deadline"]]
    assert [entry for entry in timed if entry["deadline"] not in entry["quote"]] == []


def test_the_tier_follows_from_size_volume_and_integrations(gold: dict[str, Any]) -> None:
    large = (gold["team_size"] or 0) >= 5 or (gold["monthly_volume"] or 0) >= 100
    crm = bool({"salesforce", "hubspot"} & set(gold["integration_needs"]))
    assert gold["qualification_tier"] == ("Tier 1" if large or crm else "Tier 2")


def test_integration_needs_are_in_lower_case(gold: dict[str, Any]) -> None:
    assert gold["integration_needs"] == [need.lower() for need in gold["integration_needs"]]


def test_personal_data_stands_in_the_item_named(gold: dict[str, Any], items: list[dict[str, Any]]) -> None:
    texts = {item["id"]: " ".join(item.get("content", [item.get("arguments", "")])) for item in items}
    assert [entry for entry in gold["pii"] if entry["text"] not in texts[entry["item_id"]]] == []


def test_personal_data_is_labelled_each_time_it_is_said(
    gold: dict[str, Any], items: list[dict[str, Any]]
) -> None:
    for item in items:
        if item["type"] != "message":
            continue
        left = " ".join(item["content"])
        for entry in sorted((e for e in gold["pii"] if e["item_id"] == item["id"]), key=_longest_first):
            left = left.replace(entry["text"], " ", 1)
        forgotten = {e["text"] for e in gold["pii"] if re.search(rf"\b{re.escape(e['text'])}\b", left)}
        assert forgotten == set()


def _longest_first(entry: dict[str, Any]) -> int:
    return -len(entry["text"])


def test_failed_searches_and_bookings_are_those_of_the_tools(
    gold: dict[str, Any], items: list[dict[str, Any]]
) -> None:
    outputs = {item["call_id"]: json.loads(item["output"]) for item in items if "output" in item}
    calls = [(item, outputs[item["call_id"]]) for item in items if item["type"] == "function_call"]
    failed = {
        json.loads(call["arguments"])["query"]
        for call, output in calls
        if call["name"] == "unleash_search_knowledge" and not output.get("results_found")
    }
    booked = any(call["name"] == "book_sales_meeting" and output["success"] for call, output in calls)
    assert (set(gold["failed_searches"]), gold["meeting_booked"]) == (failed, booked)
