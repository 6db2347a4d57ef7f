"""What Amplitude's answers mean for the ledger."""

from collections.abc import Mapping

import pytest
from amplitude.http_client import Response

from aftercall.delivery.amplitude.client import endpoint, outcome_of, send_events
from aftercall.delivery.amplitude.destination import AmplitudeDestination
from aftercall.delivery.amplitude.events import events_of
from aftercall.ledger.debts import Destination, Subject
from aftercall.ledger.outcomes import Delivered, Rejected, Skipped, TryAgain
from tests.fakes.call_records import a_call
from tests.fakes.ledger import a_claim

SECRET = {"api_key": "key"}
EVENTS = events_of(a_call(), "RM_1.AJ_1")


class FakeAmplitude:
    """Answers with one code after the other, 200 at last, and counts the requests."""

    def __init__(self, *answers: int | Exception) -> None:
        self.answers = list(answers)
        self.payloads: list[bytes] = []

    def post(self, url: str, payload: bytes) -> Response:
        self.payloads.append(payload)
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        return answered(answer)


def answered(code: int, body: Mapping[str, object] | None = None) -> Response:
    response = Response(Response.get_status(code), dict(body or {}))
    response.code = code
    return response


def test_what_was_sent_before_is_not_sent_again() -> None:
    amplitude = FakeAmplitude()

    def send(*arguments: object) -> Delivered:
        amplitude.post("", b"")
        return Delivered(str(arguments[3]))

    destination = AmplitudeDestination(lambda _: a_call(), lambda: SECRET, send)
    first = destination.deliver(a_claim(Destination.AMPLITUDE))
    assert isinstance(first, Delivered)
    again = destination.deliver(
        a_claim(Destination.AMPLITUDE, delivered_hash=first.payload_hash, external_id=first.external_id)
    )
    assert again == first
    assert len(amplitude.payloads) == 1


def test_a_call_that_is_gone_is_nothing_to_tell() -> None:
    destination = AmplitudeDestination(lambda _: None, lambda: SECRET)
    assert destination.deliver(a_claim(Destination.AMPLITUDE)) == Skipped("no_such_call")


def test_a_secret_without_a_key_waits_for_a_better_one() -> None:
    destination = AmplitudeDestination(lambda _: a_call(), lambda: {"api_key": ""})
    assert destination.deliver(a_claim(Destination.AMPLITUDE)) == TryAgain(
        'secret: expected a string "api_key"'
    )


def test_an_alert_is_refused_by_name() -> None:
    destination = AmplitudeDestination(lambda _: a_call(), lambda: SECRET)
    outcome = destination.deliver(a_claim(Destination.AMPLITUDE, Subject.ALERT, "7"))
    assert isinstance(outcome, Rejected)


def test_a_payload_that_is_too_large_is_sent_in_halves() -> None:
    amplitude = FakeAmplitude(413)
    assert isinstance(send_events(EVENTS, "u", "key", "hash", amplitude.post), Delivered)
    assert len(amplitude.payloads) == 3


@pytest.mark.parametrize("code", [408, 500, 503, -1])
def test_an_outage_is_tried_again_and_speaks_against_amplitude(code: int) -> None:
    outcome = outcome_of(answered(code))
    assert isinstance(outcome, TryAgain)
    assert outcome.destination_down


@pytest.mark.parametrize(
    "error", [ConnectionResetError(), ValueError("not JSON"), KeyError("code"), TimeoutError()]
)
def test_an_answer_that_is_lost_or_garbage_is_tried_again(error: Exception) -> None:
    amplitude = FakeAmplitude(error)
    assert isinstance(send_events(EVENTS, "u", "key", "hash", amplitude.post), TryAgain)


def test_a_throttled_caller_does_not_speak_against_amplitude() -> None:
    outcome = outcome_of(answered(429, {"throttled_users": {"sam@northwind.example": 31}}))
    assert isinstance(outcome, TryAgain)
    assert not outcome.destination_down


def test_a_wrong_key_waits_and_what_it_says_is_not_repeated() -> None:
    outcome = outcome_of(answered(400, {"error": "Invalid API key: 3f2a"}))
    assert outcome == TryAgain("400 invalid API key")


def test_a_refusal_names_the_fields_and_no_value() -> None:
    body = {"error": "sam@northwind.example", "events_with_invalid_fields": {"time": [0]}}
    assert outcome_of(answered(400, body)) == Rejected("400 invalid_fields: time")


def test_events_go_where_the_secret_says() -> None:
    assert endpoint({"server_url": "https://proxy.example/e"}) == "https://proxy.example/e"
    assert "eu" in endpoint({"server_zone": "EU"})
    assert endpoint({}) == "https://api2.amplitude.com/2/httpapi"
