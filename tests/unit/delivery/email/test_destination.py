"""What becomes of a mail, by what SES answers."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from aftercall.delivery.email.destination import EmailDestination
from aftercall.ledger.debts import Destination, Subject
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, Skipped, TryAgain, Unknown
from aftercall.reports.digests import (
    ContentGapsDigest,
    DailyDigest,
    DigestKind,
    DigestRecord,
    WeeklyDigest,
)
from tests.fakes.digests import DAY, a_profile, daily
from tests.fakes.ledger import a_claim

URL = "https://email.example"


@dataclass
class FakeSes:
    """Keeps what it is asked to send, or fails as it is told."""

    error: Exception | None = None
    sent: list[dict[str, Any]] = field(default_factory=list)

    def send_email(self, **request: Any) -> dict[str, str]:
        if self.error is not None:
            raise self.error
        self.sent.append(request)
        return {"MessageId": "0100-mail"}


def record(figures: DailyDigest | WeeklyDigest | ContentGapsDigest | None = None) -> DigestRecord:
    return DigestRecord(
        digest_id=7,
        kind=DigestKind.DAILY,
        period_start=DAY.start,
        period_end=DAY.end,
        figures=figures or daily(),
    )


def deliver(ses: FakeSes, found: DigestRecord | None = None, **claim: Any) -> Outcome:
    port = EmailDestination(
        profile=a_profile(recipients=("ann@brightline.example", "bo@brightline.example")),
        sender="digests@brightline.example",
        read_digest=lambda _: found,
        client=ses,
    )
    return port.deliver(a_claim(Destination.EMAIL, claim.pop("subject", Subject.DIGEST), "7", **claim))


def refused(code: str, status: int) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "SendEmail")


def test_one_message_goes_to_all_recipients_in_two_parts() -> None:
    ses = FakeSes()
    outcome = deliver(ses, record())
    assert isinstance(outcome, Delivered)
    assert outcome.external_id == "0100-mail"
    (request,) = ses.sent
    assert request["FromEmailAddress"] == "PandaDoc Voice Agent <digests@brightline.example>"
    assert request["Destination"] == {"ToAddresses": ["ann@brightline.example", "bo@brightline.example"]}
    simple = request["Content"]["Simple"]
    assert simple["Subject"]["Data"] == "PandaDoc Voice Agent Daily Summary - November 19, 2026"
    assert simple["Body"]["Html"]["Data"].startswith("<!DOCTYPE html>")
    assert simple["Body"]["Text"]["Data"].startswith("PANDADOC VOICE AGENT DAILY SUMMARY")


def test_the_same_mail_is_not_sent_again() -> None:
    ses = FakeSes()
    first = deliver(ses, record())
    assert isinstance(first, Delivered)
    again = deliver(ses, record(), delivered_hash=first.payload_hash, external_id="0100-mail")
    assert again == Delivered(first.payload_hash, "0100-mail")
    assert len(ses.sent) == 1


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (refused("TooManyRequestsException", 429), TryAgain("TooManyRequestsException")),
        (refused("LimitExceededException", 400), TryAgain("LimitExceededException")),
        (refused("SendingPausedException", 400), TryAgain("SendingPausedException")),
        (refused("AccessDeniedException", 403), TryAgain("AccessDeniedException")),
        (refused("MessageRejected", 400), Rejected("400 MessageRejected")),
        (refused("BadRequestException", 400), Rejected("400 BadRequestException")),
        (refused("InternalFailure", 500), Unknown("500 InternalFailure")),
        (refused("ServiceUnavailable", 503), Unknown("503 ServiceUnavailable")),
        (EndpointConnectionError(endpoint_url=URL), TryAgain("nothing was sent: EndpointConnectionError")),
        (ConnectTimeoutError(endpoint_url=URL), TryAgain("nothing was sent: ConnectTimeoutError")),
        (ReadTimeoutError(endpoint_url=URL), Unknown("no answer: ReadTimeoutError")),
        (ConnectionClosedError(endpoint_url=URL), Unknown("no answer: ConnectionClosedError")),
    ],
    ids=str,
)
def test_a_mail_that_may_have_gone_out_is_unknown_and_one_that_has_not_is_tried_again(
    error: Exception, outcome: Outcome
) -> None:
    assert deliver(FakeSes(error), record()) == outcome


def test_a_digest_that_is_gone_is_skipped() -> None:
    assert deliver(FakeSes()) == Skipped("no_such_digest")


def test_only_digests_for_mail_are_mailed() -> None:
    ses = FakeSes()
    assert isinstance(deliver(ses, record(ContentGapsDigest(failed_searches=1))), Rejected)
    assert isinstance(deliver(ses, record(), subject=Subject.SESSION), Rejected)
    assert ses.sent == []


def test_figures_that_another_version_wrote_are_refused_by_name() -> None:
    def unreadable(_: str) -> DigestRecord:
        DailyDigest.model_validate({"date": DAY.start.date() + timedelta(days=1)})
        raise AssertionError("figures without activity are no daily digest")

    port = EmailDestination(a_profile(), "a@brightline.example", unreadable, FakeSes())
    outcome = port.deliver(a_claim(Destination.EMAIL, Subject.DIGEST, "7"))
    assert outcome == Rejected("figures of another version: 3 fields do not fit")
