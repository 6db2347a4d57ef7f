"""Answers come too late: critical above 2000 ms, high above 1500 ms sustained (spec 7.1 and 7.2)."""

from datetime import timedelta

from aftercall.operations.alerts.judging import Watch
from aftercall.operations.alerts.windows import (
    Window,
    component_breakdown,
    latency_trend,
    mean_over_answers,
    session_ids,
    shortest_with_sample,
)
from aftercall.profile.alerts import LatencyRule
from aftercall.profile.models import Profile
from aftercall.reports.alert_changes import Judgement
from aftercall.reports.alert_readings import AlertReadings
from aftercall.reports.alert_record import AlertType

LATENCY_CRITICAL = "latency_critical"
LATENCY_HIGH = "latency_high"
CAUSE = "latency"
CRITICAL_ACTION = "Check provider status pages, scaling"
HIGH_ACTION = "Investigate slow components"


def latency_critical(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Judge the average answer time of the last five minutes."""
    rule = profile.alerts.latency_critical
    watch = Watch(LATENCY_CRITICAL, rule.cool_down_minutes, cause=CAUSE)
    seen, has_sample = _seen(readings, rule)
    average = seen.latency_ms
    if average is None or not has_sample or average <= rule.above_ms:
        return (watch.quiet(clear=average is not None and average <= rule.above_ms),)
    message = f"Critical latency degradation: {average:.0f}ms average"
    return (watch.firing(AlertType.CRITICAL, message, _context(seen, average), CRITICAL_ACTION),)


def latency_high(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Judge the average answer time of the last ten minutes and of both its halves: it is to last."""
    rule = profile.alerts.latency_high
    watch = Watch(LATENCY_HIGH, rule.cool_down_minutes, cause=CAUSE)
    seen, has_sample = _seen(readings, rule)
    average = seen.latency_ms
    if average is None or not has_sample or average <= rule.above_ms:
        return (watch.quiet(clear=average is not None and average <= rule.above_ms),)
    if not _is_sustained(seen, readings, rule):
        return (watch.quiet(clear=False),)
    message = f"Performance degradation: {average:.0f}ms average latency"
    context = {**_context(seen, average), "trend": latency_trend(readings.calls, readings.now)}
    return (watch.firing(AlertType.HIGH, message, context, HIGH_ACTION),)


def _seen(readings: AlertReadings, rule: LatencyRule) -> tuple[Window, bool]:
    def is_sample(seen: Window) -> bool:
        slow = [call for call in seen.timed if (call.latency_ms or 0.0) > rule.above_ms]
        return len(seen.timed) >= rule.minimum_sessions or len(slow) >= rule.minimum_slow_sessions

    return shortest_with_sample(readings.calls, readings.now, rule, is_sample)


def _is_sustained(seen: Window, readings: AlertReadings, rule: LatencyRule) -> bool:
    middle = readings.now - timedelta(minutes=seen.minutes) / 2
    halves = (
        [call for call in seen.timed if call.at <= middle],
        [call for call in seen.timed if call.at > middle],
    )
    means = [mean_over_answers(half, "latency_ms") for half in halves]
    return all(mean is not None and mean > rule.above_ms for mean in means)


def _context(seen: Window, average: float) -> dict[str, object]:
    slowest = sorted(seen.timed, key=lambda call: -(call.latency_ms or 0.0))
    return {
        "window_minutes": seen.minutes,
        "sessions": len(seen.timed),
        "answers": sum(call.answers for call in seen.timed),
        "average_ms": round(average),
        "components_ms": component_breakdown(seen.timed),
        "slowest_sessions": session_ids(slowest),
    }
