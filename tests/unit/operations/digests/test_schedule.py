"""Which digests are due, by the company's clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from aftercall.operations.digests.schedule import HOURLY, day_of, due_digests, week_with
from aftercall.profile.digests import DigestRules
from aftercall.reports.digest_readings import DigestPeriod
from aftercall.reports.digests import DigestKind

NEW_YORK = "America/New_York"
RULES = DigestRules()
ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "America/Sao_Paulo", "UTC")
DAILY, WEEKLY = DigestKind.DAILY, DigestKind.WEEKLY

moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def at(text: str, zone: str = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def due(
    now: datetime, kind: DigestKind, zone: str = NEW_YORK, rules: DigestRules = RULES
) -> DigestPeriod | None:
    return next((one for one in due_digests(now, zone, rules, ()) if one.kind is kind), None)


def dates(period: DigestPeriod | None, zone: str = NEW_YORK) -> tuple[date, date]:
    assert period is not None
    there = ZoneInfo(zone)
    last = period.end.astimezone(there) - timedelta(minutes=1)
    return period.start.astimezone(there).date(), last.date()


def test_the_daily_one_of_yesterday_is_due_at_eight() -> None:
    assert dates(due(at("2026-11-20T08:00"), DAILY))[0] == date(2026, 11, 19)
    assert dates(due(at("2026-11-20T07:59"), DAILY))[0] == date(2026, 11, 18)


def test_the_weekly_one_is_due_on_monday_at_eight_about_monday_to_sunday() -> None:
    assert dates(due(at("2026-11-23T08:00"), WEEKLY)) == (date(2026, 11, 16), date(2026, 11, 22))
    assert dates(due(at("2026-11-23T07:59"), WEEKLY)) == (date(2026, 11, 9), date(2026, 11, 15))


def test_another_weekday_and_time_can_be_chosen() -> None:
    rules = DigestRules(weekly_on=5, send_at=time(6, 30))
    assert dates(due(at("2026-11-20T06:30"), WEEKLY, rules=rules)) == (date(2026, 11, 13), date(2026, 11, 19))


def test_the_hourly_ones_are_due_at_the_full_hour() -> None:
    found = due_digests(at("2026-11-20T09:00"), NEW_YORK, RULES, ())
    hourly = [one for one in found if one.kind in HOURLY]
    assert [one.kind for one in hourly] == list(HOURLY)
    assert {(one.start, one.end) for one in hourly} == {(at("2026-11-20T08:00"), at("2026-11-20T09:00"))}


def test_full_hours_are_those_of_the_zones_clock() -> None:
    hour = due(at("2026-11-20T09:10", "Asia/Kolkata"), DigestKind.CONTENT_GAPS, "Asia/Kolkata")
    assert hour is not None
    assert hour.end == at("2026-11-20T09:00", "Asia/Kolkata")


def test_what_is_written_is_not_due_again() -> None:
    now = at("2026-11-23T08:00")
    written = {(one.kind, one.start) for one in due_digests(now, NEW_YORK, RULES, ())}
    assert due_digests(now, NEW_YORK, RULES, written) == ()


def test_after_an_outage_only_the_last_period_is_made_up_for() -> None:
    found = due_digests(at("2026-11-25T13:40"), NEW_YORK, RULES, ())
    assert [one.kind for one in found] == [DAILY, WEEKLY, *HOURLY]
    assert dates(found[0])[0] == date(2026, 11, 24)
    assert dates(found[1]) == (date(2026, 11, 16), date(2026, 11, 22))


def test_what_the_profile_turns_off_is_never_due() -> None:
    rules = DigestRules(daily=False, weekly=False, hourly=False)
    assert due_digests(at("2026-11-23T08:00"), NEW_YORK, rules, ()) == ()


def test_a_day_on_which_the_clock_changes_is_one_day_of_23_or_25_hours() -> None:
    spring, autumn = day_of(date(2026, 3, 8), NEW_YORK), day_of(date(2026, 11, 1), NEW_YORK)
    assert spring.end - spring.start == timedelta(hours=23)
    assert autumn.end - autumn.start == timedelta(hours=25)


def test_eight_oclock_is_eight_oclock_in_summer_and_in_winter() -> None:
    assert dates(due(datetime(2026, 7, 1, 12, 0, tzinfo=UTC), DAILY))[0] == date(2026, 6, 30)
    assert dates(due(datetime(2026, 12, 1, 12, 59, tzinfo=UTC), DAILY))[0] == date(2026, 11, 29)
    assert dates(due(datetime(2026, 12, 1, 13, 0, tzinfo=UTC), DAILY))[0] == date(2026, 11, 30)


@given(day=st.dates(date(2024, 1, 1), date(2028, 1, 1)), weekday=st.integers(1, 7))
def test_a_day_belongs_to_exactly_the_week_that_begins_on_the_weekday(day: date, weekday: int) -> None:
    first, last = dates(week_with(day, NEW_YORK, DigestRules(weekly_on=weekday)))
    assert first.isoweekday() == weekday
    assert (last - first).days == 6
    assert first <= day <= last


@given(now=moments, zone=st.sampled_from(ZONES), hour=st.integers(0, 23))
def test_every_period_that_is_due_has_ended(now: datetime, zone: str, hour: int) -> None:
    for period in due_digests(now, zone, DigestRules(send_at=time(hour)), ()):
        assert period.start < period.end <= now


@given(start=moments, zone=st.sampled_from(ZONES), days=st.integers(1, 20))
def test_a_clock_that_is_looked_at_every_quarter_writes_each_period_once_and_leaves_no_gap(
    start: datetime, zone: str, days: int
) -> None:
    written: list[DigestPeriod] = []
    now = start
    while now < start + timedelta(days=days):
        written += due_digests(now, zone, RULES, {(one.kind, one.start) for one in written})
        now += timedelta(minutes=15)
    for kind in (DAILY, WEEKLY, DigestKind.FEATURE_REQUESTS):
        of_kind = [one for one in written if one.kind is kind]
        assert [one.end for one in of_kind[:-1]] == [one.start for one in of_kind[1:]]
        assert len({one.start for one in of_kind}) == len(of_kind)


@given(day=st.dates(date(2024, 1, 1), date(2028, 1, 1)), zone=st.sampled_from(ZONES))
def test_days_follow_upon_each_other_whatever_the_clock_does(day: date, zone: str) -> None:
    one, next_one = day_of(day, zone), day_of(day + timedelta(days=1), zone)
    assert one.end == next_one.start
    assert timedelta(hours=23) <= one.end - one.start <= timedelta(hours=25)
