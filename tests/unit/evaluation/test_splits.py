from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.evaluation.harness.splits import (
    PARTS,
    group_of,
    is_reported,
    leave_one_source_out,
    part_of,
    training_rows,
)


@given(st.text(max_size=40))
def test_a_group_always_falls_into_the_same_part(group: str) -> None:
    assert part_of(group) == part_of(group)
    assert 0 <= part_of(group) < PARTS


def test_the_split_never_changes() -> None:
    assert [part_of(name) for name in ("goemo-eeypa8q", "IS1001", "template-148")] == [2, 6, 6]


def test_the_meetings_of_one_group_of_speakers_stay_together() -> None:
    first = {"id": "ami-IS1001d.A.dialog-act.vkaraisk.91"}
    second = {"id": "ami-IS1001a.C.dialog-act.vkaraisk.7"}
    assert group_of(first) == group_of(second) == "IS1001"


def test_the_sentences_of_one_template_stay_together() -> None:
    assert group_of({"id": "presidio-1", "template": 7}) == group_of({"id": "presidio-2", "template": 7})


def test_the_turns_of_one_chat_stay_together() -> None:
    chat = "mdg-bb6e63f5-f0ae-4c46-b182-086a414dfa5d"
    assert group_of({"id": f"{chat}-6"}) == group_of({"id": f"{chat}-17"}) == chat


def test_a_row_that_is_reported_is_never_trained_on() -> None:
    rows = [{"id": f"row-{number}"} for number in range(1000)]
    training = training_rows(rows)
    assert not any(map(is_reported, training))
    assert 650 <= len(training) <= 750


def test_leaving_a_source_out_trains_on_all_others() -> None:
    rows: list[Mapping[str, Any]] = [{"id": number, "source": "abc"[number % 3]} for number in range(9)]
    for name, training, held_out in leave_one_source_out(rows):
        assert {row["source"] for row in held_out} == {name}
        assert name not in {row["source"] for row in training}
        assert len(training) + len(held_out) == len(rows)
