"""A Twilio call's collected transcription as the document that is analysed like any report.

The shape is read by ``aftercall.session.twilio_transcription``.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from aftercall.telephony.calls import CallView
from aftercall.telephony.events import TranscriptSegment


def transcription_body(call: CallView, segments: Iterable[TranscriptSegment]) -> bytes:
    """Give the document, byte for byte the same for the same facts."""
    ordered = sorted(segments, key=lambda segment: (segment.sequence_id, segment.track, segment.segment_key))
    document = {
        "call_sid": call.call_key,
        "account_sid": call.account_sid,
        "from": call.from_number,
        "to": call.to_number,
        "direction": call.direction,
        "started_at": _iso(call.started_at),
        "completed_at": _iso(call.completed_at),
        "duration_seconds": call.duration_seconds,
        "answered_by": call.answered_by,
        "transcription_events": [
            {
                "event_id": segment.event_id,
                "sequence_id": segment.sequence_id,
                "track": segment.track,
                "transcript": segment.transcript,
                "confidence": segment.confidence,
                "at": _iso(segment.at),
                "final": segment.final,
            }
            for segment in ordered
        ],
    }
    return json.dumps(document, sort_keys=True, ensure_ascii=False).encode()


def _iso(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()
