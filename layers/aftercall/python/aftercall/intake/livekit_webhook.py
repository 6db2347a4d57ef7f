"""``POST /webhooks/livekit``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aftercall.intake.acceptance import Acceptance, ReceivedBody
from aftercall.intake.http_exchange import Answer, HttpRequest
from aftercall.intake.livekit_events import read_livekit_event
from aftercall.intake.messages import TelephonyKind, TelephonyMessage, TelephonySource
from aftercall.intake.ports import TelephonyEvents
from aftercall.intake.signatures.livekit import verify_livekit_signature
from aftercall.session.raw_reference import RawReference

MEDIA_TYPES = ("application/webhook+json", "application/json")


@dataclass(frozen=True, slots=True)
class LiveKitWebhook:
    """Takes LiveKit's webhooks.

    Parameters
    ----------
    secrets
        Gives the API secrets by API key, current and previous.
    now
        The clock, aware UTC.
    """

    secrets: Callable[[], Mapping[str, str]]
    acceptance: Acceptance
    queue: TelephonyEvents
    now: Callable[[], datetime]

    def accept(self, request: HttpRequest) -> Answer:
        """Verify, read, keep and queue one event.

        Raises Refusal (401, 403, 415) or UnreadableReport.
        """
        media_type = request.require_media_type(*MEDIA_TYPES)
        received_at = self.now()
        verify_livekit_signature(
            request.header("authorization"), request.body, self.secrets(), received_at.timestamp()
        )
        head = read_livekit_event(request.body)

        def enqueue(raw: RawReference) -> None:
            message = TelephonyMessage(
                event_id=head.event_id,
                source=TelephonySource.LIVEKIT,
                kind=TelephonyKind.LIVEKIT,
                raw=raw,
                received_at=received_at,
            )
            self.queue.enqueue(message, head.group)

        received = ReceivedBody((f"livekit:{head.event_id}",), request.body, "livekit", media_type)
        outcome = self.acceptance.accept(received, enqueue)
        self.acceptance.log.info("livekit_event", name=head.event, event_id=head.event_id, outcome=outcome)
        return Answer(200, {"status": outcome.value})
