"""``python -m tests.evaluation``: what is asked for is measured, and nothing found is said."""

import json
from pathlib import Path

import pytest

from tests.evaluation.__main__ import main
from tests.evaluation.harness.probes import Figure
from tests.evaluation.harness.table import as_markdown, record


@pytest.fixture
def numbers(tmp_path: Path) -> Path:
    rows = [
        {"id": "a", "text": "two hundred", "value": 200.0, "source": "made up/Numeral"},
        {"id": "b", "text": "42", "value": 42.0, "source": "made up/Numeral"},
    ]
    (tmp_path / "numbers.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr("sys.argv", ["evaluation", *map(str, arguments)])
    return main()


@pytest.mark.parametrize("parts", [(), ("numbers",)])
def test_a_folder_of_sets_is_measured(
    parts: tuple[str, ...],
    numbers: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, *parts, "--data", numbers, "--ours-only", "--format", "json") == 0
    (figure,) = json.loads(capsys.readouterr().out)
    assert (figure["part"], figure["items"], figure["ours"]) == ("numbers", 2, 1.0)


def test_a_single_file_is_measured(numbers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "--data", numbers / "numbers.jsonl", "--ours-only") == 0


def test_a_folder_without_sets_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--data", tmp_path) == 1
    assert "no set here" in capsys.readouterr().err


def test_an_unknown_part_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as left:
        run(monkeypatch, "bogus")
    assert left.value.code == 2


def test_recording_again_replaces_the_table(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "before\n<!-- figures: written by `make evaluate ARGUMENTS=--record` -->\n"
        "old\n<!-- end of figures -->\nafter\n"
    )
    figures = [Figure(part="numbers", subset="all", measure="exact", items=2, ours=0.5, aim=0.8)]
    record(figures, page)
    record(figures, page)
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert text.count(as_markdown(figures)) == 1
    assert "old" not in text


def test_recording_one_part_keeps_the_lines_of_the_others(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "<!-- figures: written by `make evaluate ARGUMENTS=--record` -->\n<!-- end of figures -->\n"
    )
    first, second, better = (
        Figure(part=part, subset="all", measure="exact", items=2, ours=ours)
        for part, ours in (("numbers", 0.5), ("dates", 0.25), ("numbers", 0.75))
    )
    record([first, second], page)
    record([better], page)
    assert as_markdown([better, second]) in page.read_text()
    assert as_markdown([first]).splitlines()[-1] not in page.read_text()
