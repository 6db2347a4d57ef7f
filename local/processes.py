"""Child processes of the local cloud: started clean, watched until they answer, and never left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

CERTIFICATE_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "UV_SYSTEM_CERTS")
# Variables a server may inherit; everything else of the developer's shell stays outside.
INHERITED_VARIABLES = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", *CERTIFICATE_VARIABLES)
LOOPBACK = "127.0.0.1"
KILL_GRACE_SECONDS = 5.0
LOG_TAIL_LINES = 15
WATCH_SECONDS = 0.25
LARGE_LOG_BYTES = 10_000_000


class ProgramError(RuntimeError):
    """A program failed, ended or stayed silent; the message carries the end of its log."""


@dataclass(frozen=True, slots=True)
class RunAs:
    """The ordinary user a server changes to when the launcher is root."""

    user: int
    group: int


@dataclass(frozen=True, slots=True)
class ChildCommand:
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
    last = read_ports(kept_in) if kept_in.exists() else {}
    chosen: dict[str, int] = {}
    for name in names:
        port = free_port(last.get(name))
        while port in chosen.values():
            port = free_port()
        chosen[name] = port
    kept_in.write_text(json.dumps(chosen, indent=2) + "\n")
    return chosen


def read_ports(kept_in: Path) -> dict[str, int]:
    """Return the ports of the last start."""
    ports: dict[str, int] = json.loads(kept_in.read_text())
    return ports


class ChildProcess:
    """One running program; leads its own process group, so that nothing it started outlives it."""

    def __init__(self, command: ChildCommand) -> None:
        self.command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    @property
    def process_id(self) -> int | None:
        """Process id, or None before the start."""
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        """Whether the process was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def stopped(self) -> bool:
        """Whether ``stop`` ended it, and not an accident."""
        return self._stopped

    def start(self) -> None:
        """Start it; the calling thread must outlive it, because the kernel watches that thread."""
        command = self.command
        self._stopped = False
        wishes = {
            "parent": os.getpid(),
            "signal": int(command.stop_signal),
            "user": command.run_as.user if command.run_as else None,
            "group": command.run_as.group if command.run_as else None,
        }
        entry = str(Path(__file__).with_name("child_entry.py"))
        _rotate(command.log)
        with command.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", entry, json.dumps(wishes), *command.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=command.folder,
                env=clean_environment(command.environment),
                start_new_session=True,
            )

    def wait_until_answered(self, answered: Callable[[], bool], timeout_seconds: float = 30.0) -> None:
        """Poll ``answered`` until it is true.

        Raises ProgramError when the process ends first or the time is over; the process is then stopped.
        """
        deadline = time.monotonic() + timeout_seconds
        while True:
            if not self.running:
                self.stop()
                raise ProgramError(self._explain("ended while starting"))
            if answered():
                return
            if time.monotonic() > deadline:
                self.stop()
                raise ProgramError(self._explain(f"did not answer within {timeout_seconds:.0f} s"))
            time.sleep(0.03)

    def wait_until_finished(
        self, timeout_seconds: float = 60.0, watch: Callable[[], None] | None = None
    ) -> None:
        """Wait for a program that ends by itself, calling ``watch`` about four times a second meanwhile.

        Raises ProgramError when it fails or takes too long; it is then stopped.
        """
        if self._process is None:
            raise ProgramError(f"{self.command.name} was not started")
        deadline = time.monotonic() + timeout_seconds
        while self.running:
            if time.monotonic() > deadline:
                self.stop()
                raise ProgramError(self._explain(f"did not finish within {timeout_seconds:.0f} s"))
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(WATCH_SECONDS)
            if watch:
                watch()
        if self._process.returncode != 0:
            raise ProgramError(self._explain(f"ended with code {self._process.returncode}"))

    def stop(self, timeout_seconds: float = 10.0) -> None:
        """Ask it to end, then kill what is left of its process group."""
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(self.command.stop_signal)
            try:
                process.wait(timeout_seconds)
            except subprocess.TimeoutExpired:
                process.kill()
        kill_group(process.pid)
        process.wait(KILL_GRACE_SECONDS)
        self._stopped = True

    def _explain(self, what: str) -> str:
        return f"{self.command.name} {what}; the end of {self.command.log}:\n{tail(self.command.log)}"


def _rotate(log: Path) -> None:
    """Begin a new log when the last one is large, keeping one old one."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGE_LOG_BYTES:
        log.replace(log.with_suffix(".previous.log"))


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
