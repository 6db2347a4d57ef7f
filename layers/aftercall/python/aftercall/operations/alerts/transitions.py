"""From verdicts to the history: what is raised, seen again, resolved, or kept silent for a while."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from aftercall.profile.alerts import AlertRules
from aftercall.reports.alert_changes import (
    AlertChanges,
    AlertState,
    Judgement,
    OpenAlert,
    Resolution,
    SeenAgain,
    Verdict,
)
from aftercall.reports.alert_record import AlertSeverity

ITSELF = "itself"
NO_DATA = "no_data"


def transitions(
    state: AlertState, judgements: Sequence[Judgement], now: datetime, rules: AlertRules
) -> AlertChanges:
    """Give what these verdicts change.

    A key that fires is raised unless it is open (then it is seen again), ended less than its cool-down ago,
    or is of P2 while an alert of P1 with the same cause is open or raised. An open one resolves itself once
    it was clear for the stated time, or once nothing could be seen of it for the longer stated time; a key
    that no rule spoke of counts as unknown.
    """
    by_key = {judgement.key: judgement for judgement in judgements}
    open_keys = {alert.key for alert in state.open}
    new = [judgement for judgement in by_key.values() if _fires(judgement) and judgement.key not in open_keys]
    cooling = tuple(judgement.key for judgement in new if _is_cooling(state, judgement, now))
    told = {
        judgement.cause for judgement in by_key.values() if _pages(judgement) and judgement.key not in cooling
    }
    raised = tuple(
        judgement.alert
        for judgement in new
        if judgement.alert is not None
        and judgement.key not in cooling
        and (_pages(judgement) or judgement.cause not in told)
    )
    seen: list[SeenAgain] = []
    resolved: list[Resolution] = []
    for alert in state.open:
        found = by_key.get(alert.key)
        if found is not None and found.alert is not None:
            seen.append(SeenAgain(alert.alert_id, found.alert.message))
        elif resolved_by := _end_of(alert, found, now, rules):
            resolved.append(Resolution(alert.alert_id, resolved_by))
    return AlertChanges(raised, tuple(seen), tuple(resolved), cooling)


def _fires(judgement: Judgement) -> bool:
    return judgement.verdict is Verdict.FIRING and judgement.alert is not None


def _pages(judgement: Judgement) -> bool:
    """Whether it fires as P1."""
    return _fires(judgement) and judgement.alert is not None and judgement.alert.severity is AlertSeverity.P1


def _is_cooling(state: AlertState, judgement: Judgement, now: datetime) -> bool:
    ended_at = state.ended_at.get(judgement.key)
    return ended_at is not None and now < ended_at + timedelta(minutes=judgement.cool_down_minutes)


def _end_of(alert: OpenAlert, found: Judgement | None, now: datetime, rules: AlertRules) -> str | None:
    verdict = Verdict.UNKNOWN if found is None else found.verdict
    unseen_for = now - alert.last_seen_at
    if verdict is Verdict.CLEAR and unseen_for >= timedelta(minutes=rules.resolve_after_minutes):
        return ITSELF
    if verdict is Verdict.UNKNOWN and unseen_for >= timedelta(minutes=rules.unknown_keeps_open_minutes):
        return NO_DATA
    return None
