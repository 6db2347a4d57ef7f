"""Slack's signature of requests."""

import pytest

from aftercall.intake.problem import Refusal
from aftercall.intake.signatures.slack import sign_as_slack, verify_slack_signature

BODY = b"payload=%7B%7D"
SECRETS = ("current", "previous")
NOW = 1_772_452_800.0
STAMP = "1772452800"

# Slack, "Verifying requests from Slack": the example of the page, secret and signature included.
PUBLISHED_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
PUBLISHED_STAMP = "1531420618"
PUBLISHED_BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
    b"%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
PUBLISHED_SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


def refused(
    signature: str | None, stamp: str | None, body: bytes = BODY, now: float = NOW
) -> tuple[int, str, str | None]:
    with pytest.raises(Refusal) as caught:
        verify_slack_signature(signature, stamp, body, SECRETS, now)
    problem = caught.value.problem
    return problem.status, problem.slug, problem.field


def test_the_example_of_slacks_documentation_holds() -> None:
    verify_slack_signature(
        PUBLISHED_SIGNATURE,
        PUBLISHED_STAMP,
        PUBLISHED_BODY,
        (PUBLISHED_SECRET,),
        float(PUBLISHED_STAMP) + 10,
    )
    assert sign_as_slack(PUBLISHED_SECRET, PUBLISHED_STAMP, PUBLISHED_BODY) == PUBLISHED_SIGNATURE


@pytest.mark.parametrize("secret", SECRETS)
def test_the_current_and_the_previous_secret_hold(secret: str) -> None:
    verify_slack_signature(sign_as_slack(secret, STAMP, BODY), STAMP, BODY, SECRETS, NOW)


@pytest.mark.parametrize("age", [-300, 300])
def test_five_minutes_are_fresh(age: int) -> None:
    verify_slack_signature(sign_as_slack("current", STAMP, BODY), STAMP, BODY, SECRETS, NOW + age)


@pytest.mark.parametrize("age", [-301, 301])
def test_more_than_five_minutes_are_stale(age: int) -> None:
    signature = sign_as_slack("current", STAMP, BODY)
    stale = (403, "stale-signature", "X-Slack-Request-Timestamp")
    assert refused(signature, STAMP, now=NOW + age) == stale


def test_another_body_time_or_secret_does_not_hold() -> None:
    signature = sign_as_slack("current", STAMP, BODY)
    wrong = (403, "wrong-signature", "X-Slack-Signature")
    assert refused(signature, STAMP, body=BODY + b"&") == wrong
    assert refused(signature, "1772452801") == wrong
    assert refused(sign_as_slack("a stranger's", STAMP, BODY), STAMP) == wrong


@pytest.mark.parametrize("signature", ["v0=", "garbled", "v1=" + "0" * 64, "v0=\udcff", "é" * 40])
def test_a_garbled_signature_is_wrong(signature: str) -> None:
    assert refused(signature, STAMP) == (403, "wrong-signature", "X-Slack-Signature")


@pytest.mark.parametrize("stamp", ["soon", "-1", "1e9", "17724528000000", "١٧٧٢٤٥٢٨٠٠"])
def test_a_time_that_is_none_is_wrong(stamp: str) -> None:
    signature = sign_as_slack("current", stamp, BODY)
    assert refused(signature, stamp) == (403, "wrong-signature", "X-Slack-Request-Timestamp")


def test_without_signature_or_time_it_is_not_signed() -> None:
    assert refused(None, STAMP) == (401, "missing-signature", "X-Slack-Signature")
    assert refused("v0=00", None) == (401, "missing-signature", "X-Slack-Request-Timestamp")


def test_without_a_secret_nothing_holds() -> None:
    with pytest.raises(Refusal):
        verify_slack_signature(sign_as_slack("", STAMP, BODY), STAMP, BODY, (), NOW)
