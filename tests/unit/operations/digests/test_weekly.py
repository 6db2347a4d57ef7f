"""Every figure of the weekly digest (spec 7.5): from a week that has it, and from one that has not."""

from datetime import date

import pytest

from aftercall.operations.digests.executive import weekly_digest
from aftercall.profile.models import Profile
from aftercall.reports.digest_readings import (
    DriverReading,
    ExecutiveReadings,
    GapReading,
    PeriodReading,
    TermReading,
    WeekReading,
)
from aftercall.reports.digests import Statement, WeeklyDigest
from tests.fakes.digests import WEEK, a_deal, a_profile, readings


def digest(of: ExecutiveReadings, profile: Profile | None = None) -> WeeklyDigest:
    return weekly_digest(of, WEEK, profile or a_profile())


def as_pairs(statements: tuple[Statement, ...]) -> dict[str, str]:
    return {one.text: one.figure for one in statements}


def test_it_is_the_week_of_its_monday() -> None:
    assert digest(readings()).week_of == date(2026, 11, 16)


def test_an_empty_week_recommends_nothing_and_risks_nothing() -> None:
    found = digest(readings())
    assert (found.risks, found.opportunities, found.recommendations) == ((), (), ())
    assert (found.drivers, found.growth) == ((), ())


def test_return_on_investment_is_pipeline_over_cost() -> None:
    profile = a_profile(infrastructure_usd_per_month=None)
    of = readings(calls=287, api_cost_usd=1247.0, opportunities=(a_deal(842_000),))
    impact = digest(of, profile).impact
    assert impact.revenue_per_call == pytest.approx(2933.8, abs=0.1)
    assert impact.return_on_investment == pytest.approx(675.2, abs=0.1)


def test_nothing_spent_is_no_return() -> None:
    profile = a_profile(infrastructure_usd_per_month=None)
    assert digest(readings(calls=1, opportunities=(a_deal(),)), profile).impact.return_on_investment is None


def test_drivers_are_shares_of_the_qualified_calls_and_the_largest_come_first() -> None:
    drivers = DriverReading(qualified_calls=100, team=42, frustrated=31, soon=5)
    terms = (TermReading("integration", "salesforce", 70, 60, qualified=58),)
    found = digest(readings(drivers=drivers, terms=terms)).drivers
    assert [(one.share, one.text) for one in found] == [
        (58, "had a Salesforce integration need"),
        (42, "had teams of 5+ users"),
        (31, "mentioned competitor frustration"),
    ]


def test_few_qualified_calls_have_no_drivers() -> None:
    assert digest(readings(drivers=DriverReading(qualified_calls=4, team=4))).drivers == ()


def test_a_driver_of_two_calls_is_none() -> None:
    assert digest(readings(drivers=DriverReading(qualified_calls=6, team=2))).drivers == ()


def test_volume_and_rates_are_growth_trends() -> None:
    before = PeriodReading(calls=233, qualified_leads=58, booked_leads=24)
    history = (WeekReading(233, 58, 24), WeekReading(200, 50, 10), WeekReading(180, 40, 9))
    of = readings(before, calls=287, qualified_leads=74, booked_leads=33, history=history)
    assert as_pairs(digest(of).growth) == {
        "Call volume growing": "+23% WoW, 287 calls after 233",
        "Qualification rate stable": "26% after 25%",
        "Meeting booking rate the best of 4 weeks": "45%, 41% at most before",
    }


def test_a_rate_that_is_not_the_best_is_compared_with_the_week_before() -> None:
    history = (WeekReading(100, 20, 10), WeekReading(100, 20, 19), WeekReading(100, 20, 10))
    growth = digest(readings(calls=100, qualified_leads=20, booked_leads=12, history=history)).growth
    assert as_pairs(growth) == {"Meeting booking rate": "60% after 50%"}


def test_a_first_week_has_no_growth() -> None:
    assert digest(readings(calls=50, qualified_leads=20, booked_leads=9)).growth == ()


def test_a_week_after_one_without_calls_gets_no_percentage() -> None:
    growth = digest(readings(PeriodReading(calls=0), calls=50)).growth
    assert "Call volume growing" not in as_pairs(growth)


def test_failed_searches_ask_for_a_guide() -> None:
    gaps = (
        GapReading("failed_search", "zapier integration", 12, 9, 1, "how to use zapier"),
        GapReading("failed_search", "zapier set up", 3, 3, 1, "how to use zapier"),
        GapReading("failed_search", "fax", 2, 2, 2, "fax"),
        GapReading("unanswered_question", "Who are you?", 30, 20, 3, "Who are you?"),
    )
    found = digest(readings(gaps=gaps))
    assert as_pairs(found.risks) == {"Content gap: “how to use zapier”": "15 failed searches in 12 calls"}
    assert as_pairs(found.recommendations) == {
        "Create a guide for “how to use zapier”": "15 failed searches in 12 calls"
    }


def test_a_growing_industry_asks_for_a_campaign() -> None:
    found = digest(readings(terms=(TermReading("industry", "legal", 14, 10),)))
    figure = "+40% this week (14 calls after 10)"
    assert as_pairs(found.opportunities) == {"Legal industry surge": figure}
    assert as_pairs(found.recommendations) == {"Launch a campaign for the legal industry": figure}


