"""Personal data, counted in characters, and how often a turn without any is flagged."""

import re
from collections.abc import Callable, Sequence

from aftercall.language.personal_data import find_personal_data
from tests.evaluation.harness.probes import Probe, ProbedPart
from tests.evaluation.harness.rows import Row
from tests.evaluation.harness.scores import character_f1, share

type Characters = frozenset[int]
type Answer = tuple[Characters, Characters]

# What tells about a person without naming or reaching them; cities and titles are no personal data here.
CONTEXT_TYPES = frozenset({"GPE", "LOCATION", "DATE_TIME", "TITLE", "AGE", "NRP", "ORGANIZATION"})

_REGEXES = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|https?://\S+|www\.\S+"
    r"|\b\d{3}-\d{2}-\d{4}\b"
    r"|\b(?:\d[ -]?){13,16}\b"
    r"|\b(?:\d{1,3}\.){3}\d{1,3}\b"
    r"|(?:\+?\d{1,2}[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}\b"
    r"|(?<=name is )[A-Z]\w+(?: [A-Z]\w+)?|(?:Mr|Mrs|Ms|Dr)\.? [A-Z]\w+"
)


def our_characters(row: Row) -> Characters:
    """Give the characters that we take for personal data."""
    found = find_personal_data(row["text"], (), frozenset())
    return frozenset(place for span in found for place in range(span.start, span.end))


def regex_characters(row: Row) -> Characters:
    """Give the characters that a handful of usual regular expressions takes for personal data."""
    return frozenset(
        place for match in _REGEXES.finditer(row["text"]) for place in range(match.start(), match.end())
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
        baseline=regex_characters,
        baseline_name="regexes",
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
