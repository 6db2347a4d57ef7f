"""The process that owns the servers: ``python -m local.supervisor FOLDER``.

It starts them, says in one file how they are, keeps a server stopped while its pause mark exists, and stops
all of them when it is asked to end.  When it is killed, the kernel ends the servers: they are its children.
"""

import fcntl
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn, Protocol

from local.emulator import EmulatorServer
from local.folder import PROJECT, DataFolder, write_private
from local.lambda_runtime import LambdaRuntimeError, ensure_lambda_interpreter
from local.mongo import MongoServer
from local.postgres import PostgresServer
from local.processes import ChildProcess, ProgramError, stable_ports
from local.relocation import relocate_state
from local.secret_values import generated_values
from local.stand_ins import process as stand_ins
from local.stand_ins.certificates import trust_variables
from local.stand_ins.running import certificates_folder

SERVERS = ("emulator", "postgres", "mongo", "stand_ins")
PORT_NAMES = ("emulator", "postgres", "mongo", *stand_ins.PORT_NAMES)
POLL_SECONDS = 0.1


class Server(Protocol):
    """What the supervisor needs of a server."""

    process: ChildProcess

    def start(self) -> None:
        """Start without waiting."""

    def wait(self) -> None:
        """Wait until it answers."""

    def stop(self) -> None:
        """Stop it cleanly."""


class StopRequestedError(Exception):
    """Somebody asked this process to end."""


def build_servers(folder: DataFolder) -> dict[str, Server]:
    """Build the servers of a data folder, on the ports of its last start where those are free."""
    ports = stable_ports(PORT_NAMES, folder.ports)
    relocate_state(folder.root / "emulator", ports["emulator"])
    interpreter = ensure_lambda_interpreter(folder.lambda_runtime, PROJECT / "requirements.lock")
    password = generated_values(folder.secrets).postgres_password
    emulator = EmulatorServer(
        folder.root / "emulator",
        ports["emulator"],
        interpreter,
        # Its Lambdas inherit these; nothing else in the emulator reads them.
        settings=trust_variables(certificates_folder(folder.stand_ins)),
    )
    return {
        "emulator": emulator,
        "mongo": MongoServer(folder.root / "mongo", ports["mongo"]),
        "postgres": PostgresServer(folder.root / "postgres", ports["postgres"], password),
        "stand_ins": stand_ins.StandInsServer(folder.stand_ins, ports, emulator.endpoint),
    }


class Supervisor:
    """Owns the servers of one data folder."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._servers: dict[str, Server] = {}
        self._said: dict[str, object] = {}

    def run(self) -> None:
        """Start everything, then watch until asked to end; stop everything on the way out."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, _request_stop)
        try:
            self._start()
            while True:
                self._follow_pause_marks()
                self._say("ready")
                time.sleep(POLL_SECONDS)
        except StopRequestedError:
            pass
        except (ProgramError, LambdaRuntimeError) as error:
            self._say("failed", str(error))
        finally:
            self._stop()

    def _start(self) -> None:
        self._say("starting")
        for name in SERVERS:
            self._folder.pause_mark(name).unlink(missing_ok=True)
        self._servers = build_servers(self._folder)
        for server in self._servers.values():
            server.start()
        answering: list[str] = []
        for name in reversed(self._servers):
            self._servers[name].wait()
            answering.append(name)
            self._say("starting", answering=answering)

    def _follow_pause_marks(self) -> None:
        for name, server in self._servers.items():
            paused = self._folder.pause_mark(name).exists()
            if paused and server.process.running:
                server.stop()
            elif not paused and server.process.stopped:
                server.start()
                server.wait()

    def _say(self, phase: str, error: str | None = None, *, answering: list[str] | None = None) -> None:
        running = {name: server.process.running for name, server in self._servers.items()}
        state: dict[str, object] = {
            "process_id": os.getpid(),
            "phase": phase,
            "error": error,
            "running": running,
            "answering": answering if answering is not None else [name for name, up in running.items() if up],
        }
        if state != self._said:
            self._said = state
            write_private(self._folder.supervisor_state, state)

    def _stop(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for server in self._servers.values():
            server.stop()
        for name in SERVERS:
            self._folder.pause_mark(name).unlink(missing_ok=True)


def _request_stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise StopRequestedError


def main(arguments: list[str]) -> int:
    """Leave a supervisor of the folder in the background; 1 when another one has it already.

    The lock is taken before the fork: once this process has ended with 0, its child holds it.
    """
    folder = DataFolder(Path(arguments[0]))
    folder.create()
    # Never closed: the kernel lets go of it when the process is gone, and not a moment before.
    lock = os.open(folder.supervisor_lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 1
    if os.fork() == 0:
        Supervisor(folder).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
