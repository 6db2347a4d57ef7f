"""``aftercall analyze``: what it prints, and how it refuses."""

import json
from pathlib import Path

import pytest

from aftercall.embedding.minilm import MODEL_NAME, installed
from aftercall.reports.completed import CompletedReports
from local.folder import PROJECT
from local.samples.catalogue import SAMPLES
from tests.unit.command_line.conftest import Run

HOT_LEAD = SAMPLES / "01-hot-lead-booked" / "report.json"
ACCEPTED_FORMS = sorted((PROJECT / "docs" / "samples").glob("*.json"))


def test_a_call_is_printed_with_what_was_understood(run: Run) -> None:
    printed = run("analyze", HOT_LEAD)

    assert printed.exit_code == 0
    for words in ("Renata Solberg", "lead score", "Tier 1", "outcome qualified", "Meeting booked", "cost $"):
        assert words in printed.stdout


def test_every_finding_is_printed_with_the_words_it_rests_on(run: Run) -> None:
    report = json.loads(HOT_LEAD.read_text())
    said = [item["content"][0] for item in report["chat_history"]["items"] if item.get("role") == "user"]

    printed = run("analyze", HOT_LEAD).stdout

    assert any(words[:20] in printed for words in said)


@pytest.mark.parametrize("file", ACCEPTED_FORMS, ids=lambda file: file.stem)
def test_every_accepted_form_gives_all_nine_reports_as_json(run: Run, file: Path) -> None:
    printed = run("analyze", file, "--json", "--no-embeddings", "--no-cues")

    document = json.loads(printed.stdout)
    assert document.keys() == {"session_id", "embedding_model", "cue_model", *CompletedReports.model_fields}
    assert document.pop("embedding_model") is None
    assert document.pop("cue_model") is None
    assert all(document.values())


@pytest.mark.skipif(not installed(), reason="the dependency group `embeddings` is not installed")
def test_questions_are_compared_by_meaning_where_the_packages_are(run: Run) -> None:
    assert json.loads(run("analyze", HOT_LEAD, "--json").stdout)["embedding_model"] == MODEL_NAME
    assert "Embeddings off" not in run("analyze", HOT_LEAD).stdout


def test_it_is_said_when_questions_are_compared_by_their_words_alone(run: Run) -> None:
    assert "Embeddings off: --no-embeddings" in run("analyze", HOT_LEAD, "--no-embeddings").stdout


@pytest.mark.skipif(not installed(), reason="the dependency group `embeddings` is not installed")
def test_cues_are_read_where_the_packages_are(run: Run) -> None:
    assert json.loads(run("analyze", HOT_LEAD, "--json").stdout)["cue_model"].startswith("cues-")
    assert "Cues off" not in run("analyze", HOT_LEAD).stdout


def test_it_is_said_when_the_rules_read_alone(run: Run) -> None:
    assert "Cues off: --no-cues. The rules read alone." in run("analyze", HOT_LEAD, "--no-cues").stdout


def test_a_report_is_read_from_standard_input(run: Run) -> None:
    printed = run("analyze", "-", "--json", standard_input=HOT_LEAD.read_text())

    assert json.loads(printed.stdout) == json.loads(run("analyze", HOT_LEAD, "--json").stdout)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b'{"room_id": ', "expected JSON (line 1, column 13)"),
        (b"[" * 100_000, "expected JSON"),
        (b"\xff\xfe", "expected UTF-8 text"),
        (b"[]", "expected a JSON object"),
        (b'{"hello": "there"}', "body: expected a LiveKit session report"),
        (b'{"room_id": 7, "job_id": "AJ_1", "chat_history": {"items": []}}', "room_id: expected"),
        (b'{"session_id": "one", "start_time": "soon"}', "start_time: expected"),
    ],
)
def test_a_file_that_is_no_report_is_refused_by_name_and_field(
    run: Run, tmp_path: Path, content: bytes, complaint: str
) -> None:
    file = tmp_path / "call.json"
    file.write_bytes(content)

    refused = run("analyze", file)

    assert refused.exit_code == 1
    assert f"{file}: {complaint}" in refused.stderr
    assert refused.stdout == ""


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_cannot_be_read_has_its_own_exit_code(run: Run, tmp_path: Path, name: str) -> None:
    refused = run("analyze", tmp_path / name)

    assert refused.exit_code == 4
    assert "cannot be read" in refused.stderr


def test_a_profile_that_is_none_is_refused_with_its_field(run: Run) -> None:
    refused = run("analyze", HOT_LEAD, "--profile", HOT_LEAD)

    assert refused.exit_code == 1
    assert f"{HOT_LEAD}: name" in refused.stderr


def test_what_a_caller_said_is_never_taken_for_markup(run: Run, tmp_path: Path) -> None:
    report = json.loads((PROJECT / "docs" / "samples" / "raw_session.json").read_text())
    report["user_name"] = "Ann [bold red]Example[/] [/nothing]"
    file = tmp_path / "call.json"
    file.write_text(json.dumps(report))

    assert "Ann [bold red]Example[/] [/nothing]" in run("analyze", file).stdout
