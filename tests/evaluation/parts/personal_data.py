"""Personal data, counted in characters, and how often a turn without any is flagged."""

from collections.abc import Callable, Sequence
from functools import partial

from aftercall.language.personal_data import find_personal_data
from tests.evaluation.harness.baselines import presidio_spans
from tests.evaluation.harness.probes import Probe, ProbedPart
from tests.evaluation.harness.rows import Row
from tests.evaluation.harness.scores import character_f1, share

type Characters = frozenset[int]
type Answer = tuple[Characters, Characters]

# What tells about a person without naming or reaching them; cities and titles are no personal data here.
CONTEXT_TYPES = frozenset({"GPE", "LOCATION", "DATE_TIME", "TITLE", "AGE", "NRP", "ORGANIZATION"})


def our_characters(row: Row) -> Characters:
    """Give the characters that we take for personal data."""
    found = find_personal_data(row["text"], (), frozenset())
    return frozenset(place for span in found for place in range(span.start, span.end))


def presidio_characters(row: Row, *, context: bool) -> Characters:
    """Give the characters that presidio takes for personal data."""
    return frozenset(
        place for start, end in presidio_spans(row["text"], context=context) for place in range(start, end)
    )


def labelled_characters(row: Row, *, context: bool) -> Characters:
    """Give the characters that people labelled: as context about a person, or as the person's own data."""
    return frozenset(
        place
        for span in row["spans"]
        if (span["type"] in CONTEXT_TYPES) is context
        for place in range(span["start"], span["end"])
    )


def _label(row: Row) -> Answer:
    return labelled_characters(row, context=False), labelled_characters(row, context=True)


def own_data_f1(labels: Sequence[Answer], answers: Sequence[Characters]) -> float:
    """Give character F1 over what names or reaches a person; what is said about context is left out."""
    return character_f1(
        [own for own, _ in labels],
        [found - (context - own) for (own, context), found in zip(labels, answers, strict=True)],
    )


def every_type_f1(labels: Sequence[Answer], answers: Sequence[Characters]) -> float:
    """Give character F1 over every labelled type."""
    return character_f1([own | context for own, context in labels], answers)


def flagged(labels: Sequence[object], answers: Sequence[Characters]) -> float:
    """Give the share of texts in which anything was found."""
    return share(bool(found) for found in answers)


def _probe(subset: str, measure: str, source: str, score: Callable[..., float], aim: float | None) -> Probe:
    clean = score is flagged
    return Probe(
        subset=subset,
        measure=measure,
        applies=lambda row: (
            "spans" in row and str(row["source"]).startswith(source) and not (clean and row["spans"])
        ),
        label=_label,
        ours=our_characters,
        baseline=partial(presidio_characters, context=score is every_type_f1),
        baseline_name="presidio",
        score=score,
        aim=aim,
        lower_is_better=clean,
    )


PERSONAL_DATA = ProbedPart(
    "personal_data",
    ("pii",),
    (
        _probe("generated sentences", "character F1", "presidio", own_data_f1, 0.91),
        _probe("generated sentences, every type", "character F1", "presidio", every_type_f1, None),
        _probe("real chats", "character F1", "MultiDoGO", own_data_f1, 0.95),
        _probe("real chats, every type", "character F1", "MultiDoGO", every_type_f1, None),
        _probe("phone numbers and addresses", "character F1", "Recognizers", own_data_f1, None),
        _probe("chat turns without any", "flagged", "MultiDoGO", flagged, 0.08),
    ),
)
