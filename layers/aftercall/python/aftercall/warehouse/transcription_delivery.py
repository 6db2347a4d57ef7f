"""Handing a Twilio call's transcription over to analysis, like a report that came by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aftercall.session.raw_reference import RawReference
from aftercall.telephony.transcription import transcription_body
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.telephony import due_transcription, mark_transcription_sent

type KeepBody = Callable[[bytes], RawReference]
"""Keeps a raw body and tells where."""

type EnqueueCall = Callable[[str, RawReference, datetime, str], None]
"""Queues a call for analysis: CallSid, its body, when that was put together, a token per further attempt."""


@dataclass(frozen=True, slots=True)
class TranscriptionDelivery:
    """Sends transcriptions that are due.

    The order is keep, queue, remember: a crash in between sends again, which changes nothing.

    Parameters
    ----------
    now
        The clock, aware UTC.
    """

    keep: KeepBody
    enqueue: EnqueueCall
    now: Callable[[], datetime]

    def send_if_due(self, connection: Connection, call_sid: str, attempt: str = "") -> bool:
        """Send the transcription of a call that is over, unless it was sent just so before.

        Parameters
        ----------
        attempt
            A token for sending the same transcription once more; empty for a new one.

        Raises
        ------
        WarehouseUnavailable, RejectedByWarehouse
            Or what keeping and queueing raise.
        """
        due = due_transcription(connection, call_sid)
        if due is None:
            return False
        reference = self.keep(transcription_body(due.call, due.segments))
        if reference.sha256 == due.sent_digest and not attempt:
            return False
        now = self.now()
        self.enqueue(call_sid, reference, now, attempt)
        mark_transcription_sent(connection, call_sid, reference, now)
        return True
