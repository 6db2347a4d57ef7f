"""Who called, when that becomes known after the report, reaches MongoDB as well."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from aftercall.session.forms import ReportForm
from aftercall.session.models import Participant
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.document_following import Followed, follow_call
from aftercall.warehouse.documents import Documents
from aftercall.warehouse.errors import WarehouseUnavailable
from aftercall.warehouse.results import ResultStore
from aftercall.warehouse.session_row import CallKeys
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import row
from tests.integration.warehouse.telephony_house import House
from tests.unit.warehouse.telephony_events import CALL_SID

SESSION = "RM_one.AJ_one"
ANONYMOUS = f"anonymous:{SESSION}"
EMAIL = "maya@brightline.example"
PHONE = "+15550100142"
ROOM = CallKeys("RM_one", None)


@pytest.fixture
def results(warehouse: Connection, house: House) -> ResultStore:
    return ResultStore(lambda: warehouse, lambda: house.documents, "UTC")


def store(results: ResultStore, session_id: str = SESSION, **changes: Any) -> None:
    """Store a report of a caller that it does not know by e-mail."""
    participant = changes.pop("participant", Participant())
    session = calls.session(session_id, participant=participant, **changes)
    results.store(calls.call(session, body=session_id))


def joined(house: House) -> list[str]:
    person = {"sid": "PA", "kind": "SIP", "metadata": json.dumps({"email": EMAIL})}
    return house.deliver(house.room("participant_joined", 2, participant=person))


def came_by_phone(house: House) -> list[str]:
    person = {"sid": "PA", "kind": "SIP", "attributes": {"sip.twilio.callSid": CALL_SID}}
    return house.deliver(house.room("participant_joined", 2, participant=person))


def lead(house: House, session_id: str = SESSION) -> str | None:
    found = house.documents["transcripts"].find_one({"callId": session_id})
    return None if found is None else found["leadId"]


def test_a_caller_who_becomes_known_after_the_report_is_told_to_mongodb(
    house: House, results: ResultStore
) -> None:
    store(results)
    assert lead(house) == ANONYMOUS
    assert joined(house) == []
    assert lead(house) == EMAIL


def test_a_corrected_address_is_told_to_mongodb(house: House, results: ResultStore) -> None:
    store(results)
    joined(house)
    corrected = {"sid": "PA", "kind": "SIP", "metadata": '{"email": "jonas@brightline.example"}'}
    house.deliver(house.room("participant_left", 59, participant=corrected))
    assert lead(house) == "jonas@brightline.example"


def test_the_rest_of_the_document_stays_as_it_was(house: House, results: ResultStore) -> None:
    store(results)
    before = house.documents["transcripts"].find_one({"callId": SESSION})
    joined(house)
    after = house.documents["transcripts"].find_one({"callId": SESSION})
    assert before is not None
    assert after == {**before, "leadId": EMAIL}


def test_a_mongodb_outage_is_made_good_when_the_message_is_delivered_again(
    house: House, results: ResultStore, warehouse: Connection
) -> None:
    store(results)
    with house.mongodb_away():
        assert joined(house) == ["0"]
        assert row(warehouse, "sessions", SESSION)["user_email"] == EMAIL
    assert lead(house) == ANONYMOUS
    assert joined(house) == []
    assert lead(house) == EMAIL


def test_without_a_session_mongodb_is_not_asked(house: House) -> None:
    with house.mongodb_away():
        assert joined(house) == []


def test_a_transcription_is_sent_to_analysis_although_mongodb_is_away(
    house: House, results: ResultStore
) -> None:
    store(results, CALL_SID, form=ReportForm.TWILIO_TRANSCRIPTION)
    with house.mongodb_away():
        assert house.deliver(house.said("Hello", 1), house.completed()) == ["0", "1"]
        assert [message.session_id for message in house.sent()] == [CALL_SID]


@pytest.mark.parametrize("mongodb_was_away", [False, True])
def test_documents_of_a_twilio_call_that_turns_out_to_be_the_agents_go(
    house: House, results: ResultStore, mongodb_was_away: bool
) -> None:
    store(results)
    store(results, CALL_SID, form=ReportForm.TWILIO_TRANSCRIPTION)
    if mongodb_was_away:
        with house.mongodb_away():
            assert came_by_phone(house) == ["0"]
    assert came_by_phone(house) == []
    for collection in ("transcripts", "outcomes"):
        assert [one["callId"] for one in house.documents[collection].find()] == [SESSION]


def test_an_earlier_call_from_the_same_number_gets_the_lead_too(house: House, results: ResultStore) -> None:
    store(results, "RM_zero.AJ_zero", participant=Participant(phone=PHONE))
    store(results, participant=Participant(phone=PHONE))
    joined(house)
    assert (lead(house), lead(house, "RM_zero.AJ_zero")) == (EMAIL, EMAIL)


def test_a_report_whose_caller_is_known_by_number_gets_the_lead_of_that_number(
    house: House, results: ResultStore
) -> None:
    store(results, participant=Participant(email=EMAIL, phone=PHONE))
    store(results, "RM_two.AJ_two", participant=Participant(phone=PHONE))
    assert lead(house, "RM_two.AJ_two") == EMAIL


def test_other_callers_stay_who_they_are(house: House, results: ResultStore) -> None:
    store(results)
    store(results, "RM_two.AJ_two")
    joined(house)
    assert lead(house, "RM_two.AJ_two") == "anonymous:RM_two.AJ_two"


def test_following_again_changes_nothing(house: House, results: ResultStore, warehouse: Connection) -> None:
    store(results)
    joined(house)
    assert follow_call(warehouse, lambda: house.documents, ROOM) == Followed()


class Interruption:
    """Opens the documents, and does something else just before a given time."""

    def __init__(self, documents: Documents, disturb: Callable[[int], None]) -> None:
        self._documents = documents
        self._disturb = disturb
        self._times = 0

    def __call__(self) -> Documents:
        self._times += 1
        self._disturb(self._times)
        return self._documents


def test_who_called_may_change_while_the_documents_follow(
    house: House, results: ResultStore, warehouse: Connection
) -> None:
    store(results)

    def become_known(time: int) -> None:
        if time == 1:
            warehouse.execute("UPDATE warehouse.sessions SET lead_email = %s", [EMAIL])
            set_lead(house, "somebody.else@brightline.example")

    followed = follow_call(warehouse, Interruption(house.documents, become_known), ROOM)
    assert followed.leads_changed == 2
    assert lead(house) == EMAIL


def test_a_document_that_never_comes_to_rest_is_tried_again_later(
    house: House, results: ResultStore, warehouse: Connection
) -> None:
    store(results)
    restless = Interruption(
        house.documents, lambda time: set_lead(house, f"number-{time}@brightline.example")
    )
    with pytest.raises(WarehouseUnavailable, match="changed 5 times"):
        follow_call(warehouse, restless, ROOM)


def set_lead(house: House, email: str) -> None:
    house.documents["transcripts"].update_one({"callId": SESSION}, {"$set": {"leadId": email}})
