"""What each alert rule says of one moment, at its borders."""

from datetime import UTC, datetime, timedelta

import pytest

from aftercall.operations.alerts.business_hours import open_since
from aftercall.operations.alerts.evaluation import evaluate
from aftercall.operations.alerts.rules.usage import projections
from aftercall.operations.alerts.windows import latency_trend
from aftercall.profile.hours import BusinessHours
from aftercall.reports.alert_readings import (
    AlertReadings,
    CostReading,
    DestinationReading,
    LifeReading,
    MissingReportsReading,
    QueueReading,
    ScheduleReading,
    ToolReading,
    UsualReading,
)
from tests.unit.operations.alert_moments import NOW, calls, judged, profile_with, verdict


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("failed", "all_calls", "expected"),
    [
        (1, 10, "clear"),  # 10 % is not above 10 %
        (2, 19, "firing"),
        (2, 9, "unknown"),  # neither ten sessions nor three failures
        (3, 3, "firing"),
        (0, 1, "clear"),
        (0, 0, "unknown"),
    ],
)
def test_errors_are_critical_above_ten_percent_of_a_sample(
    failed: int, all_calls: int, expected: str
) -> None:
    readings = AlertReadings(NOW, (*calls(failed, failed=True), *calls(all_calls - failed)))
    assert verdict(readings, "error_rate_critical") == expected


@pytest.mark.parametrize(
    ("failed", "all_calls", "high"),
    [(1, 20, "clear"), (1, 19, "firing"), (2, 20, "firing"), (3, 20, "firing")],
)
def test_errors_are_high_above_five_percent(failed: int, all_calls: int, high: str) -> None:
    readings = AlertReadings(NOW, (*calls(failed, failed=True), *calls(all_calls - failed)))
    assert verdict(readings, "error_rate_high") == high


def test_the_shortest_window_with_a_sample_is_judged() -> None:
    bad_past = (*calls(20, minutes_ago=30, failed=True), *calls(10, minutes_ago=7))
    readings = AlertReadings(NOW, (*bad_past, *calls(4)))
    judgement = judged(readings, "error_rate_critical")
    assert judgement.verdict == "clear", "ten good minutes count, not the bad half hour before"


def test_an_error_of_two_hours_ago_is_over() -> None:
    assert (
        verdict(AlertReadings(NOW, calls(9, minutes_ago=61, failed=True)), "error_rate_critical") == "unknown"
    )


def test_affected_users_are_counted_and_never_named() -> None:
    readings = AlertReadings(NOW, calls(4, failed=True, caller="maya@brightline.example"))
    alert = judged(readings, "error_rate_critical").alert
    assert alert is not None
    assert alert.context["affected_users"] == 1
    assert "brightline" not in alert.model_dump_json()


@pytest.mark.parametrize(("latency", "expected"), [(2000.0, "clear"), (2000.4, "firing"), (None, "unknown")])
def test_latency_is_critical_above_two_seconds(latency: float | None, expected: str) -> None:
    readings = AlertReadings(NOW, calls(10, answers=4, latency_ms=latency))
    assert verdict(readings, "latency_critical") == expected


def test_an_answer_counts_not_a_call() -> None:
    short = calls(9, answers=1, latency_ms=6000.0)
    readings = AlertReadings(NOW, (*short, *calls(1, minutes_ago=2, answers=91, latency_ms=1000.0)))
    assert verdict(readings, "latency_critical") == "clear"


def test_one_slow_call_of_two_is_no_sample() -> None:
    readings = AlertReadings(NOW, calls(2, answers=5, latency_ms=9000.0))
    assert verdict(readings, "latency_critical") == "unknown"


def test_latency_is_high_only_when_both_halves_of_the_window_were_slow() -> None:
    late = calls(8, minutes_ago=2, answers=5, latency_ms=1700.0)
    early = calls(8, minutes_ago=8, answers=5, latency_ms=1600.0)
    assert verdict(AlertReadings(NOW, (*early, *late)), "latency_high") == "firing"
    assert verdict(AlertReadings(NOW, late), "latency_high") == "unknown"


def test_the_trend_is_drawn_from_the_last_hour() -> None:
    seen = (*calls(1, 55, answers=1, latency_ms=500.0), *calls(1, 5, answers=1, latency_ms=2000.0))
    assert latency_trend(seen, NOW) == "▃····█ 500, ·, ·, ·, ·, 2000 ms"
    assert latency_trend((), NOW).startswith("······")


def life(minutes_ago: float, per_hour: float | None = 12.0, active: int = 0) -> AlertReadings:
    return AlertReadings(
        NOW, life=LifeReading(NOW - minutes(minutes_ago), active), usual=UsualReading(per_hour)
    )


@pytest.mark.parametrize(
    ("minutes_ago", "per_hour", "expected"),
    [
        (24.9, 12, "clear"),
        (25.0, 12, "firing"),  # five times five minutes
        (9.9, 600, "clear"),
        (10.0, 600, "firing"),  # never below ten minutes
        (100.0, 2, "clear"),
        (150.0, 2, "firing"),
        (180.0, 0, "unknown"),  # in this hour nobody calls
    ],
)
def test_silence_may_last_the_longer_of_ten_minutes_and_five_usual_gaps(
    minutes_ago: float, per_hour: float, expected: str
) -> None:
    assert verdict(life(minutes_ago, per_hour), "agent_down") == expected


