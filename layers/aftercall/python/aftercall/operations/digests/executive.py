"""The daily and the weekly digest, from what was read (spec 7.5)."""

from zoneinfo import ZoneInfo

from aftercall.operations.digests.business import (
    activity,
    booking_rate,
    impact,
    local_date,
    performance,
    qualification_rate,
    top_leads,
)
from aftercall.operations.digests.comparing import (
    capitalised,
    change_of,
    counted,
    percent,
    share,
    signed_percent,
)
from aftercall.operations.digests.findings import weekly_findings
from aftercall.operations.digests.trends import INTEGRATION, daily_trends, known_terms, moving_terms
from aftercall.profile.models import Profile
from aftercall.reports.digest_readings import DigestPeriod, ExecutiveReadings, WeekReading
from aftercall.reports.digests import DailyDigest, Driver, Statement, WeeklyDigest

MOST_DRIVERS = 3
FEWEST_WEEKS = 3


def daily_digest(readings: ExecutiveReadings, period: DigestPeriod, profile: Profile) -> DailyDigest:
    """Compute a day's digest."""
    zone = ZoneInfo(profile.business_hours.time_zone)
    return DailyDigest(
        date=local_date(period.start, zone).date(),
        activity=activity(readings.current, readings.before),
        performance=performance(readings.current, readings.before, profile),
        impact=impact(readings, period, profile),
        top_leads=top_leads(readings.leads, profile),
        trends=daily_trends(readings, profile),
    )


def weekly_digest(readings: ExecutiveReadings, period: DigestPeriod, profile: Profile) -> WeeklyDigest:
    """Compute a week's digest."""
    zone = ZoneInfo(profile.business_hours.time_zone)
    findings = weekly_findings(readings, profile)
    most = profile.digests.most_listed
    advice = [one for finding in findings if (one := finding.advice()) is not None]
    return WeeklyDigest(
        week_of=local_date(period.start, zone).date(),
        activity=activity(readings.current, readings.before),
        performance=performance(readings.current, readings.before, profile),
        impact=impact(readings, period, profile),
        top_leads=top_leads(readings.leads, profile),
        drivers=drivers(readings, profile),
        growth=growth(readings, profile),
        risks=tuple(one.statement for one in findings if one.is_risk)[:most],
        opportunities=tuple(one.statement for one in findings if not one.is_risk)[:most],
        recommendations=tuple(advice[: profile.digests.most_recommendations]),
    )


def drivers(readings: ExecutiveReadings, profile: Profile) -> tuple[Driver, ...]:
    """Give what most qualified leads have in common; nothing where they are too few for a share."""
    told = readings.drivers
    if told.qualified_calls < profile.digests.minimums.qualified_leads:
        return ()
    rule = profile.tier_rule
    shares = {
        f"had a {capitalised(term.name)} integration need": term.qualified
        for term in known_terms(readings, profile, INTEGRATION)
    } | {
        f"had teams of {rule.team_size_at_least}+ users": told.team,
        f"had {rule.monthly_volume_at_least}+ documents a month": told.volume,
        "mentioned competitor frustration": told.frustrated,
        "want to decide within a month": told.soon,
        "spoke for themselves as decision makers": told.decision_maker,
    }
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Driver(text=text, share=100.0 * calls / told.qualified_calls, calls=calls)
        for text, calls in ranked[:MOST_DRIVERS]
        if calls >= profile.digests.minimums.trend_calls
    )


def growth(readings: ExecutiveReadings, profile: Profile) -> tuple[Statement, ...]:
    """Say where volume and rates are going, and what comes up more or less often."""
    lines = [_volume(readings), _qualification(readings, profile), _booking(readings, profile)]
    said = [line for line in lines if line is not None]
    return (*said, *moving_terms(readings, profile))[: len(said) + profile.digests.most_listed]


def _volume(readings: ExecutiveReadings) -> Statement | None:
    current, before = readings.current, readings.before
    if before is None or not before.calls:
        return None
    change = change_of(current.calls, before.calls)
    if change is None or change.percent is None:
        return None
    if round(change.percent) == 0:
        return Statement(
            text="Call volume stable", figure=f"{counted(current.calls, 'call')} after {before.calls:,}"
        )
    word = "growing" if change.percent > 0 else "falling"
    figure = f"{signed_percent(change.percent)} WoW, {counted(current.calls, 'call')} after {before.calls:,}"
    return Statement(text=f"Call volume {word}", figure=figure)


def _qualification(readings: ExecutiveReadings, profile: Profile) -> Statement | None:
    rate = qualification_rate(readings.current)
    before = None if readings.before is None else qualification_rate(readings.before)
    if rate is None or before is None:
        return None
    points = profile.digests.minimums.rate_points
    moves = abs(rate - before) >= points
    word = "stable" if not moves else "rising" if rate > before else "falling"
    return Statement(text=f"Qualification rate {word}", figure=f"{percent(rate)} after {percent(before)}")


def _booking(readings: ExecutiveReadings, profile: Profile) -> Statement | None:
    rate = booking_rate(readings.current)
    least = profile.digests.minimums.qualified_leads
    if rate is None or readings.current.qualified_leads < least:
        return None
    earlier = [one for week in readings.history if (one := _booking_rate(week, least)) is not None]
    if len(earlier) >= FEWEST_WEEKS and rate > max(earlier):
        text = f"Meeting booking rate the best of {len(earlier) + 1} weeks"
        return Statement(text=text, figure=f"{percent(rate)}, {percent(max(earlier))} at most before")
    if not earlier:
        return None
    return Statement(text="Meeting booking rate", figure=f"{percent(rate)} after {percent(earlier[0])}")


def _booking_rate(week: WeekReading, least: int) -> float | None:
    return share(week.booked_leads, week.qualified_leads) if week.qualified_leads >= least else None
