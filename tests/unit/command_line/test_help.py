"""Every command explains itself, and fails in a way that a person and a script can act on."""

import pytest

from aftercall.command_line.main import COMMANDS
from tests.unit.command_line.conftest import Run

NAMES = [name for name, _, _ in COMMANDS]
SPEAK_TO_A_CLOUD = {
    "send": ["docs/samples/raw_session.json"],
    "show": ["RM_1.AJ_1"],
    "replay": ["RM_1.AJ_1"],
    "redrive": [],
    "deliveries": [],
    "redeliver": [],
    "migrate": [],
    "alerts": [],
}


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_every_command_has_examples(run: Run, name: str) -> None:
    printed = run(name, "--help")

    assert printed.exit_code == 0
    assert "Examples:" in printed.stdout
    assert f"aftercall {name}" in printed.stdout


def test_the_help_lists_every_command_and_the_exit_codes(run: Run) -> None:
    printed = run("--help").stdout

    assert all(name in printed for name in NAMES)
    assert "Exit codes: 0 done, 1 failed, 2 wrong usage" in printed


@pytest.mark.parametrize(
    "arguments", [["unheard-of"], ["analyze"], ["send"], ["show"], ["redrive", "--queue", "cold"]]
)
def test_wrong_usage_ends_with_2(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("name", SPEAK_TO_A_CLOUD)
def test_without_a_local_cloud_a_command_says_how_to_start_one(run: Run, name: str) -> None:
    refused = run(name, *SPEAK_TO_A_CLOUD[name])

    assert refused.exit_code == 3
    assert "the local cloud is not up" in refused.stderr
    assert "`aftercall up` starts it" in refused.stderr


def test_the_doctor_tells_what_is_well_and_what_is_not(run: Run) -> None:
    printed = run("doctor")

    assert printed.exit_code == 1
    assert "ok  profile" in printed.stdout
    assert "bad deployment" in printed.stdout
    assert "`aftercall up` starts it" in printed.stdout
    assert "one check failed" in printed.stderr


def test_the_doctor_checks_the_profile_it_is_given(run: Run) -> None:
    printed = run("doctor", "--profile", "docs/samples/raw_session.json")

    assert printed.exit_code == 1
    assert "bad profile" in printed.stdout
    assert "2 checks failed" in printed.stderr
