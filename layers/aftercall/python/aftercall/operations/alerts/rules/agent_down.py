"""Agent down: nobody reaches the agent in business hours (spec 7.1)."""

from datetime import timedelta

from aftercall.operations.alerts.business_hours import open_since
from aftercall.operations.alerts.judging import Watch
from aftercall.profile.models import Profile
from aftercall.reports.alert_changes import Judgement
from aftercall.reports.alert_readings import AlertReadings
from aftercall.reports.alert_record import AlertType

AGENT_DOWN = "agent_down"
ACTION = "Check LiveKit Cloud status, agent logs, deployment health"


def agent_down(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Judge the silence since the last session, counted from opening time at the earliest.

    It may last the longer of ten minutes and five times the usual gap of this hour of the week. Outside
    business hours, before the first session ever and in hours without usual calls nobody can tell.
    """
    rule = profile.alerts.agent_down
    watch = Watch(AGENT_DOWN, rule.cool_down_minutes)
    opened_at = open_since(profile.business_hours, readings.now)
    gap, gap_source = usual_gap(readings)
    last_at = readings.life.last_at
    if readings.life.active_calls:
        return (watch.quiet(clear=True),)
    if opened_at is None or last_at is None or gap is None:
        return (watch.quiet(clear=False),)
    allowed = max(timedelta(minutes=rule.quiet_minutes), rule.usual_gap_factor * gap)
    silent = readings.now - max(last_at, opened_at)
    if silent < allowed:
        return (watch.quiet(clear=last_at >= opened_at),)
    context: dict[str, object] = {
        "last_session_at": last_at.isoformat(),
        "silent_minutes": _minutes(silent),
        "allowed_minutes": _minutes(allowed),
        "usual_gap_minutes": round(gap / timedelta(minutes=1), 1),
        "usual_gap_from": gap_source,
        "open_since": opened_at.isoformat(),
    }
    message = f"Voice agent appears down - no sessions in {_minutes(silent)} min"
    return (watch.firing(AlertType.CRITICAL, message, context, ACTION),)


def usual_gap(readings: AlertReadings) -> tuple[timedelta | None, str]:
    """Give the usual time between two sessions, and where it comes from; None where no calls are usual.

    Without a baseline for this hour (a new deployment) the last two hours with calls stand in.
    """
    usual = readings.usual.sessions_this_hour
    source = "hour of the week"
    if usual is None:
        usual, source = readings.life.recent_per_hour, "hours before the silence"
    return (timedelta(hours=1) / usual if usual else None), source


def _minutes(span: timedelta) -> int:
    return int(span / timedelta(minutes=1))
