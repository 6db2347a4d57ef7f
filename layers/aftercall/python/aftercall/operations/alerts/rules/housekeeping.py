"""What this system needs for itself: reports that come, and schedules that run."""

from datetime import datetime, timedelta

from aftercall.operations.alerts.judging import Watch
from aftercall.profile.models import Profile
from aftercall.reports.alert_changes import Judgement
from aftercall.reports.alert_readings import AlertReadings, ScheduleReading
from aftercall.reports.alert_record import AlertType

REPORTS_MISSING = "reports_missing"
SCHEDULE_LATE = "schedule_late"
REPORTS_ACTION = "Check that the agent posts its reports, to the right address and with the right key"
SCHEDULE_ACTION = "Check the function's log and its schedule (EventBridge Scheduler)"

SCHEDULES = {
    "sweep_deliveries": timedelta(minutes=1),
    "check_alerts": timedelta(minutes=2),
    "reconcile_rooms": timedelta(minutes=5),
    "write_digests": timedelta(minutes=15),
    "learn_across_calls": timedelta(hours=1),
    "sync_opportunities": timedelta(hours=1),
}
"""Every function that runs by the clock, and how often."""


def reports_missing(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Judge how many rooms ended without a report."""
    rule = profile.alerts.housekeeping
    found = readings.missing_reports
    watch = Watch(REPORTS_MISSING, rule.cool_down_minutes)
    if found.rooms < rule.reports_missing:
        return (watch.quiet(clear=True),)
    context: dict[str, object] = {
        "window_minutes": rule.window_minutes,
        "rooms": found.rooms,
        "room_sids": list(found.room_sids),
    }
    message = f"Reports missing: {found.rooms} rooms ended without one in last {rule.window_minutes} min"
    return (watch.firing(AlertType.HIGH, message, context, REPORTS_ACTION),)


def schedules_late(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Judge each schedule by its last run that came to its end.

    One that has not come to an end yet counts from its first start; one that only ever failed counts as late.
    """
    return tuple(
        _schedule(run, SCHEDULES[run.name], profile, readings.now)
        for run in readings.schedules
        if run.name in SCHEDULES
    )


def _schedule(run: ScheduleReading, interval: timedelta, profile: Profile, now: datetime) -> Judgement:
    rule = profile.alerts.housekeeping
    watch = Watch(SCHEDULE_LATE, rule.cool_down_minutes, run.name)
    patience = max(rule.schedule_late_factor * interval, timedelta(minutes=rule.schedule_late_minutes))
    last_at = run.last_finished_at or run.last_started_at
    only_failed = run.last_finished_at is None and run.last_error_at is not None
    if now - last_at < patience and not only_failed:
        return watch.quiet(clear=True)
    since = int((now - last_at) / timedelta(minutes=1))
    never = "never" if run.last_finished_at is None else f"last {since} min ago"
    context: dict[str, object] = {
        "schedule": run.name,
        "every_minutes": int(interval / timedelta(minutes=1)),
        "last_started_at": run.last_started_at.isoformat(),
        "last_finished_at": None if run.last_finished_at is None else run.last_finished_at.isoformat(),
        "last_error": run.last_error if _failed_since(run) else None,
    }
    message = f"Schedule did not run: {run.name} came to its end {never}"
    return watch.firing(AlertType.HIGH, message, context, SCHEDULE_ACTION)


def _failed_since(run: ScheduleReading) -> bool:
    if run.last_error_at is None:
        return False
    never = datetime.min.replace(tzinfo=run.last_error_at.tzinfo)
    return run.last_error_at > (run.last_finished_at or never)
