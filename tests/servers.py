"""Real databases for integration tests, as a pytest plugin (tests/conftest.py loads it).

Fixtures
--------
postgres_server : one PostgreSQL for the whole run (fsync off), stopped and removed at the end.
postgres_url : a fresh empty database with the extension vector, per test.
postgres_module_url : the same, shared by the tests of one module.
mongo_url : one MongoDB for the whole run.
mongo_database_name : a fresh database name on it, per test; dropped afterwards.

Nothing is started before the first test asks for it.
"""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from pymongo import MongoClient

from local.mongo import MongoServer
from local.postgres import DATABASE, PostgresServer
from local.processes import free_port


@pytest.fixture(scope="session")
def servers_folder() -> Iterator[Path]:
    """A folder of its own for the servers of this run; removed at the end, also after failures."""
    folder = Path(tempfile.mkdtemp(prefix="aftercall-tests-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_server(servers_folder: Path) -> Iterator[PostgresServer]:
    """One running PostgreSQL."""
    server = PostgresServer(servers_folder / "postgres", free_port(), secrets.token_hex(12), durable=False)
    server.start()
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@contextmanager
def fresh_database(server: PostgresServer) -> Iterator[str]:
    """Create a database from the prepared one, give its address, drop it with any connection left open."""
    name = f"test_{secrets.token_hex(6)}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(DATABASE))
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(create)
    try:
        yield server.url(name)
    finally:
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute(drop)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Address of a fresh database for one test."""
    with fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="module")
def postgres_module_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Address of a fresh database for one test module."""
    with fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def mongo_url(servers_folder: Path) -> Iterator[str]:
    """Address of one running MongoDB."""
    server = MongoServer(servers_folder / "mongo", free_port())
    server.start()
    try:
        server.wait()
        yield server.url()
    finally:
        server.stop()


@pytest.fixture
def mongo_database_name(mongo_url: str) -> Iterator[str]:
    """Name of a database no other test uses."""
    name = f"test_{secrets.token_hex(6)}"
    yield name
    with MongoClient[dict[str, Any]](mongo_url) as client:
        client.drop_database(name)
