"""Finding CPython 3.13, or letting uv fetch it."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from local.fresh_machine.place import Place, SetupError, output_of, run, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

PYTHON_VERSION = (3, 13)

_DESCRIBE_INTERPRETER = """
import json, sys, sysconfig
print(json.dumps({
    "version": sys.version_info[:3],
    "implementation": sys.implementation.name,
    "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "executable": getattr(sys, "_base_executable", sys.executable),
}))
"""


def python_candidates(environment: Mapping[str, str], home: Path, current: Path) -> Iterator[Path]:
    """Every place a Python 3.13 usually lies: this one, the PATH, pyenv's versions, uv's versions."""
    yield current
    for folder in environment.get("PATH", "").split(os.pathsep):
        for name in ("python3.13", "python3", "python"):
            yield Path(folder or ".") / name
    pyenv = Path(environment.get("PYENV_ROOT") or home / ".pyenv")
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    managed = Path(environment.get("UV_PYTHON_INSTALL_DIR") or data / "uv" / "python")
    for versions, pattern in ((pyenv / "versions", "3.13*"), (managed, "cpython-3.13*")):
        yield from sorted(versions.glob(f"{pattern}/bin/python3.13"), reverse=True)


def describe_python(executable: Path, environment: Mapping[str, str]) -> dict[str, Any] | None:
    """What an interpreter says of itself; None when it does not run (as a pyenv shim may not)."""
    said = output_of([str(executable), "-I", "-c", _DESCRIBE_INTERPRETER], environment)
    return json.loads(said) if said else None


def find_python(candidates: Iterable[Path], describe: Callable[[Path], dict[str, Any] | None]) -> Path | None:
    """Return the first candidate that is CPython 3.13 with the usual global lock, which the wheels need."""
    seen: set[Path] = set()
    for candidate in candidates:
        if candidate in seen or not os.access(candidate, os.X_OK):
            continue
        seen.add(candidate)
        said = describe(candidate)
        if (
            said
            and tuple(said["version"][:2]) == PYTHON_VERSION
            and said["implementation"] == "cpython"
            and not said["free_threaded"]
        ):
            return Path(said["executable"])
    return None


def fetch_python(uv: Path, place: Place) -> Path:
    """Let uv download a Python 3.13 into the project's cache.

    Raises
    ------
    SetupError : when uv cannot reach its downloads.
    """
    say("No Python 3.13 on this machine: uv fetches one")
    environment = {
        "UV_PYTHON_INSTALL_DIR": str(place.cache / "python"),
        "UV_HTTP_RETRIES": "1",
        **place.environment,
    }
    remedy = (
        "install Python 3.13 where this user can run it (from your system's packages, from python.org, or "
        "with 'pyenv install 3.13'), so that 'python3.13' is on the PATH or below ~/.pyenv; run make again"
    )
    try:
        run(
            [str(uv), "python", "install", "--no-bin", "3.13"],
            replace(place, environment=environment),
            remedy,
        )
    except SetupError as error:
        missing = f"this user has no Python 3.13, and uv could not fetch one: {error.missing}"
        raise SetupError(missing, remedy) from error
    fetched = Path(environment["UV_PYTHON_INSTALL_DIR"]).glob("cpython-3.13*/bin/python3.13")
    installed = find_python(sorted(fetched), lambda path: describe_python(path, place.environment))
    if installed is None:
        raise SetupError("the Python 3.13 that uv fetched does not run here", remedy)
    return installed
