"""From verdicts to the history of alerts, step by step and for any course of things."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.operations.alerts.transitions import transitions
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
from aftercall.reports.alert_record import AlertType, NewAlert
from tests.unit.operations.alert_moments import NOW

RULES = AlertRules()
COOL_DOWN = 30
KEYS = ("agent_down", "error_rate_high")


def judgement(verdict: Verdict, key: str = KEYS[0]) -> Judgement:
    alert = None
    if verdict is Verdict.FIRING:
        alert = NewAlert(alert_type=AlertType.HIGH, alert_name=key, dedup_key=key, message=f"{key} now")
    return Judgement(key, verdict, key, COOL_DOWN, alert)


def open_alert(minutes_unseen: float) -> AlertState:
    return AlertState((OpenAlert(1, KEYS[0], NOW - timedelta(minutes=minutes_unseen)),))


def changes(state: AlertState, *verdicts: Verdict) -> AlertChanges:
    return transitions(state, [judgement(verdict) for verdict in verdicts], NOW, RULES)


def test_what_fires_is_raised() -> None:
    (raised,) = changes(AlertState(), Verdict.FIRING).raised
    assert raised.dedup_key == KEYS[0]


@pytest.mark.parametrize("verdict", [Verdict.CLEAR, Verdict.UNKNOWN])
def test_what_does_not_fire_is_not_raised(verdict: Verdict) -> None:
    assert changes(AlertState(), verdict) == AlertChanges()


def test_what_is_open_is_seen_again() -> None:
    expected = AlertChanges(seen=(SeenAgain(1, "agent_down now"),))
    assert changes(open_alert(2), Verdict.FIRING) == expected


def of_one_cause() -> list[Judgement]:
    """A page and a lesser alert, both firing, of the same cause."""
    page = NewAlert(alert_type=AlertType.CRITICAL, alert_name="page", dedup_key="page", message="worse")
    lesser = NewAlert(alert_type=AlertType.HIGH, alert_name="lesser", dedup_key="lesser", message="bad")
    return [
        Judgement("lesser", Verdict.FIRING, "errors", COOL_DOWN, lesser),
        Judgement("page", Verdict.FIRING, "errors", COOL_DOWN, page),
    ]


def raised_keys(state: AlertState, judgements: list[Judgement]) -> list[str]:
    return [alert.dedup_key for alert in transitions(state, judgements, NOW, RULES).raised]


def test_a_page_suppresses_the_lesser_alert_of_one_cause() -> None:
    assert raised_keys(AlertState(), of_one_cause()) == ["page"]
    assert raised_keys(AlertState((OpenAlert(1, "page", NOW),)), of_one_cause()) == []


def test_a_lesser_alert_that_is_open_stays_open_beside_the_page() -> None:
    found = transitions(AlertState((OpenAlert(1, "lesser", NOW),)), of_one_cause(), NOW, RULES)
    assert found.seen == (SeenAgain(1, "bad"),)
    assert found.resolved == ()


def test_a_page_that_is_cooling_does_not_silence_the_lesser_alert() -> None:
    state = AlertState(ended_at={"page": NOW - timedelta(minutes=5)})
    assert raised_keys(state, of_one_cause()) == ["lesser"], "somebody has to hear of it"


def test_what_is_clear_ends_after_four_minutes() -> None:
    assert changes(open_alert(3.9), Verdict.CLEAR) == AlertChanges()
    assert changes(open_alert(4), Verdict.CLEAR).resolved == (Resolution(1, "itself"),)


def test_what_nobody_can_tell_stays_open_for_an_hour() -> None:
    for verdicts in ((Verdict.UNKNOWN,), ()):
        assert changes(open_alert(59.9), *verdicts) == AlertChanges()
        assert changes(open_alert(60), *verdicts).resolved == (Resolution(1, "no_data"),)


def test_within_the_cool_down_nothing_is_raised() -> None:
    def ended(minutes_ago: float) -> AlertState:
        return AlertState(ended_at={KEYS[0]: NOW - timedelta(minutes=minutes_ago)})

    assert changes(ended(29.9), Verdict.FIRING).cooling == (KEYS[0],)
    assert changes(ended(29.9), Verdict.FIRING).raised == ()
    assert len(changes(ended(30), Verdict.FIRING).raised) == 1


@dataclass
class History:
    """The history in memory, as the warehouse keeps it."""

    rows: list[list[datetime | str | None]] = field(default_factory=list)

    def state(self) -> AlertState:
        open_alerts: list[OpenAlert] = []
        ended: dict[str, datetime] = {}
        for number, (key, _, seen, resolved) in enumerate(self.rows):
            assert isinstance(key, str)
            assert isinstance(seen, datetime)
            if resolved is None:
                open_alerts.append(OpenAlert(number, key, seen))
            elif isinstance(resolved, datetime):
                ended[key] = max(resolved, ended.get(key, resolved))
        return AlertState(tuple(open_alerts), ended)

    def write(self, change: AlertChanges, now: datetime) -> None:
        self.rows += [[alert.dedup_key, now, now, None] for alert in change.raised]
        for seen in change.seen:
            self.rows[seen.alert_id][2] = now
        for resolution in change.resolved:
            self.rows[resolution.alert_id][3] = now


COURSE = st.lists(
    st.tuples(st.integers(1, 40), st.sampled_from(Verdict), st.sampled_from(Verdict)), min_size=1, max_size=60
)


@given(COURSE)
def test_whatever_happens_one_alert_of_a_key_is_open_and_none_flaps(
    course: list[tuple[int, Verdict, Verdict]],
) -> None:
    history, now = History(), NOW
    for minutes, *verdicts in course:
        now += timedelta(minutes=minutes)
        judged = [judgement(verdict, key) for verdict, key in zip(verdicts, KEYS, strict=True)]
        history.write(transitions(history.state(), judged, now, RULES), now)

        keys = [alert.key for alert in history.state().open]
        assert len(keys) == len(set(keys))
        for judged_key, verdict in zip(KEYS, verdicts, strict=True):
            is_cooling = any(
                key == judged_key and isinstance(end, datetime) and now - end < timedelta(minutes=COOL_DOWN)
                for key, _, _, end in history.rows
            )
            assert verdict is not Verdict.FIRING or judged_key in keys or is_cooling
    for key in KEYS:
        rows = [row for row in history.rows if row[0] == key]
        for earlier, later in pairwise(rows):
            assert isinstance(later[1], datetime)
            assert isinstance(earlier[3], datetime)
            assert later[1] - earlier[3] >= timedelta(minutes=COOL_DOWN)


@given(COURSE, st.sampled_from([Verdict.CLEAR, Verdict.UNKNOWN]))
def test_whatever_happened_quiet_ends_every_alert(
    course: list[tuple[int, Verdict, Verdict]], quiet: Verdict
) -> None:
    history, now = History(), NOW
    for minutes, verdict, _ in course:
        now += timedelta(minutes=minutes)
        history.write(transitions(history.state(), [judgement(verdict)], now, RULES), now)
    now += timedelta(minutes=RULES.unknown_keeps_open_minutes)
    history.write(transitions(history.state(), [judgement(quiet)], now, RULES), now)
    assert history.state().open == ()
