"""The set-up of a fresh machine: what it finds, what it refuses, what it remembers."""

import ast
import sys
from pathlib import Path

import pytest

from local.bootstrap import (
    fingerprint,
    is_current,
    is_usable,
    node_fingerprint,
    python_fingerprint,
    set_up,
)
from local.fresh_machine.place import Place, SetupError, child_environment, run, version_in
from tests.fakes.programs import executable

ROOT = Path(__file__).parents[3]
SET_UP_SOURCES = [ROOT / "local" / "__init__.py", ROOT / "local" / "bootstrap.py"]
SET_UP_SOURCES += sorted((ROOT / "local" / "fresh_machine").glob("*.py"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project folder as small as the stamps need."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "sample"\n[tool.ruff]\nline-length = 110\n')
    (tmp_path / "requirements.lock").write_text("one==1\n")
    (tmp_path / "package-lock.json").write_text("{}\n")
    return tmp_path


@pytest.mark.parametrize("source", SET_UP_SOURCES, ids=lambda path: path.name)
def test_the_set_up_reads_as_python_3_11_and_needs_only_the_standard_library(source: Path) -> None:
    tree = ast.parse(source.read_text(), feature_version=(3, 11))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    foreign = [name for name in modules if name.split(".")[0] not in sys.stdlib_module_names | {"local"}]
    assert foreign == []


def test_the_stamp_changes_with_the_lock_file_and_the_packaging(project: Path) -> None:
    before = python_fingerprint(project)
    (project / "requirements.lock").write_text("one==2\n")
    after_lock = python_fingerprint(project)
    (project / "pyproject.toml").write_text('[project]\nname = "other"\n')
    assert len({before, after_lock, python_fingerprint(project)}) == 3


def test_the_stamp_does_not_change_with_the_tools_settings(project: Path) -> None:
    before = python_fingerprint(project)
    (project / "pyproject.toml").write_text('[project]\nname = "sample"\n[tool.ruff]\nline-length = 100\n')
    assert python_fingerprint(project) == before


def test_the_stamps_change_with_the_place(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for name in ("pyproject.toml", "requirements.lock", "package-lock.json"):
        (elsewhere / name).write_text((project / name).read_text())
    assert python_fingerprint(elsewhere) != python_fingerprint(project)
    assert node_fingerprint(elsewhere) != node_fingerprint(project)


def test_a_fingerprint_tells_where_one_source_ends_and_the_next_begins() -> None:
    assert fingerprint(b"ab", b"c") != fingerprint(b"a", b"bc")


def test_a_result_is_current_when_it_stands_and_its_stamp_says_what_is_expected(tmp_path: Path) -> None:
    stamp, result = tmp_path / "stamp", tmp_path / "result"
    assert not is_current(stamp, "abc", result)
    stamp.write_text("abc")
    assert not is_current(stamp, "abc", result)
    result.touch()
    assert is_current(stamp, "abc", result)
    assert not is_current(stamp, "abd", result)


def test_nothing_is_run_when_everything_is_current(project: Path) -> None:
    binaries, modules = project / ".venv" / "bin", project / "node_modules"
    executable(binaries / "python", "exit 9")
    executable(binaries / "aftercall", "exit 9")
    executable(project / "path" / "node", "exit 9")
    executable(modules / ".bin" / "cdk", "exit 9")
    (project / ".venv" / "built-from").write_text(python_fingerprint(project))
    (modules / ".built-from").write_text(node_fingerprint(project))
    set_up(Place(project, project, {"PATH": str(project / "path")}))


def test_a_virtual_environment_that_was_moved_is_built_anew(tmp_path: Path) -> None:
    said = '{"version": [3, 13, 1], "implementation": "cpython", "free_threaded": false, "executable": ""}'
    executable(tmp_path / "bin" / "python", f"echo '{said}'")
    assert is_usable(tmp_path, {})
    executable(tmp_path / "bin" / "aftercall", "exec /elsewhere/.venv/bin/python")
    assert not is_usable(tmp_path, {})


def test_children_keep_proxies_and_certificates_but_no_other_python(tmp_path: Path) -> None:
    inherited = {
        "HTTPS_PROXY": "http://proxy.example:3128",
        "SSL_CERT_FILE": "/etc/certificates.pem",
        "PYTHONPATH": "/elsewhere",
        "VIRTUAL_ENV": "/elsewhere",
        "PATH": f"{tmp_path}/.venv/bin:/usr/bin",
    }
    environment = child_environment(inherited, tmp_path, terminal=True)
    assert environment["HTTPS_PROXY"] == "http://proxy.example:3128"
    assert environment["UV_SYSTEM_CERTS"] == "1"
    assert environment["NODE_EXTRA_CA_CERTS"] == "/etc/certificates.pem"
    assert environment["PATH"] == "/usr/bin"
    assert {"PYTHONPATH", "VIRTUAL_ENV"}.isdisjoint(environment)


def test_without_a_terminal_nobody_draws_colours_or_progress_bars(tmp_path: Path) -> None:
    assert "NO_COLOR" not in child_environment({}, tmp_path, terminal=True)
    environment = child_environment({}, tmp_path, terminal=False)
    assert environment["NO_COLOR"] == environment["UV_NO_PROGRESS"] == "1"
    assert environment["npm_config_progress"] == "false"


def test_a_failing_step_shows_its_last_lines_and_the_remedy(tmp_path: Path) -> None:
    program = executable(tmp_path / "program", "echo what went wrong; exit 3")
    with pytest.raises(SetupError, match="what went wrong") as caught:
        run([str(program), "install"], Place(tmp_path, tmp_path, {}), "do this")
    assert caught.value.missing.startswith("'program install' failed")
    assert caught.value.remedy == "do this"


def test_a_step_that_cannot_start_is_named_too(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="could not be started"):
        run([str(tmp_path / "absent")], Place(tmp_path, tmp_path, {}), "do this")


@pytest.mark.parametrize(
    ("said", "version"),
    [("uv 0.13.9 (x86_64)", (0, 13, 9)), ("v20.20.2\n", (20, 20, 2)), ("broken", ()), (None, ())],
)
def test_a_version_is_read_from_what_a_program_says(said: str | None, version: tuple[int, ...]) -> None:
    assert version_in(said) == version
