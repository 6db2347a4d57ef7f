"""A recorded call becomes a call that has just ended: times move, identifiers are renewed. Pure."""

import copy
import json
import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from local.samples.draws import hexadecimal, identifier

_SECONDS = {
    "timestamp",
    "created_at",
    "started_speaking_at",
    "stopped_speaking_at",
    "audio_recording_started_at",
}
_SECONDS_AS_TEXT = {"createdAt": 1, "creationTime": 1, "joinedAt": 1}
_FINER_AS_TEXT = {"creationTimeMs": 1_000, "joinedAtMs": 1_000, "unixMicro": 1_000_000}
_WIRE_TIMES = _SECONDS_AS_TEXT | _FINER_AS_TEXT
_LIVEKIT_PREFIXES = ("RM_", "AJ_", "PA_", "SCL_")

Json = dict[str, Any]


def shift_to(report: Json, webhooks: list[Json], ended_at: datetime) -> tuple[Json, list[Json]]:
    """Return copies in which the last thing that happened lies at most one second before ``ended_at``.

    All times move by the same whole number of seconds, so every duration stays what it was and the seconds of
    a webhook still agree with its milliseconds.

    Parameters
    ----------
    report
        A LiveKit session report; its times are epoch seconds (floats).
    webhooks
        LiveKit webhook bodies; their times are texts of seconds, milliseconds or microseconds.
    ended_at
        An aware datetime.
    """
    latest = max(_moments([report, webhooks]))
    offset = math.floor(ended_at.timestamp() - latest)
    return cast("Json", _moved(report, offset)), cast("list[Json]", _moved(webhooks, offset))


def renew_identifiers(report: Json, webhooks: list[Json], run_id: str) -> tuple[Json, list[Json]]:
    """Return copies whose room, job, participant, event and telephone call ids depend on ``run_id``.

    The same run id gives the same ids, so a repeated run is seen as a replay of the same calls; another run
    id makes other calls of them. References between the report and its webhooks stay intact.
    """
    texts = list(_texts([report, webhooks]))
    renewed = {old: _renewed(old, run_id) for old in texts if old.startswith(_LIVEKIT_PREFIXES)}
    renewed |= {old: hexadecimal("CA", f"{run_id}:{old}", 32) for old in _telephone_calls(webhooks)}
    renewed |= {event["id"]: _renewed(event["id"], run_id) for event in webhooks}
    return _replaced(report, renewed), _replaced(webhooks, renewed)


def _renewed(old: str, run_id: str) -> str:
    return identifier(old.split("_", 1)[0] + "_", f"{run_id}:{old}")


def _telephone_calls(webhooks: list[Json]) -> Iterator[str]:
    for event in webhooks:
        if sid := event.get("participant", {}).get("attributes", {}).get("sip.twilio.callSid"):
            yield sid


def _replaced[Document: (Json, list[Json])](value: Document, renewed: Mapping[str, str]) -> Document:
    text = json.dumps(value, ensure_ascii=False)
    for old, new in renewed.items():
        text = text.replace(old, new)
    return cast("Document", json.loads(text))


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list():
            for part in value:
                yield from _texts(part)


def _moments(value: object) -> Iterator[float]:
    """Yield every time in ``value`` as epoch seconds."""
    match value:
        case dict():
            for key, part in value.items():
                if key in _SECONDS and isinstance(part, int | float):
                    yield float(part)
                elif key in _WIRE_TIMES and isinstance(part, str):
                    yield int(part) / _WIRE_TIMES[key]
                else:
                    yield from _moments(part)
        case list():
            for part in value:
                yield from _moments(part)


def _moved(value: object, offset: int) -> object:
    match value:
        case dict():
            return {key: _moved_entry(key, part, offset) for key, part in value.items()}
        case list():
            return [_moved(part, offset) for part in value]
    return copy.copy(value)


def _moved_entry(key: str, value: object, offset: int) -> object:
    if key in _SECONDS and isinstance(value, int | float):
        return round(value + offset, 3)
    if key in _WIRE_TIMES and isinstance(value, str):
        return str(int(value) + offset * _WIRE_TIMES[key])
    return _moved(value, offset)
