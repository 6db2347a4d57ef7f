"""One digest from the warehouse: read what its period needs, and compute what it says."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aftercall.operations.digests.executive import daily_digest, weekly_digest
from aftercall.operations.digests.quality import (
    content_gaps_digest,
    feature_requests_digest,
    low_engagement_digest,
)
from aftercall.operations.digests.schedule import midnight
from aftercall.profile.models import Profile
from aftercall.reports.digest_readings import DigestPeriod
from aftercall.reports.digests import Digest, DigestKind
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.digest_gap_readings import (
    read_feature_requests,
    read_hour_gaps,
    read_low_engagement,
)
from aftercall.warehouse.digest_readings import read_executive

WEEKS_LOOKED_BACK = 9
"""The last one, and eight to compare it with."""
DAYS_OF_A_WEEK = 7


def digest_of(connection: Connection, period: DigestPeriod, profile: Profile) -> Digest | None:
    """Compute a digest; None where there is nothing to say.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    if period.kind.is_executive:
        return _executive(connection, period, profile)
    news = timedelta(hours=profile.alerts.business.real_time_hours)
    hour = (period.start, period.end, news)
    match period.kind:
        case DigestKind.CONTENT_GAPS:
            return content_gaps_digest(read_hour_gaps(connection, *hour), profile)
        case DigestKind.LOW_ENGAGEMENT:
            below = profile.alerts.low_engagement.below_score
            return low_engagement_digest(read_low_engagement(connection, *hour, below), profile)
        case _:
            return feature_requests_digest(read_feature_requests(connection, *hour), profile)


def _executive(connection: Connection, period: DigestPeriod, profile: Profile) -> Digest | None:
    zone = ZoneInfo(profile.business_hours.time_zone)
    before = period_before(period, zone)
    weeks = tuple(week_bounds(period.end, zone))
    readings = read_executive(connection, period, before, weeks, profile)
    if readings is None:
        return None
    compute = daily_digest if period.kind is DigestKind.DAILY else weekly_digest
    return compute(readings, period, profile)


def period_before(period: DigestPeriod, zone: ZoneInfo) -> DigestPeriod:
    """Give the day before a day, or the week before a week, on the calendar."""
    days = 1 if period.kind is DigestKind.DAILY else DAYS_OF_A_WEEK
    first = period.start.astimezone(zone).date() - timedelta(days=days)
    return DigestPeriod(period.kind, midnight(first, zone), period.start)


def week_bounds(end: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Give the bounds of weeks up to a midnight, the newest first, on the calendar."""
    last = end.astimezone(zone).date()
    for week in range(WEEKS_LOOKED_BACK + 1):
        yield midnight(last - timedelta(days=DAYS_OF_A_WEEK * week), zone)
