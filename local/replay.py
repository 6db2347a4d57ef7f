"""Send sample calls the way a real agent does: LiveKit's signed webhooks, then the signed session report.

Nothing here reads a clock, a key or an address by itself; ``Sender`` gets them all.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import urllib3

from local.replay_shift import renew_identifiers, shift_to
from local.replay_signing import sign_livekit_webhook, sign_session_report
from local.samples.catalogue import Sample

LIVEKIT_PATH: Final = "/webhooks/livekit"
SESSIONS_PATH: Final = "/sessions"
TIMEOUT: Final = urllib3.Timeout(connect=5.0, read=30.0)
_ATTEMPTS: Final = 3
_WAIT_SECONDS: Final = 0.5
_RETRIED_STATUSES: Final = frozenset({429, 500, 502, 503, 504})
_PROBLEM_CHARACTERS: Final = 300


class DeliveryRefused(Exception):
    """The receiver answered with an error that a further attempt does not change."""

    def __init__(self, step: str, status: int, problem: str) -> None:
        super().__init__(f"{step} was refused with HTTP status {status}: {problem}")
        self.step, self.status, self.problem = step, status, problem


class ReceiverUnreachable(Exception):
    """No answer came within the time and the number of attempts allowed."""

    def __init__(self, step: str, url: str, attempts: int, reason: str) -> None:
        super().__init__(f"{step}: no answer from {url} after {attempts} attempts ({reason}); is it running?")
        self.step, self.url, self.attempts = step, url, attempts


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where to send to.

    ``url`` is the origin (``http://127.0.0.1:4566``); ``host`` replaces the Host header, which is how the
    local cloud tells its APIs apart (``<ApiId>.execute-api.127.0.0.1:<port>``).
    """

    url: str
    host: str | None = None


@dataclass(frozen=True, slots=True)
class SigningKeys:
    """LiveKit's API key and secret, and the key of ``POST /sessions``."""

    livekit_api_key: str
    livekit_secret: str
    session_key: str


@dataclass(frozen=True, slots=True)
class Progress:
    """One request of a replay that was accepted."""

    sample: str
    session_id: str
    step: str
    """The webhook's event name, or ``session_report``."""
    done: int
    total: int
    status: int


@dataclass(frozen=True, slots=True)
class Sender:
    """Signs and posts; ``clock`` gives epoch seconds, ``wait`` sleeps for seconds between two attempts."""

    receiver: Receiver
    keys: SigningKeys
    pool: urllib3.PoolManager
    clock: Callable[[], float]
    wait: Callable[[float], None]

    def post_webhook(self, event: dict[str, Any]) -> int:
        """Sign and post one LiveKit webhook body; return the HTTP status.

        Raises
        ------
        DeliveryRefused, ReceiverUnreachable
        """
        body = compact(event)
        token = sign_livekit_webhook(body, self.keys.livekit_api_key, self.keys.livekit_secret, self.clock())
        headers = {
            "Authorization": token,
            "Content-Type": "application/webhook+json",
            "User-Agent": "LiveKit",
        }
        return self._post(str(event["event"]), LIVEKIT_PATH, body, headers)

    def post_report(self, report: dict[str, Any]) -> int:
        """Sign and post one session report; return the HTTP status.

        Raises
        ------
        DeliveryRefused, ReceiverUnreachable
        """
        body = compact(report)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"livekit-agents/{report.get('sdk_version', 'unknown')}",
            **sign_session_report(body, self.keys.session_key, self.clock()),
        }
        return self._post("session_report", SESSIONS_PATH, body, headers)

    def _post(self, step: str, path: str, body: bytes, headers: dict[str, str]) -> int:
        url = self.receiver.url.rstrip("/") + path
        if self.receiver.host is not None:
            headers = {**headers, "Host": self.receiver.host}
        reason = ""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                answer = self.pool.request(
                    "POST", url, body=body, headers=headers, timeout=TIMEOUT, retries=False, redirect=False
                )
            except urllib3.exceptions.HTTPError as problem:
                reason = type(problem).__name__
            else:
                if answer.status < 300:  # noqa: PLR2004 (HTTP: below 300 is success)
                    return answer.status
                problem_text = answer.data.decode(errors="replace")[:_PROBLEM_CHARACTERS]
                if answer.status not in _RETRIED_STATUSES or attempt == _ATTEMPTS:
                    raise DeliveryRefused(step, answer.status, problem_text)
            if attempt < _ATTEMPTS:
                self.wait(_WAIT_SECONDS * 2 ** (attempt - 1))
        raise ReceiverUnreachable(step, url, _ATTEMPTS, reason)


def compact(document: dict[str, Any]) -> bytes:
    """Return the document as the bytes that are signed and sent."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def recent(sample: Sample, ended_at: datetime, run_id: str) -> Sample:
    """Return ``sample`` as a call of the run ``run_id`` that ended at ``ended_at``."""
    report, webhooks = shift_to(sample.report, sample.webhooks, ended_at)
    report, webhooks = renew_identifiers(report, webhooks, run_id)
    return Sample(sample.name, report, webhooks)


def replay(samples: Iterable[Sample], sender: Sender) -> Iterator[Progress]:
    """Send each sample's webhooks in their order and then its report, yielding after each accepted request.

    Raises
    ------
    DeliveryRefused
        The receiver does not want a request; nothing further is sent.
    ReceiverUnreachable
        The receiver does not answer.
    """
    chosen = list(samples)
    total = sum(len(sample.webhooks) + 1 for sample in chosen)
    done = 0
    for sample in chosen:
        for step, status in _send(sample, sender):
            done += 1
            yield Progress(sample.name, sample.session_id, step, done, total, status)


def _send(sample: Sample, sender: Sender) -> Iterator[tuple[str, int]]:
    for event in sample.webhooks:
        yield str(event["event"]), sender.post_webhook(event)
    yield "session_report", sender.post_report(sample.report)
