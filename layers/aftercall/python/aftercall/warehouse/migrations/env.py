"""What Alembic runs: the open connection comes from ``aftercall.warehouse.migrate``."""

from alembic import context

from aftercall.warehouse.migrations.names import SCHEMA, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    version_table_schema=SCHEMA,
    transaction_per_migration=False,
)
context.run_migrations()
