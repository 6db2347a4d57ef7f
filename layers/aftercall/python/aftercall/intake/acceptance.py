"""The effects of accepting a body, in the one order that neither loses nor doubles.

Store raw, enqueue, mark as seen. A crash before the queue leaves an object nobody refers to, and
the sender's retry finds it in place; a crash after the queue leaves the id unmarked, and the retry
is queued with the same deduplication id. Nothing is refused as a duplicate before it is safe.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aftercall.intake.ports import RawBodies, Remembered
from aftercall.session.raw_reference import RawReference
from aftercall.telemetry.log import StructuredLog
from aftercall.telemetry.metrics import MetricsWriter


class Outcome(StrEnum):
    """What became of a body."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class ReceivedBody:
    """A verified, readable body.

    Parameters
    ----------
    seen_ids
        Every id that makes it one; it is a duplicate when any of them is marked.
    kind
        Folder of the raw store: livekit, twilio, sessions or metrics.
    """

    seen_ids: Sequence[str]
    body: bytes
    kind: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Accepts bodies."""

    raw_store: RawBodies
    remembered: Remembered
    log: StructuredLog
    metrics: MetricsWriter

    def accept(self, received: ReceivedBody, enqueue: Callable[[RawReference], None]) -> Outcome:
        """Store, enqueue and mark a body, unless it was accepted before.

        Raises what the raw store and the queue raise; then nothing was accepted, and a retry is safe.
        """

        def keep_and_enqueue() -> None:
            enqueue(self.raw_store.put(received.body, received.kind, received.content_type))

        once = OnceOnly(self.remembered, self.log, self.metrics)
        return once.accept(received.seen_ids, received.kind, keep_and_enqueue)


@dataclass(frozen=True, slots=True)
class OnceOnly:
    """Does what is to be done for a body unless it was done before."""

    remembered: Remembered
    log: StructuredLog
    metrics: MetricsWriter

    def accept(self, seen_ids: Sequence[str], kind: str, effect: Callable[[], None]) -> Outcome:
        """Have the effect, then mark the ids, unless one of them is marked.

        Raises what the effect raises; then nothing was marked. Without the table of seen ids work goes
        on: Twilio does not repeat a lost webhook, while a doubled one is caught by the queue's
        deduplication and by idempotent writes. Where it did not answer the question it is not told the
        mark either: a sender waits only once for it.
        """
        seen = self._is_seen(seen_ids, kind)
        if seen:
            self.metrics.count("BodiesReceived", kind=kind, outcome=Outcome.DUPLICATE)
            return Outcome.DUPLICATE
        effect()
        if seen is not None:
            self._mark_seen(seen_ids, kind)
        self.metrics.count("BodiesReceived", kind=kind, outcome=Outcome.ACCEPTED)
        return Outcome.ACCEPTED

    def _is_seen(self, seen_ids: Sequence[str], kind: str) -> bool | None:
        """Tell whether any id is marked; None when the table does not answer."""
        try:
            return any(self.remembered.is_seen(seen_id) for seen_id in seen_ids)
        except Exception as error:  # noqa: BLE001 - see accept: going on is safer than refusing
            self._unavailable("is_seen", error, kind)
            return None

    def _mark_seen(self, seen_ids: Sequence[str], kind: str) -> None:
        try:
            for seen_id in seen_ids:
                self.remembered.mark_seen(seen_id)
        except Exception as error:  # noqa: BLE001 - the body is queued: the sender need not repeat it
            self._unavailable("mark_seen", error, kind)

    def _unavailable(self, step: str, error: Exception, kind: str) -> None:
        self.log.failure("seen_ids_unavailable", error, step=step, kind=kind)
        self.metrics.count("SeenIdsUnavailable", kind=kind)
