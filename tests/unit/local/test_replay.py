from datetime import UTC, datetime

import jwt
import pytest
import urllib3

from local.replay import (
    DeliveryRefused,
    Receiver,
    ReceiverUnreachable,
    Sender,
    SigningKeys,
    recent,
    replay,
)
from local.replay_signing import sign_session_report
from local.samples.catalogue import read_sample
from tests.fakes.http_pool import Answer, FakePool

NOW = 1_773_200_000.0
KEYS = SigningKeys("APIkey1", "a secret of at least thirty-two bytes", "session key")
SAMPLE = read_sample("09-wrong-number")


def sender(pool: FakePool, host: str | None = None, waited: list[float] | None = None) -> Sender:
    waits = waited if waited is not None else []
    return Sender(Receiver("http://127.0.0.1:4566/", host), KEYS, pool, lambda: NOW, waits.append)


def test_a_call_is_sent_as_its_webhooks_and_then_its_report() -> None:
    pool = FakePool()

    steps = [progress.step for progress in replay([SAMPLE], sender(pool))]

    assert steps == ["room_started", "participant_joined", "room_finished", "session_report"]
    assert [request.url for request in pool.requests] == [
        *["http://127.0.0.1:4566/webhooks/livekit"] * 3,
        "http://127.0.0.1:4566/sessions",
    ]


def test_a_webhook_carries_a_bare_token_and_livekits_headers() -> None:
    pool = FakePool()

    sender(pool).post_webhook(SAMPLE.webhooks[0])

    headers = pool.requests[0].headers
    assert headers["Content-Type"] == "application/webhook+json"
    assert headers["User-Agent"] == "LiveKit"
    assert jwt.decode(headers["Authorization"], options={"verify_signature": False})["iss"] == "APIkey1"


def test_the_report_is_signed_over_the_bytes_that_are_sent() -> None:
    pool = FakePool()

    sender(pool).post_report(SAMPLE.report)

    request = pool.requests[0]
    expected = sign_session_report(request.body, "session key", NOW)
    assert expected.items() <= request.headers.items()


def test_the_host_header_names_the_api_where_one_is_given() -> None:
    pool = FakePool()

    sender(pool, host="abc123.execute-api.127.0.0.1:4566").post_report(SAMPLE.report)

    assert pool.requests[0].headers["Host"] == "abc123.execute-api.127.0.0.1:4566"


def test_every_request_has_a_time_limit() -> None:
    pool = FakePool()

    list(replay([SAMPLE], sender(pool)))

    assert all(request.timeout.total is None for request in pool.requests)
    assert all(request.timeout.connect_timeout == 5.0 for request in pool.requests)
    assert all(request.timeout._read == 30.0 for request in pool.requests)  # noqa: SLF001 (read_timeout needs a started clock)


def test_progress_counts_up_to_the_number_of_requests() -> None:
    samples = [SAMPLE, read_sample("05-voicemail")]

    progress = list(replay(samples, sender(FakePool())))

    assert [step.done for step in progress] == list(range(1, 9))
    assert {step.total for step in progress} == {8}
    assert progress[-1].sample == "05-voicemail"
    assert progress[-1].session_id == f"{samples[1].report['room_id']}.{samples[1].report['job_id']}"


def test_a_busy_receiver_is_asked_again_after_growing_waits_with_the_same_body() -> None:
    waited: list[float] = []
    pool = FakePool(answers=[Answer(503), Answer(429), Answer(202)])

    status = sender(pool, waited=waited).post_report(SAMPLE.report)

    assert status == 202
    assert waited == [0.5, 1.0]
    assert len({request.body for request in pool.requests}) == 1


def test_a_refusal_is_not_repeated_and_quotes_the_answer() -> None:
    pool = FakePool(answers=[Answer(401, b'{"title":"Unauthorized","field":"Authorization"}')])

    with pytest.raises(
        DeliveryRefused, match=r"room_started was refused with HTTP status 401: .*Authorization"
    ):
        list(replay([SAMPLE], sender(pool)))

    assert len(pool.requests) == 1


def test_a_redirection_is_a_refusal() -> None:
    with pytest.raises(DeliveryRefused, match="307"):
        sender(FakePool(answers=[Answer(307)])).post_report(SAMPLE.report)


def test_a_receiver_that_never_answers_is_named() -> None:
    nobody = urllib3.exceptions.ProtocolError("connection refused")
    pool = FakePool(answers=[nobody, nobody, nobody])

    with pytest.raises(ReceiverUnreachable, match=r"http://127\.0\.0\.1:4566/sessions after 3 attempts"):
        sender(pool).post_report(SAMPLE.report)


def test_a_receiver_that_comes_up_late_gets_the_report() -> None:
    pool = FakePool(answers=[urllib3.exceptions.ProtocolError("connection refused"), Answer(202)])

    assert sender(pool).post_report(SAMPLE.report) == 202


def test_a_recent_call_is_another_call_that_has_just_ended() -> None:
    now = datetime(2027, 5, 4, 9, 30, tzinfo=UTC)

    call = recent(SAMPLE, now, "run 1")

    assert call.name == SAMPLE.name
    assert call.session_id != SAMPLE.session_id
    assert 0 <= now.timestamp() - call.report["timestamp"] < 4
