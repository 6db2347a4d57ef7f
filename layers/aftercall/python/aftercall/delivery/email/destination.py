"""E-mail as the ledger's destination: one message to all recipients, through Amazon SES (API v2).

SES cannot tell a mail from its repetition, so an attempt that may have gone out is never made again unasked.
SES itself writes the MIME message from subject and parts: nothing of ours gets near a header.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formataddr
from typing import Any, Protocol

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
)
from pydantic import ValidationError

from aftercall.delivery.email.rendering import Mail, digest_mail
from aftercall.ledger.debts import Claim, Subject
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, Skipped, TryAgain, Unknown
from aftercall.profile.models import Profile
from aftercall.reports.digests import DailyDigest, DigestRecord, WeeklyDigest

# Somebody has to change a setting, a quota or a right; the mail itself is as it should be.
PASSING = frozenset(
    {
        "TooManyRequestsException",
        "Throttling",
        "ThrottlingException",
        "RequestLimitExceeded",
        "LimitExceededException",
        "SendingPausedException",
        "AccountSuspendedException",
        "MailFromDomainNotVerifiedException",
        "AccessDenied",
        "AccessDeniedException",
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "ExpiredToken",
        "ExpiredTokenException",
        "SignatureDoesNotMatch",
    }
)
NOTHING_SENT = (
    EndpointConnectionError,
    ConnectTimeoutError,
    NoCredentialsError,
    PartialCredentialsError,
    NoRegionError,
)
FIRST_SERVER_ERROR = 500


class SendsEmail(Protocol):
    """boto3's client ``sesv2``, as far as it is used."""

    def send_email(self, **request: Any) -> Any:  # noqa: ANN401 - boto3 makes its classes at run time
        """Send one mail."""
        ...


@dataclass(frozen=True, slots=True)
class EmailDestination:
    """Mails the daily and weekly digests.

    Parameters
    ----------
    sender
        A verified address of SES.
    read_digest
        Gives a digest; None where there is none (any more).
    client
        Without retries of its own.
    """

    profile: Profile
    sender: str
    read_digest: Callable[[str], DigestRecord | None]
    client: SendsEmail
    public_base_url: str | None = None

    def deliver(self, claim: Claim) -> Outcome:
        """Send one mail."""
        if claim.debt.subject is not Subject.DIGEST:
            return Rejected(f"{claim.debt.subject}: only digests are mailed")
        try:
            record = self.read_digest(claim.debt.subject_id)
        except ValidationError as error:
            return Rejected(f"figures of another version: {error.error_count()} fields do not fit")
        if record is None:
            return Skipped("no_such_digest")
        if not isinstance(record.figures, DailyDigest | WeeklyDigest):
            return Rejected(f"{record.kind}: only daily and weekly digests are mailed")
        mail = digest_mail(record.figures, self.profile, self.public_base_url)
        payload_hash = payload_hash_of(mail)
        if payload_hash == claim.delivered_hash:
            return Delivered(payload_hash, claim.external_id)
        return self._send(mail, payload_hash)

    def _send(self, mail: Mail, payload_hash: str) -> Outcome:
        try:
            answer = self.client.send_email(**self._request(mail))
        except ClientError as error:
            return outcome_of_refusal(error)
        except NOTHING_SENT as error:
            return TryAgain(f"nothing was sent: {type(error).__name__}")
        except BotoCoreError as error:
            return Unknown(f"no answer: {type(error).__name__}")
        message_id = answer.get("MessageId")
        return Delivered(payload_hash, message_id if isinstance(message_id, str) else None)

    def _request(self, mail: Mail) -> dict[str, object]:
        name = f"{self.profile.product.name} Voice Agent"
        return {
            "FromEmailAddress": formataddr((" ".join(name.split()), self.sender), charset="utf-8"),
            "Destination": {"ToAddresses": list(self.profile.digests.recipients)},
            "Content": {
                "Simple": {
                    "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                    "Body": {
                        "Text": {"Data": mail.text, "Charset": "UTF-8"},
                        "Html": {"Data": mail.html, "Charset": "UTF-8"},
                    },
                }
            },
        }


def outcome_of_refusal(error: ClientError) -> Outcome:
    """Read what SES said: its code, never its message, which repeats addresses."""
    code = str(error.response.get("Error", {}).get("Code", "unknown"))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in PASSING:
        return TryAgain(code)
    if status >= FIRST_SERVER_ERROR:
        return Unknown(f"{status} {code}")
    return Rejected(f"{status} {code}")


def payload_hash_of(mail: Mail) -> str:
    """Give what tells one mail from another."""
    return hashlib.sha256(f"{mail.subject}\0{mail.text}\0{mail.html}".encode()).hexdigest()
