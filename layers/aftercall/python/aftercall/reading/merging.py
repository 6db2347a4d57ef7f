"""Rules and Reader together: the surer one gives the value, agreement makes both surer, nothing is lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from aftercall.reading.tasks import ProposedField, ReadableReport, ReadingTask
from aftercall.reports.evidence import Finding, FindingSource
from aftercall.reports.reader_notes import Outvoted

_SUREST = 0.99
_NOT_VALUES = frozenset({"confidence", "evidence", "source"})


@dataclass(slots=True)
class Merge:
    """What a merge did: the changed fields, the counts, and the opinions that lost."""

    updates: dict[str, object] = field(default_factory=dict)
    added: int = 0
    confirmed: int = 0
    replaced: int = 0
    outvoted: list[Outvoted] = field(default_factory=list)


def merge(task: ReadingTask, report: ReadableReport, findings: Mapping[str, list[Finding]]) -> Merge:
    """Merge verified findings into a report of the rules; ``updates`` are the fields that changed."""
    result = Merge()
    for known in task.fields:
        proposed = findings.get(known.name, [])
        if not proposed:
            continue
        before = getattr(report, known.name)
        if known.many:
            result.updates[known.name] = _merged_list(known, before, proposed, result)
        else:
            result.updates[known.name] = _merged(known, before, proposed[0], result)
    return result


def _merged_list(
    known: ProposedField, before: Iterable[Finding], proposed: Iterable[Finding], result: Merge
) -> tuple[Finding, ...]:
    merged = list(before)
    settled: set[int] = set()
    for finding in proposed:
        index = next((i for i, one in enumerate(merged) if known.same(one, finding)), None)
        if index is None:
            result.added += 1
            settled.add(len(merged))
            merged.append(finding)
        elif index not in settled:
            settled.add(index)
            merged[index] = _merged(known, merged[index], finding, result)
    return tuple(merged)


def _merged(known: ProposedField, before: Finding | None, proposed: Finding, result: Merge) -> Finding:
    if before is None:
        result.added += 1
        return proposed
    if _judgement(known, before) == _judgement(known, proposed):
        result.confirmed += 1
        return _confirmed(before, proposed)
    winner, loser = (proposed, before) if proposed.confidence > before.confidence else (before, proposed)
    result.replaced += winner is proposed
    result.outvoted.append(
        Outvoted(
            field=known.name,
            value=loser.model_dump(mode="json", exclude=set(_NOT_VALUES)),
            confidence=loser.confidence,
            source=loser.source,
            evidence=loser.evidence,
        )
    )
    return winner


def _judgement(known: ProposedField, finding: Finding) -> dict[str, object]:
    """Give what two findings must share to agree.

    Of a single field that is its whole value. Of a list's, where both are about the same thing
    already, wording and what we compute ourselves do not count.
    """
    values = {
        name: getattr(finding, name)
        for name in type(finding).model_fields
        if name not in _NOT_VALUES and name not in known.later
    }
    if known.many:
        return {name: value for name, value in values.items() if isinstance(value, Enum | bool | int | float)}
    return {
        name: value.casefold() if isinstance(value, str) and not isinstance(value, Enum) else value
        for name, value in values.items()
    }


def _confirmed(before: Finding, proposed: Finding) -> Finding:
    """Two readers of one mind: as sure as if each could be wrong on its own."""
    together = 1 - (1 - before.confidence) * (1 - proposed.confidence)
    more = tuple(
        item
        for item in proposed.evidence
        if not any(
            item.item_id == other.item_id and item.start < other.end and other.start < item.end
            for other in before.evidence
        )
    )
    return before.model_copy(
        update={
            "confidence": max(before.confidence, round(min(together, _SUREST), 2)),
            "evidence": (*before.evidence, *more),
            "source": FindingSource.BOTH,
        }
    )
