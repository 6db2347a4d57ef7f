"""Telephony events: what a webhook's body tells, as facts about one room or one call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aftercall.telephony.facts import Fact, FactCollector


class CallSource(StrEnum):
    """Whose room or call it is."""

    LIVEKIT = "livekit"
    TWILIO = "twilio"


@dataclass(frozen=True, slots=True)
class TranscriptSegment:
    """One utterance of a Twilio call's real-time transcription.

    Parameters
    ----------
    segment_key
        Equal in every copy of the same event.
    sequence_id
        Order within the call.
    track
        ``inbound_track`` or ``outbound_track``.
    final
        False for a partial result that a later one replaces.
    """

    segment_key: str
    event_id: str
    sequence_id: int
    track: str
    transcript: str
    confidence: float | None
    at: datetime
    final: bool


@dataclass(frozen=True, slots=True)
class TelephonyEvent:
    """One event.

    Parameters
    ----------
    call_key
        Room sid or CallSid.
    """

    event_id: str
    source: CallSource
    call_key: str
    facts: Mapping[str, Fact]
    segments: tuple[TranscriptSegment, ...] = ()


@dataclass(frozen=True, slots=True)
class EventEnvelope:
    """What is known of an event's body besides the body.

    Parameters
    ----------
    kind
        ``livekit``, or Twilio's ``call-status``, ``recording``, ``transcription``, ``amd``.
    received_at
        When it was accepted, aware UTC: stands in where the body names no time.
    """

    event_id: str
    kind: str
    received_at: datetime


def expiry_of(call_key: str, source: CallSource, at: datetime) -> TelephonyEvent:
    """Give the event that nobody sends: a call that has gone on for too long is over."""
    collector = FactCollector(at)
    collector.earliest_time("expired_at", at)
    return TelephonyEvent(f"expiry:{call_key}", source, call_key, collector.facts)
