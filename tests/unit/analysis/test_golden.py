"""The reports of the sample calls are what was last reviewed: `make golden`, then `git diff`."""

import difflib
import json

import pytest

from local.samples.catalogue import Sample, read_samples
from tests.unit.analysis.golden import FOLDER, golden_file, reports_of

SAMPLES = read_samples()
SHOWN_LINES = 40


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_reports_are_those_that_were_reviewed(sample: Sample) -> None:
    kept, made = golden_file(sample).read_text(encoding="utf-8"), reports_of(sample)
    difference = difflib.unified_diff(kept.splitlines(), made.splitlines(), "reviewed", "now", lineterm="")
    assert kept == made, "run `make golden` and review its diff:\n" + "\n".join([*difference][:SHOWN_LINES])


def test_every_kept_file_is_a_samples_and_holds_all_nine_reports() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {golden_file(sample).name for sample in SAMPLES}
    assert all(len(json.loads(path.read_text(encoding="utf-8"))) == 9 for path in FOLDER.iterdir())
