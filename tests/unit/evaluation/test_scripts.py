"""Labelled calls as text: what a script says, and what is refused."""

from pathlib import Path

import pytest

from tests.evaluation.harness.script_labels import labels_of_script
from tests.evaluation.harness.script_reports import report_of
from tests.evaluation.harness.scripts import BadScript, Script, read_script

HEAD = """date: 2025-10-14
name: Robin Vale
email: robin@example.com
team_size: 5
current_tool: manual
sentiment: positive
sentiment_trend: improving
frustrated: false
natural_ending: true
repeated_questions: 0
alt current_tool: manual | word
"""
BODY = """A: Hi! <a agent|today>I'll send the overview today.</a>
U: we're <p>stuck on <c>paper</c></p> and <o pricing|blocker|resolved>it costs too much</o>
K: pricing | nonprofit discount => none
K: pricing | plans => found 4
B: Robin Vale | robin@example.com | Friday | 2pm => ok
U: <s office manager|user>our office manager</s> wants <e hubspot>hub spot</e>
"""


def script(tmp_path: Path, head: str = HEAD, body: str = BODY) -> Script:
    file = tmp_path / "z01.txt"
    file.write_text(f"{head}\n{body}", encoding="utf-8")
    return read_script(file)


def test_the_words_around_tags_are_what_was_said(tmp_path: Path) -> None:
    assert script(tmp_path).lines[1].text == "we're stuck on paper and it costs too much"


def test_tags_become_labels_with_exact_quotes(tmp_path: Path) -> None:
    labels = labels_of_script(script(tmp_path))
    assert labels["pain_points"] == ["stuck on paper"]
    assert labels["objections"] == [
        {"category": "pricing", "severity": "blocker", "resolved": True, "quote": "it costs too much"}
    ]
    assert labels["stakeholders"] == [{"role": "office manager", "influence": "user"}]
    assert labels["action_items"] == [
        {"owner": "agent", "deadline": "today", "quote": "I'll send the overview today."}
    ]


def test_headers_become_values_and_what_is_not_said_is_none(tmp_path: Path) -> None:
    labels = labels_of_script(script(tmp_path))
    assert (labels["team_size"], labels["current_tool"], labels["urgency"]) == (5, "manual", None)
    assert labels["notes"] == ["ALT current_tool: manual | word"]


def test_what_follows_from_the_rest_is_not_written_twice(tmp_path: Path) -> None:
    labels = labels_of_script(script(tmp_path))
    assert labels["qualification_tier"] == "Tier 1"
    assert labels["meeting_booked"] is True
    assert labels["failed_searches"] == ["nonprofit discount"]


def test_personal_data_is_not_labelled(tmp_path: Path) -> None:
    assert "pii" not in labels_of_script(script(tmp_path))


def test_a_script_becomes_a_report_of_livekit_agents(tmp_path: Path) -> None:
    items = report_of(script(tmp_path))["chat_history"]["items"]
    kinds = [item["type"] for item in items]
    assert kinds.count("function_call") == kinds.count("function_call_output") == 3
    assert [item["role"] for item in items if item["type"] == "message"] == ["assistant", "user", "user"]
    times = [item["created_at"] for item in items]
    assert times == sorted(times)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("U: <z>what</z>", "unknown tag <z>"),
        ("U: <p>it hurts", "never closed"),
        ("U: <p><b weak>it hurts</p></b>", "closes nothing that is open last"),
        ("U: <o price|blocker|open>too dear</o>", "'price', expected one of pricing"),
        ("U: <b>soon</b>", "has 0 arguments, expected 1"),
        ("U: <p> </p>", "around nothing"),
        ("U: 3 < 4", "a stray < or >"),
        ("A: <p>it hurts</p>", "<p> in a line of A"),
        ("U: <l>in Bath</l>", "<l> without a header location"),
        ("K: pricing | plans", "a tool without"),
        ("X: hello", "expected U:, A:, K: or B:"),
    ],
)
def test_a_line_that_the_format_does_not_know_is_refused(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(BadScript) as refused:
        script(tmp_path, body=f"{line}\n")
    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("team_size: 5", "team_size: five", "'five', expected a whole number"),
        ("sentiment: positive", "sentiment: glad", "'glad', expected one of positive"),
        ("frustrated: false", "frustrated: no", "'no', expected one of true, false"),
        ("frustrated: false\n", "", "header frustrated is missing"),
        ("team_size: 5", "staff: 5", "header 'staff: 5'"),
    ],
)
def test_a_header_that_the_format_does_not_know_is_refused(
    tmp_path: Path, before: str, after: str, complaint: str
) -> None:
    with pytest.raises(BadScript) as refused:
        script(tmp_path, head=HEAD.replace(before, after))
    assert complaint in str(refused.value)
