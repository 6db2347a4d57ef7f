"""The lock files: complete, hashed, and free of the addresses of anybody's index."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
PYTHON_LOCKS = [
    ROOT / "requirements.lock",
    *(ROOT / "locks").glob("*.lock"),
    *(ROOT / "layers").glob("*.txt"),
]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)

every_python_lock = pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda path: path.name)


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: Path) -> dict[str, str]:
    return {normalised(name): version for name, version in PINNED.findall(lock.read_text())}


def declared() -> list[str]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"].values()
    return [*project["project"]["dependencies"], *(name for group in groups for name in group)]


@every_python_lock
def test_a_lock_file_holds_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"^-|--(?:extra-)?index-url|--find-links|--trusted-host", text, re.MULTILINE)


@every_python_lock
def test_every_locked_package_has_its_hashes(lock: Path) -> None:
    text = lock.read_text()
    packages = re.findall(r"^\S+==.*(?:\n +--hash=sha256:[0-9a-f]{64}.*)*", text, re.MULTILINE)
    assert packages
    assert [package for package in packages if "--hash=" not in package] == []


@pytest.mark.parametrize("requirement", declared())
def test_what_pyproject_declares_is_locked_as_it_says(requirement: str) -> None:
    name, _, version = requirement.partition("==")
    locked = pins(ROOT / "requirements.lock")[normalised(name.split("[")[0])]
    assert version in ("", locked)


def test_what_builds_the_package_is_locked_too() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    locked = pins(ROOT / "requirements.lock")
    for requirement in project["build-system"]["requires"]:
        name, _, version = requirement.partition("==")
        assert locked[normalised(name)] == version


@pytest.mark.parametrize("lock", sorted((ROOT / "layers").glob("*.txt")), ids=lambda path: path.name)
def test_a_layer_ships_the_versions_that_the_tests_ran_with(lock: Path) -> None:
    tested = pins(ROOT / "requirements.lock")
    shipped = pins(lock)
    assert shipped == {name: tested[name] for name in shipped}


def test_every_layer_has_its_lock() -> None:
    inputs = {path.stem for path in (ROOT / "layers").glob("*.in")}
    assert inputs == {path.stem for path in (ROOT / "layers").glob("*.txt")}


def test_the_npm_lock_holds_no_address_and_pins_what_package_json_says() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    text = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert "://" not in text
    locked = json.loads(text)["packages"]
    for name, version in package["devDependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert locked[f"node_modules/{name}"]["version"] == version
        assert locked[f"node_modules/{name}"]["integrity"].startswith("sha512-")
