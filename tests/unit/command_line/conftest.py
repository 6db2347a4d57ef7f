"""The command line as a person runs it, without a terminal and without a network."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from aftercall.command_line.main import commands

type Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``aftercall`` with these arguments; the local cloud is not up."""
    monkeypatch.setenv("AFTERCALL_HOME", str(tmp_path / "nothing-here"))
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("AFTERCALL_AWS", raising=False)

    def with_arguments(*arguments: object, standard_input: str | None = None) -> Result:
        return CliRunner().invoke(
            commands, [str(argument) for argument in arguments], input=standard_input, catch_exceptions=False
        )

    return with_arguments
