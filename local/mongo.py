"""The MongoDB stand-in: SecantusDB, which speaks the real wire protocol, as a separate process."""

import signal
import sys
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from local.processes import LOOPBACK, ChildCommand, ChildProcess, answers_on

DATABASE = "aftercall"


def mongo_address(port: int) -> str:
    """Return a connection address, without a database."""
    return f"mongodb://{LOOPBACK}:{port}/?directConnection=true"


class MongoServer:
    """One MongoDB server with its data below ``folder``."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        program = Path(sys.executable).parent / "secantusd-py"
        self.process = ChildProcess(
            ChildCommand(
                name="mongo",
                command=[
                    str(program),
                    *("--host", LOOPBACK, "--port", str(port)),
                    *("--storage-path", str(folder / "data"), "--cache-size", "128M"),
                ],
                folder=folder,
                log=folder / "mongo.log",
                stop_signal=signal.SIGTERM,
            )
        )

    def url(self) -> str:
        """Return the connection address, without a database."""
        return mongo_address(self.port)

    def start(self) -> None:
        """Start the server without waiting for it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.process.start()

    def wait(self) -> None:
        """Wait until it answers a ping.  Raises ProgramError."""
        self.process.wait_until_answered(self._answers)

    def stop(self) -> None:
        """Stop the server; written documents are kept."""
        self.process.stop()

    def _answers(self) -> bool:
        if not answers_on(self.port):
            return False
        try:
            with MongoClient[dict[str, object]](self.url(), serverSelectionTimeoutMS=500) as client:
                client.admin.command("ping")
        except PyMongoError:
            return False
        return True
