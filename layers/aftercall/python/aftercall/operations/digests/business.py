"""What both mails begin with: activity, performance, business impact, top leads."""

import calendar
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from aftercall.operations.digests.comparing import capitalised, change_of, share
from aftercall.operations.pipeline import influenced_pipeline
from aftercall.profile.models import Profile
from aftercall.reports.digest_readings import (
    DigestPeriod,
    ExecutiveReadings,
    LeadReading,
    PeriodReading,
)
from aftercall.reports.digests import Activity, Change, Impact, Performance, Pipeline, TopLead

NEEDS_SHOWN = 2
URGENT_TIMELINES = frozenset({"this_week", "this_month"})


def activity(current: PeriodReading, before: PeriodReading | None) -> Activity:
    """Count calls, qualified leads and meetings."""
    return Activity(
        calls=current.calls,
        calls_change=_change(current, before, lambda period: period.calls),
        qualified_leads=current.qualified_leads,
        qualified_change=_change(current, before, lambda period: period.qualified_leads),
        qualification_rate=qualification_rate(current),
        qualification_rate_change=_change(current, before, qualification_rate),
        meetings=current.meetings,
        meetings_change=_change(current, before, lambda period: period.meetings),
        booking_rate=booking_rate(current),
        booking_rate_change=_change(current, before, booking_rate),
    )


def _change(
    current: PeriodReading,
    before: PeriodReading | None,
    figure: Callable[[PeriodReading], float | None],
    decimals: int = 0,
) -> Change | None:
    return None if before is None else change_of(figure(current), figure(before), decimals)


def qualification_rate(period: PeriodReading) -> float | None:
    """Give qualified leads of all calls, in percent."""
    return share(period.qualified_leads, period.calls)


def booking_rate(period: PeriodReading) -> float | None:
    """Give qualified leads with a meeting of all qualified leads, in percent."""
    return share(period.booked_leads, period.qualified_leads)


def performance(current: PeriodReading, before: PeriodReading | None, profile: Profile) -> Performance:
    """Hold latency and errors against their targets."""
    return Performance(
        latency_ms=current.latency_ms,
        latency_target_ms=profile.latency.average_ms,
        latency_change=_change(current, before, lambda period: period.latency_ms),
        engagement=current.engagement,
        engagement_change=_change(current, before, lambda period: period.engagement, decimals=1),
        error_rate=share(current.failed, current.calls),
        error_rate_target=profile.digests.error_rate_target_percent,
        failed_calls=current.failed,
    )


def impact(readings: ExecutiveReadings, period: DigestPeriod, profile: Profile) -> Impact:
    """Put what it is worth beside what it costs."""
    current = readings.current
    pipeline = _pipeline(readings, profile.digests.currency)
    infrastructure = infrastructure_cost(
        profile.digests.infrastructure_usd_per_month, period, profile.business_hours.time_zone
    )
    cost = current.api_cost_usd + (infrastructure or 0.0)
    # Costs are in dollars: an amount in another currency is not divided by them.
    in_dollars = pipeline is not None and pipeline.currency == "USD"
    amount = pipeline.amount if pipeline is not None else 0.0
    return Impact(
        pipeline=pipeline,
        hot_leads=current.hot_leads,
        hot_above=profile.lead_score.hot_above,
        api_cost_usd=current.api_cost_usd,
        infrastructure_cost_usd=infrastructure,
        unpriced=current.unpriced,
        cost_per_qualified_lead=cost / current.qualified_leads if current.qualified_leads else None,
        revenue_per_call=amount / current.calls if pipeline is not None and current.calls else None,
        return_on_investment=amount / cost if in_dollars and cost else None,
    )


def _pipeline(readings: ExecutiveReadings, currency: str) -> Pipeline | None:
    """Sum up what calls influenced; an organisation with one currency does not name it."""
    if readings.opportunities is None:
        return None
    found = influenced_pipeline(readings.opportunities)
    amount = _amount(found.amount, currency)
    before = readings.opportunities_before
    amount_before = None if before is None else _amount(influenced_pipeline(before).amount, currency)
    return Pipeline(
        amount=amount,
        opportunities=found.opportunities,
        without_amount=found.without_amount,
        currency=currency,
        other_currencies=tuple(
            sorted(code for code in found.amount if code not in {None, currency} and code)
        ),
        change=change_of(amount, amount_before),
    )


def _amount(sums: Mapping[str | None, Decimal], currency: str) -> float:
    return float(sums.get(None, Decimal(0)) + sums.get(currency, Decimal(0)))


def infrastructure_cost(per_month: float | None, period: DigestPeriod, time_zone: str) -> float | None:
    """Give the period's part of a monthly figure: each day is its month's figure over that month's days."""
    if per_month is None:
        return None
    zone = ZoneInfo(time_zone)
    day, last = local_date(period.start, zone), local_date(period.end, zone)
    cost = 0.0
    while day < last:
        cost += per_month / calendar.monthrange(day.year, day.month)[1]
        day += timedelta(days=1)
    return cost


def local_date(moment: datetime, zone: ZoneInfo) -> datetime:
    """Give the midnight of a moment's day, without its zone: days are counted on the calendar."""
    there = moment.astimezone(zone)
    return datetime(there.year, there.month, there.day)  # noqa: DTZ001 - a day of the calendar, no moment


def top_leads(leads: tuple[LeadReading, ...], profile: Profile) -> tuple[TopLead, ...]:
    """Give the best leads, the best first, each with what makes it one."""
    worth = [lead for lead in leads if lead.score >= profile.lead_score.warm_from]
    ranked = sorted(worth, key=lambda lead: (-lead.score, lead.session_id))
    return tuple(
        TopLead(
            session_id=lead.session_id,
            who=lead.company or lead.name or "Unknown caller",
            score=lead.score,
            facts=tuple(_facts(lead, profile)),
        )
        for lead in ranked[: profile.digests.top_leads]
    )


def _facts(lead: LeadReading, profile: Profile) -> list[str]:
    products = {one.name for one in profile.vocabulary.competitors if not one.manual}
    facts = []
    if lead.team_size:
        facts.append(f"{lead.team_size:,} users")
    if lead.monthly_volume:
        facts.append(f"{lead.monthly_volume:,} documents a month")
    facts += [f"{capitalised(name)} need" for name in lead.integration_needs[:NEEDS_SHOWN]]
    if lead.decision_timeline in URGENT_TIMELINES or lead.urgency == "high":
        facts.append("urgent timeline")
    if lead.current_tool in products:
        facts.append(f"{lead.current_tool} switcher")
    return facts
