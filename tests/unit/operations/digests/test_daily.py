"""Every figure of the daily digest (spec 7.5): from a day that has it, and from one that has not."""

from datetime import timedelta

import pytest

from aftercall.operations.digests.business import infrastructure_cost
from aftercall.operations.digests.executive import daily_digest
from aftercall.profile.models import Profile
from aftercall.reports.digest_readings import ExecutiveReadings, LeadReading, PeriodReading, TermReading
from aftercall.reports.digests import DailyDigest
from tests.fakes.digests import CALLED_AT, DAY, THURSDAY, WEEK, ZONE, a_deal, a_profile, readings


def digest(of: ExecutiveReadings, profile: Profile | None = None) -> DailyDigest:
    return daily_digest(of, DAY, profile or a_profile())


def trend_lines(*terms: TermReading, week: int = 20) -> dict[str, str]:
    found = digest(readings(terms=terms, week=week)).trends
    return {one.text: one.figure for one in found}


def test_it_is_the_days() -> None:
    assert digest(readings()).date == THURSDAY


def test_activity_with_its_rates() -> None:
    activity = digest(readings(calls=45, qualified_leads=12, booked_leads=5, meetings=5)).activity
    assert (activity.calls, activity.qualified_leads, activity.meetings) == (45, 12, 5)
    assert activity.qualification_rate == pytest.approx(26.7, abs=0.1)
    assert activity.booking_rate == pytest.approx(41.7, abs=0.1)


def test_a_day_without_calls_has_no_rates() -> None:
    found = digest(readings())
    assert found.activity.qualification_rate is None
    assert found.activity.booking_rate is None
    assert found.performance.error_rate is None
    assert found.impact.cost_per_qualified_lead is None
    assert found.impact.revenue_per_call is None


def test_calls_are_compared_with_the_day_before() -> None:
    change = digest(readings(PeriodReading(calls=40), calls=45)).activity.calls_change
    assert change is not None
    assert change.percent == 12.5


def test_the_very_first_day_is_compared_with_nothing() -> None:
    found = digest(readings(calls=45, engagement=7.0))
    assert found.activity.calls_change is None
    assert found.performance.engagement_change is None


def test_two_meetings_of_one_lead_are_two_meetings_and_no_rate_above_all() -> None:
    activity = digest(readings(calls=3, qualified_leads=1, booked_leads=1, meetings=2)).activity
    assert activity.meetings == 2
    assert activity.booking_rate == 100


def test_performance_against_its_targets() -> None:
    found = digest(readings(calls=80, failed=1, latency_ms=987.4, engagement=7.8)).performance
    assert (found.latency_ms, found.latency_target_ms) == (987.4, 1000)
    assert (found.error_rate, found.error_rate_target) == (1.25, 5)


def test_cost_per_qualified_lead_counts_the_days_part_of_the_infrastructure() -> None:
    profile = a_profile(infrastructure_usd_per_month=300.0)
    impact = digest(readings(calls=10, qualified_leads=5, api_cost_usd=15.0), profile).impact
    assert impact.infrastructure_cost_usd == 10.0
    assert impact.cost_per_qualified_lead == 5.0


def test_without_a_monthly_figure_only_apis_are_counted() -> None:
    profile = a_profile(infrastructure_usd_per_month=None)
    impact = digest(readings(qualified_leads=3, api_cost_usd=6.0), profile).impact
    assert impact.infrastructure_cost_usd is None
    assert impact.cost_per_qualified_lead == 2.0


def test_a_day_costs_its_months_figure_over_its_months_days() -> None:
    assert infrastructure_cost(300.0, DAY, ZONE) == 10.0
    assert infrastructure_cost(300.0, WEEK, ZONE) == pytest.approx(70.0)


def test_pipeline_is_not_connected_where_salesforce_was_never_read() -> None:
    impact = digest(readings(calls=3, opportunities=None)).impact
    assert impact.pipeline is None
    assert impact.return_on_investment is None


def test_pipeline_adds_up_what_calls_influenced() -> None:
    late = CALLED_AT + timedelta(days=91)
    deals = (a_deal(100_000), a_deal(27_000, opportunity_id="006B"), a_deal(5_000, created_at=late))
    pipeline = digest(readings(calls=2, opportunities=deals)).impact.pipeline
    assert pipeline is not None
    assert (pipeline.amount, pipeline.opportunities) == (127_000, 2)


