"""The schema as the specification lists it, and migrations that may run twice or at once."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from aftercall.warehouse.errors import RejectedByWarehouse, WarehouseUnavailable
from aftercall.warehouse.migrate import migrate
from tests.integration.warehouse.spec_tables import COLUMNS, FOREIGN_KEYS, INDEXES, PRIMARY_KEYS


@pytest.fixture(scope="module")
def migrated(postgres_module_url: str) -> str:
    migrate(postgres_module_url)
    return postgres_module_url


def test_every_column_of_the_specification_exists_with_its_type(migrated: str) -> None:
    with psycopg.connect(migrated) as connection:
        found = {
            (table, column): kind
            for table, column, kind in connection.execute(
                "SELECT table_name, column_name, data_type FROM information_schema.columns "
                "WHERE table_schema = 'warehouse'"
            )
        }
    assert {key: found.get(key) for key in COLUMNS} == COLUMNS


def test_every_index_of_the_specification_exists(migrated: str) -> None:
    with psycopg.connect(migrated) as connection:
        found = {
            (table, tuple(columns))
            for table, columns in connection.execute(
                "SELECT t.relname, array_agg(a.attname::text ORDER BY k.place) FROM pg_index i "
                "JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace "
                "CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place) "
                "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number "
                "WHERE n.nspname = 'warehouse' AND NOT i.indisprimary GROUP BY t.relname, i.indexrelid"
            )
        }
    assert set(INDEXES) - found == set()


def test_index_names_carry_their_table(migrated: str) -> None:
    with psycopg.connect(migrated) as connection:
        unprefixed = connection.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = 'warehouse' "
            "AND NOT starts_with(indexname, tablename)"
        ).fetchall()
    assert unprefixed == []


def test_keys_are_as_specified(migrated: str) -> None:
    query = (
        "SELECT conrelid::regclass::text, array_agg(attname::text ORDER BY place) FROM pg_constraint "
        "CROSS JOIN LATERAL unnest(conkey) WITH ORDINALITY AS k(number, place) "
        "JOIN pg_attribute ON attrelid = conrelid AND attnum = number "
        "WHERE contype = %s AND connamespace = 'warehouse'::regnamespace GROUP BY conrelid, pg_constraint.oid"
    )
    with psycopg.connect(migrated) as connection:
        primary, foreign = (
            {(table.split(".")[1], tuple(columns)) for table, columns in connection.execute(query, [kind])}
            for kind in ("p", "f")
        )
    assert set(PRIMARY_KEYS) - primary == set()
    assert set(FOREIGN_KEYS) - foreign == set()


def test_every_table_is_explained(migrated: str) -> None:
    with psycopg.connect(migrated) as connection:
        silent = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'warehouse'::regnamespace "
            "AND relkind IN ('r', 'p', 'v') AND NOT relispartition AND relname <> 'schema_version' "
            "AND obj_description(oid) IS NULL"
        ).fetchall()
    assert silent == []


def test_a_second_run_changes_nothing(postgres_url: str) -> None:
    assert migrate(postgres_url) == migrate(postgres_url)


def test_two_runs_at_once_are_safe(postgres_url: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        revisions = set(pool.map(migrate, [postgres_url] * 3))
    assert len(revisions) == 1


def test_a_database_that_is_not_there_is_named_unavailable() -> None:
    with pytest.raises(WarehouseUnavailable):
        migrate("postgresql://nobody:wrong@127.0.0.1:9/none")


def test_a_migration_that_is_refused_leaves_nothing(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE SCHEMA warehouse")
        connection.execute("CREATE TABLE warehouse.telephony_calls (somebody_elses text)")
    with pytest.raises(RejectedByWarehouse, match="42P07"):
        migrate(postgres_url)
    with psycopg.connect(postgres_url) as connection:
        tables = connection.execute("SELECT relname FROM pg_class WHERE relname IN ('sessions', 'metrics')")
        assert tables.fetchall() == []
