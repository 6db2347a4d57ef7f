"""The transcript of a raw session and its interruption markers (spec 1.2)."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import timedelta

from aftercall.session.assembly import unique_item_ids
from aftercall.session.errors import UnreadableReport
from aftercall.session.models import Interruption, Speaker, Turn, TurnMetrics
from aftercall.session.reading import (
    LONGEST_DELAY_SECONDS,
    boolean,
    fraction,
    mapping,
    moment,
    non_negative,
    optional_text,
    require_mapping,
    require_moment,
    require_sequence,
    sequence,
)
from aftercall.session.utterances import drop_superseded, read_speaker

SOURCES = {"agent_initiated": True, "user_initiated": False}


def read_transcript(value: object) -> list[Turn]:
    """Read the utterances in chronological order, without interim texts that were replaced.

    Raises UnreadableReport where the list or an utterance's speaker, text or timestamp is wrong.
    """
    listed = require_sequence(value, "transcript")
    entries = [require_mapping(entry, f"transcript[{index}]") for index, entry in enumerate(listed)]
    item_ids = unique_item_ids(
        optional_text(entry.get("id")) or f"utterance_{index}" for index, entry in enumerate(entries)
    )
    read = (
        _turn(entry, item_id, f"transcript[{index}]")
        for index, (entry, item_id) in enumerate(zip(entries, item_ids, strict=True))
    )
    turns = [turn for turn in read if turn is not None]
    return drop_superseded(sorted(turns, key=lambda turn: turn.at))


def read_interruptions(value: object, turns: Sequence[Turn]) -> tuple[Interruption, ...] | None:
    """Read the list of interruptions, each with the agent turn that was being spoken then.

    None when there is no such list: then the turns' ``interrupted`` flags tell.
    """
    if not isinstance(value, list):
        return None
    spoken = [turn for turn in turns if turn.speaker is Speaker.AGENT]
    starts = [turn.at for turn in spoken]
    found: list[Interruption] = []
    for marker in sequence(value):
        at = moment(mapping(marker).get("timestamp") if isinstance(marker, Mapping) else marker)
        position = bisect_right(starts, at) if at is not None else 0
        if at is not None and position > 0:
            found.append(Interruption(item_id=spoken[position - 1].item_id, at=at))
    return tuple(found)


def _turn(entry: Mapping[str, object], item_id: str, path: str) -> Turn | None:
    speaker = read_speaker(entry.get("speaker"), f"{path}.speaker")
    at = require_moment(entry.get("timestamp"), f"{path}.timestamp")
    said = entry.get("text")
    if not isinstance(said, str):
        raise UnreadableReport(f"{path}.text", "a text")
    text = optional_text(said)
    if speaker is None or text is None:
        return None
    by_agent = speaker is Speaker.AGENT
    return Turn(
        item_id=item_id,
        speaker=speaker,
        text=text,
        at=at,
        interrupted=by_agent and boolean(entry.get("interrupted")) is True,
        final=boolean(entry.get("final")) is not False,
        transcript_confidence=fraction(entry.get("transcript_confidence")),
        agent_initiated=SOURCES.get(str(entry.get("source"))) if by_agent else None,
        metrics=_speech(entry),
    )


def _speech(entry: Mapping[str, object]) -> TurnMetrics:
    """Read when speech began and ended; ``duration_seconds`` counts from the timestamp."""
    started = moment(entry.get("started_speaking_at"))
    stopped = moment(entry.get("stopped_speaking_at"))
    seconds = non_negative(entry.get("duration_seconds"))
    if stopped is None and seconds is not None and seconds <= LONGEST_DELAY_SECONDS:
        started = started or moment(entry.get("timestamp"))
        stopped = None if started is None else started + timedelta(seconds=seconds)
    return TurnMetrics(started_speaking_at=started, stopped_speaking_at=stopped)
