"""What holds for every test: marks by folder, closed sockets in unit tests, steady hypothesis runs."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from pytest_socket import disable_socket, enable_socket

pytest_plugins = ["tests.servers"]

TESTS_FOLDER = Path(__file__).parent
FOLDER_MARKS = ("unit", "infrastructure", "integration", "e2e", "evaluation")

# No deadline: the machine is shared, and a slow moment is not a defect.
settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")


def pytest_itemcollected(item: pytest.Item) -> None:
    if not item.path.is_relative_to(TESTS_FOLDER):
        return
    folder = item.path.relative_to(TESTS_FOLDER).parts[0]
    if folder in FOLDER_MARKS:
        item.add_marker(folder)


@pytest.fixture(autouse=True)
def _closed_sockets(request: pytest.FixtureRequest) -> Iterator[None]:
    """Unit tests reach no network; Unix sockets stay open because asyncio's event loop needs a pair."""
    if request.node.get_closest_marker("unit") is None:
        yield
        return
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(autouse=True)
def _no_ambient_cloud(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unit tests never see the developer's own AWS account or settings."""
    if request.node.get_closest_marker("unit") is None:
        return
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
