"""Whether two requests ask the same: pairs of one source with people's intents, beside shared words alone.

An intent is wider than a question ("order a pizza" holds every pizza), so recall has a low ceiling here; what
counts is that a pair that is called the same is the same.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from aftercall.embedding.minilm import load_embedder
from aftercall.language.embeddings import Embedder
from aftercall.language.question_clusters import Subject, likeness, subject_of
from tests.evaluation.harness.probes import Figure
from tests.evaluation.harness.rows import DataSets, Row
from tests.evaluation.harness.splits import by_source

# What people say in every call, whatever it is about.
_GENERAL: Final = frozenset(
    {
        "contentonly",
        "outofdomain",
        "confirmation",
        "rejection",
        "thankyou",
        "openinggreeting",
        "closinggreeting",
    }
)


def same(one: Subject, other: Subject) -> bool:
    """Tell whether two requests fall into one cluster."""
    return likeness(one, other) > 0


@dataclass(frozen=True, slots=True)
class Pairs:
    """What was said of pairs: how many are the same, how many were called so, how many rightly."""

    same: int = 0
    called: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Share of those called the same that are."""
        return self.right / self.called if self.called else 0.0

    @property
    def recall(self) -> float:
        """Share of those that are the same that were called so."""
        return self.right / self.same if self.same else 0.0


def judged(rows: Sequence[Row], embedder: Embedder | None) -> Pairs:
    """Compare every pair of requests."""
    read = [(subject_of(row["text"], embedder), row["label"]) for row in rows]
    found = [(same(one, other), first == second) for (one, first), (other, second) in combinations(read, 2)]
    return Pairs(
        same=sum(truly for _, truly in found),
        called=sum(called for called, _ in found),
        right=sum(called and truly for called, truly in found),
    )


@dataclass(frozen=True, slots=True)
class SameQuestions:
    """Precision and recall of pairs, the mean of all sources."""

    name: str = "same_questions"

    def measure(self, data: DataSets, *, baselines: bool = True) -> Iterator[Figure]:
        """Give the figures; nothing without the set or the dependency group `embeddings`."""
        rows = [] if _another_set(data) else data.rows("intents")
        rows = [row for row in rows if row["label"] not in _GENERAL]
        embedder = load_embedder()
        if not rows or embedder is None:
            return
        sources = [own for _, own in sorted(by_source(rows).items())]
        began = time.process_time()
        ours = [judged(own, embedder) for own in sources]
        milliseconds = (time.process_time() - began) * 1000 / len(rows)
        words = [judged(own, None) for own in sources] if baselines else None
        measures: tuple[tuple[str, Callable[[Pairs], float]], ...] = (
            ("precision", lambda pairs: pairs.precision),
            ("recall", lambda pairs: pairs.recall),
        )
        for measure, of in measures:
            yield Figure(
                part=self.name,
                subset="pairs of requests",
                measure=measure,
                items=len(rows),
                ours=sum(map(of, ours)) / len(ours),
                baseline=sum(map(of, words)) / len(words) if words else None,
                baseline_name="shared words" if words else "",
                our_milliseconds=milliseconds,
            )


def _another_set(data: DataSets) -> bool:
    """Tell whether a single file is to be measured that holds something else: other sets have labels, too."""
    return data.path.is_file() and "intent" not in data.path.stem


SAME_QUESTIONS = SameQuestions()
