"""Running the command line as a person does, against the stack under test."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from local.folder import HOME_VARIABLE, PROJECT
from tests.e2e.stack import Stack

PROGRAM = Path(sys.executable).with_name("aftercall")
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Finished:
    """What a command left: its exit code, and what it printed to whom."""

    exit_code: int
    output: str
    errors: str


def run_command(stack: Stack, *arguments: str) -> Finished:
    """Run ``aftercall`` and wait for its end."""
    ended = subprocess.run(
        [PROGRAM, *arguments],
        env={**os.environ, HOME_VARIABLE: str(stack.cloud.folder.root), "COLUMNS": "160", "NO_COLOR": "1"},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return Finished(ended.returncode, ended.stdout, ended.stderr)
