"""The labelled sets: one JSON object a line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.evaluation.harness.splits import is_reported

type Row = dict[str, Any]

DATA: Final = Path(__file__).parent.parent / "data"


class MalformedSet(Exception):
    """A labelled set cannot be read; says the file and the line."""


@dataclass(frozen=True, slots=True)
class DataSets:
    """Where the labelled sets lie, and whether only the reported part of them counts.

    Parameters
    ----------
    path
        A folder that holds the sets under their usual names, or one file in the format of any of them.
    reported_only
        True for the project's own sets, whose other part trains the models; False for sets that
        nothing was trained on.
    """

    path: Path = DATA
    reported_only: bool = True

    def rows(self, *names: str) -> list[Row]:
        """Give the rows of some sets, in order; a set that is not there gives none."""
        files = [self.path] if self.path.is_file() else [self.path / f"{name}.jsonl" for name in names]
        return [row for file in files if file.is_file() for row in self._rows(file)]

    def _rows(self, file: Path) -> Iterator[Row]:
        for row in read_rows(file):
            if not self.reported_only or is_reported(row):
                yield row


def read_rows(file: Path) -> Iterator[Row]:
    """Read every row of one set.

    Raises
    ------
    MalformedSet
        When a line is no JSON object.
    """
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict):
                raise MalformedSet(f"{file.name}:{number}: expected a JSON object")
            yield row
