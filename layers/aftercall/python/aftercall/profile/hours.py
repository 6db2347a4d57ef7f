"""When somebody works."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from aftercall.session.models import Noun


class BusinessHours(Noun):
    """When the company works."""

    time_zone: str
    days: tuple[int, ...] = Field(description="ISO weekdays, Monday is 1")
    opens: time
    closes: time

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, KeyError, OSError) as error:
            msg = "expected an IANA time zone such as America/New_York"
            raise ValueError(msg) from error
        return value

    def include(self, moment: datetime) -> bool:
        """Whether an aware time falls into them."""
        there = moment.astimezone(ZoneInfo(self.time_zone))
        return there.isoweekday() in self.days and self.opens <= there.time() < self.closes
