"""A migrated warehouse for each test, and the writer of digests on it under a clock that is moved."""

from collections.abc import Callable, Iterator

import pytest

from aftercall.warehouse.connection import Connection
from tests.integration.digests.digest_house import DigestHouse, open_house
from tests.integration.warehouse import conftest as warehouse_fixtures

migrated_template = warehouse_fixtures.migrated_template
warehouse_url = warehouse_fixtures.warehouse_url
open_connection = warehouse_fixtures.open_connection
warehouse = warehouse_fixtures.warehouse


@pytest.fixture
def house(warehouse_url: str, open_connection: Callable[[], Connection]) -> Iterator[DigestHouse]:
    """The writer on a fresh warehouse, on a Friday morning before eight."""
    with open_house(warehouse_url, open_connection()) as opened:
        yield opened
