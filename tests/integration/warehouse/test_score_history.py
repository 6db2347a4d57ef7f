"""The score of a returning caller, held against the one before."""

from datetime import datetime, timedelta

import pytest

from aftercall.reports.lead_score import LeadScoreReport, LeadTemperature, ScoreComponent
from aftercall.session.models import Level, Participant
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.read import read_call
from aftercall.warehouse.score_history import explain_change
from aftercall.warehouse.store import store_analysis
from tests.integration.warehouse import calls

PHONE = "+12125550142"


def scored(score: int, **components: float) -> LeadScoreReport:
    return LeadScoreReport(
        score=score,
        temperature=LeadTemperature.WARM,
        components=tuple(
            ScoreComponent(name=name, score=points, maximum=40.0) for name, points in components.items()
        ),
        confidence_level=Level.HIGH,
    )


def keep(
    connection: Connection,
    name: str,
    at: datetime,
    score: LeadScoreReport | None,
    participant: Participant | None = None,
    analyzed_at: datetime = calls.START + timedelta(minutes=3),
) -> None:
    session = calls.session(f"RM_{name}.AJ_{name}", start=at, participant=participant, tool_calls=())
    understood = calls.reports().model_copy(update={"lead_score": score})
    store_analysis(connection, calls.call(session, body=name, understood=understood, analyzed_at=analyzed_at))


def told(connection: Connection, name: str) -> tuple[object, object]:
    kept = read_call(connection, f"RM_{name}.AJ_{name}")
    assert kept is not None
    report = kept.reports["lead_score"]
    return report["previous_score"], report["change_explanation"]


def after(days: float) -> datetime:
    return calls.START + timedelta(days=days)


def test_a_first_call_has_no_score_before_it(warehouse: Connection) -> None:
    keep(warehouse, "first", after(0), scored(58))
    assert told(warehouse, "first") == (None, None)


def test_a_returning_caller_is_told_apart_by_what_changed(warehouse: Connection) -> None:
    keep(warehouse, "first", after(0), scored(58, intent=10, fit=20, demographic=28))
    keep(warehouse, "second", after(3), scored(72, intent=26, fit=18, demographic=28))
    assert told(warehouse, "second") == (58, "Up 14 from 58: intent +16, fit -2.")


def test_a_call_that_comes_in_late_changes_what_its_successor_says(warehouse: Connection) -> None:
    keep(warehouse, "first", after(0), scored(40))
    keep(warehouse, "third", after(9), scored(70))
    keep(warehouse, "second", after(4), scored(75))
    assert told(warehouse, "second") == (40, "Up 35 from 40.")
    assert told(warehouse, "third") == (75, "Down 5 from 75.")


def test_a_call_analysed_anew_still_knows_the_score_before(warehouse: Connection) -> None:
    keep(warehouse, "first", after(0), scored(40))
    keep(warehouse, "second", after(1), scored(50))
    keep(warehouse, "second", after(1), scored(55), analyzed_at=after(2))
    assert told(warehouse, "second") == (40, "Up 15 from 40.")


def test_a_call_without_a_score_is_passed_over(warehouse: Connection) -> None:
    keep(warehouse, "first", after(0), scored(40))
    keep(warehouse, "second", after(1), None)
    keep(warehouse, "third", after(2), scored(40))
    assert told(warehouse, "third") == (40, "Unchanged at 40.")


def test_who_is_known_by_a_number_alone_has_a_history_too(warehouse: Connection) -> None:
    caller = Participant(participant_id="caller", phone=PHONE)
    keep(warehouse, "first", after(0), scored(40), caller)
    keep(warehouse, "second", after(1), scored(30), caller)
    assert told(warehouse, "second") == (40, "Down 10 from 40.")


def test_two_people_share_no_history(warehouse: Connection) -> None:
    keep(warehouse, "first", after(0), scored(40))
    other = Participant(participant_id="other", email="joel.okafor@harbor.example")
    keep(warehouse, "second", after(1), scored(50), other)
    assert told(warehouse, "second") == (None, None)


def summary(connection: Connection, name: str) -> tuple[object, object]:
    kept = read_call(connection, f"RM_{name}.AJ_{name}")
    assert kept is not None
    (text,) = connection.execute(
        "SELECT executive_summary FROM warehouse.analysis_results WHERE session_id = %s",
        [f"RM_{name}.AJ_{name}"],
    ).fetchone() or (None,)
    return kept.reports["executive_summary"].get("score_change"), text


def test_the_summary_of_a_returning_caller_says_how_the_score_changed(warehouse: Connection) -> None:
    keep(warehouse, "first", after(0), scored(58, intent=10, fit=20))
    keep(warehouse, "second", after(3), scored(72, intent=26, fit=18))
    day = f"{after(0).day} {after(0):%B}"
    sentence = f"Score up from 58 to 72 since the call of {day}: intent +16, fit -2."
    change, text = summary(warehouse, "second")
    assert change == sentence
    assert str(text).endswith(sentence)
    assert summary(warehouse, "first")[0] is None


def test_the_history_is_a_query(warehouse: Connection) -> None:
    for name, day, score in (("a", 0, 40), ("b", 1, 55), ("c", 2, 50)):
        keep(warehouse, name, after(day), scored(score))
    history = warehouse.execute(
        "SELECT person, lead_score, previous_score, change FROM warehouse.lead_score_history "
        "ORDER BY occurred_at"
    ).fetchall()
    assert history == [
        (calls.EMAIL, 40, None, None),
        (calls.EMAIL, 55, 40, 15),
        (calls.EMAIL, 50, 55, -5),
    ]


@pytest.mark.parametrize(
    ("before", "now", "sentence"),
    [
        ({"intent": 10.0}, {"intent": 12.54}, "Up 2 from 50: intent +2.5."),
        ({}, {"intent": 2.0}, "Up 2 from 50: intent +2."),
        ({"intent": 2.0}, {"intent": 2.01}, "Up 2 from 50."),
    ],
)
def test_only_components_that_moved_are_named(
    before: dict[str, float], now: dict[str, float], sentence: str
) -> None:
    old, new = (report.model_dump() for report in (scored(50, **before), scored(52, **now)))
    assert explain_change(old, new) == sentence