def test_a_connected_salesforce_without_deals_is_a_pipeline_of_zero() -> None:
    pipeline = digest(readings(opportunities=())).impact.pipeline
    assert pipeline is not None
    assert (pipeline.amount, pipeline.opportunities) == (0, 0)


def test_other_currencies_and_missing_amounts_are_told_and_not_added() -> None:
    deals = (a_deal(1000, currency="USD"), a_deal(500, currency="EUR"), a_deal(None))
    pipeline = digest(readings(opportunities=deals)).impact.pipeline
    assert pipeline is not None
    assert pipeline.amount == 1000
    assert (pipeline.other_currencies, pipeline.without_amount) == (("EUR",), 1)


def test_amounts_in_another_currency_are_not_divided_by_dollars() -> None:
    profile = a_profile(currency="EUR")
    impact = digest(
        readings(calls=1, api_cost_usd=10.0, opportunities=(a_deal(currency="EUR"),)), profile
    ).impact
    assert impact.revenue_per_call == 1000
    assert impact.return_on_investment is None


def test_top_leads_come_best_first_with_what_makes_them_ones() -> None:
    best = LeadReading("RM_1", 92, "Acme Corp", team_size=25, integration_needs=("salesforce",))
    urgent = LeadReading("RM_2", 88, "Globex Inc", team_size=50, decision_timeline="this_week")
    switcher = LeadReading("RM_3", 85, "Initech LLC", team_size=15, current_tool="DocuSign")
    fourth = LeadReading("RM_4", 84, "Umbrella")
    leads = digest(readings(leads=(fourth, switcher, best, urgent))).top_leads
    assert [(one.who, one.score, one.facts) for one in leads] == [
        ("Acme Corp", 92, ("25 users", "Salesforce need")),
        ("Globex Inc", 88, ("50 users", "urgent timeline")),
        ("Initech LLC", 85, ("15 users", "DocuSign switcher")),
    ]


def test_a_lukewarm_lead_is_no_opportunity() -> None:
    assert digest(readings(leads=(LeadReading("RM_1", 59, "Acme Corp"),))).top_leads == ()


def test_a_lead_without_company_goes_by_name_and_one_without_any_is_unknown() -> None:
    leads = (LeadReading("RM_1", 90, None, "Sam Reed"), LeadReading("RM_2", 85))
    assert [one.who for one in digest(readings(leads=leads)).top_leads] == ["Sam Reed", "Unknown caller"]


def test_paper_is_no_product_that_somebody_switches_from() -> None:
    profile = a_profile()
    manual = next(one.name for one in profile.vocabulary.competitors if one.manual)
    lead = LeadReading("RM_1", 90, "Acme Corp", current_tool=manual)
    assert digest(readings(leads=(lead,))).top_leads[0].facts == ()


def test_an_industry_that_calls_more_is_a_trend() -> None:
    lines = trend_lines(TermReading("industry", "legal", 14, 10))
    assert lines == {"Legal industry calls": "+40% this week (14 calls after 10)"}


def test_one_call_is_no_trend() -> None:
    assert trend_lines(TermReading("industry", "legal", 1, 0)) == {}
    assert trend_lines(TermReading("industry", "legal", 2, 0)) == {}


def test_few_calls_are_counted_and_get_no_percentage() -> None:
    lines = trend_lines(TermReading("industry", "legal", 7, 2), TermReading("industry", "finance", 4, 0))
    assert lines["Legal industry calls"] == "7 calls this week, 2 the week before"
    assert lines["Finance industry calls"] == "4 calls this week, none the week before"


def test_what_hardly_moves_is_no_trend() -> None:
    assert trend_lines(TermReading("industry", "legal", 21, 20)) == {}


def test_less_is_a_trend_too() -> None:
    assert trend_lines(TermReading("integration", "Salesforce", 4, 8)) == {}, "no name of the vocabulary"
    lines = trend_lines(TermReading("integration", "salesforce", 4, 8))
    assert lines == {"Salesforce integration requests": "-50% this week (4 calls after 8)"}


def test_the_most_requested_feature_is_named_with_its_calls() -> None:
    lines = trend_lines(TermReading("feature", "mobile app", 5, 5), TermReading("feature", "templates", 3, 3))
    assert lines == {"“Mobile app” is the most requested feature": "5 calls this week, 25% of all"}


def test_a_feature_asked_for_twice_is_not_the_most_requested() -> None:
    assert trend_lines(TermReading("feature", "mobile app", 2, 2)) == {}


def test_an_unknown_industry_is_none() -> None:
    assert trend_lines(TermReading("industry", "other", 9, 3)) == {}
