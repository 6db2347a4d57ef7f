"""Pure parts of the warehouse: which report stands, who called, what leads show, limits."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.profile.models import ConnectionLimits
from aftercall.session.models import ConnectionQuality
from aftercall.warehouse.connection import ReusedConnection
from aftercall.warehouse.document_mapping import sentiment_word
from aftercall.warehouse.errors import RejectedByWarehouse, WarehouseUnavailable, translation_of
from aftercall.warehouse.identity import CallerIdentity, IdentitySources
from aftercall.warehouse.live_feed import connection_category
from aftercall.warehouse.partitions import coming_months
from aftercall.warehouse.people import lead_row
from aftercall.warehouse.precedence import RANK_AGENT, RANK_TWILIO, Standing, judge
from aftercall.warehouse.records import integer, key_text, to_json
from aftercall.warehouse.stored_call import Verdict

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
LIMITS = (
    ConnectionLimits(category="Excellent", packet_loss_percent_below=0.5, jitter_ms_below=15),
    ConnectionLimits(category="Good", packet_loss_percent_below=1, jitter_ms_below=30),
)


def standing(
    rank: int = RANK_AGENT, minutes: int = 0, body: str = "one", analyzed: int = 0, failed: int = 0
) -> Standing:
    return Standing(rank, NOW + timedelta(minutes=minutes), body, NOW + timedelta(minutes=analyzed), failed)


def test_the_first_report_of_a_call_stands() -> None:
    assert judge(standing(), None) is Verdict.STORED


@pytest.mark.parametrize(
    ("arriving", "verdict"),
    [
        (standing(RANK_TWILIO, minutes=5, body="two"), Verdict.SUPERSEDED),
        (standing(minutes=5, body="two"), Verdict.STORED),
        (standing(minutes=-5, body="two"), Verdict.SUPERSEDED),
        (standing(body="two"), Verdict.STORED),
        (standing(analyzed=1), Verdict.STORED),
        (standing(analyzed=-1), Verdict.STALE),
        (standing(), Verdict.STORED),
    ],
)
def test_rank_then_arrival_then_analysis_decide(arriving: Standing, verdict: Verdict) -> None:
    assert judge(arriving, standing()) is verdict


@pytest.mark.parametrize(
    ("arriving", "verdict"),
    [
        (standing(analyzed=1, failed=2), Verdict.STALE),
        (standing(analyzed=1, failed=1), Verdict.STORED),
        (standing(analyzed=-1, failed=1), Verdict.STALE),
        (standing(analyzed=-1, failed=0), Verdict.STORED),
        (standing(minutes=5, body="two", failed=9), Verdict.STORED),
    ],
)
def test_of_one_body_the_analysis_with_fewer_failed_analyzers_stands(
    arriving: Standing, verdict: Verdict
) -> None:
    assert judge(arriving, standing(failed=1)) is verdict


@given(st.permutations([standing(analyzed=one, failed=two) for one in range(3) for two in range(3)]))
def test_of_many_analyses_of_one_body_the_last_of_the_most_complete_stands(order: Sequence[Standing]) -> None:
    stands: Standing | None = None
    for one in order:
        stands = one if judge(one, stands) is Verdict.STORED else stands
    assert stands == standing(analyzed=2, failed=0)


STANDINGS = st.lists(
    st.builds(
        standing, st.sampled_from([RANK_TWILIO, RANK_AGENT]), st.integers(0, 3), st.sampled_from("abcd")
    ),
    min_size=2,
    max_size=4,
    unique_by=lambda one: (one.received_at, one.rank),
)


@given(STANDINGS)
def test_the_order_of_arrival_does_not_decide_who_stands(reports: Sequence[Standing]) -> None:
    distinct = {one.raw_sha256: one for one in reports}.values()
    left = set()
    for order in permutations(distinct):
        stands: Standing | None = None
        for one in order:
            stands = one if judge(one, stands) is Verdict.STORED else stands
        left.add(stands)
    assert len(left) == 1


def test_metadata_of_the_report_then_of_the_webhook_then_a_booking_then_speech_tell_who_called() -> None:
    sources = IdentitySources(
        spoken=CallerIdentity(email="spoken@brightline.example", phone="5550100199"),
        participant=CallerIdentity(name="Maya"),
        telephony=CallerIdentity(name="M.", email="maya@brightline.example", phone="+15550100142"),
        booking=CallerIdentity(email="other@brightline.example"),
    )
    expected = CallerIdentity(name="Maya", email="maya@brightline.example", phone="+15550100142")
    assert sources.resolved == expected
    assert IdentitySources.from_json(sources.to_json()) == sources


def test_what_was_said_tells_who_called_where_nothing_else_does() -> None:
    sources = IdentitySources(
        participant=CallerIdentity(name="Maya"), spoken=CallerIdentity(email="maya@brightline.example")
    )
    assert sources.resolved.email == "maya@brightline.example"
    assert sources.resolved_company == "brightline.example"


@pytest.mark.parametrize(
    ("said", "email", "company"),
    [
        ("Tallgrass", "maya@brightline.example", "Tallgrass"),
        (None, "maya@brightline.example", "brightline.example"),
        (None, "maya@gmail.com", None),
        (None, None, None),
    ],
)
def test_the_company_is_as_said_or_the_domain(
    said: str | None, email: str | None, company: str | None
) -> None:
    sources = IdentitySources(participant=CallerIdentity(email=email), company=said)
    assert sources.resolved_company == company


def test_a_lead_shows_of_each_value_the_newest_that_is_known() -> None:
    def call(number: int, **told: object) -> dict[str, object]:
        return {
            "session_id": str(number),
            "occurred_at": NOW - timedelta(days=number),
            "user_name": None,
            "user_phone": None,
            "company": None,
            "qualification_tier": told.pop("tier", None),
            "lead_score": told.pop("score", None),
            "discovered_signals": told,
            "total_calls": 3,
            "first_call_date": NOW - timedelta(days=9),
        }

    calls = [call(1, tier="Unknown"), call(2, tier="Tier 2", team_size=4, score=0), call(3, team_size=9)]
    lead = lead_row("maya@brightline.example", calls, NOW)
    assert (lead["team_size"], lead["qualification_tier"], lead["lead_score"]) == (4, "Tier 2", 0)
    assert (lead["latest_session_id"], lead["total_calls"]) == ("1", 3)
    assert lead["pain_points"] == []


@pytest.mark.parametrize(
    ("loss", "jitter", "category"),
    [(0.1, 5, "Excellent"), (0.1, 20, "Good"), (2, 5, "Poor"), (None, 5, "Excellent"), (None, None, None)],
)
def test_a_connection_is_as_good_as_its_worse_measure(
    loss: float | None, jitter: float | None, category: str | None
) -> None:
    quality = ConnectionQuality(packet_loss_percent=loss, jitter_ms=jitter)
    assert connection_category(LIMITS, quality) == category


def test_the_coming_month_of_december_is_in_the_next_year() -> None:
    months = coming_months(datetime(2026, 12, 31, 23, tzinfo=UTC))
    assert [month.isoformat() for month in months] == ["2026-12-01", "2027-01-01"]


def test_what_a_column_cannot_hold_is_absent() -> None:
    assert (integer(2.6), integer(None), integer(2**31)) == (3, None, None)
    assert (key_text("x" * 251), key_text("x"), key_text("")) == (None, "x", None)


@pytest.mark.parametrize("value", ["a\x00b", "a\ud800b", float("nan"), {"a": ["\x00", float("inf")]}])
def test_json_for_jsonb_never_holds_what_it_refuses(value: object) -> None:
    text = to_json(value)
    assert "\\u0000" not in text
    assert "NaN" not in text
    assert text.encode()


def test_a_backslash_before_u0000_is_text_like_any_other() -> None:
    assert to_json("C:\\u0000") == '"C:\\\\u0000"'


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (psycopg.errors.AdminShutdown(), WarehouseUnavailable),
        (psycopg.errors.DeadlockDetected(), WarehouseUnavailable),
        (psycopg.errors.LockNotAvailable(), WarehouseUnavailable),
        (psycopg.errors.QueryCanceled(), WarehouseUnavailable),
        (psycopg.errors.TooManyConnections(), WarehouseUnavailable),
        (psycopg.OperationalError("host is down"), WarehouseUnavailable),
        (psycopg.errors.CheckViolation("Maya said"), RejectedByWarehouse),
        (psycopg.errors.UndefinedTable(), RejectedByWarehouse),
    ],
)
def test_errors_are_told_apart_by_whether_they_pass(error: psycopg.Error, expected: type[Exception]) -> None:
    translated = translation_of(error)
    assert isinstance(translated, expected)
    assert "Maya" not in str(translated)


def test_nothing_connects_before_the_first_use() -> None:
    asked: list[str] = []

    def address() -> str:
        asked.append("url")
        return "postgresql://"

    ReusedConnection(address, lambda: 0.0).close()
    assert asked == []


@pytest.mark.parametrize(
    ("value", "word"), [(0.5, "positive"), (0.0, "neutral"), (-0.9, "negative"), (None, None)]
)
def test_sentiment_has_a_word(value: float | None, word: str | None) -> None:
    assert sentiment_word(value) == word
