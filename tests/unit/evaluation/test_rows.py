import json
from pathlib import Path

import pytest

from tests.evaluation.harness.probes import Probe, ProbedPart
from tests.evaluation.harness.rows import DataSets, MalformedSet
from tests.evaluation.harness.scores import f1_of_true


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [{"id": f"row-{number}", "text": "x" * number, "source": "made up"} for number in range(40)]
    (tmp_path / "one.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n\n")
    return tmp_path


def test_a_foreign_set_counts_whole(folder: Path) -> None:
    assert len(DataSets(folder, reported_only=False).rows("one")) == 40


def test_of_our_own_sets_only_the_reported_part_counts(folder: Path) -> None:
    assert 0 < len(DataSets(folder).rows("one")) < 20


def test_a_set_that_is_not_there_has_no_rows(folder: Path) -> None:
    assert DataSets(folder).rows("two") == []


def test_one_file_of_any_name_can_be_scored(folder: Path) -> None:
    assert len(DataSets(folder / "one.jsonl", reported_only=False).rows("another name")) == 40


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text('{"id": "a"}\n[1]\n')
    with pytest.raises(MalformedSet, match=r"one\.jsonl:2: expected a JSON object"):
        DataSets(tmp_path, reported_only=False).rows("one")


def test_a_probe_gives_a_figure_of_us_and_one_of_the_baseline(folder: Path) -> None:
    part = ProbedPart("lengths", ("one",), (length_probe(each_source=False),))
    (figure,) = part.measure(DataSets(folder, reported_only=False))
    assert (figure.items, figure.ours) == (30, 1.0)
    assert figure.baseline == pytest.approx(2 * 20 / 50)
    assert figure.reached is True


def test_a_probe_without_rows_gives_no_figure(tmp_path: Path) -> None:
    part = ProbedPart("lengths", ("one",), (length_probe(each_source=False),))
    assert list(part.measure(DataSets(tmp_path))) == []


def test_each_source_can_have_its_own_figure(folder: Path) -> None:
    part = ProbedPart("lengths", ("one",), (length_probe(each_source=True),))
    subsets = [figure.subset for figure in part.measure(DataSets(folder, reported_only=False))]
    assert subsets == ["all", "  made up"]


def length_probe(*, each_source: bool) -> Probe:
    return Probe(
        subset="all",
        measure="F1",
        applies=lambda row: len(row["text"]) >= 10,
        label=lambda row: len(row["text"]) >= 20,
        ours=lambda row: len(row["text"]) >= 20,
        baseline=bool,
        baseline_name="always",
        score=f1_of_true,
        aim=0.9,
        each_source=each_source,
    )
