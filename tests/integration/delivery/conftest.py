"""Stand-ins that run for a module and are emptied for each test."""

from collections.abc import Iterator

import pytest

from local.stand_ins.running import StandIns, running_stand_ins


@pytest.fixture(scope="module")
def module_stand_ins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIns]:
    with running_stand_ins(tmp_path_factory.mktemp("stand-ins")) as running:
        yield running


@pytest.fixture
def stand_ins(module_stand_ins: StandIns) -> StandIns:
    module_stand_ins.reset()
    return module_stand_ins
