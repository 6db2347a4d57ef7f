"""``POST /webhooks/twilio/{call-status,recording,transcription,amd}``."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from aftercall.intake.acceptance import Acceptance, ReceivedBody
from aftercall.intake.http_exchange import Answer, HttpRequest
from aftercall.intake.messages import TelephonyKind, TelephonyMessage, TelephonySource
from aftercall.intake.ports import TelephonyEvents
from aftercall.intake.problem import unknown_path
from aftercall.intake.signatures.twilio import (
    ALGORITHM_HEADER,
    FORM,
    HEADER,
    JSON,
    verify_twilio_signature,
)
from aftercall.intake.twilio_events import KINDS, read_twilio_event
from aftercall.session.raw_reference import RawReference

PATH_PREFIX = "/webhooks/twilio/"
_TOKEN = re.compile(r"[!-~]{1,200}")


@dataclass(frozen=True, slots=True)
class TwilioWebhook:
    """Takes Twilio's webhooks.

    Parameters
    ----------
    auth_tokens
        Gives the current and the previous auth token.
    public_origin
        Scheme and host Twilio was told to call, such as ``https://calls.brightline.example``.
    now
        The clock, aware UTC.
    """

    auth_tokens: Callable[[], Sequence[str]]
    public_origin: str
    acceptance: Acceptance
    queue: TelephonyEvents
    now: Callable[[], datetime]

    def accept(self, request: HttpRequest) -> Answer:
        """Verify, read, keep and queue one event.

        Raises Refusal (401, 403, 404, 415) or UnreadableReport.
        """
        kind = _kind_of(request.path)
        media_type = request.require_media_type(FORM, JSON)
        received_at = self.now()
        verify_twilio_signature(
            request.header(HEADER.lower()),
            self._signed_url(request),
            media_type,
            request.body,
            self.auth_tokens(),
            request.header(ALGORITHM_HEADER.lower()),
        )
        head = read_twilio_event(kind, media_type, request.body)

        def enqueue(raw: RawReference) -> None:
            message = TelephonyMessage(
                event_id=head.event_id,
                source=TelephonySource.TWILIO,
                kind=kind,
                raw=raw,
                received_at=received_at,
            )
            self.queue.enqueue(message, head.call_sid)

        seen_ids = [f"twilio:{head.event_id}", *_token_ids(request)]
        received = ReceivedBody(seen_ids, request.body, "twilio", media_type)
        outcome = self.acceptance.accept(received, enqueue)
        self.acceptance.log.info("twilio_event", kind=kind, call_sid=head.call_sid, outcome=outcome)
        return Answer(200, {"status": outcome.value})

    def _signed_url(self, request: HttpRequest) -> str:
        query = f"?{request.query}" if request.query else ""
        return f"{self.public_origin}{request.path}{query}"


def _kind_of(path: str) -> TelephonyKind:
    prefix, separator, name = path.rpartition(PATH_PREFIX)
    if not separator or prefix or name not in KINDS:
        raise unknown_path()
    return KINDS[name]


def _token_ids(request: HttpRequest) -> list[str]:
    # The token is not signed: it may tell a retry, but the signed fields alone stop a replay.
    token = request.header("i-twilio-idempotency-token")
    return [f"twilio:token:{token}"] if token is not None and _TOKEN.fullmatch(token) else []
