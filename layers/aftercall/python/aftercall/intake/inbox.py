"""Drops into the bucket's ``inbox/``: the way in for old calls and for bodies over 4 MB.

The bucket's permissions are the authority here, so nothing is signed. A drop is one report, or many
(``.jsonl``, one a line). It is deleted only once every report in it is queued or laid aside under
``rejected/`` with its problem beside it; a drop that is cut off half-way goes on where it stood,
because what was queued is remembered.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import unquote_plus

from aftercall.intake.acceptance import Acceptance, Outcome, ReceivedBody
from aftercall.intake.inbox_bucket import INBOX_PREFIX, Drop, DropGone, InboxBucket
from aftercall.intake.messages import Origin, SessionKind, SessionMessage
from aftercall.intake.ports import SessionMessages
from aftercall.intake.problem import Problem
from aftercall.intake.report_reading import ReadReport, ReportReader
from aftercall.intake.session_endpoints import seen_id
from aftercall.session.errors import UnreadableReport
from aftercall.session.raw_reference import RawReference
from aftercall.session.reading import mapping, sequence

# A drop is held in memory whole. A report grows to about twelve times its size while it is parsed
# (measured), and prepare_session has 20 seconds for it: 8 MB are some 12,000 turns.
DROP_LIMIT_BYTES = 50 * 1024 * 1024
REPORT_LIMIT_BYTES = 8 * 1024 * 1024
MANY_REPORTS_SUFFIX = ".jsonl"
_MEDIA_TYPE = "application/json"


class DropOutcome(StrEnum):
    """What became of a drop or of one report in it."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class DropCounts:
    """How many reports of a drop took which way."""

    accepted: int = 0
    duplicate: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Inbox:
    """Takes drops in."""

    bucket: InboxBucket
    reader: ReportReader
    acceptance: Acceptance
    queues: SessionMessages
    now: Callable[[], datetime]

    def take(self, key: str) -> DropCounts:
        """Take one drop in, whole; raises what S3, the queue or the secrets raise.

        A drop that is gone was taken in by an earlier delivery of the same event.
        """
        try:
            drop = self.bucket.find(key)
            outcomes = self._take_all(drop)
        except DropGone:
            self.acceptance.log.info("drop_gone")
            return DropCounts()
        self.bucket.delete(drop)
        counts = DropCounts(**{outcome.value: outcomes.count(outcome) for outcome in DropOutcome})
        self.acceptance.log.info(
            "drop_taken",
            size_bytes=drop.size_bytes,
            accepted=counts.accepted,
            duplicate=counts.duplicate,
            rejected=counts.rejected,
        )
        return counts

    def _take_all(self, drop: Drop) -> list[DropOutcome]:
        if drop.size_bytes > DROP_LIMIT_BYTES:
            expected = f"at most {DROP_LIMIT_BYTES} bytes; split a .jsonl file into several"
            return [self._reject_whole(drop, UnreadableReport("body", expected))]
        body = self.bucket.read(drop)
        if drop.key.lower().endswith(MANY_REPORTS_SUFFIX):
            return [self._take_line(drop, number, line) for number, line in _lines(body)]
        try:
            return [self._take_report(body)]
        except UnreadableReport as error:
            return [self._reject_whole(drop, error)]

    def _take_line(self, drop: Drop, number: int, line: bytes) -> DropOutcome:
        try:
            return self._take_report(line)
        except UnreadableReport as error:
            self._count_rejected(error)
            self.bucket.reject_line(drop, number, line, _problem(error))
            return DropOutcome.REJECTED

    def _reject_whole(self, drop: Drop, error: UnreadableReport) -> DropOutcome:
        self._count_rejected(error)
        self.bucket.reject_whole(drop, _problem(error))
        return DropOutcome.REJECTED

    def _count_rejected(self, error: UnreadableReport) -> None:
        self.acceptance.log.warning("drop_rejected", field=error.field, expected=error.expected)
        self.acceptance.metrics.count("BodiesReceived", kind="sessions", outcome=DropOutcome.REJECTED)

    def _take_report(self, body: bytes) -> DropOutcome:
        if len(body) > REPORT_LIMIT_BYTES:
            raise UnreadableReport("body", f"at most {REPORT_LIMIT_BYTES} bytes a report")
        report = self.reader.read(body)
        received = ReceivedBody((seen_id("session", report.session_id, body),), body, "sessions", _MEDIA_TYPE)
        outcome = self.acceptance.accept(received, lambda raw: self._enqueue(report, raw))
        return DropOutcome.ACCEPTED if outcome is Outcome.ACCEPTED else DropOutcome.DUPLICATE

    def _enqueue(self, report: ReadReport, raw: RawReference) -> None:
        message = SessionMessage(
            session_id=report.session_id,
            kind=SessionKind.SESSION,
            form=report.form,
            raw=raw,
            origin=Origin.INBOX,
            received_at=self.now(),
        )
        self.queues.enqueue(message, report.priority, report.email_hash)


def dropped_keys(event: Mapping[str, object]) -> Iterator[str]:
    """Give the keys an event names; folders and other prefixes are left out.

    EventBridge gives one key as it is; a notification of S3 itself gives several, URL-encoded.
    """
    for key in (*_keys_of_eventbridge(event), *_keys_of_notification(event)):
        if key.startswith(INBOX_PREFIX) and not key.endswith("/"):
            yield key


def _keys_of_eventbridge(event: Mapping[str, object]) -> Iterator[str]:
    key = mapping(mapping(event.get("detail")).get("object")).get("key")
    if isinstance(key, str):
        yield key


def _keys_of_notification(event: Mapping[str, object]) -> Iterator[str]:
    for record in sequence(event.get("Records")):
        key = mapping(mapping(mapping(record).get("s3")).get("object")).get("key")
        if isinstance(key, str):
            yield unquote_plus(key)


def _lines(body: bytes) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(io.BytesIO(body), start=1):
        if line.strip():
            yield number, line.strip()


def _problem(error: UnreadableReport) -> Mapping[str, str | int]:
    detail = f"{error.field}: expected {error.expected}"
    return Problem("invalid-body", "The body cannot be read", 400, detail, error.field).to_json()
