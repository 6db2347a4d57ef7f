"""Every line of the mails as the spec shows it (7.5)."""

from typing import Any

import pytest

from aftercall.delivery.email.sections import Line, daily_sections, money, plain, shown_date, weekly_sections
from aftercall.reports.digests import (
    Activity,
    Change,
    Direction,
    Driver,
    Impact,
    Performance,
    Pipeline,
    Statement,
    TopLead,
)
from tests.fakes.digests import THURSDAY, daily, weekly


def a_change(before: float, now: float, decimals: int = 0) -> Change:
    difference = round(now - before, decimals)
    direction = Direction.UP if difference > 0 else Direction.DOWN if difference < 0 else Direction.FLAT
    percent = 100 * (now - before) / before if before else None
    return Change(before=before, difference=difference, percent=percent, direction=direction)


def day_lines(**parts: Any) -> list[str]:
    sections = daily_sections(daily(**parts), lambda _: None)
    return [line.as_text for section in sections for line in section.lines]


def week_lines(**parts: Any) -> list[str]:
    sections = weekly_sections(weekly(**parts), lambda _: None)
    return [line.as_text for section in sections for line in section.lines]


def impact(**parts: Any) -> Impact:
    return Impact.model_validate({"hot_leads": 3, "hot_above": 80, "api_cost_usd": 504.0} | parts)


def pipeline(amount: float = 127_400, opportunities: int = 8, **parts: Any) -> Pipeline:
    return Pipeline(amount=amount, opportunities=opportunities, currency="USD", **parts)


def test_activity() -> None:
    activity = Activity(
        calls=45,
        calls_change=a_change(40, 45),
        qualified_leads=12,
        qualification_rate=26.7,
        meetings=5,
        booking_rate=41.7,
    )
    assert day_lines(activity=activity)[:3] == [
        "Total Calls: 45 (↑ 12% vs the day before)",
        "Qualified Leads: 12 (27% qualification rate)",
        "Meetings Booked: 5 (42% booking rate)",
    ]


def test_a_week_compares_its_rates_in_points() -> None:
    activity = Activity(
        calls=287,
        calls_change=a_change(233, 287),
        qualified_leads=74,
        qualification_rate=26,
        qualification_rate_change=a_change(24, 26),
        meetings=31,
        booking_rate=42,
        booking_rate_change=a_change(42, 42),
    )
    assert week_lines(activity=activity)[:3] == [
        "Total Calls: 287 (↑ 23% WoW)",
        "Qualified Leads: 74 (26% qualification rate, ↑ 2 pts)",
        "Meetings Booked: 31 (42% booking rate, → flat)",
    ]


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (50, 45, "↓ 10% vs the day before"),
        (45, 45, "→ flat vs the day before"),
        (0, 45, "↑ from none vs the day before"),
        (0, 0, "→ flat vs the day before"),
        (1001, 1002, "→ flat vs the day before"),
    ],
)
def test_arrows_and_no_percentage_against_zero(before: int, now: int, told: str) -> None:
    activity = Activity(calls=now, calls_change=a_change(before, now), qualified_leads=0, meetings=0)
    assert day_lines(activity=activity)[0] == f"Total Calls: {now:,} ({told})"


def test_a_first_day_says_nothing_of_a_day_before() -> None:
    assert day_lines(activity=Activity(calls=45, qualified_leads=0, meetings=0))[:3] == [
        "Total Calls: 45",
        "Qualified Leads: 0",
        "Meetings Booked: 0",
    ]


def test_performance() -> None:
    performance = Performance(
        latency_ms=987.4,
        latency_target_ms=1000,
        engagement=7.8,
        engagement_change=a_change(7.5, 7.8, 1),
        error_rate=1.2,
        error_rate_target=5,
        failed_calls=1,
    )
    lines = day_lines(performance=performance)
    assert "Avg Latency: 987 ms (✅ target: <1,000 ms)" in lines
    assert "Engagement Score: 7.8/10 (↑ 0.3)" in lines
    assert "Error Rate: 1.2% (✅ target: <5%)" in lines


def test_a_missed_target_is_told_as_one() -> None:
    performance = Performance(
        latency_ms=1200, latency_target_ms=1000, error_rate=5.0, error_rate_target=5, failed_calls=1
    )
    lines = day_lines(performance=performance)
    assert "Avg Latency: 1,200 ms (❌ target: <1,000 ms)" in lines
    assert "Error Rate: 5.0% (❌ target: <5%)" in lines


def test_what_was_not_measured_has_no_line() -> None:
    assert not [line for line in day_lines() if line.startswith(("Avg Latency", "Engagement", "Error Rate"))]


