"""Names the migrations and the migrator share."""

SCHEMA = "warehouse"
VERSION_TABLE = "schema_version"
MIGRATION_LOCK = "aftercall.warehouse.migrate"
