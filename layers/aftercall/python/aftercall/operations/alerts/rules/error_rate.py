"""Too many sessions fail: critical above 10 %, high above 5 % (spec 7.1 and 7.2)."""

from aftercall.operations.alerts.judging import Watch, percent
from aftercall.operations.alerts.windows import (
    Window,
    affected_callers,
    most_frequent,
    session_ids,
    shortest_with_sample,
)
from aftercall.profile.alerts import ErrorRateRule
from aftercall.profile.models import Profile
from aftercall.reports.alert_changes import Judgement
from aftercall.reports.alert_readings import AlertReadings
from aftercall.reports.alert_record import AlertType

ERROR_RATE_CRITICAL = "error_rate_critical"
ERROR_RATE_HIGH = "error_rate_high"
CAUSE = "errors"
CRITICAL_ACTION = "Check logs, rollback if recent deployment"
HIGH_ACTION = "Monitor for escalation, investigate if sustained"


def error_rate_critical(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Judge the error rate of the last five minutes."""
    rule = profile.alerts.error_rate_critical
    watch = Watch(ERROR_RATE_CRITICAL, rule.cool_down_minutes, cause=CAUSE)
    seen, is_above = _judged(readings, rule)
    if not is_above:
        return (watch.quiet(clear=_is_clear(seen, rule)),)
    message = f"Critical error rate: {percent(seen.error_percent)}% errors in last {seen.minutes} min"
    return (watch.firing(AlertType.CRITICAL, message, _context(seen), CRITICAL_ACTION),)


def error_rate_high(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Judge the error rate of the last ten minutes; where it is critical, that alert suppresses this one."""
    rule = profile.alerts.error_rate_high
    watch = Watch(ERROR_RATE_HIGH, rule.cool_down_minutes, cause=CAUSE)
    seen, is_above = _judged(readings, rule)
    if not is_above:
        return (watch.quiet(clear=_is_clear(seen, rule)),)
    message = f"Elevated error rate: {percent(seen.error_percent)}%"
    return (watch.firing(AlertType.HIGH, message, _context(seen), HIGH_ACTION),)


def _judged(readings: AlertReadings, rule: ErrorRateRule) -> tuple[Window, bool]:
    def is_sample(seen: Window) -> bool:
        return len(seen.calls) >= rule.minimum_sessions or len(seen.failed) >= rule.minimum_failures

    seen, has_sample = shortest_with_sample(readings.calls, readings.now, rule, is_sample)
    return seen, has_sample and seen.error_percent > rule.above_percent


def _is_clear(seen: Window, rule: ErrorRateRule) -> bool:
    return bool(seen.calls) and seen.error_percent <= rule.above_percent


def _context(seen: Window) -> dict[str, object]:
    return {
        "window_minutes": seen.minutes,
        "sessions": len(seen.calls),
        "failed_sessions": len(seen.failed),
        "error_percent": round(seen.error_percent, 1),
        "error_kinds": most_frequent([call.error_kind or "unknown" for call in seen.failed]),
        "affected_users": affected_callers(seen.failed),
        "affected_sessions": session_ids(seen.failed),
    }
