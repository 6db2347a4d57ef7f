"""Set up what every other command needs, on a machine with nothing but Python 3.11 or newer.

`make` runs `python3 -m local.bootstrap` before any dependency exists, so it and `local.fresh_machine` use the
standard library alone and Python 3.11's language. It builds `.venv` and `node_modules` from the hashed lock
files and stamps both with what they were built from: the next run compares two hashes and ends.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from local.fresh_machine.node import Node, fetch_node, find_node, link_node
from local.fresh_machine.place import Place, SetupError, child_environment, run, say
from local.fresh_machine.python import (
    PYTHON_VERSION,
    describe_python,
    fetch_python,
    find_python,
    python_candidates,
)
from local.fresh_machine.uv import find_uv, install_uv

if TYPE_CHECKING:
    from collections.abc import Mapping


def fingerprint(*sources: bytes) -> str:
    """One hash over everything a result was built from."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(hashlib.sha256(source).digest())
    return digest.hexdigest()


def python_fingerprint(root: Path) -> str:
    """The lock file, what pyproject says of the package, and the place (scripts hold absolute paths)."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    packaging = [project.get("build-system"), project.get("project"), project.get("tool", {}).get("hatch")]
    described = json.dumps(packaging, sort_keys=True).encode()
    return fingerprint((root / "requirements.lock").read_bytes(), described, str(root).encode())


def node_fingerprint(root: Path) -> str:
    """The npm lock file, and the folder."""
    return fingerprint((root / "package-lock.json").read_bytes(), str(root).encode())


def is_current(stamp: Path, expected: str, *results: Path) -> bool:
    """Whether a result stands and was built from what is expected."""
    return all(path.exists() for path in (stamp, *results)) and stamp.read_text() == expected


def is_usable(virtual_environment: Path, environment: Mapping[str, str]) -> bool:
    """Whether it runs Python 3.13 and was not moved: its scripts hold its absolute path."""
    said = describe_python(virtual_environment / "bin" / "python", environment)
    script = virtual_environment / "bin" / "aftercall"
    moved = script.exists() and str(virtual_environment) not in script.read_text()
    return said is not None and tuple(said["version"][:2]) == PYTHON_VERSION and not moved


def build_python(place: Place, uv: Path, python: Path) -> None:
    """Build `.venv` from the lock file and install the project into it, editable."""
    folder = place.virtual_environment
    if not is_usable(folder, place.environment):
        create = [str(uv), "venv", "--quiet", "--clear", "--python", str(python), str(folder)]
        run(create, place, "remove .venv, then run make again")
    say("Installing the locked Python packages into .venv")
    target = ["--python", str(folder / "bin" / "python")]
    locked = ["--require-hashes", "requirements.lock"]
    again = "check that a package index can be reached from here, then run make again"
    run([str(uv), "pip", "sync", *target, *locked], place, again)
    project = ["--no-deps", "--no-build-isolation", "--reinstall-package", "aftercall", "--editable", "."]
    run([str(uv), "pip", "install", *target, *project], place, "see what pyproject.toml says of the package")


def build_node_modules(place: Place, node: Node) -> None:
    """Install the locked CDK command line into `node_modules`."""
    say("Installing the locked CDK command line into node_modules")
    path = f"{node.executable.parent}{os.pathsep}{place.environment.get('PATH', '')}"
    with_node_first = replace(place, environment={**place.environment, "PATH": path})
    command = [*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run(command, with_node_first, "check that an npm registry can be reached from here, then run make again")


def node_is_ready(place: Place, stamp: Path, expected: str) -> bool:
    """Whether the CDK command line stands and there is a Node to run it."""
    path = f"{place.virtual_environment / 'bin'}{os.pathsep}{place.environment.get('PATH', '')}"
    command = place.root / "node_modules" / ".bin" / "cdk"
    return shutil.which("node", path=path) is not None and is_current(stamp, expected, command)


def set_up(place: Place) -> None:
    """Bring `.venv` and `node_modules` up to their lock files; do nothing where they are.

    Raises
    ------
    SetupError : when something is missing that cannot be fetched.
    """
    binaries = place.virtual_environment / "bin"
    python_stamp, python_expected = place.virtual_environment / "built-from", python_fingerprint(place.root)
    node_stamp, node_expected = place.root / "node_modules" / ".built-from", node_fingerprint(place.root)
    python_ready = is_current(python_stamp, python_expected, binaries / "python", binaries / "aftercall")
    node_ready = python_ready and node_is_ready(place, node_stamp, node_expected)
    if python_ready and node_ready:
        return
    if not os.access(place.root, os.W_OK):
        missing = f"this user may not write in {place.root}"
        raise SetupError(missing, "clone the project as the user who runs make")
    candidates = python_candidates(place.environment, place.home, Path(sys.executable))
    found = find_python(candidates, lambda path: describe_python(path, place.environment))
    uv = find_uv(place) or install_uv(place, [Path(sys.executable), *([found] if found else [])])
    if not python_ready:
        python_stamp.unlink(missing_ok=True)
        build_python(place, uv, found or fetch_python(uv, place))
        python_stamp.write_text(python_expected)
    node = find_node(place) or fetch_node(uv, place)
    link_node(node, binaries)
    if not node_ready:
        node_stamp.unlink(missing_ok=True)
        build_node_modules(place, node)
        node_stamp.write_text(node_expected)
    say("ready")


def main() -> int:
    """Set the project up; 0 when it stands, 1 with the remedy when something is missing."""
    root = Path(__file__).resolve().parent.parent
    home = Path(os.environ.get("HOME") or Path("~").expanduser())
    environment = child_environment(os.environ, root, terminal=sys.stdout.isatty())
    try:
        set_up(Place(root, home, environment))
    except SetupError as error:
        print(f"set-up: cannot go on: {error.missing}\n\nRemedy: {error.remedy}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("set-up: stopped; run make again to go on", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