def test_business_impact() -> None:
    lines = day_lines(
        impact=impact(pipeline=pipeline(), cost_per_qualified_lead=42.0, infrastructure_cost_usd=4.0)
    )
    assert "Pipeline Influenced: $127K (8 opportunities)" in lines
    assert "Hot Leads: 3 (scores >80)" in lines
    assert "Cost per Qualified Lead: $42 (API + infrastructure)" in lines


def test_a_pipeline_that_is_not_connected_says_so() -> None:
    told = "no opportunities were read back from the CRM yet"
    assert f"Pipeline Influenced: not connected ({told})" in day_lines()
    lines = week_lines()
    assert f"Pipeline Influenced: not connected ({told})" in lines
    assert "Revenue per Call: not connected (pipeline / calls)" in lines
    assert "ROI: not connected (pipeline / cost)" in lines


def test_what_the_pipeline_leaves_out_is_told() -> None:
    told = pipeline(1000, 1, without_amount=1, other_currencies=("EUR",))
    line = "Pipeline Influenced: $1,000 (1 opportunity, 1 without an amount, amounts in EUR not added)"
    assert line in day_lines(impact=impact(pipeline=told))


def test_a_day_without_a_qualified_lead_shows_what_it_cost() -> None:
    assert "Cost per Qualified Lead: none (no qualified lead, cost $504)" in day_lines(impact=impact())


def test_costs_without_a_price_are_told() -> None:
    lines = day_lines(impact=impact(cost_per_qualified_lead=42.0, unpriced=2))
    assert "Cost per Qualified Lead: $42 (API only, 2 without a price)" in lines


def test_return_on_investment_of_a_week() -> None:
    lines = week_lines(
        impact=impact(
            pipeline=pipeline(842_000, 47, change=a_change(421_000, 842_000)),
            api_cost_usd=1127.0,
            infrastructure_cost_usd=120.0,
            revenue_per_call=2933.8,
            return_on_investment=675.2,
        )
    )
    assert "Pipeline Influenced: $842K (47 opportunities, ↑ 100% WoW)" in lines
    assert "Total Cost: $1,247 (API + infrastructure)" in lines
    assert "Revenue per Call: $2,934 (pipeline / calls)" in lines
    assert "ROI: 675x (pipeline / cost)" in lines


def test_top_opportunities() -> None:
    lead = TopLead(session_id="RM_1", who="Acme Corp", score=92, facts=("25 users", "Salesforce need"))
    assert "Acme Corp: Score 92 (25 users, Salesforce need)" in day_lines(top_leads=(lead,))


def test_a_lead_leads_to_its_call() -> None:
    lead = TopLead(session_id="RM_1", who="Acme Corp", score=92)
    sections = daily_sections(daily(top_leads=(lead,)), lambda call: f"https://calls.example/{call}")
    (line,) = [line for section in sections for line in section.lines if line.link]
    assert line.link == "https://calls.example/RM_1"


def test_trends_drivers_risks_and_recommendations() -> None:
    said = (Statement(text="Create a guide for “zapier”", figure="15 failed searches"),)
    for part in ("growth", "risks", "opportunities", "recommendations"):
        assert week_lines(**{part: said})[-1] == "Create a guide for “zapier”: 15 failed searches"
    assert day_lines(trends=said)[-1] == "Create a guide for “zapier”: 15 failed searches"
    driver = Driver(text="had teams of 5+ users", share=42.4, calls=31)
    assert "42% had teams of 5+ users: 31 calls" in week_lines(drivers=(driver,))


def test_a_section_with_nothing_in_it_is_left_out() -> None:
    titles = [section.title for section in daily_sections(daily(), lambda _: None)]
    assert titles == ["Activity", "Business impact"]
    titles = [section.title for section in weekly_sections(weekly(), lambda _: None)]
    assert titles == ["Weekly summary", "ROI metrics"]


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (0, "$0"),
        (1.284, "$1.28"),
        (9.999, "$10"),
        (42.4, "$42"),
        (1247, "$1,247"),
        (9999.4, "$9,999"),
        (9999.6, "$10K"),
        (842_000, "$842K"),
        (999_700, "$1M"),
        (1_260_000, "$1.3M"),
    ],
)
def test_money_is_shown_as_it_is_said(amount: float, told: str) -> None:
    assert money(amount) == told


def test_another_currency_is_named() -> None:
    assert money(842_000, "EUR") == "EUR 842K"


def test_words_of_others_become_one_line() -> None:
    assert plain("Acme\r\nBcc: all@example.com\x00\u202e\u2028x") == "Acme Bcc: all@example.com x"
    assert len(plain("x" * 500)) == 200


def test_dates_are_written_out() -> None:
    assert shown_date(THURSDAY) == "November 19, 2026"


def test_a_sentence_without_a_figure_stands_alone() -> None:
    assert Line("Something").as_text == "Something"
