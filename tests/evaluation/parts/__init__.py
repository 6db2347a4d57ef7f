"""The parts that are measured, one module each; the order is that of the table."""

from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from tests.evaluation.harness.probes import Figure
from tests.evaluation.harness.rows import DataSets
from tests.evaluation.parts.acts import ACTS, COMMITMENTS
from tests.evaluation.parts.calls import CALLS
from tests.evaluation.parts.dates import DATES
from tests.evaluation.parts.numbers import NUMBERS
from tests.evaluation.parts.objections import OBJECTIONS_PART
from tests.evaluation.parts.personal_data import PERSONAL_DATA
from tests.evaluation.parts.readers import READERS
from tests.evaluation.parts.same_questions import SAME_QUESTIONS
from tests.evaluation.parts.sentiment import FRUSTRATION, SENTIMENT


class Part(Protocol):
    """What the table is made of."""

    @property
    def name(self) -> str:
        """The name by which it is asked for."""
        ...

    def measure(self, data: DataSets, *, baselines: bool = True) -> Iterator[Figure]:
        """Give the figures of this part on the sets that it knows."""
        ...


_ALL: Final[tuple[Part, ...]] = (
    SENTIMENT,
    FRUSTRATION,
    ACTS,
    COMMITMENTS,
    OBJECTIONS_PART,
    NUMBERS,
    DATES,
    PERSONAL_DATA,
    SAME_QUESTIONS,
    CALLS,
    READERS,
)
PARTS: Final[Mapping[str, Part]] = {part.name: part for part in _ALL}
