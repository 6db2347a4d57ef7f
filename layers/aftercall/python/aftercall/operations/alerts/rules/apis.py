"""APIs that fail: the agent's tools, and the destinations of deliveries (spec 7.1, and our own needs)."""

from datetime import datetime, timedelta

from aftercall.operations.alerts.judging import Watch, percent
from aftercall.profile.models import Profile
from aftercall.reports.alert_changes import Judgement
from aftercall.reports.alert_readings import AlertReadings, DestinationReading, ToolReading
from aftercall.reports.alert_record import AlertType

API_FAILURES = "api_failures"
DELIVERIES_FAILING = "deliveries_failing"
API_ACTION = "Check API status, implement fallback if available"
DELIVERIES_ACTION = "See what is owed (aftercall deliveries), mend its cause, then: aftercall redeliver"


def api_failures(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Judge each tool that was called in the window, and each destination that was delivered to."""
    tools = [_tool(tool, profile) for tool in readings.tools]
    return (*tools, *(_destination(one, profile) for one in readings.destinations))


def _tool(tool: ToolReading, profile: Profile) -> Judgement:
    context: dict[str, object] = {
        "api": tool.name,
        "used_by": "agent",
        "calls": tool.calls,
        "failures": tool.failures,
        "affected_sessions": list(tool.sessions),
        "error_messages": dict(tool.errors),
    }
    return _api(tool.name, tool.calls, tool.failures, context, profile)


def _destination(destination: DestinationReading, profile: Profile) -> Judgement:
    calls = destination.delivered + destination.failing
    context: dict[str, object] = {
        "api": destination.name,
        "used_by": "deliveries",
        "calls": calls,
        "failures": destination.failing,
        "left_alone": destination.circuit_open,
        "error_messages": dict(destination.errors),
    }
    is_down = destination.circuit_open
    return _api(destination.name, calls, destination.failing, context, profile, is_down=is_down)


def _api(
    name: str,
    calls: int,
    failures: int,
    context: dict[str, object],
    profile: Profile,
    *,
    is_down: bool = False,
) -> Judgement:
    rule = profile.alerts.api_failures
    share = 100.0 * failures / calls if calls else 0.0
    watch = Watch(API_FAILURES, rule.cool_down_minutes, name, cause=f"api:{name}")
    if not is_down and (failures < rule.minimum_failures or share <= rule.above_percent):
        return watch.quiet(clear=calls > 0 and share <= rule.above_percent)
    told = {**context, "window_minutes": rule.window_minutes, "error_rate": f"{percent(share)}%"}
    message = f"Critical API failure: {name} returning errors"
    return watch.firing(AlertType.CRITICAL, message, told, API_ACTION)


def deliveries_failing(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Judge what each destination is owed: nothing given up or uncertain, nothing owed for long."""
    return tuple(_owed(one, profile, readings.now) for one in readings.destinations)


def _owed(destination: DestinationReading, profile: Profile, now: datetime) -> Judgement:
    rule = profile.alerts.housekeeping
    name = destination.name
    watch = Watch(DELIVERIES_FAILING, rule.cool_down_minutes, name, cause=f"api:{name}")
    oldest = destination.oldest_debt_at
    lost = destination.failed + destination.uncertain
    is_late = oldest is not None and now - oldest >= timedelta(minutes=rule.oldest_debt_minutes)
    if lost < rule.failed_deliveries and not is_late:
        return watch.quiet(clear=True)
    waited = 0 if oldest is None else int((now - oldest) / timedelta(minutes=1))
    parts = (
        f"{destination.failed} failed" if destination.failed else "",
        f"{destination.uncertain} uncertain" if destination.uncertain else "",
        f"oldest owed for {waited} min" if is_late else "",
    )
    context: dict[str, object] = {
        "destination": name,
        "failed": destination.failed,
        "uncertain": destination.uncertain,
        "oldest_debt_minutes": waited,
        "error_messages": dict(destination.errors),
    }
    message = f"Deliveries to {name} failing: {', '.join(part for part in parts if part)}"
    return watch.firing(AlertType.HIGH, message, context, DELIVERIES_ACTION)
