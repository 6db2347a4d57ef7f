"""The stand-ins as a child process of the local cloud, on ports that stay the same."""

import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from local.processes import LOOPBACK, ChildCommand, ChildProcess, answers_on
from local.stand_ins.running import NAMES, keys_of

DESK = "desk"
PORT_NAMES = (*NAMES, DESK)


def desk_url(ports: Mapping[str, int]) -> str:
    """Return the address of the desk."""
    return f"http://{LOOPBACK}:{ports[DESK]}"


class StandInsServer:
    """All stand-ins and the desk as one process, with what they keep below ``folder``."""

    def __init__(self, folder: Path, ports: Mapping[str, int], mail_url: str) -> None:
        self.folder = folder
        self._ports = {name: ports[name] for name in PORT_NAMES}
        given = [f"--port={name}={port}" for name, port in self._ports.items()]
        self.process = ChildProcess(
            ChildCommand(
                name="stand_ins",
                command=[
                    *(sys.executable, "-P", "-m", "local.stand_ins", str(folder)),
                    *given,
                    f"--mail-url={mail_url}",
                ],
                folder=folder,
                log=folder / "stand_ins.log",
                stop_signal=signal.SIGTERM,
            )
        )

    def start(self) -> None:
        """Start them without waiting for them; their keys are there from now on."""
        keys_of(self.folder)
        self.process.start()

    def wait(self) -> None:
        """Wait until all answer.  Raises ProgramError."""
        self.process.wait_until_answered(lambda: all(map(answers_on, self._ports.values())))

    def stop(self) -> None:
        """Stop them; what they got is kept."""
        self.process.stop()
