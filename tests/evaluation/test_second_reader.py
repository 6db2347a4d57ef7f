"""The labels of a second reader: of the very calls that the first one read."""

import pytest

from tests.evaluation.harness.rows import DATA
from tests.evaluation.harness.scripts import Script
from tests.evaluation.harness.splits import REPORTED_PARTS, part_of
from tests.evaluation.parts.readers import read_by_both

BOTH = read_by_both(DATA)


def said(script: Script) -> list[tuple[str, str]]:
    return [(line.kind, line.text) for line in script.lines]


@pytest.mark.parametrize(("first", "second"), BOTH, ids=[first.name for first, _ in BOTH])
def test_both_readers_read_the_same_words(first: Script, second: Script) -> None:
    assert [(line.kind, line.text) for line in second.lines] == [
        (line.kind, line.text) for line in first.lines
    ]


@pytest.mark.parametrize("first", [first for first, _ in BOTH], ids=lambda script: script.name)
def test_only_calls_that_train_nothing_were_read_twice(first: Script) -> None:
    assert part_of(first.name) < REPORTED_PARTS
