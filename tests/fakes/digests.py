"""What digests are computed from and what they say: bare, with what a test is about changed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from aftercall.operations.digests.schedule import day_of, week_with
from aftercall.profile.digests import DigestRules
from aftercall.profile.models import Profile
from aftercall.reports.digest_readings import DigestPeriod, ExecutiveReadings, PeriodReading
from aftercall.reports.digests import Activity, DailyDigest, Impact, Performance, WeeklyDigest
from aftercall.reports.opportunity import Opportunity
from tests.fakes.call_records import sample_profile

ZONE = "America/New_York"
THURSDAY = date(2026, 11, 19)
DAY: DigestPeriod = day_of(THURSDAY, ZONE)
WEEK: DigestPeriod = week_with(THURSDAY, ZONE, DigestRules())
CALLED_AT = datetime(2026, 11, 19, 15, tzinfo=UTC)


def a_profile(**rules: Any) -> Profile:
    """The sample profile with other rules for digests."""
    profile = sample_profile()
    changed = DigestRules.model_validate(profile.digests.model_dump() | rules)
    return profile.model_copy(update={"digests": changed})


def readings(before: PeriodReading | None = None, **parts: Any) -> ExecutiveReadings:
    """Readings of a period; what is not a part of theirs is of its calls."""
    own = {name: parts.pop(name) for name in list(parts) if name in ExecutiveReadings.__dataclass_fields__}
    return ExecutiveReadings(**{"current": PeriodReading(**parts), "before": before, **own})


def a_deal(amount: float | None = 1000, **changes: Any) -> Opportunity:
    """An open deal of somebody who called, made the day before."""
    known: dict[str, Any] = {
        "opportunity_id": "006A",
        "email": "sam@northwind.example",
        "amount": amount,
        "is_closed": False,
        "is_won": False,
        "created_at": CALLED_AT - timedelta(days=1),
        "call_times": (CALLED_AT,),
    }
    return Opportunity.model_validate(known | changes)


def daily(**parts: Any) -> DailyDigest:
    """A day on which nothing but what is given happened."""
    return DailyDigest.model_validate({"date": THURSDAY, **_common(), **parts})


def weekly(**parts: Any) -> WeeklyDigest:
    """A week in which nothing but what is given happened."""
    return WeeklyDigest.model_validate({"week_of": date(2026, 11, 16), **_common(), **parts})


def _common() -> dict[str, Any]:
    return {
        "activity": Activity(calls=0, qualified_leads=0, meetings=0),
        "performance": Performance(latency_target_ms=1000, error_rate_target=5, failed_calls=0),
        "impact": Impact(hot_leads=0, hot_above=80, api_cost_usd=0),
    }
