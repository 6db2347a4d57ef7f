"""Writing one call: what arrives in which column, and that nothing depends on how often or when."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from aftercall.reports.completed import CompletedReports
from aftercall.session.forms import ReportForm
from aftercall.session.models import Participant, Speaker, Turn
from aftercall.warehouse import store
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.errors import RejectedByWarehouse
from aftercall.warehouse.store import store_analysis
from aftercall.warehouse.stored_call import Verdict
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import EMAIL, START, counts, row

LATER = timedelta(minutes=10)


def test_a_call_arrives_in_all_its_tables(warehouse: Connection) -> None:
    outcome = store_analysis(warehouse, calls.call())
    assert (outcome.verdict, outcome.lead_email) == (Verdict.STORED, EMAIL)
    assert counts(warehouse) == {
        "sessions": 1,
        "transcripts": 1,
        "metrics": 5,
        "leads": 1,
        "analysis_results": 1,
        "analyzer_runs": 9,
        "tool_calls": 1,
        "session_costs": 2,
        "superseded_reports": 0,
    }


def test_the_session_row_says_what_was_understood(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    found = row(warehouse, "sessions", "RM_one.AJ_one")
    expected = {
        "status": "completed",
        "user_email": EMAIL,
        "lead_email": EMAIL,
        "company": "brightline.example",
        "qualification_tier": "Tier 1",
        "lead_score": 84,
        "engagement_score": 7.5,
        "sentiment": "positive",
        "outcome": "qualified",
        "meeting_booked": True,
        "industry": "legal",
        "connection_quality_category": "Good",
        "occurred_at": START,
        "natural_ending": True,
        "backfilled": False,
    }
    assert {name: found[name] for name in expected} == expected


def test_the_analysis_row_holds_arrays_where_the_specification_asks_for_them(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    found = row(warehouse, "analysis_results", "RM_one.AJ_one")
    assert found["executive_summary"] == "A team of twelve wants proposals.\n\nThey use Salesforce."
    assert [gap["kind"] for gap in found["content_gaps"]] == ["failed_search", "missing_topic"]
    assert [item["action"] for item in found["action_items"]] == ["send a quote"]
    assert found["competitors"] == []
    assert found["analyzer_version"] == "1.0"


def test_a_failed_analyzer_leaves_its_part_empty_and_its_reason(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    assert row(warehouse, "analysis_results", "RM_one.AJ_one")["objections"] is None
    failed = warehouse.execute(
        "SELECT analyzer, error_kind FROM warehouse.analyzer_runs WHERE status = 'failed'"
    ).fetchall()
    assert failed == [("objections", "ValueError")]


def test_metrics_keep_delays_in_whole_milliseconds_and_quantities_by_kind(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    found = warehouse.execute(
        "SELECT metric_type, provider, eou_delay_ms, total_latency_ms, e2e_latency_ms, total_tokens, "
        "tts_characters, cost_usd FROM warehouse.metrics ORDER BY id"
    ).fetchall()
    assert [(kind, provider) for kind, provider, *_ in found] == [
        ("latency", None),
        ("tokens", "openai"),
        ("usage", "voices"),
        ("cost", "openai"),
        ("cost", "voices"),
    ]
    assert found[0][2:5] == (250, 1050, 1100)
    assert found[1][5] == 980
    assert found[2][6] == 300
    assert [float(cost) if cost is not None else None for *_, cost in found[3:]] == [0.0123, None]


def test_a_transcript_is_found_by_its_words(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    found = warehouse.execute(
        "SELECT session_id FROM warehouse.transcripts "
        "WHERE search @@ websearch_to_tsquery('english', 'proposal reviewer')"
    ).fetchall()
    assert found == [("RM_one.AJ_one",)]


def test_the_same_call_written_again_changes_no_count(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    before = counts(warehouse)
    created = row(warehouse, "sessions", "RM_one.AJ_one")["created_at"]
    store_analysis(warehouse, replace(calls.call(), analyzed_at=START + LATER))
    assert counts(warehouse) == before
    assert row(warehouse, "sessions", "RM_one.AJ_one")["created_at"] == created


def test_a_replay_updates_in_place_and_keeps_how_the_call_came_in(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(origin="inbox"))
    again = calls.call(
        origin="replay", analyzed_at=START + LATER, understood=calls.reports(score=40, tier="Tier 2")
    )
    store_analysis(warehouse, again)
    found = row(warehouse, "sessions", "RM_one.AJ_one")
    assert (found["lead_score"], found["qualification_tier"]) == (40, "Tier 2")
    assert (found["origin"], found["backfilled"]) == ("inbox", True)
    assert row(warehouse, "leads", EMAIL)["lead_score"] == 40


def test_an_older_analysis_of_the_same_body_that_ends_late_is_left_out(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(analyzed_at=START + LATER))
    outcome = store_analysis(warehouse, calls.call(understood=calls.reports(score=1)))
    assert outcome.verdict is Verdict.STALE
    assert row(warehouse, "sessions", "RM_one.AJ_one")["lead_score"] == 84


def test_a_less_complete_analysis_of_the_same_body_is_left_out(warehouse: Connection) -> None:
    good = calls.call()
    store_analysis(warehouse, good)
    runs = (*good.runs[1:], replace(good.runs[0], status="failed", error_kind="States.Timeout"))
    worse = replace(good, runs=runs, reports=CompletedReports(), analyzed_at=good.analyzed_at + LATER)

    assert store_analysis(warehouse, worse).verdict is Verdict.STALE
    assert row(warehouse, "analysis_results", "RM_one.AJ_one")["analyzed_at"] == good.analyzed_at
    assert counts(warehouse)["superseded_reports"] == 0


def test_a_more_complete_analysis_takes_over_even_when_it_ended_earlier(warehouse: Connection) -> None:
    good = calls.call()
    runs = (*good.runs[1:], replace(good.runs[0], status="failed", error_kind="States.Timeout"))
    store_analysis(warehouse, replace(good, runs=runs, analyzed_at=good.analyzed_at + LATER))

    assert store_analysis(warehouse, good).verdict is Verdict.STORED


def test_writers_of_one_session_at_once_leave_one_call(
    warehouse: Connection, open_connection: Callable[[], Connection]
) -> None:
    connections = [open_connection() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda one: store_analysis(one, calls.call()), connections))
    assert {outcome.verdict for outcome in outcomes} == {Verdict.STORED}
    assert counts(warehouse)["metrics"] == 5
    assert row(warehouse, "leads", EMAIL)["total_calls"] == 1


def test_writers_of_one_persons_calls_at_once_count_them_all(
    warehouse: Connection, open_connection: Callable[[], Connection]
) -> None:
    by_phone = Participant(phone="+15550100199")
    both = Participant(email=EMAIL, phone="+15550100199")
    everyone = [
        calls.call(
            calls.session(f"RM_{number}.AJ", participant=both if number % 2 else by_phone),
            body=str(number),
        )
        for number in range(8)
    ]
    connections = [open_connection() for _ in everyone]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(store_analysis, connections, everyone))
    assert row(warehouse, "leads", EMAIL)["total_calls"] == 8


def test_a_failure_in_the_middle_leaves_nothing(
    warehouse: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(connection: Connection, *_: object) -> None:
        connection.execute("INSERT INTO warehouse.leads (email) VALUES ('half')")

    with monkeypatch.context() as patched:
        patched.setattr(store, "refresh_people", broken)
        with pytest.raises(RejectedByWarehouse) as refused:
            store_analysis(warehouse, calls.call())
    assert "leads" in str(refused.value)
    assert "half" not in str(refused.value)
    assert set(counts(warehouse).values()) == {0}
    assert store_analysis(warehouse, calls.call()).verdict is Verdict.STORED


def test_a_better_report_of_the_same_session_takes_over_and_keeps_the_other(warehouse: Connection) -> None:
    post_call = calls.session(form=ReportForm.POST_CALL_REPORT)
    store_analysis(warehouse, calls.call(post_call, body="post", received_at=START + LATER))
    outcome = store_analysis(warehouse, calls.call(body="agent"))
    assert outcome.verdict is Verdict.STORED
    assert row(warehouse, "sessions", "RM_one.AJ_one")["form"] == "livekit_report"
    kept = row(warehouse, "superseded_reports", "RM_one.AJ_one")
    assert (kept["form"], kept["raw_sha256"]) == ("post_call_report", calls.raw("post").sha256)


def test_a_lesser_report_of_the_same_session_is_kept_beside_it(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(body="agent"))
    post_call = calls.session(form=ReportForm.POST_CALL_REPORT)
    late = calls.call(post_call, body="post", received_at=START + LATER)
    assert store_analysis(warehouse, late).verdict is Verdict.SUPERSEDED
    assert store_analysis(warehouse, late).verdict is Verdict.SUPERSEDED
    assert row(warehouse, "sessions", "RM_one.AJ_one")["form"] == "livekit_report"
    assert counts(warehouse)["superseded_reports"] == 1


@pytest.mark.parametrize("later_first", [False, True])
def test_of_equal_rank_the_later_body_wins_whatever_comes_first(
    warehouse: Connection, later_first: bool
) -> None:
    earlier = calls.call(body="earlier", understood=calls.reports(score=10))
    later = calls.call(body="later", received_at=START + LATER, understood=calls.reports(score=20))
    for one in (later, earlier) if later_first else (earlier, later):
        store_analysis(warehouse, one)
    assert row(warehouse, "sessions", "RM_one.AJ_one")["lead_score"] == 20
    kept = row(warehouse, "superseded_reports", "RM_one.AJ_one")
    assert kept["raw_sha256"] == calls.raw("earlier").sha256


@pytest.mark.parametrize("agent_first", [False, True])
def test_an_agent_report_takes_the_place_of_the_twilio_transcription_of_its_call(
    warehouse: Connection, agent_first: bool
) -> None:
    agent = calls.call(calls.session(twilio_call_sid="CA1"), body="agent")
    twilio = calls.call(calls.session("CA1", form=ReportForm.TWILIO_TRANSCRIPTION), body="twilio")
    first, second = (agent, twilio) if agent_first else (twilio, agent)
    store_analysis(warehouse, first)
    outcome = store_analysis(warehouse, second)
    assert outcome.session_id == "RM_one.AJ_one"
    assert outcome.absorbed == (() if agent_first else ("CA1",))
    assert counts(warehouse)["sessions"] == 1
    kept = row(warehouse, "superseded_reports", "RM_one.AJ_one")
    assert (kept["superseded_session_id"], kept["form"]) == ("CA1", "twilio_transcription")
    lead = row(warehouse, "leads", EMAIL)
    assert (lead["total_calls"], lead["latest_session_id"]) == (1, "RM_one.AJ_one")


def test_two_agent_jobs_of_one_call_are_two_sessions(warehouse: Connection) -> None:
    for job in ("AJ_one", "AJ_two"):
        store_analysis(warehouse, calls.call(calls.session(f"RM_one.{job}", twilio_call_sid="CA1"), body=job))
    assert counts(warehouse)["sessions"] == 2


def test_an_unreadable_report_is_a_failed_session(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.unreadable())
    found = row(warehouse, "sessions", "RM_one.AJ_one")
    assert (found["status"], found["error_kind"]) == ("failed", "items[3].role")
    assert (found["room_sid"], found["start_time"]) == ("RM_one", None)
    assert found["occurred_at"] == found["received_at"]


def test_an_unreadable_body_never_takes_the_place_of_a_good_one(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    late = calls.unreadable(body="broken", received_at=START + LATER)
    assert store_analysis(warehouse, late).verdict is Verdict.SUPERSEDED
    assert row(warehouse, "sessions", "RM_one.AJ_one")["status"] == "completed"


def test_a_body_that_has_become_readable_repairs_its_session(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.unreadable())
    store_analysis(warehouse, calls.call(origin="replay"))
    found = row(warehouse, "sessions", "RM_one.AJ_one")
    assert (found["status"], found["error_kind"]) == ("completed", None)
    assert counts(warehouse)["superseded_reports"] == 0


def test_a_backfilled_call_never_overwrites_a_newer_calls_values(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    old = calls.session("RM_old.AJ", start=START - timedelta(days=200))
    understood = calls.reports(score=10, team_size=3, tier="Tier 2")
    store_analysis(warehouse, calls.call(old, body="old", origin="inbox", understood=understood))
    lead = row(warehouse, "leads", EMAIL)
    assert (lead["team_size"], lead["lead_score"], lead["qualification_tier"]) == (12, 84, "Tier 1")
    assert (lead["latest_session_id"], lead["total_calls"]) == ("RM_one.AJ_one", 2)
    assert (lead["first_call_date"], lead["last_call_date"]) == (START - timedelta(days=200), START)


def test_a_newer_call_that_did_not_tell_keeps_what_an_older_one_told(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    newer = calls.session("RM_new.AJ", start=START + timedelta(days=1))
    silent = calls.reports(team_size=None, tier="Unknown")
    store_analysis(warehouse, calls.call(newer, body="new", understood=silent))
    lead = row(warehouse, "leads", EMAIL)
    assert (lead["team_size"], lead["qualification_tier"]) == (12, "Tier 1")
    assert lead["latest_session_id"] == "RM_new.AJ"


def test_an_anonymous_caller_gets_no_lead(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(calls.session(participant=Participant())))
    assert counts(warehouse)["leads"] == 0


def test_a_call_without_an_email_counts_for_who_called_from_that_number(warehouse: Connection) -> None:
    number = "+15550100142"
    silent = calls.session("RM_silent.AJ", participant=Participant(phone=number))
    store_analysis(warehouse, calls.call(silent, body="silent"))
    assert counts(warehouse)["leads"] == 0
    known = calls.session(participant=Participant(email=EMAIL, phone=number))
    store_analysis(warehouse, calls.call(known))
    assert row(warehouse, "leads", EMAIL)["total_calls"] == 2
    assert row(warehouse, "sessions", "RM_silent.AJ")["lead_email"] == EMAIL


def test_a_person_who_turns_out_to_be_another_leaves_no_lead_behind(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(body="first"))
    other = calls.session(participant=Participant(email="jonas@brightline.example"))
    store_analysis(warehouse, calls.call(other, body="second", received_at=START + LATER))
    found = warehouse.execute("SELECT email FROM warehouse.leads").fetchall()
    assert found == [("jonas@brightline.example",)]


def test_nul_and_lone_surrogates_are_no_poison(warehouse: Connection) -> None:
    turns = (Turn(item_id="i\x00", speaker=Speaker.USER, text="a\x00b \ud83d c", at=START),)
    odd = calls.session(turns=turns, agent_name="agent\x00")
    store_analysis(warehouse, calls.call(odd))
    assert row(warehouse, "transcripts", "RM_one.AJ_one")["transcript_text"] == "User: ab \ufffd c"


def test_a_transcript_of_two_megabytes_is_kept_whole(warehouse: Connection) -> None:
    text = " ".join(f"word{number}" for number in range(45_000))
    turns = tuple(
        Turn(item_id=f"item_{number}", speaker=Speaker.USER, text=text, at=START) for number in range(5)
    )
    store_analysis(warehouse, calls.call(calls.session(turns=turns)))
    found = row(warehouse, "transcripts", "RM_one.AJ_one")
    assert len(found["transcript_text"]) > 2_000_000
    assert found["word_count"] == 225_000


@pytest.mark.parametrize("unit", ["\U00010400", "\U00010400-", "a.de/b", "é1", "x@y.de", "1.5e3"])
def test_no_transcript_is_too_varied_for_the_text_index(warehouse: Connection, unit: str) -> None:
    letters = [chr(0x10400 + number % 40) + chr(0x20000 + number % 9000) for number in range(70_000)]
    text = " ".join(f"{unit}{letter}" if number % 3 else letter for number, letter in enumerate(letters))
    turns = (Turn(item_id="item", speaker=Speaker.USER, text=text, at=START),)
    store_analysis(warehouse, calls.call(calls.session(turns=turns)))


def test_numbers_too_large_for_their_column_are_absent(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(understood=calls.reports(team_size=2**40)))
    assert row(warehouse, "leads", EMAIL)["team_size"] is None


def test_a_call_of_which_nothing_was_understood_is_kept(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(understood=CompletedReports()))
    found = row(warehouse, "sessions", "RM_one.AJ_one")
    assert (found["lead_score"], found["qualification_tier"], found["outcome"]) == (None, None, None)
