"""The call's own time, which every "tomorrow" is relative to."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from aftercall.profile.models import Profile
from aftercall.session.models import Session

_CLOSING = time(17)


@dataclass(frozen=True, slots=True)
class CallTime:
    """The call's own time: what "tomorrow" is relative to, and where the working day ends."""

    at: datetime
    zone: ZoneInfo
    closes: time = _CLOSING

    @property
    def today(self) -> date:
        """The local date of the call."""
        return self.at.astimezone(self.zone).date()

    def moment(self, day: date, clock: time | None = None, zone: ZoneInfo | None = None) -> datetime:
        """Give a local day and time as an aware UTC time."""
        return datetime.combine(day, clock or time(0), tzinfo=zone or self.zone).astimezone(UTC)


def call_time(session: Session, profile: Profile) -> CallTime:
    """Give what "tomorrow" means in a call: its start, in the caller's zone, else the company's."""
    hours = profile.business_hours
    zone = ZoneInfo(hours.time_zone)
    if session.participant.time_zone:
        try:
            zone = ZoneInfo(session.participant.time_zone)
        except (ValueError, KeyError, OSError):
            zone = ZoneInfo(hours.time_zone)
    return CallTime(session.start_time, zone, hours.closes)
