"""Several collections of labelled calls: each has its own lines, and held-out calls keep their secrets."""

import json
from pathlib import Path

import pytest

from tests.evaluation.__main__ import main
from tests.evaluation.harness.rows import DATA, DataSets
from tests.evaluation.harness.splits import REPORTED_PARTS, part_of
from tests.evaluation.parts.calls import CALLS, HeldOut, misses

HELD_OUT = "written_calls/held_out"
DEVELOPMENT = "written_calls/development"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for place, folder in enumerate(("calls", DEVELOPMENT, HELD_OUT), start=1):
        put_call(tmp_path / folder, f"0{place}")
    return tmp_path


def put_call(folder: Path, name: str) -> None:
    """Put a short call of the project's into a folder, with a label that nothing in it supports."""
    folder.mkdir(parents=True)
    labels = json.loads((DATA / "calls" / "06.gold.json").read_text())
    (folder / f"{name}.gold.json").write_text(json.dumps({**labels, "location": f"Nowhere {name}"}))
    (folder / f"{name}.report.json").write_bytes((DATA / "calls" / "06.report.json").read_bytes())


def parts_measured(path: Path) -> set[str]:
    return {figure.part for figure in CALLS.measure(DataSets(path), baselines=False)}


def test_every_collection_has_its_own_lines(data: Path) -> None:
    assert parts_measured(data) == {"calls", "calls, development", "calls, held out"}


def test_of_scripts_only_the_reported_tenths_are_measured(tmp_path: Path) -> None:
    folder = tmp_path / "written_calls" / "scripts"
    folder.mkdir(parents=True)
    for name in ("a01", "a02", "a03", "a04", "a05", "a06", "a07", "a08"):
        (folder / f"{name}.txt").write_bytes(
            (DATA / "written_calls" / "scripts" / f"{name}.txt").read_bytes()
        )
    figures = list(CALLS.measure(DataSets(tmp_path), baselines=False))
    assert {figure.part for figure in figures} == {"calls, scripts"}
    assert figures[0].items == sum(part_of(file.stem) < REPORTED_PARTS for file in folder.iterdir())


def test_a_collection_that_is_not_there_has_none(tmp_path: Path) -> None:
    put_call(tmp_path / "calls", "01")
    assert parts_measured(tmp_path) == {"calls"}


def test_misses_are_told_of_every_call_but_the_held_out(data: Path) -> None:
    told = "\n".join(misses(DataSets(data)))
    assert "Nowhere 01" in told
    assert "Nowhere 02" in told
    assert "Nowhere 03" not in told


@pytest.mark.parametrize("folder", ["", HELD_OUT])
def test_misses_of_held_out_calls_alone_are_refused(tmp_path: Path, folder: str) -> None:
    put_call(tmp_path / HELD_OUT, "03")
    with pytest.raises(HeldOut, match="only its figures are shown"):
        list(misses(DataSets(tmp_path / folder)))


def test_the_command_says_that_held_out_misses_are_not_shown(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["evaluation", "--misses", "--data", str(data / HELD_OUT)])
    assert main() == 1
    said = capsys.readouterr()
    assert "never what was missed" in said.err
    assert not said.out
