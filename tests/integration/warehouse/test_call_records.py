"""A call as it is told to others."""

from datetime import timedelta

from aftercall.reports.call_record import CallRecord
from aftercall.session.models import Participant, SessionStatus, Speaker, ToolRole
from aftercall.warehouse.call_records import read_call_record
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.reconciliation import reconcile
from aftercall.warehouse.store import store_analysis
from aftercall.warehouse.telephony import fold_event
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import EMAIL, START
from tests.unit.warehouse.telephony_events import ROOM_EVENTS

SESSION = "RM_one.AJ_one"


def record(connection: Connection, session_id: str = SESSION) -> CallRecord:
    found = read_call_record(connection, session_id)
    assert found is not None, "there is no such call"
    return found


def stored(
    connection: Connection, name: str, days: int, score: int, person: Participant | None = None
) -> None:
    session = calls.session(f"RM_{name}.AJ_one", start=START + timedelta(days=days), participant=person)
    store_analysis(connection, calls.call(session, body=name, understood=calls.reports(score=score)))


def test_a_call_that_is_not_there_is_none(warehouse: Connection) -> None:
    assert read_call_record(warehouse, SESSION) is None


def test_everything_that_was_understood_is_in_it(warehouse: Connection) -> None:
    one = calls.call()
    store_analysis(warehouse, one)
    told = record(warehouse)
    assert told.reports == one.reports
    assert (told.email, told.name, told.status) == (EMAIL, "Maya Lindqvist", SessionStatus.COMPLETED)
    assert (told.lead_score, told.sentiment, told.outcome) == (84, "positive", "qualified")
    assert (told.occurred_at, told.duration_seconds) == (START, 60)


def test_what_was_said_and_which_tools_were_used_is_in_it(warehouse: Connection) -> None:
    tools = (*calls.session().tool_calls, calls.booking_call("jonas@brightline.example"))
    store_analysis(warehouse, calls.call(calls.session(tool_calls=tools)))
    told = record(warehouse)
    assert [(turn.speaker, turn.text) for turn in told.transcript][:2] == [
        (Speaker.AGENT, "Hello, how can I help you today?"),
        (Speaker.USER, "We are 12 people and send eighty proposals a month."),
    ]
    assert [tool.role for tool in told.tool_uses] == [ToolRole.KNOWLEDGE_SEARCH, ToolRole.BOOKING]
    assert told.tool_uses[1].customer_email == "jonas@brightline.example"


def test_the_person_is_told_as_all_calls_together_tell(warehouse: Connection) -> None:
    stored(warehouse, "two", 2, score=90)
    stored(warehouse, "one", 0, score=60)
    person = record(warehouse).person
    assert person is not None
    assert (person.total_calls, person.lead_score, person.latest_session_id) == (2, 90, "RM_two.AJ_one")
    assert person.first_call_date == START


def test_a_room_without_a_report_hides_no_call_that_has_one(warehouse: Connection) -> None:
    stored(warehouse, "two", -1, 60, Participant(email="maya@brightline.example"))
    for event in ROOM_EVENTS:
        fold_event(warehouse, event, START + timedelta(minutes=2))
    assert reconcile(warehouse, START + timedelta(hours=1)).flagged == ("RM_one",)

    person = record(warehouse, "RM_two.AJ_one").person

    assert person is not None
    assert (person.latest_session_id, person.total_calls) == ("RM_two.AJ_one", 2)


def test_the_score_before_is_of_the_call_before_whatever_was_stored_first(warehouse: Connection) -> None:
    stored(warehouse, "three", 3, score=90)
    stored(warehouse, "two", 2, score=70)
    stored(warehouse, "one", 0, score=60)
    told = {name: record(warehouse, f"RM_{name}.AJ_one") for name in ("one", "two", "three")}
    before = {name: one.previous_lead_score for name, one in told.items()}
    assert before == {"one": None, "two": 60, "three": 70}


def test_who_is_known_by_phone_alone_has_a_score_before_too(warehouse: Connection) -> None:
    person = Participant(phone="+15550100142")
    stored(warehouse, "one", 0, 60, person)
    stored(warehouse, "two", 1, 70, person)
    told = record(warehouse, "RM_two.AJ_one")
    assert (told.previous_lead_score, told.person) == (60, None)


def test_a_caller_nobody_can_name_has_nobody(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(calls.session(participant=Participant())))
    told = record(warehouse)
    assert (told.email, told.person, told.previous_lead_score) == (None, None, None)


def test_a_body_that_could_not_be_read_is_a_failed_call_without_reports(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.unreadable())
    told = record(warehouse)
    assert (told.status, told.error_kind) == (SessionStatus.FAILED, "items[3].role")
    assert (told.transcript, told.reports.lead_score) == ((), None)


def test_a_batch_of_old_calls_says_so(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(origin="inbox"))
    assert record(warehouse).backfilled is True


def test_a_report_in_the_shape_of_another_version_counts_as_absent(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    warehouse.execute("UPDATE warehouse.analysis_results SET quality_analysis = '{\"stars\": 5}'")
    told = record(warehouse)
    assert told.reports.quality is None
    assert told.reports.lead_score is not None
