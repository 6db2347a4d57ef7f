import json

import pytest

from aftercall.session.envelope import read_connection, read_signals
from aftercall.session.identity import normalise_email, normalise_phone, read_participant
from tests.unit.session.reports import Json, conversation, livekit, message, parse, tool_call

METADATA: Json = {
    "email": "Oda@BrightRoofs.example",
    "name": "Oda Lindqvist",
    "phone": "+1 (208) 555-0142",
    "time_zone": "America/Denver",
}


@pytest.mark.parametrize("metadata", [METADATA, json.dumps(METADATA)])
def test_metadata_may_be_an_object_or_json_text(metadata: object) -> None:
    participant = read_participant({"identity": "caller-1", "metadata": metadata})

    assert participant.participant_id == "caller-1"
    assert participant.email == "oda@brightroofs.example"
    assert participant.name == "Oda Lindqvist"
    assert participant.phone == "+12085550142"
    assert participant.time_zone == "America/Denver"


@pytest.mark.parametrize("participant", [None, "x", [], 7, {"metadata": "{broken"}, {"attributes": [1]}])
def test_an_unusable_participant_is_an_unknown_caller(participant: object) -> None:
    assert parse(conversation(participant=participant)).participant.email is None


def test_sip_attributes_give_phone_and_call() -> None:
    attributes = {"sip.phoneNumber": "+12085550142", "sip.twilio.callSid": "CA1", "odd": 5}
    session = parse(conversation(participant={"attributes": attributes}))

    assert session.participant.phone == "+12085550142"
    assert session.twilio_call_sid == "CA1"
    assert "odd" not in session.participant.attributes


def test_what_a_booking_was_given_fills_an_unknown_caller() -> None:
    arguments = {"customer_email": "A@x.example", "customer_name": "Ada"}
    session = parse(livekit(*tool_call("book_sales_meeting", arguments, {"success": True})))

    assert (session.participant.email, session.participant.name) == ("a@x.example", "Ada")


def test_metadata_goes_before_what_a_booking_was_given() -> None:
    calls = tool_call("book_sales_meeting", {"customer_email": "b@x.example"}, {"success": True})
    session = parse(livekit(*calls, participant={"metadata": {"email": "a@x.example"}}))

    assert session.participant.email == "a@x.example"


@pytest.mark.parametrize(
    "address",
    ["ada", "ada@", "@x.example", "ada@x", "a da@x.example", "ada@x..example", "a" * 250 + "@x.example", 5],
)
def test_what_has_not_the_shape_of_an_email_is_none(address: object) -> None:
    assert normalise_email(address) is None


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+12085550142", "+12085550142"),
        ("+44 20 7946 0018", "+442079460018"),
        ("0049 30 1234567", "+49301234567"),
        ("tel:+1-208-555-0142", "+12085550142"),
        ("sip:+12085550142@pstn.example;transport=tls", "+12085550142"),
        ("(208) 555-0142", "(208) 555-0142"),
        ("12085550142", "12085550142"),
    ],
)
def test_a_number_becomes_e164_only_where_its_country_is_written(written: str, number: str) -> None:
    assert normalise_phone(written) == number


@pytest.mark.parametrize(
    "written",
    ["anonymous", "", "+266696687", "+1", "+0123456789", "101", "+1234567890123456", "sip:ada@x.example", 5],
)
def test_withheld_numbers_and_other_texts_are_no_phone(written: object) -> None:
    assert normalise_phone(written) is None


def test_signals_are_read_under_the_names_of_the_specification() -> None:
    signals = read_signals(
        {
            "team_size": 12,
            "monthly_volume": 150.0,
            "integration_needs": ["salesforce", 3, ""],
            "pain_points": "slow turnaround",
            "decision_timeline": "this_quarter",
            "budget_authority": "Needs-Approval",
            "urgency": "HIGH",
            "qualification_tier": "Tier 1",
        }
    )

    assert signals is not None
    assert (signals.team_size, signals.monthly_volume) == (12, 150)
    assert signals.integration_needs == ("salesforce",)
    assert signals.pain_points == ("slow turnaround",)
    assert signals.decision_timeline == "this_quarter"
    assert signals.budget_authority == "needs_approval"
    assert signals.urgency == "high"
    assert signals.qualification_tier == "Tier 1"


@pytest.mark.parametrize(
    "value",
    [None, {}, [], "x", {"urgency": "soon", "team_size": -3, "qualification_tier": 1, "industry": " "}],
)
def test_signals_of_which_nothing_is_usable_are_none(value: object) -> None:
    assert read_signals(value) is None


def test_connection_is_read_under_the_names_of_the_specification() -> None:
    device = {"browser": "Firefox", "os": "Linux", "location": "US-ID"}
    quality = read_connection(
        {
            "bandwidth_in": 10,
            "bandwidth_out": 2**40,
            "packet_loss": 0.4,
            "jitter": 12,
            "device_info": device,
        }
    )

    assert quality is not None
    assert (quality.bandwidth_in_bytes, quality.bandwidth_out_bytes) == (10, 2**40)
    assert (quality.packet_loss_percent, quality.jitter_ms) == (0.4, 12.0)
    assert (quality.browser, quality.operating_system, quality.region) == ("Firefox", "Linux", "US-ID")


def test_impossible_connection_values_are_dropped() -> None:
    assert read_connection({"packet_loss": 130, "jitter": -2, "bandwidth_in": 1.5}) is None


def test_a_call_without_an_envelope_has_neither_signals_nor_connection() -> None:
    session = parse(livekit(message("assistant", "Hello", 1)))

    assert session.signals is None
    assert session.connection is None