def test_without_a_baseline_the_hours_before_the_silence_stand_in() -> None:
    readings = AlertReadings(NOW, life=LifeReading(NOW - minutes(30), 0, recent_per_hour=30.0))
    alert = judged(readings, "agent_down").alert
    assert alert is not None
    assert alert.message == "Voice agent appears down - no sessions in 30 min"
    assert alert.context["usual_gap_from"] == "hours before the silence"


def test_before_the_first_call_ever_and_without_any_measure_nobody_can_tell() -> None:
    assert verdict(AlertReadings(NOW, usual=UsualReading(60.0)), "agent_down") == "unknown"
    assert verdict(life(600, None), "agent_down") == "unknown"


def test_an_active_call_is_life() -> None:
    assert verdict(life(60, active=1), "agent_down") == "clear"


HOURS = BusinessHours.model_validate(
    {"time_zone": "America/New_York", "days": [1, 2, 3, 4, 5], "opens": "08:00", "closes": "18:00"}
)
NIGHT = HOURS.model_copy(update={"opens": HOURS.closes, "closes": HOURS.opens})


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-03-04T13:00:00+00:00", "2026-03-04T13:00:00+00:00"),
        ("2026-03-04T22:59:59+00:00", "2026-03-04T13:00:00+00:00"),
        ("2026-03-04T23:00:00+00:00", None),
        ("2026-03-04T12:59:59+00:00", None),
        ("2026-03-07T16:00:00+00:00", None),  # Saturday
        ("2026-03-09T12:00:00+00:00", "2026-03-09T12:00:00+00:00"),  # summer time since the day before
    ],
)
def test_the_company_opens_by_its_own_clock(moment: str, opened: str | None) -> None:
    found = open_since(HOURS, datetime.fromisoformat(moment))
    assert (None if found is None else found.astimezone(UTC).isoformat()) == opened


def test_hours_over_midnight_end_the_next_day() -> None:
    friday_night = datetime.fromisoformat("2026-03-07T06:00:00+00:00")
    found = open_since(NIGHT, friday_night)
    assert found is not None
    assert found.astimezone(UTC) == datetime(2026, 3, 6, 23, tzinfo=UTC)
    assert open_since(NIGHT, friday_night + timedelta(days=1)) is None


@pytest.mark.parametrize(("waiting", "expected"), [(100, "clear"), (101, "firing")])
def test_a_backlog_is_more_than_a_hundred_in_queues_that_are_not_slow_on_purpose(
    waiting: int, expected: str
) -> None:
    slow = QueueReading("aftercall-inbox", 9999)
    readings = AlertReadings(NOW, queues=(QueueReading("aftercall-telephony.fifo", waiting), slow))
    assert verdict(readings, "queue_backlog") == expected
    assert verdict(AlertReadings(NOW), "queue_backlog") == "unknown"


@pytest.mark.parametrize(
    ("total", "failures", "expected"),
    [(3, 3, "firing"), (6, 3, "clear"), (5, 3, "firing"), (2, 2, "unknown"), (9, 0, "clear")],
)
def test_a_tool_is_down_when_three_calls_and_more_than_half_failed(
    total: int, failures: int, expected: str
) -> None:
    readings = AlertReadings(NOW, tools=(ToolReading("unleash", total, failures),))
    assert verdict(readings, "api_failures:unleash") == expected


def test_each_api_has_an_alert_of_its_own() -> None:
    tools = (ToolReading("one", 5, 5), ToolReading("two", 5, 5))
    keys = {one.key for one in evaluate(AlertReadings(NOW, tools=tools), profile_with()) if one.alert}
    assert keys == {"api_failures:one", "api_failures:two"}


def test_a_destination_that_is_left_alone_is_down_whatever_was_counted() -> None:
    readings = AlertReadings(NOW, destinations=(DestinationReading("slack", circuit_open=True, failed=2),))
    assert verdict(readings, "api_failures:slack") == "firing"
    assert judged(readings, "deliveries_failing:slack").cause == judged(readings, "api_failures:slack").cause


def test_a_destination_without_work_tells_nothing() -> None:
    readings = AlertReadings(NOW, destinations=(DestinationReading("email"),))
    assert verdict(readings, "api_failures:email") == "unknown"
    assert verdict(readings, "deliveries_failing:email") == "clear"


@pytest.mark.parametrize(
    ("tokens", "usual", "expected"),
    [(1001, 100.0, "firing"), (1000, 100.0, "clear"), (9000, None, "unknown"), (9000, 0.0, "unknown")],
)
def test_tokens_are_too_many_above_twice_the_usual(tokens: int, usual: float | None, expected: str) -> None:
    readings = AlertReadings(NOW, calls(3, tokens=tokens), usual=UsualReading(tokens_per_minute=usual))
    assert verdict(readings, "token_usage_spike") == expected


