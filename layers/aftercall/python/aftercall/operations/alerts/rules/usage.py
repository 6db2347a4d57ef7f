"""Tokens and money (spec 7.2)."""

from calendar import monthrange
from datetime import datetime
from zoneinfo import ZoneInfo

from aftercall.operations.alerts.judging import Watch
from aftercall.operations.alerts.windows import largest_first, session_ids, window
from aftercall.profile.alerts import CostBurnRule
from aftercall.profile.models import Profile
from aftercall.reports.alert_changes import Judgement
from aftercall.reports.alert_readings import AlertReadings, UsualReading
from aftercall.reports.alert_record import AlertType

TOKEN_USAGE_SPIKE = "token_usage_spike"  # noqa: S105 - the name of a rule
COST_BURN_RATE = "cost_burn_rate"
TOKEN_ACTION = "Check for prompt issues, unexpected loops"  # noqa: S105 - what to do
COST_ACTION = "Review usage patterns, consider optimizations"
HOURS_A_DAY = 24.0
DAYS_A_WEEK = 7.0
MINUTES_AN_HOUR = 60.0


def token_usage_spike(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Judge the tokens a minute against those of the same hour in other weeks."""
    rule = profile.alerts.token_usage_spike
    watch = Watch(TOKEN_USAGE_SPIKE, rule.cool_down_minutes)
    seen = window(readings.calls, readings.now, rule.window_minutes)
    usual = readings.usual.tokens_per_minute
    used = [call for call in seen.calls if call.tokens]
    rate = sum(call.tokens for call in used) / rule.window_minutes
    is_above = bool(usual) and usual is not None and rate > rule.factor * usual
    if usual is None or not is_above or len(used) < rule.minimum_sessions:
        return (watch.quiet(clear=bool(usual) and not is_above),)
    hungriest = sorted(used, key=lambda call: -call.tokens)
    context: dict[str, object] = {
        "window_minutes": rule.window_minutes,
        "tokens_per_minute": round(rate),
        "normal_tokens_per_minute": round(usual),
        "times_normal": round(rate / usual, 1),
        "cost_impact_usd_per_hour": _excess_cost(readings, profile, 1.0 - usual / rate),
        "affected_sessions": session_ids(hungriest),
        "tokens_of_sessions": {call.session_id: call.tokens for call in hungriest[:3]},
    }
    message = f"Token usage spike: {rate:.0f} tokens/min (normal: {usual:.0f})"
    return (watch.firing(AlertType.HIGH, message, context, TOKEN_ACTION),)


def _excess_cost(readings: AlertReadings, profile: Profile, share: float) -> float | None:
    """Give what the tokens beyond the usual ones cost an hour; None without prices."""
    hourly = _hourly_rate(readings, profile.alerts.cost_burn_rate)
    return round(hourly * share, 2) if hourly else None


def cost_burn_rate(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Judge what the last hour's rate comes to in a day and a month, against the budgets."""
    rule = profile.alerts.cost_burn_rate
    if rule.daily_budget_usd is None and rule.monthly_budget_usd is None:
        return ()
    watch = Watch(COST_BURN_RATE, rule.cool_down_minutes)
    rate = _hourly_rate(readings, rule)
    day, month = projections(rate, readings.usual, readings.now, profile.business_hours.time_zone)
    costs = readings.costs
    has_sample = costs.sessions >= rule.minimum_sessions
    over = [
        name
        for name, budget, projected, spent in (
            ("daily", rule.daily_budget_usd, day, costs.today_usd),
            ("monthly", rule.monthly_budget_usd, month, costs.month_usd),
        )
        if budget is not None and (spent > budget or (has_sample and projected > budget))
    ]
    if not over:
        return (watch.quiet(clear=has_sample or costs.sessions == 0),)
    context: dict[str, object] = {
        "window_minutes": rule.window_minutes,
        "sessions": costs.sessions,
        "usd_per_hour": round(rate, 2),
        "projected_usd_per_day": round(day, 2),
        "projected_usd_per_month": round(month, 2),
        "spent_today_usd": round(costs.today_usd, 2),
        "spent_this_month_usd": round(costs.month_usd, 2),
        "daily_budget_usd": rule.daily_budget_usd,
        "monthly_budget_usd": rule.monthly_budget_usd,
        "over_budget": over,
        "by_provider_usd": {
            name: round(cost, 2) for name, cost in largest_first(dict(costs.by_provider)).items()
        },
    }
    message = f"Cost alert: ${rate:,.2f}/hour rate projects ${month:,.2f}/month"
    return (watch.firing(AlertType.HIGH, message, context, COST_ACTION),)


def _hourly_rate(readings: AlertReadings, rule: CostBurnRule) -> float:
    return sum(readings.costs.by_provider.values()) * MINUTES_AN_HOUR / rule.window_minutes


def projections(rate: float, usual: UsualReading, now: datetime, time_zone: str) -> tuple[float, float]:
    """Give what an hourly rate comes to in a day and in this month.

    An hour stands for as much of its day and week as it usually holds of their sessions: a rate at ten in the
    morning is not that of the night. Without a baseline of at least one session, for 1 of 24 hours.
    """
    local = now.astimezone(ZoneInfo(time_zone))
    days_in_month = float(monthrange(local.year, local.month)[1])
    here = usual.sessions_this_hour or 0.0
    if here < 1.0:
        return rate * HOURS_A_DAY, rate * HOURS_A_DAY * days_in_month
    day = rate * max(usual.sessions_this_day / here, 1.0)
    week = rate * max(usual.sessions_this_week / here, 1.0)
    return day, week * days_in_month / DAYS_A_WEEK
