"""The sample calls as values: what replays, tests and tables read."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

SAMPLES = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sample:
    """One recorded call; ``name`` is its folder's, for example ``01-hot-lead-booked``."""

    name: str
    report: dict[str, Any]
    webhooks: list[dict[str, Any]]

    @property
    def session_id(self) -> str:
        """The session's id: room sid, full stop, job id."""
        return f"{self.report['room_id']}.{self.report['job_id']}"


def sample_names(root: Path = SAMPLES) -> list[str]:
    """Return the names of all samples, in the order of their numbers."""
    return sorted(path.parent.name for path in root.glob("*/report.json"))


def read_sample(name: str, root: Path = SAMPLES) -> Sample:
    """Read one sample.

    Raises
    ------
    FileNotFoundError
        There is no sample of that name.
    """
    folder = root / name
    return Sample(name, _read(folder / "report.json"), _read(folder / "webhooks.json"))


def read_samples(root: Path = SAMPLES) -> list[Sample]:
    """Read all samples, in the order of their numbers."""
    return [read_sample(name, root) for name in sample_names(root)]


def read_expected(root: Path = SAMPLES) -> dict[str, dict[str, Any]]:
    """Return what should be understood in each sample, by its name (see docs/samples.md)."""
    return cast("dict[str, dict[str, Any]]", _read(root / "expected.json")["calls"])


def _read(path: Path) -> Any:  # noqa: ANN401 (the shape of a JSON file is its reader's business)
    return json.loads(path.read_text(encoding="utf-8"))
