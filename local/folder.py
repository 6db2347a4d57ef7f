"""Where the local cloud keeps everything: one folder, closed to others, that can be deleted as a whole."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
HOME_VARIABLE = "AFTERCALL_HOME"


def default_folder() -> Path:
    """Return the data folder: AFTERCALL_HOME, else `.aftercall` in the project."""
    configured = os.environ.get(HOME_VARIABLE)
    return Path(configured).resolve() if configured else PROJECT / ".aftercall"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The files and folders of one local cloud."""

    root: Path

    def create(self) -> None:
        """Create the folder, readable by its owner only."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def ports(self) -> Path:
        """Ports of the last start."""
        return self.root / "ports.json"

    @property
    def secrets(self) -> Path:
        """Values generated once for this folder."""
        return self.root / "secrets.json"

    @property
    def endpoints(self) -> Path:
        """The one file that tells how to reach everything; it exists while the cloud is deployed and up."""
        return self.root / "endpoints.json"

    @property
    def deployed(self) -> Path:
        """What was deployed last: hashes of the sources and of the assembly."""
        return self.root / "deployed.json"

    @property
    def assembly(self) -> Path:
        """The synthesised CDK assembly."""
        return self.root / "cdk.out"

    @property
    def lambda_runtime(self) -> Path:
        """The interpreter of the Lambdas."""
        return self.root / "lambda-runtime"

    @property
    def stand_ins(self) -> Path:
        """Keys, certificates and everything received of the destinations' stand-ins."""
        return self.root / "stand_ins"

    @property
    def supervisor_state(self) -> Path:
        """What the supervisor says of itself and its servers."""
        return self.root / "supervisor.json"

    @property
    def supervisor_lock(self) -> Path:
        """Held by the supervisor for as long as it lives."""
        return self.root / "supervisor.lock"

    @property
    def up_lock(self) -> Path:
        """Held by an `up` or `down` that is at work."""
        return self.root / "up.lock"

    @property
    def temporary(self) -> Path:
        """TMPDIR of the tools that the launcher runs."""
        return self.root / "tmp"

    @property
    def caches(self) -> Path:
        """What the CDK's programs keep to start faster."""
        return self.root / "caches"

    def pause_mark(self, server: str) -> Path:
        """Return the file whose presence keeps one server stopped."""
        return self.root / f"{server}.paused"

    def log(self, name: str) -> Path:
        """Return the log file of a tool."""
        return self.root / "logs" / f"{name}.log"


def write_private(path: Path, document: object) -> None:
    """Write JSON in one step, readable by the owner only."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        json.dump(document, stream, indent=2)
        stream.write("\n")
    unfinished.replace(path)
