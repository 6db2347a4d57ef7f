"""Objections. No free set of them is labelled, so turns that resist in a negotiation stand in for them."""

from aftercall.analysis.objection_rules import NO_OBJECTION, OBJECTIONS
from aftercall.language.normalisation import normalise
from aftercall.language.resistance import resists
from aftercall.language.sentences import split_clauses
from tests.evaluation.harness.baselines import keyword_pattern
from tests.evaluation.harness.probes import Probe, ProbedPart
from tests.evaluation.harness.rows import Row
from tests.evaluation.harness.scores import macro_f1

# Holding on to one's own need, doubting the other's, appealing to fairness: all say "not like this".
RESISTING = frozenset({"self-need", "uv-part", "vouch-fair"})
_RESISTING_WORDS = keyword_pattern(
    (
        "but",
        "need",
        "can't",
        "cannot",
        "don't",
        "won't",
        "too much",
        "not fair",
        "fair",
        "expensive",
        "however",
    )
)


def our_objection(row: Row) -> bool:
    """Tell whether any clause of a turn objects, or the turn as a whole pushes back."""
    normalised = normalise(row["text"])
    if resists(normalised.text):
        return True
    clauses = [normalised.text[start:end] for start, end in split_clauses(normalised)]
    return any(
        pattern.search(clause) and not NO_OBJECTION.search(clause)
        for clause in clauses
        for *_, pattern in OBJECTIONS
    )


OBJECTIONS_PART = ProbedPart(
    "objections",
    ("negotiation_strategies",),
    (
        Probe(
            subset="resisting turns of negotiations",
            measure="macro-F1",
            applies=lambda row: "labels" in row,
            label=lambda row: bool(RESISTING & set(row["labels"])),
            ours=our_objection,
            baseline=lambda row: bool(_RESISTING_WORDS.search(row["text"])),
            baseline_name="keywords",
            score=macro_f1,
            aim=0.60,
        ),
    ),
)