def test_two_calls_are_no_spike() -> None:
    readings = AlertReadings(NOW, calls(2, tokens=90_000), usual=UsualReading(tokens_per_minute=1.0))
    assert verdict(readings, "token_usage_spike") == "unknown"


def test_a_rate_is_projected_by_the_share_of_its_hour() -> None:
    usual = UsualReading(10.0, 60.0, 300.0)
    day, month = projections(2.0, usual, NOW, "America/New_York")
    assert day == 12.0
    assert month == pytest.approx(60.0 * 31 / 7)


def test_without_a_baseline_a_rate_lasts_around_the_clock() -> None:
    assert projections(2.0, UsualReading(), NOW, "America/New_York") == (48.0, 48.0 * 31)


def test_the_budget_of_a_day_and_of_a_month_are_both_held() -> None:
    burn = {"window_minutes": 60, "daily_budget_usd": 30.0, "monthly_budget_usd": 5000.0}
    profile = profile_with(cost_burn_rate=burn)
    readings = AlertReadings(NOW, costs=CostReading(5, {"openai": 2.0}, 2.0, 2.0))
    alert = judged(readings, "cost_burn_rate", profile).alert
    assert alert is not None
    assert alert.context["over_budget"] == ["daily"]
    quiet = AlertReadings(NOW, costs=CostReading(2, {"openai": 2.0}, 2.0, 2.0))
    assert verdict(quiet, "cost_burn_rate", profile) == "unknown", "two calls are no rate"


@pytest.mark.parametrize(
    ("poor", "others", "expected"),
    [(3, 12, "clear"), (3, 11, "firing"), (2, 7, "unknown"), (2, 8, "clear"), (0, 0, "unknown")],
)
def test_connections_are_bad_when_more_than_a_fifth_is_poor(poor: int, others: int, expected: str) -> None:
    bad, good = calls(poor, connection="Poor"), calls(others, minutes_ago=2, connection="Fair")
    assert verdict(AlertReadings(NOW, (*bad, *good)), "connection_quality") == expected


@pytest.mark.parametrize(("rooms", "expected"), [(2, "clear"), (3, "firing")])
def test_reports_are_missing_from_three_rooms_on(rooms: int, expected: str) -> None:
    readings = AlertReadings(NOW, missing_reports=MissingReportsReading(rooms))
    assert verdict(readings, "reports_missing") == expected


@pytest.mark.parametrize(
    ("name", "finished_minutes_ago", "expected"),
    [
        ("sweep_deliveries", 9.9, "clear"),
        ("sweep_deliveries", 10.0, "firing"),  # three minutes would be three times its interval
        ("reconcile_rooms", 14.9, "clear"),
        ("reconcile_rooms", 15.0, "firing"),
        ("learn_across_calls", 179.0, "clear"),
        ("learn_across_calls", 180.0, "firing"),
    ],
)
def test_a_schedule_is_late_after_three_times_its_interval_and_ten_minutes(
    name: str, finished_minutes_ago: float, expected: str
) -> None:
    run = ScheduleReading(name, NOW, NOW - minutes(finished_minutes_ago))
    assert verdict(AlertReadings(NOW, schedules=(run,)), f"schedule_late:{name}") == expected


def test_a_schedule_that_only_ever_failed_is_late_at_once() -> None:
    run = ScheduleReading("write_digests", NOW, None, NOW, "KeyError")
    assert verdict(AlertReadings(NOW, schedules=(run,)), "schedule_late:write_digests") == "firing"


def test_a_schedule_nobody_knows_any_more_is_not_judged() -> None:
    run = ScheduleReading("of_an_older_version", NOW - timedelta(days=9))
    keys = {judgement.key for judgement in evaluate(AlertReadings(NOW, schedules=(run,)), profile_with())}
    assert not any(key.startswith("schedule_late") for key in keys)


def test_every_alert_says_what_to_do() -> None:
    readings = AlertReadings(
        NOW,
        (*calls(12, failed=True, answers=2, latency_ms=2500.0, tokens=9000, connection="Poor"),),
        life=LifeReading(NOW - minutes(90)),
        usual=UsualReading(60.0, 600.0, 3000.0, 10.0),
        tools=(ToolReading("unleash", 9, 9),),
        destinations=(DestinationReading("slack", failed=1),),
        queues=(QueueReading("hot", 500),),
        dead_letters=(QueueReading("hot-dlq", 1),),
        costs=CostReading(9, {"openai": 50.0}, 50.0, 50.0),
        missing_reports=MissingReportsReading(5),
        schedules=(ScheduleReading("sweep_deliveries", NOW - minutes(60)),),
    )
    profile = profile_with(cost_burn_rate={"window_minutes": 60, "monthly_budget_usd": 1.0})
    alerts = [judgement.alert for judgement in evaluate(readings, profile) if judgement.alert is not None]
    told = {alert.alert_name for alert in alerts}
    lasting = {"latency_high"}  # needs ten minutes, not one
    assert len(told | lasting) == 14
    assert all(alert.context["action"] for alert in alerts)
