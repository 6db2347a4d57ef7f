"""``POST /sessions`` and ``POST /sessions/{id}/metrics``."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from aftercall.intake.acceptance import Acceptance, ReceivedBody
from aftercall.intake.http_exchange import Answer, HttpRequest
from aftercall.intake.json_body import read_json_object
from aftercall.intake.messages import Origin, SessionKind, SessionMessage
from aftercall.intake.ports import SessionMessages
from aftercall.intake.problem import invalid_path, unknown_path
from aftercall.intake.report_reading import ReportReader
from aftercall.intake.signatures.session_report import verify_report_signature
from aftercall.session.forms import SAFE_SESSION_ID, SAFE_SESSION_ID_WORDS
from aftercall.session.live_metrics import parse_live_feed
from aftercall.session.raw_reference import RawReference

MEDIA_TYPE = "application/json"
_METRICS_PATH = re.compile(r"/sessions/([^/]+)/metrics")


@dataclass(frozen=True, slots=True)
class SessionEndpoints:
    """Takes session reports and live metrics.

    Parameters
    ----------
    signing_keys
        Gives the current and the previous key.
    now
        The clock, aware UTC.
    """

    signing_keys: Callable[[], Sequence[str]]
    reader: ReportReader
    acceptance: Acceptance
    queues: SessionMessages
    now: Callable[[], datetime]

    def accept(self, request: HttpRequest) -> Answer:
        """Take whichever of the two the path names; raises Refusal or UnreadableReport."""
        if request.path == "/sessions":
            return self._accept_report(request)
        metrics = _METRICS_PATH.fullmatch(request.path)
        if metrics is None:
            raise unknown_path()
        return self._accept_metrics(request, request.path_parameters.get("id", metrics.group(1)))

    def _accept_report(self, request: HttpRequest) -> Answer:
        received_at = self._verify(request)
        report = self.reader.read(request.body)

        def enqueue(raw: RawReference) -> None:
            message = SessionMessage(
                session_id=report.session_id,
                kind=SessionKind.SESSION,
                form=report.form,
                raw=raw,
                origin=Origin.API,
                received_at=received_at,
            )
            self.queues.enqueue(message, report.priority, report.email_hash)

        return self._answer(request, "session", report.session_id, enqueue)

    def _accept_metrics(self, request: HttpRequest, session_id: str) -> Answer:
        received_at = self._verify(request)
        if not SAFE_SESSION_ID.fullmatch(session_id):
            raise invalid_path("id", f"a session id of {SAFE_SESSION_ID_WORDS}")
        parse_live_feed(read_json_object(request.body))

        def enqueue(raw: RawReference) -> None:
            message = SessionMessage(
                session_id=session_id,
                kind=SessionKind.METRICS,
                form=None,
                raw=raw,
                origin=Origin.API,
                received_at=received_at,
            )
            self.queues.enqueue(message)

        return self._answer(request, "metrics", session_id, enqueue)

    def _verify(self, request: HttpRequest) -> datetime:
        request.require_media_type(MEDIA_TYPE)
        now = self.now()
        verify_report_signature(request.header, request.body, self.signing_keys(), now.timestamp())
        return now

    def _answer(
        self,
        request: HttpRequest,
        kind: str,
        session_id: str,
        enqueue: Callable[[RawReference], None],
    ) -> Answer:
        folder = "sessions" if kind == "session" else kind
        received = ReceivedBody((seen_id(kind, session_id, request.body),), request.body, folder, MEDIA_TYPE)
        outcome = self.acceptance.accept(received, enqueue)
        self.acceptance.log.info(
            "session_body", kind=kind, session_id=session_id, size_bytes=len(request.body), outcome=outcome
        )
        status = 202 if outcome.value == "accepted" else 200
        return Answer(status, {"status": outcome.value, "session_id": session_id})


def seen_id(kind: str, session_id: str, body: bytes) -> str:
    """Give the id under which a session's body is remembered."""
    return f"{kind}:{session_id}:{hashlib.sha256(body).hexdigest()}"
