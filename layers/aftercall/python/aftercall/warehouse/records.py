"""Writing rows as JSON records: one statement per table, typed by the table itself.

``jsonb_populate_recordset`` turns a JSON array into rows of the table, so that a call's hundred
metrics cost one round trip, and no column is named in two places.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum

from psycopg import sql

from aftercall.session.reading import clean_value
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.migrations.names import SCHEMA

type Record = Mapping[str, object]

LARGEST_INTEGER = 2**31 - 1
LONGEST_KEY = 250


def integer(value: float | None) -> int | None:
    """Round to what an ``integer`` column holds; None where it does not fit: absence, not a crash."""
    if value is None or abs(value) > LARGEST_INTEGER:
        return None
    return round(value)


def key_text(value: str | None) -> str | None:
    """Give a text that is to be indexed, or None when it is too long to be what it claims to be."""
    return value if value is not None and 0 < len(value) <= LONGEST_KEY else None


def to_json(value: object) -> str:
    """Give JSON that ``jsonb`` accepts: without NUL, lone surrogates, NaN and infinities."""
    try:
        text = json.dumps(value, default=_plain, ensure_ascii=False, allow_nan=False)
        text.encode()
    except ValueError:
        return json.dumps(clean_value(json.loads(json.dumps(value, default=_plain))), ensure_ascii=False)
    if "\\u0000" in text:
        return json.dumps(clean_value(json.loads(text)), ensure_ascii=False)
    return text


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    msg = f"{type(value).__name__}: expected a value JSON can hold"
    raise TypeError(msg)


def insert_records(connection: Connection, table: str, records: Sequence[Record]) -> None:
    """Insert rows that all have the keys of the first; nothing happens without rows."""
    if records:
        connection.execute(_insertion(table, tuple(records[0])), [to_json(records)])


def upsert_record(connection: Connection, table: str, key: Sequence[str], record: Record) -> None:
    """Insert a row, or update in place every given column of the row with the same key."""
    changed = [column for column in record if column not in key]
    updates = sql.SQL(", ").join(
        sql.SQL("{column} = excluded.{column}").format(column=sql.Identifier(column)) for column in changed
    )
    conflict = sql.SQL(" ON CONFLICT ({key}) DO UPDATE SET {updates}").format(
        key=sql.SQL(", ").join(map(sql.Identifier, key)), updates=updates
    )
    connection.execute(_insertion(table, tuple(record)) + conflict, [to_json([record])])


def replace_records(connection: Connection, table: str, session_id: str, records: Sequence[Record]) -> None:
    """Put these rows in place of all the session's rows."""
    connection.execute(
        sql.SQL("DELETE FROM {table} WHERE session_id = %s").format(table=sql.Identifier(SCHEMA, table)),
        [session_id],
    )
    insert_records(connection, table, records)


def _insertion(table: str, columns: Sequence[str]) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
    ).format(table=sql.Identifier(SCHEMA, table), names=names)
