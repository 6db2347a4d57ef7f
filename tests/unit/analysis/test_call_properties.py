"""What holds for every real-length call: cut short anywhere, or with a bystander's remark in it."""

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercall.analysis.pipeline import AnalyzedCall, analyze_session
from aftercall.session.models import Session, Speaker, Turn
from aftercall.session.parsing import parse_report
from local.samples.catalogue import read_samples
from tests.unit.analysis.calls import PROFILE, VOICEMAIL, all_evidence, analyzed

CALLS = Path(__file__).parents[2] / "evaluation" / "data" / "calls"
LONGEST = 60
REMARK = " What a nice day it is."


@cache
def sessions() -> dict[str, Session]:
    documents = {path.name[:2]: json.loads(path.read_text("utf-8")) for path in CALLS.glob("*.report.json")}
    documents |= {sample.name: sample.report for sample in read_samples()}
    return {name: parse_report(document, PROFILE.tools) for name, document in sorted(documents.items())}


def assert_quotes_stand(result: AnalyzedCall) -> None:
    texts = {turn.item_id: turn.text for turn in result.prepared.session.turns}
    for item in all_evidence(result.reports):
        assert texts[item.item_id][item.start : item.end] == item.quote


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_call_cut_short_at_any_turn_is_analysed_and_its_quotes_stand(data: st.DataObject) -> None:
    session = sessions()[data.draw(st.sampled_from(sorted(sessions())))]
    last = data.draw(st.integers(0, min(len(session.turns), LONGEST)))
    turns = list(session.turns[:last])
    if turns:
        letters = data.draw(st.integers(0, len(turns[-1].text)))
        turns[-1] = turns[-1].model_copy(update={"text": turns[-1].text[:letters]})
    assert_quotes_stand(analyze_session(session.model_copy(update={"turns": tuple(turns)}), PROFILE))


def with_remark(session: Session, place: int) -> Session:
    turns: list[Turn] = list(session.turns)
    turns[place] = turns[place].model_copy(update={"text": turns[place].text + REMARK})
    return session.model_copy(update={"turns": tuple(turns)})


@pytest.mark.parametrize("name", ["01", "05", "07", "08"])
def test_a_bystanders_remark_changes_no_fact_and_no_promise(name: str) -> None:
    session = sessions()[name]
    users = [place for place, turn in enumerate(session.turns) if turn.speaker is Speaker.USER]
    before = analyze_session(session, PROFILE).reports
    after = analyze_session(with_remark(session, users[len(users) // 2]), PROFILE).reports
    assert after.action_items == before.action_items
    sales, heard = before.sales_intelligence, after.sales_intelligence
    assert sales is not None
    assert heard is not None
    for fact in ("team_size", "monthly_volume", "industry", "current_tool", "decision_timeline", "urgency"):
        assert getattr(heard, fact) == getattr(sales, fact)


NOBODY = {
    "voicemail": VOICEMAIL,
    "voicemail of a company": """
        A: Hi, this is the assistant.
        U: you've reached Fen and Dale Upholstery, leave your number after the tone, or call Owen
    """,
    "wrong number": """
        A: Hi!
        U: hi is this Lakeview Staffing, I'm calling about my paycheck
        A: I think you may have the wrong number.
        U: oh sorry bye
    """,
    "two turns": """
        A: Hello, how can I help?
        U: hello?
    """,
}


@pytest.mark.parametrize("dialogue", NOBODY.values(), ids=list(NOBODY))
def test_of_a_call_without_a_lead_nothing_is_claimed(dialogue: str) -> None:
    reports = analyzed(dialogue).reports
    sales, actions, gaps = reports.sales_intelligence, reports.action_items, reports.content_gaps
    assert sales is not None
    assert actions is not None
    assert gaps is not None
    assert (sales.team_size, sales.industry, sales.current_tool, sales.decision_timeline) == (None,) * 4
    assert (sales.pain_points, sales.buying_signals, sales.use_cases) == ((), (), ())
    assert (actions.items, actions.demo_requests, actions.document_requests) == ((), (), ())
    assert gaps.unanswered_questions == ()
    assert reports.executive_summary is not None
    assert reports.executive_summary.takeaways == ()
    assert len(reports.executive_summary.paragraphs) == 1
