"""Whether the company works right now, and since when."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aftercall.profile.hours import BusinessHours


def open_since(hours: BusinessHours, now: datetime) -> datetime | None:
    """Give when the company opened, if it is open now; else None.

    Hours that close before they open end on the next day.
    """
    zone = ZoneInfo(hours.time_zone)
    today = now.astimezone(zone).date()
    overnight = hours.closes <= hours.opens
    for day in (today, today - timedelta(days=1)):
        if day.isoweekday() not in hours.days:
            continue
        opens = datetime.combine(day, hours.opens, tzinfo=zone)
        closes = datetime.combine(day + timedelta(days=overnight), hours.closes, tzinfo=zone)
        if opens.timestamp() <= now.timestamp() < closes.timestamp():
            return opens
    return None
