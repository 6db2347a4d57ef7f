"""Train the model of action items: ``python -m tests.evaluation.training.action_item``.

Clauses of the scripted calls that may be trained on; those labelled as promised work are yes.
"""

from dataclasses import replace

from aftercall.analysis.commitments import LIKELY_ENOUGH
from aftercall.analysis.promise_model import MODEL_NAME, PROMISE_EXTRAS, promise_evidence, promise_text
from tests.evaluation.harness.scores import f1
from tests.evaluation.training.fitting import (
    Example,
    balanced_weights,
    fit,
    fitted_digest,
    folds_of,
    leave_out,
    matrix_of,
    unfitted,
)
from tests.evaluation.training.model_files import digest_of, record_fitted, write_model
from tests.evaluation.training.scripted_calls import digest_of_scripts, labelled, training_calls
from tests.evaluation.training.telling import tell

STRENGTH = 1.0
SETS: tuple[str, ...] = ()
RECIPE = f"action_item 1; {STRENGTH=} {digest_of_scripts('')}"
SETTINGS = unfitted(
    MODEL_NAME, "1", labels=("action_item",), extras=PROMISE_EXTRAS, buckets=2**14, letters=(0, 0), edges=True
)


def examples() -> list[Example]:
    """Give every clause of both sides."""
    return [
        Example(
            promise_text(utterance, clause),
            promise_evidence(conversation, utterance, clause),
            int(labelled(line, clause, "a")),
            "scripts",
            script.name,
        )
        for script, conversation, lines in training_calls()
        for utterance, line in zip(conversation.utterances, lines, strict=True)
        for clause in utterance.clauses
    ]


def main() -> None:
    """Measure on calls that were left out, then train on all and write the file."""
    clauses = examples()
    matrix = matrix_of(SETTINGS, clauses)
    found = leave_out(matrix, clauses, STRENGTH, folds_of)[:, 1]
    for needed in (0.7, 0.8, LIKELY_ENOUGH, 0.9):
        tell(f"calls left out, needed {needed}: F1 {_f1(clauses, [value >= needed for value in found]):.3f}")
    tell(f"rules alone: F1 {_f1(clauses, [bool(clause.extras[0]) for clause in clauses]):.3f}")
    model = fit(matrix, clauses, STRENGTH, balanced_weights(clauses))
    file = write_model(replace(SETTINGS, trained_on=digest_of(SETS, RECIPE)), model.coef_, model.intercept_)
    record_fitted(SETTINGS.name, fitted_digest(matrix, clauses))
    tell(f"{file.name}: {file.stat().st_size} bytes from {len(clauses)} clauses")


def _f1(clauses: list[Example], said: list[bool]) -> float:
    hits = sum(clause.label for clause, yes in zip(clauses, said, strict=True) if yes)
    return f1(hits, sum(said), sum(clause.label for clause in clauses))


if __name__ == "__main__":
    main()
