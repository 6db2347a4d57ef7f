"""A backlog neither holds up a new call nor puts old values over new ones."""

from datetime import timedelta

from local.replay import compact
from tests.e2e.stack import Stack

BACKLOG = 20
HOT_LEAD = "01-hot-lead-booked"
HOT_LEADS_EMAIL = "renata.solberg@tallgrass-staffing.example"
LONG_AGO = timedelta(days=200)


def test_a_hot_lead_overtakes_a_backlog_that_arrives_all_the_same(stack: Stack) -> None:
    year_old = stack.new_call(HOT_LEAD, ended_at=stack.now() - LONG_AGO)
    old = [stack.new_call(ended_at=stack.now() - LONG_AGO) for _ in range(BACKLOG)] + [year_old]
    hot = stack.new_call(HOT_LEAD)

    stack.drop(f"{hot.session_id}.jsonl", b"\n".join(compact(call.report) for call in old))
    stack.wait_until(lambda: stack.waiting("backfill") >= BACKLOG // 2, "the backlog")
    stack.send_whole_call(hot)
    row = stack.wait_for_analysis(hot.session_id)

    assert stack.waiting("backfill") > 0
    stack.wait_until_idle()
    assert [call.session_id for call in old if stack.footprint(call.session_id)["sessions"] != 1] == []
    assert stack.session(hot.session_id) == row | {"updated_at": stack.session(hot.session_id)["updated_at"]}
    lead = stack.row("leads", "email", HOT_LEADS_EMAIL)
    assert lead["latest_session_id"] == hot.session_id
    assert lead["first_call_date"] <= stack.session(year_old.session_id)["occurred_at"]
    assert lead["last_call_date"] == stack.session(hot.session_id)["occurred_at"]
