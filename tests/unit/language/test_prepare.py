"""A session is annotated once, turn by turn."""

from hypothesis import given
from hypothesis import strategies as st

from aftercall.language.prepare import annotate
from aftercall.session.prepared import PreparedSession
from tests.unit.analysis.calls import HOT, PROFILE, call, prepared


def test_there_is_one_annotation_for_each_turn() -> None:
    result = prepared(HOT)
    assert [item.item_id for item in result.annotations] == [turn.item_id for turn in result.session.turns]


def test_the_same_session_gives_the_same_bytes() -> None:
    assert prepared(HOT).model_dump_json() == prepared(HOT).model_dump_json()


def test_a_prepared_session_survives_being_stored() -> None:
    result = prepared(HOT)
    stored = result.model_dump_json(exclude_defaults=True)
    assert PreparedSession.model_validate_json(stored) == result


def test_digits_of_a_phone_number_count_nothing() -> None:
    annotation = prepared("U: call me at two five one five five five oh one four two").annotations[0]
    assert annotation.quantities == ()


def test_the_callers_zone_decides_what_today_is() -> None:
    session = call("U: let's talk tomorrow")
    session = session.model_copy(
        update={"participant": session.participant.model_copy(update={"time_zone": "Asia/Tokyo"})}
    )
    date = annotate(session, PROFILE).annotations[0].dates[0]
    assert date.resolved is not None
    assert date.resolved.isoformat() == "2025-11-12T15:00:00+00:00"


@given(st.lists(st.text(max_size=120), max_size=6))
def test_every_span_lies_within_its_turn(texts: list[str]) -> None:
    session = call("U: x")
    turn = session.turns[0]
    turns = tuple(
        turn.model_copy(update={"item_id": str(number), "text": text}) for number, text in enumerate(texts)
    )
    result = annotate(session.model_copy(update={"turns": turns}), PROFILE)
    for spoken, annotation in zip(turns, result.annotations, strict=True):
        for spans in (
            annotation.acts,
            annotation.quantities,
            annotation.dates,
            annotation.names,
            annotation.personal_data,
        ):
            assert all(0 <= span.start <= span.end <= len(spoken.text) for span in spans)
