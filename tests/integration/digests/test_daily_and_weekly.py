"""Daily and weekly digests on a real warehouse under a clock that is moved."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from aftercall.operations.digests.schedule import day_of
from aftercall.warehouse.digests import read_digest, write_digest
from tests.fakes.digests import THURSDAY, ZONE, daily
from tests.integration.digests.digest_house import EMAIL, DigestHouse

NOON = datetime.fromisoformat("2026-11-19T12:00:00-05:00")
DAY = timedelta(days=1)
HOT = {"tier": "Tier 1", "score": 92, "booked": True}


def at_eight(house: DigestHouse, days: float = 0) -> None:
    house.clock.time = datetime.fromisoformat("2026-11-20T08:00:00-05:00") + timedelta(days=days)


def test_a_day_is_written_at_eight_once_and_owed_at_once(house: DigestHouse) -> None:
    house.call(NOON)
    assert house.run() == []
    at_eight(house)
    assert house.run() == ["daily"]
    (digest,) = house.digests()
    assert house.owed() == [("email", str(digest["digest_id"]))]
    assert (EMAIL, "due") in house.wakes.sent
    for _ in range(4):
        house.clock.advance(minutes=15)
        assert house.run() == []
    assert len(house.owed()) == 1


def test_every_figure_is_counted_from_the_days_calls(house: DigestHouse) -> None:
    email = "ann@northwind.example"
    house.call(NOON, email=email, cost_usd=4.0, latency_ms=800, engagement=9.0, team_size=25, **HOT)
    house.call(NOON, email=email, cost_usd=1.0, latency_ms=1000, **HOT)
    house.call(NOON, tier="Tier 1", score=70, engagement=6.0)
    house.call(NOON)
    house.call(NOON, failed="llm_error", cost_usd=1.0, **HOT)
    at_eight(house)
    house.run()
    figures = house.figures("daily")
    assert figures["date"] == "2026-11-19"
    activity, performance, impact = (figures[name] for name in ("activity", "performance", "impact"))
    assert (activity["calls"], activity["qualified_leads"], activity["meetings"]) == (5, 2, 2)
    assert (activity["qualification_rate"], activity["booking_rate"]) == (40, 50)
    assert performance["latency_ms"] == 900
    assert performance["engagement"] == pytest.approx((9.0 + 6.0 + 7.5 + 7.5) / 4)
    assert performance["error_rate"] == 20
    assert (impact["hot_leads"], impact["api_cost_usd"]) == (1, 6.0)
    assert impact["cost_per_qualified_lead"] == pytest.approx((6.0 + 120 / 30) / 2)
    assert next((one["who"], one["score"]) for one in figures["top_leads"]) == ("northwind.example", 92)


def test_a_day_is_compared_with_the_day_before(house: DigestHouse) -> None:
    for _ in range(4):
        house.call(NOON - DAY)
    for _ in range(5):
        house.call(NOON)
    at_eight(house)
    house.run()
    change = house.figures("daily")["activity"]["calls_change"]
    assert (change["before"], change["percent"], change["direction"]) == (4, 25, "up")


def test_a_day_begins_and_ends_at_the_companys_midnight(house: DigestHouse) -> None:
    house.call(datetime.fromisoformat("2026-11-18T23:59:59-05:00"))
    house.call(datetime.fromisoformat("2026-11-19T00:00:00-05:00"))
    house.call(datetime.fromisoformat("2026-11-19T23:59:59-05:00"))
    house.call(datetime.fromisoformat("2026-11-20T00:00:00-05:00"))
    at_eight(house)
    house.run()
    assert house.figures("daily")["activity"]["calls"] == 2


def test_the_day_of_25_hours_counts_all_of_them(house: DigestHouse) -> None:
    first = datetime.fromisoformat("2026-11-01T00:00:00-04:00")
    for hour in range(25):
        house.call(first + timedelta(hours=hour))
    house.clock.time = datetime.fromisoformat("2026-11-02T08:00:00-05:00")
    house.run()
    assert house.figures("daily")["activity"]["calls"] == 25


def test_old_calls_count_when_they_took_place_and_nowhere_where_nobody_knows(house: DigestHouse) -> None:
    house.call(NOON, origin="inbox", received_at=NOON + 3 * DAY)
    unknown = house.call(NOON, origin="inbox")
    house.connection.execute(
        "UPDATE warehouse.sessions SET start_time = NULL WHERE session_id = %s", [unknown]
    )
    house.call(NOON - 30 * DAY, origin="inbox", received_at=NOON)
    at_eight(house)
    house.run()
    assert house.figures("daily")["activity"]["calls"] == 1


def test_before_the_first_call_there_is_no_digest(house: DigestHouse) -> None:
    at_eight(house)
    assert house.run() == []


def test_a_day_without_calls_is_told_as_one(house: DigestHouse) -> None:
    house.call(NOON - DAY)
    at_eight(house)
    house.run()
    assert house.figures("daily")["activity"]["calls"] == 0


def test_after_an_outage_only_the_last_day_and_week_are_written(house: DigestHouse) -> None:
    for days in range(20):
        house.call(NOON - days * DAY)
    at_eight(house, days=5)
    assert sorted(house.run()) == ["daily", "weekly"]
    periods = {one["kind"]: one["period_start"] for one in house.digests()}
    assert periods["daily"] == datetime.fromisoformat("2026-11-24T00:00:00-05:00")
    assert periods["weekly"] == datetime.fromisoformat("2026-11-16T00:00:00-05:00")


def test_two_writers_at_once_write_one_digest(house: DigestHouse, warehouse_url: str) -> None:
    from aftercall.warehouse.connection import connect  # noqa: PLC0415 - beside its only use

    period, barrier = day_of(THURSDAY, ZONE), Barrier(2)

    def write(_: int) -> int | None:
        connection = connect(warehouse_url)
        try:
            barrier.wait()
            return write_digest(connection, period, daily(), house.clock.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        written = list(pool.map(write, range(2)))
    assert sum(one is not None for one in written) == 1
    assert len(house.owed()) == 1


def test_a_digest_is_read_back_as_it_was_written(house: DigestHouse) -> None:
    period = day_of(THURSDAY, ZONE)
    digest_id = write_digest(house.connection, period, daily(), house.clock.now())
    record = read_digest(house.connection, str(digest_id))
    assert record is not None
    assert record.figures == daily()
    assert read_digest(house.connection, "999999") is None
    assert read_digest(house.connection, "no number") is None


def test_pipeline_is_not_connected_until_salesforce_was_read(house: DigestHouse) -> None:
    house.call(NOON, email="ann@northwind.example")
    house.opportunity("ann@northwind.example", 5000, NOON)
    at_eight(house)
    house.run()
    assert house.figures("daily")["impact"]["pipeline"] is None


def test_pipeline_counts_deals_of_the_days_callers_once(house: DigestHouse) -> None:
    for _ in range(2):
        house.call(NOON, email="ann@northwind.example")
    house.call(NOON, email="bo@northwind.example", failed="llm_error")
    house.call(NOON - DAY, email="cy@northwind.example")
    ann = "ann@northwind.example"
    house.opportunity(ann, 5000, NOON - 10 * DAY)
    house.opportunity(ann, 700, NOON + 80 * DAY)
    house.opportunity(ann, 90_000, NOON + 100 * DAY)
    house.opportunity(ann, 90_000, NOON - 10 * DAY, is_closed=True, close_date=(NOON - 5 * DAY).date())
    house.opportunity("bo@northwind.example", 90_000, NOON)
    house.opportunity("cy@northwind.example", 300, NOON)
    house.salesforce_was_read()
    at_eight(house)
    house.run()
    pipeline = house.figures("daily")["impact"]["pipeline"]
    assert (pipeline["amount"], pipeline["opportunities"]) == (5700, 2)
    assert pipeline["change"]["before"] == 300


def test_trends_look_at_seven_days_against_the_seven_before(house: DigestHouse) -> None:
    for days in (0, 1, 2, 3, 6):
        house.call(NOON - days * DAY, industry="legal", features=("mobile app, templates",))
    for days in (7, 8, 13):
        house.call(NOON - days * DAY, industry="legal", integrations=("salesforce",))
    house.call(NOON - 14 * DAY, industry="legal")
    at_eight(house)
    house.run()
    trends = {one["text"]: one["figure"] for one in house.figures("daily")["trends"]}
    assert trends["Legal industry calls"] == "+67% this week (5 calls after 3)"
    assert trends["Salesforce integration requests"] == "0 calls this week, 3 the week before"
    assert trends["“Mobile app” is the most requested feature"] == "5 calls this week, 100% of all"


def test_a_week_with_everything_in_it(house: DigestHouse) -> None:
    switcher = [("DocuSign", "current_tool", "negative")]
    for place in range(6):
        house.call(
            NOON - timedelta(days=place % 3, minutes=place),
            competitors=switcher,
            integrations=("salesforce",),
            searches=("zapier integration",),
            industry="legal",
            team_size=25,
            cost_usd=2.0,
            latency_ms=1800,
            **HOT,
        )
    for _ in range(3):
        house.call(NOON, failed="llm_error")
        house.call(NOON - timedelta(days=7), engagement=7.0)
    house.salesforce_was_read()
    house.opportunity("rm_0001.aj_0001@northwind.example", 60_000, NOON)
    at_eight(house, days=3)
    house.run()
    figures = house.figures("weekly")
    assert figures["week_of"] == "2026-11-16"
    assert figures["activity"]["calls"] == 9
    cost = 12.0 + 120 / 30 * 7
    assert figures["impact"]["return_on_investment"] == pytest.approx(60_000 / cost)
    assert figures["impact"]["revenue_per_call"] == pytest.approx(60_000 / 9)
    assert {one["text"]: one["share"] for one in figures["drivers"]} == {
        "had a Salesforce integration need": 100,
        "had teams of 5+ users": 100,
        "mentioned competitor frustration": 100,
    }
    risks = {one["text"]: one["figure"] for one in figures["risks"]}
    assert risks["Content gap: “zapier integration”"] == "6 failed searches in 6 calls"
    assert risks["Error rate 33% (target: <5%)"] == "3 of 9 calls failed, llm error most often (3)"
    opportunities = {one["text"]: one["figure"] for one in figures["opportunities"]}
    assert opportunities["DocuSign switchers highly qualified"] == "100% Tier 1, 6 of 6 calls"
    assert opportunities["DocuSign on callers' minds"] == "mentioned in 100% of calls, 6 in all"
    advice = [one["text"] for one in figures["recommendations"]]
    assert advice[0] == "Create a guide for “zapier integration”"
    assert "Build a DocuSign comparison page" in advice
    growth = {one["text"]: one["figure"] for one in figures["growth"]}
    assert growth["Call volume growing"] == "+200% WoW, 9 calls after 3"


def test_the_best_booking_rate_is_sought_in_the_weeks_before(house: DigestHouse) -> None:
    for week in range(1, 5):
        for place in range(5):
            house.call(NOON - timedelta(weeks=week), tier="Tier 1", booked=place < 2)
    for place in range(5):
        house.call(NOON, tier="Tier 1", booked=place < 4)
    at_eight(house, days=3)
    house.run()
    growth = {one["text"]: one["figure"] for one in house.figures("weekly")["growth"]}
    assert growth["Meeting booking rate the best of 5 weeks"] == "80%, 40% at most before"
