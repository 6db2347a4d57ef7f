"""The high alerts (spec 7.2): calls are replayed until each fires, and until it resolves."""

from datetime import timedelta

from aftercall.profile.alerts import CostBurnRule
from aftercall.profile.models import Profile
from tests.integration.alerts.alert_house import SLACK, AlertHouse


def test_latency_above_1500_ms_for_ten_minutes_is_told_with_a_trend_and_resolves(house: AlertHouse) -> None:
    house.calls(5, latency_ms=1600)
    house.wait(6)
    assert house.alerts("latency_high") == [], "five minutes are not ten"
    house.calls(5, latency_ms=1800)
    house.look()

    alert = house.fired("latency_high")
    assert alert["message"] == "Performance degradation: 1700ms average latency"
    assert (alert["alert_type"], alert["severity"]) == ("high", "P2")
    assert alert["context"]["trend"] == "·····█ ·, ·, ·, ·, ·, 1700 ms"
    assert list(house.owed(alert["id"])) == ["raised slack"]
    assert house.sqs.in_queue(SLACK), "Slack's function is woken"

    house.wait(10)
    house.calls(10, latency_ms=800)
    house.wait(6)
    (alert,) = house.alerts("latency_high")
    assert alert["resolved_by"] == "itself"
    assert set(house.owed(alert["id"])) == {"raised slack", "resolved slack"}


def test_a_slowness_that_is_over_is_not_sustained(house: AlertHouse) -> None:
    house.calls(10, latency_ms=1950)
    house.clock.advance(minutes=6)
    house.calls(5, latency_ms=700)
    house.look()
    assert house.alerts("latency_high") == []


def test_an_error_rate_above_five_percent_is_told_and_resolves(house: AlertHouse) -> None:
    house.calls(14)
    house.call(failed="llm_error")
    house.look()

    alert = house.fired("error_rate_high")
    assert alert["message"] == "Elevated error rate: 6.7%"
    assert alert["context"]["error_kinds"] == {"llm_error": 1}
    assert house.alerts("error_rate_critical") == []

    house.wait(10)
    house.calls(10)
    house.wait(4)
    assert house.alerts("error_rate_high")[0]["resolved_by"] == "itself"


def test_one_failure_of_twenty_five_alarms_nobody(house: AlertHouse) -> None:
    house.calls(24)
    house.call(failed="llm_error")
    house.look()
    assert house.alerts("error_rate_high") == []


def test_an_error_rate_that_grows_pages_and_the_lesser_alert_stays_open_beside_it(house: AlertHouse) -> None:
    house.calls(14)
    house.call(failed="llm_error")
    house.look()
    house.calls(2, failed="llm_error")
    house.clock.advance(minutes=2)
    house.look()

    assert house.fired("error_rate_critical")
    assert house.fired("error_rate_high"), "nobody is told that it is over while it is worse"


def usual_tokens(house: AlertHouse, tokens: int, weeks: int = 4) -> None:
    """Let so many tokens have been used in this hour of the weeks before."""
    now = house.clock.now()
    for week in range(weeks, 0, -1):
        house.clock.time = now - timedelta(weeks=week)
        house.call(tokens=tokens)
    house.clock.time = now


def test_twice_the_usual_tokens_are_told_with_the_hungriest_sessions_and_resolve(house: AlertHouse) -> None:
    usual_tokens(house, 6000)  # 100 a minute
    house.clock.advance(minutes=1)
    hungriest = house.call(tokens=3000, cost_usd=4.0)
    house.calls(2, tokens=150)
    house.look()

    alert = house.fired("token_usage_spike")
    assert alert["message"] == "Token usage spike: 220 tokens/min (normal: 100)"
    assert alert["context"]["affected_sessions"][0] == hungriest
    assert alert["context"]["tokens_of_sessions"][hungriest] == 3000
    assert alert["context"]["cost_impact_usd_per_hour"] == 2.18

    house.wait(20)
    assert house.alerts("token_usage_spike")[0]["resolved_by"] == "itself"


def test_less_than_twice_the_usual_tokens_alarm_nobody(house: AlertHouse) -> None:
    usual_tokens(house, 6000)
    house.clock.advance(minutes=1)
    house.calls(3, tokens=990)
    house.look()
    assert house.alerts("token_usage_spike") == []


def test_without_weeks_to_compare_with_no_token_is_too_many(house: AlertHouse) -> None:
    usual_tokens(house, 6000, weeks=2)
    house.clock.advance(minutes=1)
    house.calls(3, tokens=90_000)
    house.look()
    assert house.alerts("token_usage_spike") == []


def with_budget(profile: Profile, *, daily: float | None = None, monthly: float | None = None) -> Profile:
    rule = CostBurnRule(window_minutes=60, daily_budget_usd=daily, monthly_budget_usd=monthly)
    return profile.model_copy(update={"alerts": profile.alerts.model_copy(update={"cost_burn_rate": rule})})


def test_a_rate_over_the_budget_is_told_by_provider_and_resolves(house: AlertHouse) -> None:
    house.with_profile(with_budget(house.check.profile, monthly=500))
    house.calls(4, cost_usd=0.2)
    house.look()

    alert = house.fired("cost_burn_rate")
    assert alert["message"] == "Cost alert: $0.80/hour rate projects $595.20/month"
    assert alert["context"]["by_provider_usd"] == {"openai": 0.6, "voices": 0.2}
    assert alert["context"]["over_budget"] == ["monthly"]
    assert alert["context"]["spent_this_month_usd"] == 0.8

    house.wait(66, step=6)
    assert house.alerts("cost_burn_rate")[0]["resolved_by"] == "itself"


def test_an_hour_stands_for_its_usual_share_of_the_week(house: AlertHouse) -> None:
    house.usual(sessions_an_hour=2)
    house.connection.execute(
        "UPDATE warehouse.usage_baselines SET median_sessions = 20 WHERE weekday = 2 AND hour = 11"
    )
    house.with_profile(with_budget(house.check.profile, monthly=100))
    house.calls(4, cost_usd=0.2)
    house.look()
    assert house.alerts("cost_burn_rate") == [], "the busiest hour is no measure of the night"


def test_what_is_spent_already_needs_no_projection(house: AlertHouse) -> None:
    house.with_profile(with_budget(house.check.profile, daily=5))
    house.call(cost_usd=6.0)
    house.clock.advance(hours=3)
    house.look()
    assert house.fired("cost_burn_rate")["context"]["over_budget"] == ["daily"]


def test_without_a_budget_no_cost_is_too_high(house: AlertHouse) -> None:
    house.calls(4, cost_usd=200)
    house.look()
    assert house.alerts("cost_burn_rate") == []


def test_poor_connections_are_told_by_region_and_resolve(house: AlertHouse) -> None:
    house.calls(7, connection="Good", region="eu-north")
    poor = house.calls(3, connection="Poor", region="us-east")
    house.look()

    alert = house.fired("connection_quality")
    assert alert["message"] == "Connection quality issues: 30% poor quality"
    assert alert["context"]["regions"] == {"us-east": "3 of 3", "eu-north": "0 of 7"}
    assert alert["context"]["internet_providers"] == "not reported"
    assert set(alert["context"]["affected_sessions"]) == set(poor)

    house.wait(60, step=10)
    house.calls(10, connection="Excellent")
    house.wait(4)
    assert house.alerts("connection_quality")[0]["resolved_by"] == "itself"


def test_one_poor_connection_of_five_alarms_nobody(house: AlertHouse) -> None:
    house.calls(8, connection="Good")
    house.calls(2, connection="Poor")
    house.calls(30)
    house.look()
    assert house.alerts("connection_quality") == []
