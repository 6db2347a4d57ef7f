"""Child processes of the local cloud: started clean, watched until they answer, and never left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CERTIFICATE_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "UV_SYSTEM_CERTS")
# Variables a server may inherit; everything else of the developer's shell stays outside.
INHERITED_VARIABLES = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", *CERTIFICATE_VARIABLES)
LOOPBACK = "127.0.0.1"
KILL_GRACE_SECONDS = 5.0
LOG_TAIL_LINES = 15


class ServerStartError(RuntimeError):
    """A server ended or stayed silent while starting; the message carries the end of its log."""


@dataclass(frozen=True, slots=True)
class RunAs:
    """The ordinary user a server changes to when the launcher is root."""

    user: int
    group: int


@dataclass(frozen=True, slots=True)
class ServerCommand:
    """How one server is started.

    ``command[0]`` is an absolute path; ``folder`` is its working directory; output is appended to ``log``.
    ``stop_signal`` asks it to end cleanly, and is also what the kernel sends it when its owner dies.
    """

    name: str
    command: Sequence[str]
    folder: Path
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    run_as: RunAs | None = None


def clean_environment(additions: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the few inherited variables a program needs, plus ``additions``."""
    inherited = {name: os.environ[name] for name in INHERITED_VARIABLES if name in os.environ}
    return {**inherited, **(additions or {})}


def port_is_free(port: int) -> bool:
    """Tell whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port(preferred: int | None = None) -> int:
    """Return ``preferred`` when it is free, else a random free loopback port."""
    if preferred is not None and port_is_free(preferred):
        return preferred
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


def stable_ports(names: Sequence[str], kept_in: Path) -> dict[str, int]:
    """Return one free port per name: those of the last start, kept in a file, where still free."""
    last: dict[str, int] = json.loads(kept_in.read_text()) if kept_in.exists() else {}
    chosen: dict[str, int] = {}
    for name in names:
        port = free_port(last.get(name))
        while port in chosen.values():
            port = free_port()
        chosen[name] = port
    kept_in.write_text(json.dumps(chosen, indent=2) + "\n")
    return chosen


class ServerProcess:
    """One running server; leads its own process group, so that nothing it started outlives it."""

    def __init__(self, server: ServerCommand) -> None:
        self.server = server
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process_id(self) -> int | None:
        """Process id, or None before the start."""
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        """Whether the process was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server; the calling thread must outlive it, because the kernel watches that thread."""
        server = self.server
        wishes = {
            "parent": os.getpid(),
            "signal": int(server.stop_signal),
            "user": server.run_as.user if server.run_as else None,
            "group": server.run_as.group if server.run_as else None,
        }
        entry = str(Path(__file__).with_name("child_entry.py"))
        server.log.parent.mkdir(parents=True, exist_ok=True)
        with server.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", entry, json.dumps(wishes), *server.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=server.folder,
                env=clean_environment(server.environment),
                start_new_session=True,
            )

    def wait_until_answered(self, answered: Callable[[], bool], timeout_seconds: float = 30.0) -> None:
        """Poll ``answered`` until it is true.

        Raises ServerStartError when the process ends first or the time is over; the process is then stopped.
        """
        deadline = time.monotonic() + timeout_seconds
        while True:
            if not self.running:
                self.stop()
                raise ServerStartError(self._explain("ended while starting"))
            if answered():
                return
            if time.monotonic() > deadline:
                self.stop()
                raise ServerStartError(self._explain(f"did not answer within {timeout_seconds:.0f} s"))
            time.sleep(0.03)

    def wait_until_finished(self, timeout_seconds: float = 60.0) -> None:
        """Wait for a program that ends by itself.  Raises ServerStartError when it fails or is too slow."""
        if self._process is None:
            raise ServerStartError(f"{self.server.name} was not started")
        try:
            code = self._process.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            self.stop()
            raise ServerStartError(self._explain(f"did not finish within {timeout_seconds:.0f} s")) from None
        if code != 0:
            raise ServerStartError(self._explain(f"ended with code {code}"))

    def stop(self, timeout_seconds: float = 10.0) -> None:
        """Ask the server to end, then kill what is left of its process group."""
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(self.server.stop_signal)
            try:
                process.wait(timeout_seconds)
            except subprocess.TimeoutExpired:
                process.kill()
        kill_group(process.pid)
        process.wait(KILL_GRACE_SECONDS)

    def _explain(self, what: str) -> str:
        return f"{self.server.name} {what}; the end of {self.server.log}:\n{tail(self.server.log)}"


def kill_group(group: int) -> None:
    """Kill every process left in a group this launcher created."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
    except PermissionError:  # macOS answers so for a group of zombies only
        return


def tail(log: Path, lines: int = LOG_TAIL_LINES) -> str:
    """Return the last lines of a log file."""
    if not log.exists():
        return ""
    with log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - 16_384))
        text = stream.read().decode("utf-8", "replace")
    return "\n".join(text.splitlines()[-lines:])


def answers_on(port: int) -> bool:
    """Tell whether something accepts connections on a loopback port."""
    try:
        socket.create_connection((LOOPBACK, port), 0.5).close()
    except OSError:
        return False
    return True
