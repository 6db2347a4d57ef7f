"""Where the set-up runs, what its children inherit, and how a step fails with its remedy."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROBE_SECONDS = 20
LAST_LINES_SHOWN = 15

_FOREIGN_VARIABLES = (
    "PYTHONHOME",
    "PYTHONPATH",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
    "UV_PYTHON",
    "UV_SYSTEM_PYTHON",
)

_UNDECORATED = {
    "NO_COLOR": "1",
    "PIP_PROGRESS_BAR": "off",
    "UV_NO_PROGRESS": "1",
    "npm_config_color": "false",
    "npm_config_progress": "false",
}


class SetupError(Exception):
    """Something is missing that this file cannot provide.

    Parameters
    ----------
    missing : what is missing or failed, in a sentence without a full stop.
    remedy : what the reader can do about it.
    """

    def __init__(self, missing: str, remedy: str) -> None:
        super().__init__(missing)
        self.missing = missing
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Place:
    """Where the project stands and what its children inherit."""

    root: Path
    home: Path
    environment: Mapping[str, str]

    @property
    def virtual_environment(self) -> Path:
        """The project's own interpreter and packages."""
        return self.root / ".venv"

    @property
    def cache(self) -> Path:
        """What was fetched because the machine lacks it."""
        return self.root / ".cache"


def child_environment(inherited: Mapping[str, str], root: Path, *, terminal: bool) -> dict[str, str]:
    """Keep proxies and certificates, drop what points at another Python, decorate for a terminal only."""
    environment = {name: value for name, value in inherited.items() if name not in _FOREIGN_VARIABLES}
    environment |= {
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_REQUIRE_VIRTUALENV": "0",
        "PIP_ROOT_USER_ACTION": "ignore",
        "PIP_USER": "0",
        "UV_PYTHON_DOWNLOADS": "manual",
    }
    own_programs = str(root / ".venv" / "bin")  # may be rebuilt: nothing that builds it may come from it
    path = inherited.get("PATH", os.defpath).split(os.pathsep)
    environment["PATH"] = os.pathsep.join(folder for folder in path if folder != own_programs)
    environment.setdefault("PIP_RETRIES", "2")  # what cannot be reached is to be named within seconds
    environment.setdefault("UV_HTTP_CONNECT_TIMEOUT", "5")
    certificates = inherited.get("SSL_CERT_FILE")
    if certificates:
        environment.setdefault("UV_SYSTEM_CERTS", "1")
        environment.setdefault("NODE_EXTRA_CA_CERTS", certificates)
    if not terminal:
        environment |= _UNDECORATED
    return environment


def output_of(command: Sequence[str], environment: Mapping[str, str]) -> str | None:
    """What a program prints, or None when it cannot be run, fails or hangs."""
    try:
        done = subprocess.run(
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PROBE_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def run(command: Sequence[str], place: Place, remedy: str) -> None:
    """Run one step in the project's folder; its output is shown only when it fails.

    Raises
    ------
    SetupError : when the program cannot be started or fails.
    """
    name = " ".join([Path(command[0]).name, *command[1:3]])
    try:
        done = subprocess.run(
            command,
            cwd=place.root,
            env=dict(place.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        raise SetupError(f"'{name}' could not be started: {error}", remedy) from error
    if done.returncode != 0:
        last_lines = "\n    ".join(done.stdout.strip().splitlines()[-LAST_LINES_SHOWN:])
        raise SetupError(f"'{name}' failed:\n    {last_lines}", remedy)


def version_in(text: str | None) -> tuple[int, ...]:
    """Read the first x.y.z of a text as numbers; () when there is none."""
    found = re.search(r"(\d+)\.(\d+)\.(\d+)", text or "")
    return tuple(int(number) for number in found.groups()) if found else ()


def say(line: str) -> None:
    """Tell what takes time, in plain lines that read the same in a terminal and in a log."""
    print(f"set-up: {line}", flush=True)
