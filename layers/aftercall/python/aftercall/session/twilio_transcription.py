"""A Twilio call with real-time transcription and no agent report, as our telephony fold collects it.

Shape (written by ``intake``, never accepted over HTTP)::

    {"call_sid", "account_sid", "from", "to", "direction", "started_at", "completed_at",
     "duration_seconds", "answered_by",
     "transcription_events": [{"event_id", "sequence_id", "track", "transcript", "confidence",
                               "at", "final"}]}

Which track is the caller: Twilio names tracks from its own side of one call leg. ``inbound_track``
is what Twilio hears from the party at the far end, ``outbound_track`` what it plays to that party.
On an ``inbound`` leg the far end is the person who called us; on an ``outbound-api`` leg it is the
person we called. Either way the inbound track is the person. Only on an ``outbound-dial`` leg, which
``<Dial>`` opens to bring our side into a running call, is the far end our side: there the tracks
swap. The person's number follows: ``from`` on inbound and on dialled legs, ``to`` on outbound-api.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from aftercall.session.assembly import SessionParts, assemble, unique_item_ids
from aftercall.session.errors import UnreadableReport
from aftercall.session.forms import ReportForm, session_id_of
from aftercall.session.identity import PHONE_ATTRIBUTE, normalise_phone
from aftercall.session.models import Participant, Session, Speaker, Turn
from aftercall.session.reading import (
    LONGEST_DELAY_SECONDS,
    MOMENT,
    boolean,
    count,
    earlier,
    fraction,
    moment,
    non_negative,
    optional_text,
    require_mapping,
    require_moment,
    require_sequence,
)
from aftercall.session.utterances import drop_superseded, join_utterances

OUTBOUND_DIAL = "outbound-dial"
OUTBOUND_API = "outbound-api"
FAR_END_TRACK = "inbound_track"
TRACKS = frozenset({FAR_END_TRACK, "outbound_track"})
ANSWERED_BY_ATTRIBUTE = "twilio.answeredBy"
DIRECTION_ATTRIBUTE = "twilio.direction"


def parse_twilio_transcription(document: Mapping[str, object]) -> Session:
    """Read a collected transcription; its events may be out of order and duplicated.

    A call of which only the caller's track was transcribed is not failed: our side was not heard,
    which does not mean that it was silent.

    Raises
    ------
    UnreadableReport
        When ``call_sid`` is unsafe, an event has no track, text or time, or no time is told at all.
    """
    session_id = session_id_of(document, ReportForm.TWILIO_TRANSCRIPTION)
    direction = optional_text(document.get("direction"))
    turns = _turns(document.get("transcription_events"), direction)
    start, end = _span(document, turns)
    return assemble(
        SessionParts(
            session_id=session_id,
            form=ReportForm.TWILIO_TRANSCRIPTION,
            start_time=start,
            end_time=end,
            turns=turns,
            participant=_participant(document, direction),
            agent_may_be_unheard=all(turn.speaker is Speaker.USER for turn in turns),
            twilio_call_sid=session_id,
        )
    )


def speaker_of(track: str, direction: str | None) -> Speaker:
    """Tell who speaks on a track of a leg of that direction."""
    far_end_is_ours = direction == OUTBOUND_DIAL
    return Speaker.AGENT if (track == FAR_END_TRACK) == far_end_is_ours else Speaker.USER


def _turns(value: object, direction: str | None) -> list[Turn]:
    listed = require_sequence(value, "transcription_events")
    events = [require_mapping(event, f"transcription_events[{index}]") for index, event in enumerate(listed)]
    ordered: list[tuple[datetime, int, Turn]] = []
    seen: set[object] = set()
    for index, event in enumerate(events):
        turn = _turn(event, direction, f"transcription_events[{index}]")
        sequence_id = count(event.get("sequence_id")) or 0
        identity = optional_text(event.get("event_id")) or (turn.at, turn.speaker, turn.text)
        if identity not in seen and turn.text:
            seen.add(identity)
            ordered.append((turn.at, sequence_id, turn))
    ordered.sort(key=lambda entry: entry[:2])
    turns = [turn for _, _, turn in ordered]
    distinct = unique_item_ids(turn.item_id for turn in turns)
    named = [turn.model_copy(update={"item_id": name}) for turn, name in zip(turns, distinct, strict=True)]
    return join_utterances(drop_superseded(named))


def _turn(event: Mapping[str, object], direction: str | None, path: str) -> Turn:
    track = event.get("track")
    if not isinstance(track, str) or track not in TRACKS:
        raise UnreadableReport(f"{path}.track", '"inbound_track" or "outbound_track"')
    transcript = event.get("transcript")
    if not isinstance(transcript, str):
        raise UnreadableReport(f"{path}.transcript", "a text")
    sequence_id = count(event.get("sequence_id"))
    return Turn(
        item_id=optional_text(event.get("event_id")) or f"utterance_{sequence_id or 0}",
        speaker=speaker_of(track, direction),
        text=optional_text(transcript) or "",
        at=require_moment(event.get("at"), f"{path}.at"),
        final=boolean(event.get("final")) is not False,
        transcript_confidence=fraction(event.get("confidence")),
    )


def _participant(document: Mapping[str, object], direction: str | None) -> Participant:
    number = optional_text(document.get("to" if direction == OUTBOUND_API else "from"))
    told = {
        PHONE_ATTRIBUTE: number,
        DIRECTION_ATTRIBUTE: direction,
        ANSWERED_BY_ATTRIBUTE: optional_text(document.get("answered_by")),
    }
    return Participant(
        phone=normalise_phone(number),
        attributes={name: text for name, text in told.items() if text is not None},
    )


def _span(document: Mapping[str, object], turns: Sequence[Turn]) -> tuple[datetime, datetime]:
    spoken = [turn.at for turn in turns]
    start, end = moment(document.get("started_at")), moment(document.get("completed_at"))
    seconds = non_negative(document.get("duration_seconds"))
    lasted = None if seconds is None else min(seconds, LONGEST_DELAY_SECONDS)
    if start is None and end is not None and lasted is not None:
        start = earlier(end, lasted)
    first = min([time for time in (start, *spoken) if time is not None], default=end)
    if first is None:
        raise UnreadableReport("started_at", MOMENT)
    if end is None and lasted is not None:
        end = first + timedelta(seconds=lasted)
    return first, max([time for time in (end, *spoken) if time is not None], default=first)
