"""A migrated warehouse for each test, copied from one that was migrated once."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest
from psycopg import sql

from aftercall.warehouse.connection import Connection, connect
from aftercall.warehouse.migrate import migrate
from local.postgres import PostgresServer
from tests.integration.warehouse.telephony_house import House, open_house
from tests.servers import fresh_database


@pytest.fixture(scope="session")
def migrated_template(postgres_server: PostgresServer) -> Iterator[str]:
    """Name of a database that was migrated once."""
    with fresh_database(postgres_server) as url:
        migrate(url)
        yield url.rpartition("/")[2]


@pytest.fixture
def warehouse_url(postgres_server: PostgresServer, migrated_template: str) -> Iterator[str]:
    """Address of a fresh migrated database."""
    name = f"warehouse_{secrets.token_hex(6)}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(migrated_template)
    )
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as owner:
        owner.execute(create)
        yield postgres_server.url(name)
        owner.execute(drop)


@pytest.fixture
def open_connection(warehouse_url: str) -> Iterator[Callable[[], Connection]]:
    """Opens further connections, closed at the end."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(connect(warehouse_url))


@pytest.fixture
def warehouse(open_connection: Callable[[], Connection]) -> Connection:
    """One connection to a fresh warehouse."""
    return open_connection()


@pytest.fixture
def house(warehouse_url: str, mongo_url: str, mongo_database_name: str) -> Iterator[House]:
    """Both telephony functions on fresh databases."""
    with open_house(warehouse_url, mongo_url, mongo_database_name) as opened:
        yield opened
