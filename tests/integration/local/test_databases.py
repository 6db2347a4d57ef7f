"""The two real databases of the local cloud."""

import os
import pwd
import signal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pymongo import MongoClient
from pymongo.errors import WriteError

from local.postgres import PostgresServer
from local.processes import free_port


def test_each_test_gets_an_empty_database_with_vector(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        distance = connection.execute("SELECT '[1,0]'::vector <=> '[0,1]'::vector").fetchone()
    assert tables == (0,)
    assert distance == (1.0,)


def test_mongo_enforces_validators(mongo_url: str, mongo_database_name: str) -> None:
    with MongoClient[dict[str, Any]](mongo_url) as client:
        database = client[mongo_database_name]
        database.create_collection("calls", validator={"$jsonSchema": {"required": ["callId"]}})
        with pytest.raises(WriteError) as refused:
            database["calls"].insert_one({})
    assert refused.value.code == 121


def test_postgres_keeps_its_data_over_a_restart_below_a_closed_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    port = free_port()
    server = PostgresServer(tmp_path / "postgres", port, "first", durable=False)
    for expected in (1, 2):
        server.start()
        server.wait()
        with psycopg.connect(server.url()) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (value integer)")
            connection.execute("INSERT INTO kept VALUES (1)")
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (expected,)
        server.stop()


def test_postgres_starts_after_its_owner_was_killed(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path / "postgres", free_port(), "first", durable=False)
    server.start()
    server.wait()
    process_id = server.process.process_id
    assert process_id is not None
    os.kill(process_id, signal.SIGKILL)
    server.stop()
    server.start()
    server.wait()
    server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to change to another user")
def test_root_runs_postgres_as_an_ordinary_user(postgres_server: PostgresServer) -> None:
    process_id = postgres_server.process.process_id
    assert Path(f"/proc/{process_id}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
