"""A migrated warehouse for each module, empty for each test, and the check of alerts under a moved clock."""

import secrets
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from aftercall.warehouse.connection import Connection, connect
from local.postgres import PostgresServer
from tests.integration.alerts.alert_house import AlertHouse, open_house
from tests.integration.warehouse import conftest as warehouse_fixtures

migrated_template = warehouse_fixtures.migrated_template

# What hangs on a session goes with it. Deleting a few rows is faster than truncating the tables.
WRITTEN = (
    *("alerts_history", "deliveries", "destination_circuits", "sessions", "leads", "telephony_calls"),
    *("usage_baselines", "schedule_runs", "live_metrics"),
)


@pytest.fixture(scope="module")
def module_connection(postgres_server: PostgresServer, migrated_template: str) -> Iterator[Connection]:
    """One connection to a migrated database that the tests of a module share."""
    name = f"alerts_{secrets.token_hex(6)}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(migrated_template)
    )
    with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as owner:
        owner.execute(create)
        connection = connect(postgres_server.url(name))
        yield connection
        connection.close()
        owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def house(postgres_server: PostgresServer, module_connection: Connection) -> Iterator[AlertHouse]:
    """The check of alerts on an empty warehouse, on a Wednesday morning in business hours."""
    for table in WRITTEN:
        module_connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier("warehouse", table)))
    url = postgres_server.url(module_connection.info.dbname)
    with open_house(url, module_connection) as opened:
        yield opened
