"""How the rows of the sets are read as labels, and when an answer counts."""

from datetime import datetime, time
from typing import Any

import pytest

from tests.evaluation.parts.call_variants import rewritten, with_fillers, without_punctuation
from tests.evaluation.parts.dates import Point, all_match, labelled_points, our_times
from tests.evaluation.parts.numbers import all_found, equal_sums, equal_values, labelled_sums
from tests.evaluation.parts.personal_data import flagged, own_data_f1

NOON = datetime(2024, 3, 5, 12, 0)  # noqa: DTZ001 - local, as the sets have it


def test_a_day_is_right_whatever_the_hour() -> None:
    assert Point((NOON,), only_day=True).matches(NOON.replace(hour=9))


def test_a_moment_is_right_to_the_minute() -> None:
    assert Point((NOON,)).matches(NOON.replace(second=59))
    assert not Point((NOON,)).matches(NOON.replace(minute=1))


def test_a_time_of_day_needs_no_day() -> None:
    assert Point((NOON,), only_clock=True).matches(time(12))
    assert not Point((NOON,)).matches(time(12))


def test_any_of_several_readings_is_accepted() -> None:
    earlier = NOON.replace(year=2023)
    assert Point((earlier, NOON), only_day=True).matches(NOON)


def test_a_time_too_many_makes_a_text_wrong() -> None:
    assert all_match([[Point((NOON,))]], [[NOON, NOON]]) == 0.0


def test_ranges_and_durations_are_no_points_in_time() -> None:
    values = [{"timex": "P2D", "type": "duration", "value": "172800"}]
    assert labelled_points({"results": [{"type": "duration", "values": values}]}) == []
    assert labelled_points({"expected": "DurationData 75 Minute", "value": "75 minute"}) == []


def test_a_reference_time_with_an_offset_gives_local_times() -> None:
    row = {"text": "tomorrow at 3pm", "ref": "2013-02-12T04:30:00-02:00"}
    (found,) = our_times(row)
    assert isinstance(found, datetime)
    assert (found.day, found.hour) == (13, 15)


def test_numbers_are_right_only_all_together_and_in_order() -> None:
    assert equal_values([[1.0, 2.0], [1.0, 2.0]], [[1.0, 2.0], [2.0, 1.0]]) == 0.5


def test_a_value_counts_as_found_among_others() -> None:
    assert all_found([[5.0]], [[1.0, 5.0]]) == 1.0
    assert all_found([[5.0]], [[1.0]]) == 0.0


def test_a_sum_needs_its_currency() -> None:
    assert equal_sums([[(5.0, "usd")]], [[(5.0, "eur")]]) == 0.0


@pytest.mark.parametrize(
    "row",
    [
        {"results": [{"value": "5", "unit": "United States dollar"}]},
        {"value": 5.0, "unit": "USD"},
    ],
)
def test_currencies_have_one_name(row: dict[str, Any]) -> None:
    assert labelled_sums(row) == [(5.0, "usd")]


def test_what_is_labelled_as_context_may_be_found_or_not() -> None:
    own, context = frozenset(range(5)), frozenset(range(10, 15))
    assert own_data_f1([(own, context)], [own]) == 1.0
    assert own_data_f1([(own, context)], [own | context]) == 1.0
    assert own_data_f1([(own, context)], [own | frozenset(range(20, 30))]) == pytest.approx(0.5)


def test_a_text_is_flagged_by_any_character() -> None:
    assert flagged([None, None], [frozenset({3}), frozenset()]) == 0.5


def test_a_variant_changes_the_caller_only() -> None:
    items = [
        {"type": "message", "role": "assistant", "content": ["Hi, there."]},
        {"type": "message", "role": "user", "content": ["Well, hello. It's 3.5!"]},
    ]
    changed = rewritten({"chat_history": {"items": items}}, without_punctuation)["chat_history"]["items"]
    assert changed[0] == items[0]
    assert changed[1]["content"] == ["well hello it's 3.5"]


def test_fillers_leave_every_word_where_it_was() -> None:
    text = " ".join(f"word{number}" for number in range(30))
    assert [word for word in with_fillers(text).split() if word.startswith("word")] == text.split()
    assert len(with_fillers(text)) > len(text)
