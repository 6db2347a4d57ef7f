"""What a stored call owes, and what becomes of that when more is known of the call."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from aftercall.ledger.debts import Claim, Destination
from aftercall.ledger.outcomes import Delivered
from aftercall.reports.alert_record import AlertType, NewAlert
from aftercall.reports.call_record import CallRecord
from aftercall.session.forms import ReportForm
from aftercall.session.models import Participant
from aftercall.warehouse.alerts_history import read_alert
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.ledger import WarehouseLedger
from aftercall.warehouse.store import store_analysis
from aftercall.warehouse.stored_call import Verdict
from aftercall.warehouse.telephony import fold_event
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import START
from tests.integration.warehouse.ledger_house import deliveries, delivery
from tests.unit.warehouse.telephony_events import livekit, phone_caller

SESSION = "RM_one.AJ_one"
NOW = START + timedelta(minutes=3)
LATER = NOW + timedelta(minutes=10)
SALESFORCE, AMPLITUDE, SLACK = Destination.SALESFORCE, Destination.AMPLITUDE, Destination.SLACK


def alert(call: CallRecord, name: str = "hot_lead") -> NewAlert:
    return NewAlert(
        alert_type=AlertType.BUSINESS,
        alert_name=name,
        dedup_key=f"{name}:{call.session_id}",
        message=f"Hot lead: score {call.lead_score}",
        session_id=call.session_id,
    )


def hot_lead(call: CallRecord, _: datetime) -> Sequence[NewAlert]:
    return (alert(call),)


def pay(connection: Connection, destination: Destination, external_id: str, now: datetime = NOW) -> Claim:
    ledger = WarehouseLedger(lambda: connection, lambda _: None)
    claim = ledger.claim(destination, now)
    assert claim is not None, "nothing was due"
    ledger.settle(claim, Delivered(f"hash of {external_id}", external_id), now, 0.5)
    return claim


def standing(connection: Connection, destination: Destination) -> tuple[Any, ...]:
    row = delivery(connection, destination=destination)
    return row["subject_id"], row["status"], row["dedupe_id"], row["external_id"]


def test_a_stored_call_owes_salesforce_and_amplitude(warehouse: Connection) -> None:
    outcome = store_analysis(warehouse, calls.call())
    assert outcome.owed == {SALESFORCE, AMPLITUDE}
    assert [(row["destination"], row["subject"], row["subject_id"]) for row in deliveries(warehouse)] == [
        ("salesforce", "session", SESSION),
        ("amplitude", "session", SESSION),
    ]
    row = delivery(warehouse, destination="salesforce")
    assert (row["status"], row["due_at"], row["gives_up_at"]) == ("pending", NOW, NOW + timedelta(hours=24))


def test_an_alert_of_a_call_is_owed_to_slack(warehouse: Connection) -> None:
    outcome = store_analysis(warehouse, calls.call(), hot_lead)
    assert SLACK in outcome.owed
    row = delivery(warehouse, destination="slack")
    assert (row["subject"], row["session_id"]) == ("alert", SESSION)
    kept = read_alert(warehouse, row["subject_id"])
    assert kept is not None
    assert (kept.alert_name, kept.session_id, kept.triggered_at) == ("hot_lead", SESSION, NOW)


def test_what_alerts_are_decided_on_is_the_call_as_it_was_just_written(warehouse: Connection) -> None:
    seen: list[CallRecord] = []

    def look(call: CallRecord, now: datetime) -> Sequence[NewAlert]:
        assert now == NOW
        seen.append(call)
        return ()

    store_analysis(warehouse, calls.call(), look)
    assert [(one.lead_score, one.meeting_booked, one.backfilled) for one in seen] == [(84, True, False)]
    assert seen[0].person is not None
    assert seen[0].person.latest_session_id == SESSION


def test_when_the_call_is_not_kept_nothing_is_owed(warehouse: Connection) -> None:
    def fail(_: CallRecord, __: datetime) -> Sequence[NewAlert]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store_analysis(warehouse, calls.call(), fail)
    assert deliveries(warehouse) == []
    assert calls.counts(warehouse)["sessions"] == 0


def test_a_call_that_is_stored_again_is_told_again_and_alerts_nobody_twice(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(), hot_lead)
    for destination in (SALESFORCE, AMPLITUDE, SLACK):
        pay(warehouse, destination, "there")
    again = calls.call(origin="replay", analyzed_at=LATER)
    assert store_analysis(warehouse, again, hot_lead).owed == {SALESFORCE, AMPLITUDE}
    assert [(row["destination"], row["status"], row["revision"]) for row in deliveries(warehouse)] == [
        ("salesforce", "pending", 2),
        ("amplitude", "pending", 2),
        ("slack", "delivered", 1),
    ]
    assert delivery(warehouse, destination="salesforce")["attempts"] == 0
    assert pay(warehouse, SALESFORCE, "there", LATER).delivered_hash == "hash of there"


def test_a_stale_analysis_owes_nothing(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(analyzed_at=LATER))
    pay(warehouse, SALESFORCE, "there", LATER)
    outcome = store_analysis(warehouse, calls.call())
    assert (outcome.verdict, outcome.owed) == (Verdict.STALE, frozenset())
    assert delivery(warehouse, destination="salesforce")["status"] == "delivered"


def test_a_call_of_a_batch_waits_behind_the_others(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(origin="inbox"))
    assert {row["priority"] for row in deliveries(warehouse)} == {1}


def test_an_alert_that_was_sent_says_so(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(), hot_lead)
    claim = pay(warehouse, SLACK, "1772640000.1")
    row = warehouse.execute("SELECT sent_at, sent_to FROM warehouse.alerts_history").fetchone()
    assert row == (NOW, "slack")
    assert claim.dedupe_id == f"alert:{claim.debt.subject_id}"


def twilio() -> Any:
    """The same call as ``agent``, as Twilio transcribed it."""
    return calls.call(calls.session("CA1", form=ReportForm.TWILIO_TRANSCRIPTION), body="twilio")


def agent() -> Any:
    return calls.call(calls.session(twilio_call_sid="CA1"), body="agent", analyzed_at=LATER)


def test_a_better_report_takes_over_what_was_delivered_of_a_lesser_one(warehouse: Connection) -> None:
    store_analysis(warehouse, twilio(), hot_lead)
    for destination in (SALESFORCE, AMPLITUDE, SLACK):
        pay(warehouse, destination, f"in {destination}")
    outcome = store_analysis(warehouse, agent(), hot_lead)
    assert outcome.absorbed == ("CA1",)
    assert standing(warehouse, SALESFORCE) == (SESSION, "pending", "CA1", "in salesforce")
    assert standing(warehouse, AMPLITUDE) == (SESSION, "pending", "CA1", "in amplitude")
    assert delivery(warehouse, destination="slack")["status"] == "delivered"
    assert pay(warehouse, SALESFORCE, "there", LATER).debt.session_id == SESSION


def test_an_alert_of_a_lesser_report_that_is_not_sent_yet_is_sent_once(warehouse: Connection) -> None:
    store_analysis(warehouse, twilio(), hot_lead)
    store_analysis(warehouse, agent(), hot_lead)
    row = delivery(warehouse, destination="slack")
    assert (row["status"], row["session_id"]) == ("pending", SESSION)
    kept = read_alert(warehouse, row["subject_id"])
    assert kept is not None
    assert (kept.session_id, kept.dedup_key) == (SESSION, f"hot_lead:{SESSION}")


def test_what_is_being_sent_of_a_lesser_report_is_settled_as_the_better_ones(warehouse: Connection) -> None:
    store_analysis(warehouse, twilio())
    ledger = WarehouseLedger(lambda: warehouse, lambda _: None)
    claim = ledger.claim(SALESFORCE, NOW)
    assert claim is not None
    store_analysis(warehouse, agent())
    assert ledger.settle(claim, Delivered("hash", "00Q1"), NOW, 0.5) is True
    assert standing(warehouse, SALESFORCE) == (SESSION, "pending", "CA1", "00Q1")


def joined_by_phone(connection: Connection) -> None:
    """Tell that the room of ``agent`` was the Twilio call: only now both are known to be one."""
    person = phone_caller(email="maya@brightline.example")
    person["attributes"]["sip.twilio.callSid"] = "CA1"
    fold_event(connection, livekit("participant_joined", 2, participant=person), LATER)


def unjoined_agent() -> Any:
    return calls.call(calls.session(), body="agent")


def test_of_two_that_were_both_delivered_the_better_one_stays(warehouse: Connection) -> None:
    store_analysis(warehouse, twilio())
    store_analysis(warehouse, unjoined_agent())
    for name in ("first", "second"):
        pay(warehouse, SALESFORCE, name)
    joined_by_phone(warehouse)
    row = delivery(warehouse, destination="salesforce")
    assert (row["subject_id"], row["dedupe_id"], row["status"]) == (SESSION, SESSION, "pending")


def test_of_two_of_which_only_the_lesser_was_delivered_that_one_is_continued(warehouse: Connection) -> None:
    store_analysis(warehouse, twilio())
    pay(warehouse, SALESFORCE, "in salesforce")
    store_analysis(warehouse, unjoined_agent())
    joined_by_phone(warehouse)
    assert standing(warehouse, SALESFORCE) == (SESSION, "pending", "CA1", "in salesforce")


def test_what_both_reports_of_a_call_alert_of_is_told_once(warehouse: Connection) -> None:
    store_analysis(warehouse, unjoined_agent(), hot_lead)
    pay(warehouse, SLACK, "told")
    store_analysis(warehouse, twilio(), hot_lead)
    joined_by_phone(warehouse)
    assert [(row["status"], row["reason"]) for row in deliveries(warehouse, destination="slack")] == [
        ("delivered", None),
        ("skipped", "superseded"),
    ]
    assert {row["session_id"] for row in deliveries(warehouse)} == {SESSION}


def test_who_called_when_that_becomes_known_later_is_told(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(calls.session(participant=Participant())))
    pay(warehouse, SALESFORCE, "in salesforce")
    person = phone_caller(email="maya@brightline.example")
    fold_event(warehouse, livekit("participant_joined", 2, participant=person), LATER)
    row = delivery(warehouse, destination="salesforce")
    assert (row["status"], row["revision"], row["due_at"]) == ("pending", 2, LATER)


def test_an_event_that_tells_nothing_new_is_told_nobody(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    pay(warehouse, SALESFORCE, "in salesforce")
    fold_event(warehouse, livekit("room_finished", 60), LATER)
    assert delivery(warehouse, destination="salesforce")["status"] == "delivered"


def test_a_call_that_turns_out_to_be_somebodys_is_told_of_anew(warehouse: Connection) -> None:
    number = Participant(phone="+15550100142")
    store_analysis(warehouse, calls.call(calls.session("RM_two.AJ_one", participant=number), body="two"))
    pay(warehouse, SALESFORCE, "in salesforce")
    known = Participant(phone="+15550100142", email="maya@brightline.example")
    store_analysis(warehouse, calls.call(calls.session(participant=known), analyzed_at=LATER))
    row = delivery(warehouse, destination="salesforce", subject_id="RM_two.AJ_one")
    assert (row["status"], row["revision"]) == ("pending", 2)


def test_a_person_who_loses_a_call_to_another_is_told_of_anew(warehouse: Connection) -> None:
    someone = phone_caller(email="jonas@brightline.example")
    fold_event(warehouse, livekit("participant_joined", 2, participant=someone), NOW)
    unknown = calls.call(calls.session(participant=Participant()))
    store_analysis(warehouse, unknown)
    earlier = calls.session(
        "RM_two.AJ_one",
        start=START - timedelta(days=1),
        participant=Participant(email="jonas@brightline.example"),
    )
    store_analysis(warehouse, calls.call(earlier, body="two"))
    for name in ("first", "second"):
        pay(warehouse, SALESFORCE, name)
    corrected = phone_caller(email="maya@brightline.example")
    fold_event(warehouse, livekit("participant_left", 59, participant=corrected), LATER)
    rows = deliveries(warehouse, destination="salesforce")
    assert {row["subject_id"]: row["status"] for row in rows} == {
        SESSION: "pending",
        "RM_two.AJ_one": "pending",
    }


def test_debts_go_with_an_erased_call(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(), hot_lead)
    warehouse.execute("DELETE FROM warehouse.sessions")
    assert deliveries(warehouse) == []
