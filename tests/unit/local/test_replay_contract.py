"""What the replay sends is what the product takes: signed and verified, written and read."""

from urllib.parse import urlencode

import pytest

from aftercall.intake.signatures.livekit import verify_livekit_signature
from aftercall.intake.signatures.session_report import verify_report_signature
from aftercall.intake.signatures.twilio import verify_twilio_signature
from aftercall.profile import load_profile
from aftercall.session.parsing import parse_report
from local.replay import compact
from local.replay_signing import (
    sign_livekit_webhook,
    sign_session_report,
    sign_twilio_form,
    with_body_hash,
)
from local.samples.catalogue import Sample, read_expected, read_samples

NOW = 1_773_200_000.0
SECRET = "a secret of at least thirty-two bytes"
SAMPLES = read_samples()
EXPECTED = read_expected()
TOOLS = load_profile().tools
PUBLIC_URL = "https://calls.example/webhooks/twilio/call-status"


@pytest.fixture(params=SAMPLES, ids=lambda sample: sample.name)
def sample(request: pytest.FixtureRequest) -> Sample:
    chosen: Sample = request.param
    return chosen


def test_the_intake_accepts_every_webhook_we_sign(sample: Sample) -> None:
    for event in sample.webhooks:
        body = compact(event)
        token = sign_livekit_webhook(body, "APIkey1", SECRET, NOW)

        verify_livekit_signature(token, body, {"APIkey1": SECRET}, NOW)


def test_the_intake_accepts_every_report_we_sign(sample: Sample) -> None:
    body = compact(sample.report)
    headers = {name.lower(): value for name, value in sign_session_report(body, "key", NOW).items()}

    verify_report_signature(headers.get, body, ["key"], NOW)


def test_the_intake_accepts_a_twilio_form_we_sign() -> None:
    form = {"CallSid": "CA123", "CallStatus": "completed", "From": "+12025550114"}

    verify_twilio_signature(
        sign_twilio_form(PUBLIC_URL, form, "token"),
        PUBLIC_URL,
        "application/x-www-form-urlencoded",
        urlencode(form).encode(),
        ["token"],
    )


def test_the_intake_accepts_a_twilio_json_body_we_sign() -> None:
    body = b'{"CallSid": "CA123"}'
    url = with_body_hash(PUBLIC_URL, body)

    verify_twilio_signature(sign_twilio_form(url, {}, "token"), url, "application/json", body, ["token"])


def test_every_report_is_read_into_the_session_it_describes(sample: Sample) -> None:
    expected = EXPECTED[sample.name]

    session = parse_report(sample.report, TOOLS)

    waits = [reply.e2e_latency_ms for reply in session.latencies if reply.e2e_latency_ms is not None]
    assert session.session_id == sample.session_id
    assert session.status == expected["status"]
    assert len(session.turns) == expected["turn_count"]
    assert sum(turn.interrupted for turn in session.turns) == expected["interrupted_count"]
    assert sum(waits) / len(waits) == pytest.approx(expected["average_latency_ms"], abs=0.51)
