"""Which digests are due: the last period of each kind that has ended, until it is written.

A period is laid out on the clock of the company's zone, so a day of 23 or 25 hours is one day. After an
outage only the last period is made up for: nobody wants a week of old summaries at once.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from aftercall.profile.digests import DigestRules
from aftercall.reports.digest_readings import DigestPeriod
from aftercall.reports.digests import DigestKind

HOURLY = (DigestKind.CONTENT_GAPS, DigestKind.LOW_ENGAGEMENT, DigestKind.FEATURE_REQUESTS)
HOUR = timedelta(hours=1)
DAYS_OF_A_WEEK = 7

type Written = Collection[tuple[DigestKind, datetime]]


def due_digests(
    now: datetime, time_zone: str, rules: DigestRules, written: Written
) -> tuple[DigestPeriod, ...]:
    """Give the periods that are due and not written yet.

    Parameters
    ----------
    written
        Kind and start of digests that are there already; older ones than a fortnight do not matter.
    """
    known = {(kind, start.astimezone(UTC)) for kind, start in written}
    return tuple(
        period
        for period in _last_periods(now, ZoneInfo(time_zone), rules)
        if (period.kind, period.start.astimezone(UTC)) not in known
    )


def day_of(day: date, time_zone: str) -> DigestPeriod:
    """Give the period of a day's digest."""
    zone = ZoneInfo(time_zone)
    return DigestPeriod(DigestKind.DAILY, midnight(day, zone), midnight(day + timedelta(days=1), zone))


def week_ending(day: date, time_zone: str) -> DigestPeriod:
    """Give the period of a weekly digest whose last day this is."""
    zone = ZoneInfo(time_zone)
    first = day - timedelta(days=DAYS_OF_A_WEEK - 1)
    return DigestPeriod(DigestKind.WEEKLY, midnight(first, zone), midnight(day + timedelta(days=1), zone))


def week_with(day: date, time_zone: str, rules: DigestRules) -> DigestPeriod:
    """Give the period of the weekly digest that this day belongs to."""
    into_the_week = (day.isoweekday() - rules.weekly_on) % DAYS_OF_A_WEEK
    return week_ending(day - timedelta(days=into_the_week - DAYS_OF_A_WEEK + 1), time_zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Give a day's first moment as UTC; where midnight is skipped, the moment the clock jumps to."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _last_periods(now: datetime, zone: ZoneInfo, rules: DigestRules) -> Iterator[DigestPeriod]:
    sent_on = _last_sending_day(now, zone, rules)
    yesterday = sent_on - timedelta(days=1)
    if rules.daily:
        yield day_of(yesterday, zone.key)
    if rules.weekly:
        since_the_weekday = (sent_on.isoweekday() - rules.weekly_on) % DAYS_OF_A_WEEK
        yield week_ending(yesterday - timedelta(days=since_the_weekday), zone.key)
    if rules.hourly:
        end = _full_hour(now, zone)
        for kind in HOURLY:
            yield DigestPeriod(kind, end - HOUR, end)


def _last_sending_day(now: datetime, zone: ZoneInfo, rules: DigestRules) -> date:
    """Give the last day on which the time of sending has come."""
    today = now.astimezone(zone).date()
    sent_at = datetime.combine(today, rules.send_at, tzinfo=zone).astimezone(UTC)
    return today if now >= sent_at else today - timedelta(days=1)


def _full_hour(now: datetime, zone: ZoneInfo) -> datetime:
    """Give the last full hour by the zone's clock; not every zone is whole hours from UTC."""
    there = now.astimezone(zone)
    since = timedelta(minutes=there.minute, seconds=there.second, microseconds=there.microsecond)
    return now.astimezone(UTC) - since
