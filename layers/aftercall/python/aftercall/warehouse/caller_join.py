"""Joining a session with what telephony events told of its caller and its recording."""

from dataclasses import dataclass

from psycopg.rows import dict_row

from aftercall.session.models import Session
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.identity import CallerIdentity
from aftercall.warehouse.records import integer
from aftercall.warehouse.session_row import CallKeys


@dataclass(frozen=True, slots=True)
class CallerOfCall:
    """What the events of a session's room, else of its Twilio call, told so far."""

    identity: CallerIdentity
    twilio_call_sid: str | None = None
    recording_location: str | None = None
    recording_duration_seconds: int | None = None
    recording_channels: int | None = None

    def columns_for(self, session: Session | None) -> dict[str, object]:
        """Give the recording's columns; what the report itself says comes first."""
        reported = session.recording_location if session is not None else None
        return {
            "recording_location": reported or self.recording_location,
            "recording_duration_seconds": integer(self.recording_duration_seconds),
            "recording_channels": self.recording_channels,
        }


def caller_of_call(connection: Connection, keys: CallKeys) -> CallerOfCall:
    """Read the rows of the room and of the Twilio call; a value of the room's comes first."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            "SELECT * FROM warehouse.telephony_calls WHERE call_key = %(room)s OR call_key = %(twilio)s "
            "ORDER BY call_key = %(room)s DESC",
            {"room": keys.room_sid, "twilio": keys.twilio_call_sid},
        ).fetchall()
    found = {
        name: next((row[name] for row in rows if row[name] is not None), None)
        for name in (
            "caller_identity",
            "caller_email",
            "caller_name",
            "caller_phone",
            "twilio_call_sid",
            "recording_location",
            "recording_duration_seconds",
            "recording_channels",
        )
    }
    return CallerOfCall(
        identity=CallerIdentity(
            participant_id=found["caller_identity"],
            email=found["caller_email"],
            name=found["caller_name"],
            phone=found["caller_phone"],
        ),
        twilio_call_sid=found["twilio_call_sid"],
        recording_location=found["recording_location"],
        recording_duration_seconds=found["recording_duration_seconds"],
        recording_channels=found["recording_channels"],
    )
