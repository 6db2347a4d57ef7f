"""One moment's readings for the tests of the alert rules."""

from datetime import UTC, datetime, timedelta
from typing import Any

from aftercall.operations.alerts.evaluation import evaluate
from aftercall.profile.alerts import AlertRules
from aftercall.profile.loading import load_profile
from aftercall.profile.models import Profile
from aftercall.reports.alert_changes import Judgement
from aftercall.reports.alert_readings import AlertReadings, CallReading

# 11:10 on a Wednesday in New York, where the sample profile's company works from 8 to 18.
NOW = datetime(2026, 3, 4, 16, 10, tzinfo=UTC)
PROFILE = load_profile(None)


def profile_with(**rules: object) -> Profile:
    """The sample profile with other alert rules."""
    told = AlertRules.model_validate({**PROFILE.alerts.model_dump(), **rules})
    return PROFILE.model_copy(update={"alerts": told})


def calls(count: int, minutes_ago: float = 1.0, **fields: Any) -> tuple[CallReading, ...]:
    """Calls whose report came so long ago, one caller each unless said otherwise."""
    kind = "-".join([f"{minutes_ago:g}", *fields])
    at = NOW - timedelta(minutes=minutes_ago)
    return tuple(CallReading(session_id=f"RM_{kind}_{number}", at=at, **fields) for number in range(count))


def judged(readings: AlertReadings, key: str, profile: Profile = PROFILE) -> Judgement:
    """The verdict on one key; fails where no rule speaks of it."""
    found = [judgement for judgement in evaluate(readings, profile) if judgement.key == key]
    assert len(found) == 1, f"{key}: {len(found)} verdicts"
    return found[0]


def verdict(readings: AlertReadings, key: str, profile: Profile = PROFILE) -> str:
    """The verdict's name."""
    return judged(readings, key, profile).verdict
