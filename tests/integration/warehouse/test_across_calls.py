"""What is learned across calls: clusters of open questions, recurring issues, usage baselines."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from aftercall.reports.content_gaps import ContentGapReport, FailedSearch
from aftercall.reports.performance import Anomaly, PerformanceReport
from aftercall.session.models import Level, Participant
from aftercall.warehouse import across_calls, open_questions
from aftercall.warehouse.across_calls import Learned
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.store import store_analysis
from tests.fakes.clock import FakeClock
from tests.fakes.embedder import Alike, WordEmbedder
from tests.integration.warehouse import calls

NOW = datetime(2026, 3, 30, 12, 0, tzinfo=UTC)
ZONE = "America/New_York"


def searched(*queries: str) -> ContentGapReport:
    return ContentGapReport(
        searches=len(queries),
        failed_searches=tuple(
            FailedSearch(item_id=f"item_{place}", at=calls.START, query=query, times=1, impact=Level.HIGH)
            for place, query in enumerate(queries)
        ),
    )


def keep(connection: Connection, number: int, at: datetime, *queries: str, **reports: object) -> str:
    """Store a call that happened at a time and in which these searches failed."""
    session_id = f"RM_{number}.AJ_{number}"
    session = calls.session(session_id, start=at, participant=Participant(participant_id=f"caller-{number}"))
    understood = calls.reports().model_copy(update={"content_gaps": searched(*queries), **reports})
    store_analysis(connection, calls.call(session, body=session_id, understood=understood))
    return session_id


def learn(connection: Connection, embedder: WordEmbedder | Alike | None = None) -> Learned:
    return across_calls.learn_across_calls(connection, embedder, ZONE, lambda: NOW)


def clusters(connection: Connection) -> list[tuple[object, ...]]:
    return connection.execute(
        "SELECT representative, calls, calls_this_week, trend, rank FROM warehouse.question_clusters "
        "ORDER BY rank"
    ).fetchall()


def days(number: float) -> datetime:
    return NOW - timedelta(days=number)


def test_searches_for_the_same_are_one_cluster_ranked_by_how_many_calls_had_it(warehouse: Connection) -> None:
    keep(warehouse, 1, days(1), "ledgerly integration")
    keep(warehouse, 2, days(2), "integration with ledgerly", "pricing for schools")
    assert learn(warehouse).calls == 2
    assert clusters(warehouse) == [
        ("integration with ledgerly", 2, 2, "new", 1),
        ("pricing for schools", 1, 1, "new", 2),
    ]


def test_other_words_of_the_same_meaning_are_one_cluster_where_there_is_an_embedder(
    warehouse: Connection,
) -> None:
    keep(warehouse, 1, days(2), "cost of a seat")
    keep(warehouse, 2, days(1), "how much per person")
    learn(warehouse, Alike())
    assert [row[:2] for row in clusters(warehouse)] == [("cost of a seat", 2)]


def test_this_week_is_held_against_the_four_before(warehouse: Connection) -> None:
    for number, age in enumerate([1, 2, 3, 10]):
        keep(warehouse, number, days(age), "rising subject matter")
    for number, age in enumerate([9, 10, 17, 18, 25, 26], start=10):
        keep(warehouse, number, days(age), "fading question theme")
    for number, age in enumerate([1, 9, 17, 25, 32], start=20):
        keep(warehouse, number, days(age), "steady ledger topic")
    keep(warehouse, 30, days(90), "forgotten ancient thing")
    learn(warehouse)
    trends = {str(row[0]): row[3] for row in clusters(warehouse)}
    assert trends == {
        "rising subject matter": "rising",
        "fading question theme": "falling",
        "steady ledger topic": "stable",
        "forgotten ancient thing": "quiet",
    }


def test_a_second_run_changes_nothing_and_reads_nothing(warehouse: Connection) -> None:
    keep(warehouse, 1, days(1), "ledgerly integration")
    learn(warehouse)
    before = clusters(warehouse)
    assert learn(warehouse).calls == 0
    assert clusters(warehouse) == before


def test_a_call_analysed_anew_replaces_what_was_learned_from_it(warehouse: Connection) -> None:
    session_id = keep(warehouse, 1, days(1), "ledgerly integration")
    learn(warehouse)
    session = calls.session(session_id, start=days(1))
    understood = calls.reports().model_copy(update={"content_gaps": searched("pricing for schools")})
    again = calls.call(
        session, body=session_id, analyzed_at=calls.START + timedelta(hours=1), understood=understood
    )
    store_analysis(warehouse, again)
    assert learn(warehouse).calls == 1
    assert [row[0] for row in clusters(warehouse)] == ["pricing for schools"]


def test_an_erased_call_takes_its_words_along(warehouse: Connection) -> None:
    first = keep(warehouse, 1, days(2), "ledgerly integration of mine")
    keep(warehouse, 2, days(1), "ledgerly integration")
    keep(warehouse, 3, days(1), "only one asked about zebras")
    learn(warehouse)
    warehouse.execute("DELETE FROM warehouse.sessions WHERE session_id = ANY(%s)", [[first, "RM_3.AJ_3"]])
    learn(warehouse)
    assert [row[:2] for row in clusters(warehouse)] == [("ledgerly integration", 1)]


def test_a_run_that_takes_too_long_leaves_the_rest_to_the_next(
    warehouse: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_questions, "CALLS_AT_ONCE", 1)
    for number in range(3):
        keep(warehouse, number, days(1), "ledgerly integration")
    clock = FakeClock(NOW)

    def slow() -> datetime:
        clock.advance(minutes=1)
        return clock.now()

    first = across_calls.learn_across_calls(warehouse, None, ZONE, slow)
    assert (first.complete, first.calls) == (False, 1)
    assert learn(warehouse).calls == 2


def test_two_runs_at_once_take_in_each_call_once(
    warehouse: Connection, open_connection: Callable[[], Connection]
) -> None:
    keep(warehouse, 1, days(1), "ledgerly integration")
    other = open_connection()
    assert learn(warehouse).calls + learn(other).calls == 1


@pytest.mark.parametrize(
    "report", [{}, {"failed_searches": None}, {"unanswered_questions": [1, {"question": 3}]}]
)
def test_a_report_of_another_shape_has_no_open_questions(report: dict[str, object]) -> None:
    assert list(open_questions.open_questions(report)) == []


def test_what_goes_wrong_in_two_calls_is_a_recurring_issue(warehouse: Connection) -> None:
    spike = Anomaly(kind="latency_spike", at=calls.START, value=9000.0, normal=900.0)
    performance = PerformanceReport(reliability_score=5.0, anomalies=(spike,))
    for number, age in enumerate([1, 2, 20]):
        keep(warehouse, number, days(age), performance=performance)
    learned = learn(warehouse)
    found = warehouse.execute(
        "SELECT kind, name, calls, calls_this_week, trend, rank FROM warehouse.recurring_issues ORDER BY rank"
    ).fetchall()
    assert ("anomaly", "latency_spike", 3, 2, "rising") in [row[:5] for row in found]
    assert ("failed_analyzer", "objections", 3, 2, "rising") in [row[:5] for row in found]
    assert learned.issues == len(found) == 2
    assert [row[5] for row in found] == [1, 2]


def test_what_went_wrong_once_or_long_ago_is_none(warehouse: Connection) -> None:
    keep(warehouse, 1, days(1))
    keep(warehouse, 2, days(50))
    assert learn(warehouse).issues == 0


def baseline(connection: Connection, weekday: int, hour: int) -> tuple[object, ...] | None:
    return connection.execute(
        "SELECT median_sessions, basis, samples FROM warehouse.usage_baselines "
        "WHERE weekday = %s AND hour = %s",
        [weekday, hour],
    ).fetchone()


def test_a_warehouse_without_calls_has_no_baselines(warehouse: Connection) -> None:
    assert learn(warehouse).baselines == 0


def test_in_the_first_weeks_an_hour_is_held_against_the_same_hour_of_seven_days(
    warehouse: Connection,
) -> None:
    # Ten o'clock in New York is 14:00 UTC in late March.
    for number, age in enumerate([1, 2, 3, 4, 5, 6, 7]):
        keep(warehouse, number, days(age) + timedelta(hours=2))
    assert learn(warehouse).baselines == 168
    assert baseline(warehouse, 0, 10) == (1.0, "seven_days", 7)
    assert baseline(warehouse, 5, 3) == (0.0, "seven_days", 7)


def test_after_four_weeks_an_hour_is_held_against_the_same_hour_of_the_week(warehouse: Connection) -> None:
    # 30 March 2026 is a Monday: the four Mondays before had 2, 2, 0 and 4 calls at eleven in New York.
    keep(warehouse, 0, days(40))
    number = 1
    for week, many in ((1, 2), (2, 2), (3, 0), (4, 4)):
        for _ in range(many):
            # Daylight saving time began on 8 March: eleven o'clock is 15:00 UTC after it and 16:00 before.
            keep(warehouse, number, days(7 * week) + timedelta(hours=3 if week < 4 else 4))
            number += 1
    learn(warehouse)
    assert baseline(warehouse, 0, 11) == (2.0, "four_weeks", 4)
    assert baseline(warehouse, 1, 11) == (0.0, "four_weeks", 4)
