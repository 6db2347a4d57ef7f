"""Reading calls back."""

from aftercall.warehouse.connection import Connection
from aftercall.warehouse.read import find_raw_reference, read_call, recent_calls, table_counts
from aftercall.warehouse.store import store_analysis
from tests.integration.warehouse import calls


def test_a_stored_call_is_read_back_with_its_reports(warehouse: Connection) -> None:
    stored = calls.call()
    store_analysis(warehouse, stored)
    kept = read_call(warehouse, "RM_one.AJ_one")
    assert kept is not None
    assert kept.completed() == stored.reports
    assert [turn.text for turn in kept.transcript] == [text for _, _, text in calls.TURNS]
    assert [run.analyzer for run in kept.runs if run.status == "failed"] == ["objections"]
    assert [cost["provider"] for cost in kept.costs] == ["openai", "voices"]
    assert kept.session["room_name"] == "support"


def test_an_unknown_call_is_none(warehouse: Connection) -> None:
    assert read_call(warehouse, "unknown") is None
    assert find_raw_reference(warehouse, "unknown") is None


def test_the_raw_body_of_a_call_is_found(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(body="agent"))
    assert find_raw_reference(warehouse, "RM_one.AJ_one") == calls.raw("agent")


def test_recent_calls_are_those_stored_last(warehouse: Connection) -> None:
    for number in range(3):
        session = calls.session(f"RM_{number}.AJ")
        analyzed_at = calls.START.replace(hour=16 + number)
        store_analysis(warehouse, calls.call(session, body=str(number), analyzed_at=analyzed_at))
    found = recent_calls(warehouse, 2)
    assert [call.session_id for call in found] == ["RM_2.AJ", "RM_1.AJ"]
    assert (found[0].caller, found[0].cost_usd, found[0].lead_score) == ("Maya Lindqvist", 0.0123, 84)


def test_tables_are_counted(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    assert table_counts(warehouse)["sessions"] == 1