def test_a_shrinking_industry_asks_for_none() -> None:
    assert digest(readings(terms=(TermReading("industry", "legal", 10, 14),))).recommendations == ()


def test_a_competitor_in_many_calls_asks_for_a_comparison() -> None:
    found = digest(readings(terms=(TermReading("competitor", "DocuSign", 23, 23),), week=100))
    assert as_pairs(found.recommendations) == {
        "Build a DocuSign comparison page": "mentioned in 23% of calls, 23 in all"
    }


@pytest.mark.parametrize(("calls", "week"), [(2, 10), (9, 100)])
def test_a_competitor_in_few_calls_asks_for_none(calls: int, week: int) -> None:
    terms = (TermReading("competitor", "DocuSign", calls, calls),)
    assert digest(readings(terms=terms, week=week)).recommendations == ()


def test_a_feature_that_is_not_available_is_a_risk() -> None:
    terms = (TermReading("feature", "mobile app", 15, 15), TermReading("feature", "templates", 40, 40))
    found = digest(readings(terms=terms, week=100), a_profile(unavailable_features=("mobile app",)))
    figure = "15% of calls ask for it, 15 in all"
    assert as_pairs(found.risks) == {"“Mobile app” is not available": figure}
    assert as_pairs(found.recommendations) == {"Decide on “mobile app” in the roadmap": figure}


def test_a_feature_there_is_is_no_risk() -> None:
    terms = (TermReading("feature", "mobile app", 15, 15),)
    assert digest(readings(terms=terms, week=100), a_profile(unavailable_features=())).risks == ()


def test_failing_calls_are_a_risk_with_their_commonest_reason() -> None:
    found = digest(readings(calls=90, failed=9, error_kinds={"llm_error": 7, "no_report": 2}))
    assert as_pairs(found.risks) == {
        "Error rate 10% (target: <5%)": "9 of 90 calls failed, llm error most often (7)"
    }
    assert [one.text for one in found.recommendations] == ["Find out why calls fail"]


@pytest.mark.parametrize(("calls", "failed"), [(100, 5), (10, 2)])
def test_an_error_rate_within_its_target_or_of_two_calls_is_none(calls: int, failed: int) -> None:
    assert digest(readings(calls=calls, failed=failed)).risks == ()


def test_slow_answers_name_the_part_that_is_furthest_above_its_target() -> None:
    found = digest(readings(latency_ms=1531, eou_delay_ms=310, llm_ttft_ms=1210, tts_ttfb_ms=200))
    assert as_pairs(found.recommendations) == {
        "Speed up the language model's first token": (
            "the language model's first token takes 1,210 ms on average, its target is 700 ms"
        )
    }
    assert [one.text for one in found.risks] == ["Answers take 1,531 ms (target: <1,000 ms)"]


def test_slow_answers_without_a_slow_part_recommend_nothing() -> None:
    found = digest(readings(latency_ms=1100, eou_delay_ms=200, llm_ttft_ms=600, tts_ttfb_ms=200))
    assert len(found.risks) == 1
    assert found.recommendations == ()


def test_fast_answers_are_no_risk_whatever_their_parts() -> None:
    assert digest(readings(latency_ms=999, llm_ttft_ms=900)).risks == ()


def test_switchers_are_an_opportunity_where_most_are_tier_1() -> None:
    found = digest(readings(terms=(TermReading("switcher", "DocuSign", 15, 10, tier_1=13),)))
    assert as_pairs(found.opportunities) == {
        "DocuSign switchers highly qualified": "87% Tier 1, 13 of 15 calls"
    }
    assert found.recommendations == ()


@pytest.mark.parametrize(("calls", "tier_1"), [(15, 7), (2, 2)])
def test_switchers_that_are_few_or_not_qualified_are_none(calls: int, tier_1: int) -> None:
    terms = (TermReading("switcher", "DocuSign", calls, 10, tier_1=tier_1),)
    assert digest(readings(terms=terms)).opportunities == ()


def test_fewer_qualified_calls_and_bookings_are_risks() -> None:
    before = PeriodReading(calls=100, qualified_leads=40, booked_leads=20)
    found = digest(readings(before, calls=100, qualified_leads=30, booked_leads=9))
    assert as_pairs(found.risks) == {
        "Fewer calls qualify": "30% after 40%",
        "Fewer qualified leads book a meeting": "30% after 50%",
    }


def test_rates_that_hold_are_no_risk() -> None:
    before = PeriodReading(calls=100, qualified_leads=40, booked_leads=20)
    assert digest(readings(before, calls=100, qualified_leads=38, booked_leads=19)).risks == ()


def test_what_goes_wrong_in_calls_with_low_engagement_is_a_risk() -> None:
    found = digest(readings(flags={"interruptions": 6, "dead_air": 2}))
    assert as_pairs(found.risks) == {"Low engagement": "high interruptions in 6 calls with a score below 5"}


def test_two_calls_with_low_engagement_are_none() -> None:
    assert digest(readings(flags={"interruptions": 2})).risks == ()


def test_recommendations_end_where_the_profile_says() -> None:
    gaps = tuple(GapReading("failed_search", text, 5, 5) for text in ("fax machines", "time zones"))
    of = readings(gaps=gaps, terms=(TermReading("industry", "legal", 14, 10),))
    found = digest(of, a_profile(most_recommendations=2))
    assert len(found.recommendations) == 2
    assert len(digest(of).recommendations) == 3
