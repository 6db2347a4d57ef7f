"""The scheduled function, wired as in production, on a real database."""

import json
from typing import Any, cast

import pytest

from aftercall.settings.across_calls import AcrossCallsSettings
from aftercall.settings.environment import MissingSetting
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.errors import WarehouseUnavailable
from aftercall.warehouse.store import store_analysis
from functions.learn_across_calls.handler import AcrossCalls, build_across_calls
from tests.fakes.clock import FakeClock
from tests.fakes.embedder import WordEmbedder
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.integration.warehouse import calls

SETTINGS = AcrossCallsSettings("postgres", None)


def function_for(url: str) -> AcrossCalls:
    secrets = FakeSecretsManager({"postgres": json.dumps({"url": url})})
    return build_across_calls(SETTINGS, cast("Any", secrets), WordEmbedder(), FakeClock(calls.START).now)


def test_it_learns_and_tells_how_much(warehouse: Connection, warehouse_url: str) -> None:
    store_analysis(warehouse, calls.call())
    function = function_for(warehouse_url)
    assert function.run() == {"calls": 1, "clusters": 1, "issues": 0, "baselines": 0, "complete": True}
    assert function.run()["calls"] == 0
    function.connection.close()


def test_a_database_that_is_away_is_said_and_costs_nothing() -> None:
    with pytest.raises(WarehouseUnavailable):
        function_for("postgresql://nobody@127.0.0.1:9/none").run()


def test_a_setting_that_is_missing_is_named() -> None:
    with pytest.raises(MissingSetting, match="POSTGRES_SECRET_NAME"):
        AcrossCallsSettings.from_environment({})
