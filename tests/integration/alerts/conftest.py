"""A migrated warehouse for each test, and the check of alerts on it under a clock that is moved."""

from collections.abc import Callable, Iterator

import pytest

from aftercall.warehouse.connection import Connection
from tests.integration.alerts.alert_house import AlertHouse, open_house
from tests.integration.warehouse import conftest as warehouse_fixtures

migrated_template = warehouse_fixtures.migrated_template
warehouse_url = warehouse_fixtures.warehouse_url
open_connection = warehouse_fixtures.open_connection
warehouse = warehouse_fixtures.warehouse


@pytest.fixture
def house(warehouse_url: str, open_connection: Callable[[], Connection]) -> Iterator[AlertHouse]:
    """The check of alerts on a fresh warehouse, on a Wednesday morning in business hours."""
    with open_house(warehouse_url, open_connection()) as opened:
        yield opened
