"""The caller's e-mail address and number, as said in the call."""

from datetime import UTC, datetime, timedelta

import pytest

from aftercall.language.prepare import annotate
from aftercall.language.spoken_contact import SpokenContact, spoken_contact
from aftercall.session.forms import ReportForm
from aftercall.session.models import Session, Speaker, Turn
from aftercall.session.turn_taking import measure_turn_taking
from tests.unit.analysis.calls import PROFILE

START = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)


def contact_of(*turns: tuple[str, str]) -> SpokenContact:
    """Read a call of these turns, each a speaker and a text."""
    spoken = tuple(
        Turn(item_id=f"item_{place}", speaker=Speaker(who), text=text, at=START + timedelta(seconds=place))
        for place, (who, text) in enumerate(turns)
    )
    session = Session(
        session_id="one",
        form=ReportForm.LIVEKIT_REPORT,
        start_time=START,
        end_time=START + timedelta(minutes=1),
        duration_seconds=60,
        turns=spoken,
        turn_taking=measure_turn_taking(spoken),
    )
    return spoken_contact(session, annotate(session, PROFILE).annotations)


@pytest.mark.parametrize(
    "text",
    [
        "Sure, it's j dot ortiz at brightline dot co",
        "You can write to j.ortiz@brightline.co please.",
        "No, not joe, it's J.Ortiz@Brightline.co",
    ],
)
def test_an_address_is_read_as_spoken_and_as_written(text: str) -> None:
    assert contact_of(("user", text)).email == "j.ortiz@brightline.co"


def test_a_correction_takes_the_place_of_a_mistake() -> None:
    told = contact_of(
        ("user", "It's maya at brightline dot com"),
        ("agent", "maya at brightline dot com?"),
        ("user", "No, mia at brightline dot com"),
    )
    assert told.email == "mia@brightline.com"


def test_what_the_agent_says_is_not_the_callers() -> None:
    assert contact_of(("agent", "Write to help@brightline.example")) == SpokenContact()


def test_an_address_of_somebody_else_is_not_the_callers() -> None:
    assert contact_of(("user", "Send it to my assistant, dana@brightline.example")).email is None


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("five zero three five five five zero one one four", "5035550114"),
        ("503-555-0114", "5035550114"),
        ("+1 503 555 0114", "+15035550114"),
    ],
)
def test_a_number_is_read_where_a_telephone_is_the_subject(said: str, phone: str) -> None:
    told = contact_of(("agent", "What is the best number to reach you?"), ("user", f"That's {said}."))
    assert told.phone == phone


def test_digits_that_are_no_telephone_number_are_left_alone() -> None:
    assert contact_of(("user", "We send 1000 2000 3000 documents.")).phone is None
