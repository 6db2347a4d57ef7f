"""A PostCallReport that does not tell its job, and the agents' own reports of its room."""

import pytest

from aftercall.session.forms import ReportForm
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.store import store_analysis
from aftercall.warehouse.stored_call import StoredCall, Verdict
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import row


def jobless_report() -> StoredCall:
    """A PostCallReport of the room that does not tell its job."""
    return calls.call(calls.session("RM_one.report_1", form=ReportForm.POST_CALL_REPORT), body="post")


def job(number: str) -> StoredCall:
    """The agent's own report of one job in the room."""
    return calls.call(calls.session(f"RM_one.AJ_{number}", job_id=f"AJ_{number}"), body=number)


def session_ids(warehouse: Connection) -> list[str]:
    found = warehouse.execute("SELECT session_id FROM warehouse.sessions ORDER BY 1").fetchall()
    return [session_id for (session_id,) in found]


@pytest.mark.parametrize("agent_first", [False, True])
def test_a_report_without_a_job_belongs_to_the_one_job_of_its_room(
    warehouse: Connection, agent_first: bool
) -> None:
    reports = [job("one"), jobless_report()]
    outcomes = [store_analysis(warehouse, one) for one in (reports if agent_first else reversed(reports))]

    assert session_ids(warehouse) == ["RM_one.AJ_one"]
    assert outcomes[-1].session_id == "RM_one.AJ_one"
    assert outcomes[-1].verdict is (Verdict.SUPERSEDED if agent_first else Verdict.STORED)
    kept = row(warehouse, "superseded_reports", "RM_one.AJ_one")
    assert (kept["superseded_session_id"], kept["form"]) == ("RM_one.report_1", "post_call_report")


def test_a_report_without_a_job_stays_alone_where_two_jobs_are_known(warehouse: Connection) -> None:
    for one in (job("one"), job("two"), jobless_report()):
        assert store_analysis(warehouse, one).verdict is Verdict.STORED
    assert session_ids(warehouse) == ["RM_one.AJ_one", "RM_one.AJ_two", "RM_one.report_1"]


def test_a_report_that_was_merged_stays_so_when_a_second_job_reports(warehouse: Connection) -> None:
    for one in (job("one"), jobless_report(), job("two")):
        store_analysis(warehouse, one)

    assert store_analysis(warehouse, jobless_report()).verdict is Verdict.SUPERSEDED
    assert session_ids(warehouse) == ["RM_one.AJ_one", "RM_one.AJ_two"]


def test_reports_with_different_jobs_of_one_room_are_two_calls(warehouse: Connection) -> None:
    post_call = calls.session("RM_one.AJ_two", form=ReportForm.POST_CALL_REPORT, job_id="AJ_two")
    for one in (job("one"), calls.call(post_call, body="post")):
        assert store_analysis(warehouse, one).verdict is Verdict.STORED
    assert session_ids(warehouse) == ["RM_one.AJ_one", "RM_one.AJ_two"]
