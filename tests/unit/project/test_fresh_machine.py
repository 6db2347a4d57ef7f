"""Finding Python, uv and Node: the right one, not the first one."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.fresh_machine.node import Node, fetched_node, find_node, link_node
from local.fresh_machine.place import Place, SetupError
from local.fresh_machine.python import describe_python, fetch_python, find_python, python_candidates
from local.fresh_machine.uv import find_uv, install_uv, pinned_requirement
from tests.fakes.programs import executable


def place(root: Path, path: Path | None = None) -> Place:
    return Place(root, root / "home", {"PATH": str(path or root / "path")})


def described(
    version: tuple[int, int, int], implementation: str = "cpython", *, free_threaded: bool = False
) -> dict[str, Any]:
    return {
        "version": list(version),
        "implementation": implementation,
        "free_threaded": free_threaded,
        "executable": f"/base/{'.'.join(map(str, version))}",
    }


def test_python_is_looked_for_on_the_path_then_at_pyenv_then_at_uv(tmp_path: Path) -> None:
    on_path = executable(tmp_path / "path" / "python3.13", "")
    pyenv = executable(tmp_path / "home/.pyenv/versions/3.13.2/bin/python3.13", "")
    managed = executable(tmp_path / "home/.local/share/uv/python/cpython-3.13.1-linux/bin/python3.13", "")
    found = list(python_candidates({"PATH": str(tmp_path / "path")}, tmp_path / "home", Path("/this")))
    assert found[:2] == [Path("/this"), on_path]
    assert found[-2:] == [pyenv, managed]


def test_pyenv_and_uv_may_lie_where_their_variables_say(tmp_path: Path) -> None:
    pyenv = executable(tmp_path / "p/versions/3.13.0/bin/python3.13", "")
    managed = executable(tmp_path / "u/cpython-3.13.1-linux/bin/python3.13", "")
    environment = {"PYENV_ROOT": str(tmp_path / "p"), "UV_PYTHON_INSTALL_DIR": str(tmp_path / "u")}
    assert [*python_candidates(environment, tmp_path, Path("/this"))][-2:] == [pyenv, managed]


def test_only_the_cpython_that_the_wheels_are_built_for_is_taken(tmp_path: Path) -> None:
    offered = {
        executable(tmp_path / "older", ""): described((3, 12, 1)),
        executable(tmp_path / "newer", ""): described((3, 14, 0)),
        executable(tmp_path / "pypy", ""): described((3, 13, 0), "pypy"),
        executable(tmp_path / "unlocked", ""): described((3, 13, 1), free_threaded=True),
        executable(tmp_path / "shim", ""): None,
        executable(tmp_path / "right", ""): described((3, 13, 5)),
    }
    candidates = [tmp_path / "absent", *offered]
    assert find_python(candidates, offered.__getitem__) == Path("/base/3.13.5")
    assert find_python(candidates[:-1], offered.__getitem__) is None


def test_an_interpreter_that_fails_is_not_described(tmp_path: Path) -> None:
    assert describe_python(executable(tmp_path / "python3.13", "exit 127"), {}) is None


def test_without_a_python_the_remedy_is_named(tmp_path: Path) -> None:
    uv = executable(tmp_path / "uv", "echo no route to host; exit 2")
    with pytest.raises(SetupError, match=r"no Python 3\.13") as caught:
        fetch_python(uv, place(tmp_path))
    assert "no route to host" in caught.value.missing
    assert "python3.13" in caught.value.remedy


def test_a_fetched_python_is_used(tmp_path: Path) -> None:
    prepared = executable(tmp_path / "prepared", f"echo '{json.dumps(described((3, 13, 9)))}'")
    folder = '"$UV_PYTHON_INSTALL_DIR/cpython-3.13.9-linux/bin"'
    uv = executable(tmp_path / "uv", f"mkdir -p {folder}; cp {prepared} {folder}/python3.13")
    assert fetch_python(uv, place(tmp_path, Path("/usr/bin:/bin"))) == Path("/base/3.13.9")


def test_an_old_uv_is_passed_over(tmp_path: Path) -> None:
    executable(tmp_path / "path" / "uv", "echo uv 0.4.30")
    assert find_uv(place(tmp_path)) is None
    newer = executable(tmp_path / "home/.local/bin/uv", "echo uv 0.13.9")
    assert find_uv(place(tmp_path)) == newer


def test_the_pinned_uv_keeps_its_hashes() -> None:
    pinned = "uv==0.13.9 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
    before = "typer==1.0 \\\n    --hash=sha256:aa\n    # via x\n"
    assert pinned_requirement(f"{before}{pinned}    # via y\n", "uv") == pinned


def test_a_lock_without_uv_is_named() -> None:
    with pytest.raises(SetupError, match=r"uv is not in requirements\.lock"):
        pinned_requirement("typer==1.0\n", "uv")


def test_without_pip_or_venv_the_remedy_is_named_before_anything_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").write_text("uv==0.13.9\n")
    bare = executable(tmp_path / "python", "exit 1")
    with pytest.raises(SetupError, match="neither uv nor pip") as caught:
        install_uv(place(tmp_path), [bare])
    assert "apt-get install python3-pip" in caught.value.remedy


def test_the_first_interpreter_with_pip_installs_uv(tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").write_text("uv==0.13.9 \\\n    --hash=sha256:bb\n")
    bare = executable(tmp_path / "bare", "exit 1")
    log = tmp_path / "log"
    with_pip = executable(tmp_path / "with_pip", f'echo "$@" >> {log}')
    assert install_uv(place(tmp_path), [bare, with_pip]) == tmp_path / ".cache" / "uv" / "bin" / "uv"
    assert "--require-hashes" in log.read_text()
    assert (tmp_path / ".cache" / "uv-requirement.txt").read_text().endswith("--hash=sha256:bb\n")


def test_a_node_without_npm_or_too_old_is_passed_over(tmp_path: Path) -> None:
    executable(tmp_path / "path" / "node", "echo v20.1.0")
    assert find_node(place(tmp_path)) is None
    executable(tmp_path / "path" / "npm", "echo 10.0.0")
    found = find_node(place(tmp_path))
    assert found is not None
    assert found.executable == tmp_path / "path" / "node"
    executable(tmp_path / "path" / "node", "echo v18.19.0")
    assert find_node(place(tmp_path)) is None


def test_a_node_fetched_before_is_found_again(tmp_path: Path) -> None:
    fetched = fetched_node(place(tmp_path))
    executable(fetched.executable, "echo v24.19.0")
    assert find_node(place(tmp_path)) == fetched


def test_only_a_fetched_node_is_linked_beside_the_projects_python(tmp_path: Path) -> None:
    fetched = fetched_node(place(tmp_path))
    link_node(fetched, tmp_path)
    assert (tmp_path / "node").readlink() == fetched.executable
    assert (tmp_path / "npm").readlink() == Path(fetched.npm[-1])
    link_node(Node(Path("/usr/bin/node"), ("/usr/bin/npm",), fetched=False), tmp_path)
    assert not (tmp_path / "node").is_symlink()
