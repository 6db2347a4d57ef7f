"""Too many calls over a poor connection (spec 7.2)."""

from collections import Counter

from aftercall.operations.alerts.judging import Watch, percent
from aftercall.operations.alerts.windows import session_ids, window
from aftercall.profile.models import Profile
from aftercall.reports.alert_changes import Judgement
from aftercall.reports.alert_readings import AlertReadings, CallReading
from aftercall.reports.alert_record import AlertType

CONNECTION_QUALITY = "connection_quality"
ACTION = "Check for regional issues, CDN performance"
POOR = "Poor"
NOT_REPORTED = "not reported"


def connection_quality(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Judge the share of calls with a poor connection, of those whose connection was measured."""
    rule = profile.alerts.connection_quality
    watch = Watch(CONNECTION_QUALITY, rule.cool_down_minutes)
    seen = window(readings.calls, readings.now, rule.window_minutes)
    measured = [call for call in seen.calls if call.connection is not None]
    poor = [call for call in measured if call.connection == POOR]
    share = 100.0 * len(poor) / len(measured) if measured else 0.0
    has_sample = len(measured) >= rule.minimum_sessions or len(poor) >= rule.minimum_poor
    if not has_sample or share <= rule.above_percent:
        return (watch.quiet(clear=bool(measured) and share <= rule.above_percent),)
    context: dict[str, object] = {
        "window_minutes": rule.window_minutes,
        "sessions": len(measured),
        "poor_sessions": len(poor),
        "categories": dict(Counter(call.connection for call in measured).most_common()),
        "regions": _by_region(measured),
        "internet_providers": NOT_REPORTED,
        "affected_sessions": session_ids(poor),
    }
    message = f"Connection quality issues: {percent(share)}% poor quality"
    return (watch.firing(AlertType.HIGH, message, context, ACTION),)


def _by_region(measured: list[CallReading]) -> dict[str, str]:
    """Give "poor of all" for each region, the one with most poor calls first."""
    total = Counter(call.region or NOT_REPORTED for call in measured)
    poor = Counter(call.region or NOT_REPORTED for call in measured if call.connection == POOR)
    ordered = sorted(total, key=lambda region: (-poor[region], region))
    return {region: f"{poor[region]} of {total[region]}" for region in ordered}
