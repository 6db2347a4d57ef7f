"""Facts with weights, and merging them: the whole of the fold.

An event is a handful of facts. Of two facts of one name the weightier stays, so merging is
commutative, associative and idempotent: events may come out of order, twice, or not at all.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

type FactValue = str | int | float | bool | dict[str, str]

LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing an event told.

    Parameters
    ----------
    rank
        Outweighs time: a call that is completed was ringing before, whenever we hear of it.
    at
        Epoch seconds; of equal rank the later one stays. Negative times make the earliest stay.
    """

    value: FactValue
    rank: int
    at: float

    @property
    def weight(self) -> tuple[int, float, str]:
        """What decides; the value itself comes last, so that no two different facts weigh the same."""
        return self.rank, self.at, json.dumps(self.value, sort_keys=True)


type Facts = Mapping[str, Fact]


def merge(state: Facts, told: Facts) -> dict[str, Fact]:
    """Give the state after an event: of each fact the weightier one."""
    merged = dict(state)
    for name, fact in told.items():
        known = merged.get(name)
        if known is None or fact.weight > known.weight:
            merged[name] = fact
    return merged


def facts_to_json(facts: Facts) -> dict[str, list[object]]:
    """Give facts as a JSON object."""
    return {name: [fact.value, fact.rank, fact.at] for name, fact in facts.items()}


def facts_from_json(document: Mapping[str, list[object]]) -> dict[str, Fact]:
    """Read facts that ``facts_to_json`` wrote."""
    return {
        name: Fact(value, int(str(rank)), float(str(at)))  # type: ignore[arg-type] # as it was written
        for name, (value, rank, at) in document.items()
    }


class FactCollector:
    """Collects what one event tells; what it does not tell is left out.

    Parameters
    ----------
    at
        When the event happened, aware UTC.
    """

    def __init__(self, at: datetime) -> None:
        self._at = at.timestamp()
        self.facts: dict[str, Fact] = {}

    def latest(self, name: str, value: FactValue | None, rank: int = 0) -> None:
        """Note something of which the latest word stands."""
        if isinstance(value, str):
            value = value[:LONGEST_TEXT]
        if value not in (None, "", {}):
            self.facts[name] = Fact(value, rank, self._at)

    def earliest_time(self, name: str, value: datetime | None) -> None:
        """Note a time of which the earliest stands."""
        if value is not None:
            self.facts[name] = Fact(value.timestamp(), 0, -value.timestamp())

    def latest_time(self, name: str, value: datetime | None) -> None:
        """Note a time of which the latest stands."""
        if value is not None:
            self.facts[name] = Fact(value.timestamp(), 0, value.timestamp())


class FactReader:
    """Reads facts back under a prefix; a fact of another type counts as unknown."""

    def __init__(self, facts: Facts, prefix: str = "") -> None:
        self._facts = facts
        self._prefix = prefix

    def _value(self, name: str) -> FactValue | None:
        fact = self._facts.get(self._prefix + name)
        return None if fact is None else fact.value

    def text(self, name: str) -> str | None:
        """Give a text."""
        value = self._value(name)
        return value if isinstance(value, str) else None

    def number(self, name: str) -> float | None:
        """Give a number."""
        value = self._value(name)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def integer(self, name: str) -> int | None:
        """Give a number, rounded."""
        value = self.number(name)
        return None if value is None else round(value)

    def time(self, name: str) -> datetime | None:
        """Give a time, aware UTC."""
        value = self.number(name)
        return None if value is None else datetime.fromtimestamp(value, UTC)

    def members(self, kind: str) -> list[str]:
        """Give the ids under ``kind/``, sorted: of participants, recordings or jobs."""
        start = f"{self._prefix}{kind}/"
        return sorted(
            {name[len(start) :].partition("/")[0] for name in self._facts if name.startswith(start)}
        )

    def below(self, *path: str) -> "FactReader":
        """Give a reader of what is told of one member."""
        return FactReader(self._facts, self._prefix + "/".join(path) + "/")
