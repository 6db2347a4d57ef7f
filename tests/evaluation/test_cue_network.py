"""The shipped network of cues is the one that the labelled scripts give."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import aftercall_cues
from aftercall.embedding.cue_network import read_settings
from aftercall.session.prepared import CueKind
from tests.evaluation.harness.splits import REPORTED_PARTS, part_of
from tests.evaluation.training.cues.examples import training_examples

SETTINGS = Path(str(aftercall_cues.__file__)).with_name("cues.json").read_text(encoding="utf-8")


def test_it_was_fitted_to_these_examples() -> None:
    body = json.dumps([asdict(example) for example in training_examples()])
    assert json.loads(SETTINGS)["trained_on"] == hashlib.sha256(body.encode()).hexdigest()


def test_no_reported_script_is_among_them() -> None:
    scripts = {example.call for example in training_examples() if not example.call.startswith("development")}
    assert len(scripts) > 300
    assert all(part_of(name) >= REPORTED_PARTS for name in scripts)


def test_it_knows_every_kind_of_cue() -> None:
    assert set(read_settings(SETTINGS).kinds) == set(CueKind)
