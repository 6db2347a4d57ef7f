"""How far two readers of the same calls agree: what no reading of ours can be asked to exceed by much.

The second reader labelled 32 of the reported scripts without having seen the first one's labels.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.evaluation.harness.call_scores import mean_f1, score_calls
from tests.evaluation.harness.probes import Figure
from tests.evaluation.harness.rows import DataSets
from tests.evaluation.harness.script_labels import labels_of_script
from tests.evaluation.harness.scripts import Script, read_scripts
from tests.evaluation.parts.calls import field_figure

_FIRST: Final = "written_calls/scripts"
_SECOND: Final = "written_calls/second_reader"


def read_by_both(data: Path) -> list[tuple[Script, Script]]:
    """Give the calls that both readers labelled: the first one's script, then the second one's."""
    first = {script.name: script for script in read_scripts(data / _FIRST)}
    return [(first[second.name], second) for second in read_scripts(data / _SECOND)]


@dataclass(frozen=True, slots=True)
class ReadersPart:
    """The second reader's labels scored against the first one's, as our own are."""

    name: str = "readers"

    def measure(self, data: DataSets, *, baselines: bool = True) -> Iterator[Figure]:
        """Give the mean and every field; nothing where only one has read."""
        del baselines
        pairs = [
            (labels_of_script(first), labels_of_script(second)) for first, second in read_by_both(data.path)
        ]
        if not pairs:
            return
        scores = score_calls(pairs)
        yield Figure(self.name, "mean over the fields", "F1", len(pairs), mean_f1(scores))
        yield from (field_figure(self.name, score) for score in scores)


READERS: Final = ReadersPart()
