"""Bring the schema ``warehouse`` up to the newest migration.

Everything happens in one transaction, under an advisory lock of that transaction: two runs at once
are safe, a failed run leaves nothing, and a transaction pooler in between does not matter. Only the
``migrate_warehouse`` Lambda and the command line import this module (it loads Alembic).
"""

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from aftercall.warehouse.connection import open_plain
from aftercall.warehouse.errors import translated_errors, translation_of
from aftercall.warehouse.migrations.names import MIGRATION_LOCK, SCHEMA, VERSION_TABLE

MIGRATIONS_FOLDER = Path(__file__).parent / "migrations"
VERSION_OPTIONS = {"version_table": VERSION_TABLE, "version_table_schema": SCHEMA}


def migrate(url: str) -> str:
    """Run the migrations that are missing and return the revision the schema then has.

    Raises
    ------
    WarehouseUnavailable
        When the database cannot be reached; trying again later may help.
    RejectedByWarehouse
        When the database refuses a migration; nothing of it is kept.
    """
    with translated_errors():
        connection = open_plain(url)
    engine = create_engine("postgresql+psycopg://", creator=lambda: connection, poolclass=NullPool)
    try:
        with engine.begin() as transaction:
            return _upgrade(transaction)
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.Error):
            raise translation_of(error.orig) from None
        raise
    finally:
        engine.dispose()
        connection.close()


def _upgrade(connection: Connection) -> str:
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:lock, 0))")
    connection.execute(lock, {"lock": MIGRATION_LOCK})
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    configuration = Config(attributes={"connection": connection})
    configuration.set_main_option("script_location", str(MIGRATIONS_FOLDER))
    command.upgrade(configuration, "head")
    return str(MigrationContext.configure(connection, opts=VERSION_OPTIONS).get_current_revision())
