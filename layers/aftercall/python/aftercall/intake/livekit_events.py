"""Light reading of LiveKit webhooks: enough to refuse precisely, to deduplicate and to order.

Source: livekit/protocol ``livekit_webhook.proto``, as protobuf's JSON: lower camel case, 64-bit
integers as strings, unknown keys possible at any time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aftercall.intake.json_body import read_json_object
from aftercall.session.errors import UnreadableReport

_IDENTIFIER = re.compile(r"[!-~]{1,200}")
# Where a room's sid stands, by the kinds of event that have one.
_ROOM_PATHS = (
    ("room", "sid"),
    ("egressInfo", "roomId"),
    ("ingressInfo", "state", "roomId"),
    ("job", "room", "sid"),
)


@dataclass(frozen=True, slots=True)
class LiveKitEventHead:
    """What is read of an event at the edge.

    Parameters
    ----------
    event_id
        ``EV_...``; the same in every retry.
    room_sid
        ``RM_...``, where the event belongs to a room.
    """

    event_id: str
    event: str
    room_sid: str | None

    @property
    def group(self) -> str:
        """Events of one room keep their order; others stand alone."""
        return self.room_sid or self.event_id


def read_livekit_event(body: bytes) -> LiveKitEventHead:
    """Read an event's head; raises UnreadableReport naming the field."""
    document = read_json_object(body)
    return LiveKitEventHead(
        event_id=_identifier(document, "id", "the event's id, such as EV_..."),
        event=_identifier(document, "event", "the event's name, such as room_started"),
        room_sid=next(filter(None, (_at(document, path) for path in _ROOM_PATHS)), None),
    )


def _identifier(document: Mapping[str, object], field: str, expected: str) -> str:
    value = document.get(field)
    if not isinstance(value, str) or not _IDENTIFIER.fullmatch(value):
        raise UnreadableReport(field, expected)
    return value


def _at(document: Mapping[str, object], path: tuple[str, ...]) -> str | None:
    value: object = document
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else None
