"""Many writers of the same few rooms, calls and people: nobody waits in a circle, nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest

from aftercall.session.forms import ReportForm
from aftercall.session.models import Participant
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.reconciliation import reconcile
from aftercall.warehouse.store import store_analysis
from aftercall.warehouse.telephony import fold_event
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import counts, row
from tests.unit.warehouse.telephony_events import (
    CALL_EVENTS,
    CALL_SID,
    ROOM_EVENTS,
    START,
    livekit,
    phone_caller,
)

type Work = Callable[[Connection], object]

EMAIL = "maya@brightline.example"
PHONE = "+15550100142"
LATE = START + timedelta(minutes=40)


def all_work() -> list[Work]:
    """Reports, a transcription and webhooks of four calls of one person, and the reconciliation."""
    people = (Participant(phone=PHONE), Participant(email=EMAIL, phone=PHONE), Participant(), None)
    reports = [
        calls.call(calls.session(f"RM_{name}.AJ_one", participant=person), body=name)
        for name, person in zip(("one", "two", "three", "four"), people, strict=True)
    ]
    transcription = calls.session(
        CALL_SID, form=ReportForm.TWILIO_TRANSCRIPTION, participant=Participant(phone=PHONE)
    )
    reports.append(calls.call(transcription, body="twilio"))
    joined = livekit("participant_joined", 2, participant=phone_caller(email=EMAIL))
    events = [*ROOM_EVENTS, *CALL_EVENTS, joined]
    return [
        *(lambda connection, one=one: store_analysis(connection, one) for one in reports),
        *(lambda connection, one=one: fold_event(connection, one, LATE) for one in events),
        lambda connection: reconcile(connection, LATE),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_writers_at_once_never_wait_in_a_circle_and_agree_in_the_end(
    warehouse: Connection, open_connection: Callable[[], Connection], seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - an order, not a secret
    hands = []
    for _ in range(5):
        work = all_work()
        random.shuffle(work)
        hands.append((open_connection(), work))

    def do(hand: tuple[Connection, list[Work]]) -> None:
        connection, work = hand
        for one in work:
            one(connection)

    with ThreadPoolExecutor(len(hands)) as pool:
        assert list(pool.map(do, hands)) == [None] * len(hands)
    sessions = warehouse.execute("SELECT session_id FROM warehouse.sessions ORDER BY 1").fetchall()
    assert [session_id for (session_id,) in sessions] == [
        f"RM_{name}.AJ_one" for name in ("four", "one", "three", "two")
    ]
    assert row(warehouse, "sessions", "RM_one.AJ_one")["user_email"] == EMAIL
    assert row(warehouse, "leads", EMAIL)["total_calls"] == 2
    assert row(warehouse, "leads", calls.EMAIL)["total_calls"] == 1
    assert row(warehouse, "superseded_reports", "RM_one.AJ_one")["superseded_session_id"] == CALL_SID
    assert counts(warehouse)["leads"] == 2
