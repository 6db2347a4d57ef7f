"""Finding uv, or installing the pinned one with whatever pip this machine has."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from local.fresh_machine.place import Place, SetupError, output_of, run, say, version_in

if TYPE_CHECKING:
    from collections.abc import Sequence

OLDEST_UV = (0, 8, 0)


def pinned_requirement(lock: str, name: str) -> str:
    """One package's entry, with its hashes, out of a lock file's text."""
    entry = re.search(rf"^{re.escape(name)}==[^\\\n]*(?:\\\n[^\\\n]*)*", lock, re.MULTILINE)
    if entry is None:
        raise SetupError(f"{name} is not in requirements.lock", "restore requirements.lock from git")
    return entry.group(0) + "\n"


def find_uv(place: Place) -> Path | None:
    """Return a recent enough uv: from the PATH, from its installer's folders, or fetched before."""
    folders = [*place.environment.get("PATH", "").split(os.pathsep)]
    folders += [str(place.home / ".local" / "bin"), str(place.home / ".cargo" / "bin")]
    folders += [str(place.cache / "uv" / "bin")]
    for folder in folders:
        candidate = Path(folder or ".") / "uv"
        if os.access(candidate, os.X_OK):
            version = version_in(output_of([str(candidate), "--version"], place.environment))
            if version >= OLDEST_UV:
                return candidate
    return None


def install_uv(place: Place, interpreters: Sequence[Path]) -> Path:
    """Install the pinned uv with an interpreter's own pip, else with the pip of a virtual environment.

    Raises
    ------
    SetupError : when no interpreter has or can make a pip, or the index cannot be reached.
    """
    say("No uv on this machine: pip installs the pinned one into .cache/uv")
    target = place.cache / "uv"
    requirement = place.cache / "uv-requirement.txt"
    place.cache.mkdir(exist_ok=True)
    requirement.write_text(pinned_requirement((place.root / "requirements.lock").read_text(), "uv"))
    arguments = ["install", "--quiet", "--no-deps", "--require-hashes", "-r", str(requirement)]
    unreachable = "check that a package index can be reached from here, or install uv (docs.astral.sh/uv)"
    for interpreter in interpreters:
        if has_pip(interpreter, place):
            into_target = ["--upgrade", "--target", str(target)]
            run([str(interpreter), "-m", "pip", *arguments, *into_target], place, unreachable)
            return target / "bin" / "uv"
    for interpreter in interpreters:
        output_of([str(interpreter), "-m", "venv", "--clear", str(target)], place.environment)
        if has_pip(target / "bin" / "python", place):
            run([str(target / "bin" / "python"), "-m", "pip", *arguments], place, unreachable)
            return target / "bin" / "uv"
    raise SetupError(
        "there is neither uv nor pip, and Python's venv module makes no pip either",
        "install pip (on Debian: apt-get install python3-pip) or uv (docs.astral.sh/uv), then run make again",
    )


def has_pip(interpreter: Path, place: Place) -> bool:
    """Whether an interpreter runs and has pip."""
    return output_of([str(interpreter), "-m", "pip", "--version"], place.environment) is not None
