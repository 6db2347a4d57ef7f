"""Scores: from labels of people and answers of a method to one figure from 0 to 1."""

from collections.abc import Iterable, Sequence

type CharacterSet = frozenset[int]


def f1(hits: int, said: int, labelled: int) -> float:
    """Give F1 from counts: how many answers were right, were given, and should have been given."""
    return 2 * hits / (said + labelled) if said + labelled else 0.0


def f1_of_true(labels: Sequence[bool], answers: Sequence[bool]) -> float:
    """Give the F1 of saying yes."""
    hits = sum(label and answer for label, answer in zip(labels, answers, strict=True))
    return f1(hits, sum(answers), sum(labels))


def macro_f1(labels: Sequence[object], answers: Sequence[object]) -> float:
    """Give the mean over the labels that people used of each label's own F1."""
    kinds = set(labels)
    if not kinds:
        return 0.0
    return sum(
        f1_of_true([label == kind for label in labels], [answer == kind for answer in answers])
        for kind in kinds
    ) / len(kinds)


def share_equal(labels: Sequence[object], answers: Sequence[object]) -> float:
    """Give the share of answers that are exactly right."""
    return share(label == answer for label, answer in zip(labels, answers, strict=True))


def share(hits: Iterable[bool]) -> float:
    """Give the share of true ones; 0 of none."""
    listed = list(hits)
    return sum(listed) / len(listed) if listed else 0.0


def character_f1(labels: Sequence[CharacterSet], answers: Sequence[CharacterSet]) -> float:
    """Give F1 counted in characters over all texts together."""
    hits = sum(len(label & answer) for label, answer in zip(labels, answers, strict=True))
    return f1(hits, sum(map(len, answers)), sum(map(len, labels)))
