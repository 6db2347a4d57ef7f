"""The launcher's side of the supervisor: start it in the background, hear how it is, ask it to end."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from local.folder import PROJECT, DataFolder
from local.processes import clean_environment, tail

START_SECONDS = 120.0
STOP_SECONDS = 60.0


class SupervisorError(RuntimeError):
    """The servers did not start or did not stop; the message carries the supervisor's own words."""


@dataclass(frozen=True, slots=True)
class SupervisorState:
    """What the supervisor said last."""

    process_id: int
    phase: str
    error: str | None
    running: dict[str, bool]
    answering: tuple[str, ...]

    @property
    def healthy(self) -> bool:
        """Whether all servers answered, and all still run."""
        return self.phase == "ready" and bool(self.running) and all(self.running.values())


def supervisor_alive(folder: DataFolder) -> bool:
    """Tell whether a supervisor owns the folder: its lock says so, since process ids are reused."""
    if not folder.supervisor_lock.exists():
        return False
    with folder.supervisor_lock.open("r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def read_state(folder: DataFolder) -> SupervisorState | None:
    """Return what the supervisor said last, or None when it has said nothing."""
    if not folder.supervisor_state.exists():
        return None
    said: dict[str, Any] = json.loads(folder.supervisor_state.read_text())
    return SupervisorState(
        process_id=said["process_id"],
        phase=said["phase"],
        error=said["error"],
        running=said["running"],
        answering=tuple(said["answering"]),
    )


def start_supervisor(folder: DataFolder) -> None:
    """Start a supervisor that outlives this process, without waiting for it.  Raises SupervisorError."""
    folder.supervisor_state.unlink(missing_ok=True)
    log = folder.log("supervisor")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "local.supervisor", str(folder.root)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=PROJECT,
            env=clean_environment(),
            start_new_session=True,
            check=False,
        )
    if done.returncode != 0:
        raise SupervisorError(f"the supervisor did not start:\n{tail(log)}")


def wait_until_ready(folder: DataFolder, heard: Callable[[tuple[str, ...]], None]) -> None:
    """Wait for all servers; ``heard`` gets the names of those that answer.  Raises SupervisorError."""
    deadline = time.monotonic() + START_SECONDS
    answering: tuple[str, ...] = ()
    while True:
        alive = supervisor_alive(folder)
        state = read_state(folder)
        if state and state.answering != answering:
            answering = state.answering
            heard(answering)
        if state and state.phase == "ready":
            return
        if not alive:
            words = state.error if state and state.error else tail(folder.log("supervisor"))
            raise SupervisorError(f"the servers did not start: {words}")
        if time.monotonic() > deadline:
            raise SupervisorError(f"the servers did not answer within {START_SECONDS:.0f} s")
        time.sleep(0.03)


def stop_supervisor(folder: DataFolder) -> bool:
    """Ask the supervisor to stop everything and wait for it; False when there was none.

    Raises SupervisorError when it does not end in time.
    """
    if not supervisor_alive(folder):
        return False
    deadline = time.monotonic() + STOP_SECONDS
    asked: int | None = None
    while supervisor_alive(folder):
        state = read_state(folder)
        if state and state.process_id != asked:  # one that has just started says its id a moment later
            asked = state.process_id
            os.kill(asked, signal.SIGTERM)
        if time.monotonic() > deadline:
            raise SupervisorError(f"the supervisor (process {asked}) did not end within {STOP_SECONDS:.0f} s")
        time.sleep(0.03)
    return True
