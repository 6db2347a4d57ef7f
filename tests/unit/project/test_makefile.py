"""The Makefile's promises: every target explained, every target sets up what it needs."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = dict(re.findall(r"^([a-z0-9-]+):(?!=)(.*)$", MAKEFILE, re.MULTILINE))
PROMISED = (
    "help demo up down test test-fast lint format types unit infrastructure integration e2e bench synth lock "
    "clean doctor"
)
NEED_NOTHING = {"help", "ready", "clean"}

every_target = pytest.mark.parametrize("target", sorted(TARGETS))


def test_every_promised_target_exists() -> None:
    assert set(PROMISED.split()) <= set(TARGETS)


@every_target
def test_every_target_has_its_help(target: str) -> None:
    assert re.search(r"## \S.{9,}", TARGETS[target])


@every_target
def test_no_target_is_taken_for_a_file(target: str) -> None:
    assert re.search(rf"^\.PHONY: {target}$", MAKEFILE, re.MULTILINE)


@every_target
def test_every_target_sets_up_what_it_needs(target: str) -> None:
    def reaches_set_up(name: str) -> bool:
        needed = TARGETS[name].split("##")[0].split()
        return "ready" in needed or any(reaches_set_up(other) for other in needed)

    assert target in NEED_NOTHING or reaches_set_up(target)


def test_continuous_integration_runs_what_a_developer_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    text = script.read_text()
    assert "set -euo pipefail" in text
    assert "make test </dev/null" in text
