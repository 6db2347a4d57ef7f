"""What holds for every call, however short, long or odd."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercall.analysis.pipeline import AnalyzedCall, analyze_session
from aftercall.analysis.registry import ANALYZERS, analyzer_named, analyzer_versions
from tests.unit.analysis.calls import ANGRY, HOT, PROFILE, VOICEMAIL, all_evidence, analyzed, call

PHRASES = st.sampled_from(
    [
        "we use docu sign today", "it's too expensive", "twelve of us", "fifty contracts a month",
        "can you send me that", "I'll call you by Friday", "no", "yes", "that's not what I asked",
        "does it sync with hub spot", "um", "",
        "our CFO has to approve it", "before January first", "I'm fed up", "love it", "5", "¹½", "bye",
    ]
)  # fmt: skip
LINES = st.lists(st.tuples(st.sampled_from("AU"), st.lists(PHRASES, max_size=4)), max_size=12)


def check_evidence(result: AnalyzedCall) -> None:
    texts = {turn.item_id: turn.text for turn in result.prepared.session.turns}
    for item in all_evidence(result.reports):
        assert texts[item.item_id][item.start : item.end] == item.quote


@pytest.mark.parametrize("dialogue", [HOT, ANGRY, VOICEMAIL])
def test_every_quote_stands_where_its_offsets_point(dialogue: str) -> None:
    check_evidence(analyzed(dialogue))


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_no_conversation_breaks_an_analyzer(lines: list[tuple[str, list[str]]]) -> None:
    result = analyze_session(call("\n".join(f"{who}: {' '.join(said)}" for who, said in lines)), PROFILE)
    check_evidence(result)
    score = result.reports.lead_score
    assert score is not None
    assert 0 <= score.score <= 100
    assert all(0 <= item.score <= item.maximum for item in score.components)


@pytest.mark.parametrize("dialogue", [HOT, ANGRY])
def test_a_call_cut_short_anywhere_is_still_analysed(dialogue: str) -> None:
    session = call(dialogue)
    for count in range(len(session.turns)):
        check_evidence(analyze_session(session.model_copy(update={"turns": session.turns[:count]}), PROFILE))


def test_the_same_call_gives_the_same_bytes() -> None:
    assert analyzed(HOT).model_dump_json() == analyzed(HOT).model_dump_json()


@pytest.mark.parametrize("position", [1, 3, 11, 13])
def test_a_bystanders_remark_changes_no_finding(position: int) -> None:
    lines = [line for line in HOT.strip().splitlines() if line]
    turn = next(number for number in range(position, len(lines)) if lines[number].startswith("U"))
    heard = [*lines[:turn], f"{lines[turn]} What a nice day it is.", *lines[turn + 1 :]]
    before, after = analyzed(HOT).reports, analyzed("\n".join(heard)).reports
    assert after.sales_intelligence == before.sales_intelligence
    assert after.objections == before.objections
    assert after.content_gaps == before.content_gaps
    assert after.action_items == before.action_items


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda text: text.replace(".", "").replace(",", "").replace("?", ""),
        lambda text: text.replace(": ", ": um, "),
    ],
    ids=["lower case", "no punctuation", "fillers"],
)
def test_the_main_facts_survive_the_way_speech_is_written(change: object) -> None:
    assert callable(change)
    dialogue = "\n".join(f"{line[:3]}{change(line)[3:]}" for line in HOT.strip().splitlines())
    sales = analyzed(dialogue).reports.sales_intelligence
    assert sales is not None
    assert sales.team_size is not None
    assert sales.team_size.value == 12
    assert sales.monthly_volume is not None
    assert sales.monthly_volume.value == 100
    assert [need.name for need in sales.integration_needs if need.needed] == ["hubspot"]
    assert sales.qualification_tier == "Tier 1"


def test_every_analyzer_is_registered_under_its_name_with_its_version() -> None:
    assert len(ANALYZERS) == 9
    assert [item.name for item in ANALYZERS if item.reads_reports] == ["lead_score", "executive_summary"]
    assert analyzer_named("quality").version == analyzer_versions()["quality"]


def test_work_grows_with_the_turns_and_not_faster() -> None:
    def seconds(turns: int) -> float:
        session = call("\n".join(HOT.strip().splitlines() * (turns // 17)))
        started = time.process_time()
        analyze_session(session, PROFILE)
        return time.process_time() - started

    seconds(17)
    assert seconds(1360) < 8 * 3 * seconds(170)
