"""Scoring what was read in a whole call against what a careful analyst reads in it.

One value a field counts when it equals the label or one of the alternatives that the label's notes
accept. Of a list, each labelled item may be found once; quotes count as the same when their words
overlap. The figure of a field is F1 over all calls together; that of a set of calls is the mean over
the fields.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tests.evaluation.harness.scores import f1

type Labels = Mapping[str, Any]

SINGLE_FIELDS: Final = (
    "team_size", "monthly_volume", "industry", "location", "use_case", "current_tool", "decision_timeline",
    "budget_authority", "urgency", "qualification_tier", "meeting_booked", "sentiment", "sentiment_trend",
    "frustrated", "natural_ending", "repeated_questions",
)  # fmt: skip

# What of a list's item is compared; None where the items are plain texts.
LIST_FIELDS: Final[Mapping[str, str | None]] = {
    "integration_needs": None,
    "competitors": "name",
    "objections": "quote",
    "buying_signals": "quote",
    "feature_requests": "quote",
    "stakeholders": "role",
    "action_items": "quote",
    "pain_points": None,
    "unanswered_questions": None,
    "failed_searches": None,
    "documents_requested": None,
    "demo_requests": None,
    "pii": "text",
}
KIND_OF_ITEM: Final[Mapping[str, str]] = {
    "objections": "category",
    "competitors": "context",
    "buying_signals": "strength",
    "action_items": "owner",
    "pii": "type",
}

_FREE_TEXT = frozenset({"location", "current_tool"})
_NOTHING: Final[tuple[object, ...]] = (None, "", [], "null", "unknown")
_OF_SHORTER = 0.5
_OF_LONGER = 0.3
_WORD = re.compile(r"[a-z0-9']+")


@dataclass(slots=True)
class FieldScore:
    """Counts over all calls: right, said and labelled; of lists, how many kinds were right of the found."""

    name: str
    hits: int = 0
    said: int = 0
    labelled: int = 0
    kinds_right: int = 0
    kinds_compared: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """F1 of the field."""
        return f1(self.hits, self.said, self.labelled)


def score_calls(pairs: Sequence[tuple[Labels, Labels]]) -> list[FieldScore]:
    """Score pairs of labels and answers, field by field; a field that no call's labels have is left out."""
    labelled = {name for labels, _ in pairs for name in labels}
    singles = [_score_single(name, pairs) for name in SINGLE_FIELDS if name in labelled]
    return singles + [_score_list(name, pairs) for name in LIST_FIELDS if name in labelled]


def mean_f1(scores: Sequence[FieldScore]) -> float:
    """Give the mean over the fields."""
    return sum(score.f1 for score in scores) / len(scores) if scores else 0.0


def overlaps(left: object, right: object) -> bool:
    """Tell whether two quotes share half the words of the shorter and three tenths of the longer's."""
    first, second = set(_words(left)), set(_words(right))
    if not first or not second:
        return False
    common = len(first & second)
    return (
        common / min(len(first), len(second)) >= _OF_SHORTER
        and common / max(len(first), len(second)) >= _OF_LONGER
    )


def agrees(name: str, labels: Labels, answer: object) -> bool:
    """Tell whether a single value is right: as labelled, or an alternative that the notes accept."""
    wanted, given = _value(labels.get(name)), _value(answer)
    if wanted == given:
        return True
    accepted = frozenset(alternatives(labels, name))
    if str(given).lower() in accepted or (given is None and "null" in accepted):
        return True
    if wanted is None or given is None:
        return False
    if name in _FREE_TEXT:
        return overlaps(wanted, given)
    return str(wanted).lower() == str(given).lower()


def _score_single(name: str, pairs: Sequence[tuple[Labels, Labels]]) -> FieldScore:
    score = FieldScore(name)
    for labels, answers in pairs:
        wanted, given = _value(labels.get(name)), _value(answers.get(name))
        score.labelled += wanted is not None
        score.said += given is not None
        right = agrees(name, labels, given)
        score.hits += right and wanted is not None and given is not None
        if not right:
            score.misses.append(f"{wanted!r}, said {given!r}")
    return score


def _score_list(name: str, pairs: Sequence[tuple[Labels, Labels]]) -> FieldScore:
    score = FieldScore(name)
    key, kind = LIST_FIELDS[name], KIND_OF_ITEM.get(name)
    for labels, answers in pairs:
        wanted, given = labels.get(name) or [], answers.get(name) or []
        found = list(_matches(wanted, given, key))
        score.labelled += len(wanted)
        score.said += len(given)
        score.hits += len(found)
        if kind:
            score.kinds_compared += len(found)
            score.kinds_right += sum(wanted[i].get(kind) == given[j].get(kind) for i, j in found)
        reached, used = {i for i, _ in found}, {j for _, j in found}
        score.misses += [f"missed {_text(item, key)!r}" for i, item in enumerate(wanted) if i not in reached]
        score.misses += [f"wrong {_text(item, key)!r}" for j, item in enumerate(given) if j not in used]
    return score


def _matches(wanted: Sequence[Any], given: Sequence[Any], key: str | None) -> Iterator[tuple[int, int]]:
    """Give the positions of each labelled item and the first answer, not used yet, that is the same."""
    used: set[int] = set()
    for i, item in enumerate(wanted):
        for j, answer in enumerate(given):
            if j not in used and overlaps(_text(item, key), _text(answer, key)):
                used.add(j)
                yield i, j
                break


def _text(item: Any, key: str | None) -> Any:
    return item.get(key) if key and isinstance(item, Mapping) else item


def _words(text: object) -> list[str]:
    return _WORD.findall(str(text).lower())


def _value(value: Any) -> Any:
    return None if value in _NOTHING else value


def alternatives(labels: Labels, name: str) -> Iterator[str]:
    """Give the other values of a field that a call's notes accept: ``ALT field: a | b (why)``."""
    for note in labels.get("notes") or ():
        match = re.match(rf"ALT\s+{name}\s*:\s*(.+)", str(note))
        if match:
            for choice in match.group(1).split("|"):
                yield choice.strip().split(" (")[0].strip("'\" ").lower()
