"""A probe asks one question of every row of a set, of our method and of a baseline."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.evaluation.harness.rows import DataSets, Row
from tests.evaluation.harness.splits import by_source

type Score = Callable[[Sequence[Any], Sequence[Any]], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; the figures are 0 to 1, times are milliseconds an item."""

    part: str
    subset: str
    measure: str
    items: int
    ours: float
    baseline: float | None = None
    baseline_name: str = ""
    aim: float | None = None
    lower_is_better: bool = False
    our_milliseconds: float | None = None
    baseline_milliseconds: float | None = None

    @property
    def reached(self) -> bool | None:
        """Tell whether the aim is reached; ``None`` where there is none."""
        if self.aim is None:
            return None
        return self.ours <= self.aim if self.lower_is_better else self.ours >= self.aim


@dataclass(frozen=True, slots=True)
class Probe:
    """What is asked.

    Parameters
    ----------
    subset, measure, aim
        For the table.
    applies
        Which rows the question can be asked of.
    label
        What people said of a row.
    ours, baseline
        What a method says of it.
    score
        How labels and answers give one figure.
    each_source
        Whether every source gets its own line, too.
    """

    subset: str
    measure: str
    applies: Callable[[Row], bool]
    label: Callable[[Row], Any]
    ours: Callable[[Row], Any]
    baseline: Callable[[Row], Any]
    baseline_name: str
    score: Score
    aim: float | None = None
    lower_is_better: bool = False
    each_source: bool = False


@dataclass(frozen=True, slots=True)
class ProbedPart:
    """A part of the language package with the sets it is measured on."""

    name: str
    sets: tuple[str, ...]
    probes: tuple[Probe, ...]

    def measure(self, data: DataSets, *, baselines: bool = True) -> Iterator[Figure]:
        """Ask every probe's question of every row it applies to; of us alone when told so."""
        rows = data.rows(*self.sets)
        for probe in self.probes:
            yield from _figures(self.name, probe, [row for row in rows if probe.applies(row)], baselines)


def _figures(part: str, probe: Probe, rows: list[Row], baselines: bool) -> Iterator[Figure]:
    if not rows:
        return
    ours, our_milliseconds = timed(probe.ours, rows)
    theirs, their_milliseconds = timed(probe.baseline, rows) if baselines else (None, None)
    groups = {probe.subset: list(range(len(rows)))}
    if probe.each_source:
        positions = by_source([{**row, "position": position} for position, row in enumerate(rows)])
        groups |= {f"  {name}": [row["position"] for row in own] for name, own in sorted(positions.items())}
    for subset, chosen in groups.items():
        labels = [probe.label(rows[index]) for index in chosen]
        whole = subset == probe.subset
        yield Figure(
            part=part,
            subset=subset,
            measure=probe.measure,
            items=len(chosen),
            ours=probe.score(labels, [ours[index] for index in chosen]),
            baseline=probe.score(labels, [theirs[index] for index in chosen]) if theirs else None,
            baseline_name=probe.baseline_name if theirs else "",
            aim=probe.aim if whole else None,
            lower_is_better=probe.lower_is_better,
            our_milliseconds=our_milliseconds if whole else None,
            baseline_milliseconds=their_milliseconds if whole else None,
        )


def timed[A](answer: Callable[[Row], A], rows: Sequence[Row]) -> tuple[list[A], float]:
    """Give the answers and the processor milliseconds an item took; what is loaded once does not count."""
    answer(rows[0])
    started = time.process_time()
    answers = [answer(row) for row in rows]
    return answers, (time.process_time() - started) * 1000 / len(rows)
