"""The project's own sources, held to the rules of the house."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.unit.architecture.house_rules import FLOORS, impurities, leftovers, overlong, upward_imports

ROOT = Path(__file__).parents[3]
LAYER = ROOT / "layers" / "aftercall" / "python"
SOURCE_FOLDERS = (LAYER / "aftercall", *(ROOT / name for name in ("functions", "cdk", "local", "benchmarks")))
DATA_FOLDERS = ("local/samples/", "tests/fixtures/")
GENERATED = ("requirements.lock", "package-lock.json", "locks/", "layers/")


@cache
def sources() -> dict[Path, str]:
    return {path: path.read_text() for folder in SOURCE_FOLDERS for path in sorted(folder.rglob("*.py"))}


def module_of(path: Path) -> str:
    """Return the dotted name by which a file is imported."""
    home = LAYER if path.is_relative_to(LAYER) else ROOT
    parts = path.relative_to(home).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def tracked_files() -> Iterator[tuple[str, str]]:
    """Every text file that git keeps: its path from the root, and its text."""
    command = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if b"\0" not in content:
                yield name, content.decode()


def test_imports_run_downward_only() -> None:
    problems = [
        problem
        for path, source in sources().items()
        for problem in upward_imports(source, module_of(path), is_package=path.name == "__init__.py")
    ]
    assert problems == []


def test_the_nouns_the_language_and_the_analysis_are_pure() -> None:
    problems = [
        problem
        for path, source in sources().items()
        for problem in impurities(source, module_of(path), is_package=path.name == "__init__.py")
    ]
    assert problems == []


def test_every_package_has_its_place_in_the_house() -> None:
    packages = {path.parent.name for path in (LAYER / "aftercall").glob("*/__init__.py")}
    assert packages <= set(FLOORS)


def test_every_package_says_what_belongs_there() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path, source in sources().items()
        if path.is_relative_to(LAYER) and path.name == "__init__.py" and not source.lstrip().startswith('"""')
    ]
    assert silent == []


def test_every_module_can_be_read_in_one_sitting() -> None:
    problems = [
        problem
        for name, text in tracked_files()
        if name.endswith(".py") and not name.startswith(DATA_FOLDERS)
        for problem in overlong(text, name)
    ]
    assert problems == []


def test_no_tracked_file_holds_a_leftover() -> None:
    problems = [
        problem
        for name, text in tracked_files()
        if not name.startswith(DATA_FOLDERS) and not (name.startswith(GENERATED) and not name.endswith(".py"))
        for problem in leftovers(text, name)
    ]
    assert problems == []
