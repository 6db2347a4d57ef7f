"""What the local cloud remembers of a deployment."""

from pathlib import Path

import pytest

from local.deployment import Deployment
from local.folder import DataFolder
from tests.fakes.programs import executable


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "home")
    made.create()
    return made


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose synthesis writes an assembly, and edits a source as a person might meanwhile."""
    made = tmp_path / "project"
    (made / "cdk").mkdir(parents=True)
    for name in ("app.py", "cdk.json", "requirements.lock", "package-lock.json"):
        (made / name).write_text("")
    (made / "cdk" / "stack.py").write_text("before")
    executable(
        made / "node_modules" / ".bin" / "cdk",
        'while [ "$1" != --output ]; do shift; done\nmkdir -p "$2"\necho "{}" > "$2/manifest.json"\n'
        f'[ -e "{made}/edited" ] || echo after > "{made}/cdk/stack.py"\ntouch "{made}/edited"',
    )
    return made


def synthesise(folder: DataFolder, project: Path, **context: str) -> bool:
    """Synthesise as far as needed and remember; tell whether it was needed."""
    deployment = Deployment(folder, project, context)
    synthesis = deployment.start_synthesis()
    if synthesis is not None:
        synthesis.wait_until_finished(30)
        synthesis.stop()
    deployment.remember()
    return synthesis is not None


def test_a_source_that_is_edited_during_the_synthesis_calls_for_another(
    folder: DataFolder, project: Path
) -> None:
    assert synthesise(folder, project)
    assert synthesise(folder, project), "the edited source was not in the first assembly for sure"
    assert not synthesise(folder, project)


def test_another_context_calls_for_another_synthesis(folder: DataFolder, project: Path) -> None:
    for _ in range(2):
        synthesise(folder, project)

    assert synthesise(folder, project, target="local")
    assert not synthesise(folder, project, target="local")
