"""Train the model of clauses in which callers say what their own company does.

Run ``python -m tests.evaluation.training.own_trade``. The clauses in which a labelled call says its industry
are yes, all others of the caller's are no.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score

from aftercall.analysis.conversation import Conversation
from aftercall.analysis.sales.industry import OWN_TRADE_EXTRAS, trade_clauses
from tests.evaluation.harness.scores import f1_of_true
from tests.evaluation.harness.scripts import Script
from tests.evaluation.training.fitting import Example, fit, fitted_digest, folds_of, matrix_of, unfitted
from tests.evaluation.training.model_files import digest_of, record_fitted, write_model
from tests.evaluation.training.scripted_calls import digest_of_scripts, training_calls
from tests.evaluation.training.telling import tell

SETS: tuple[str, ...] = ()
STRENGTH = 1.0
WEIGHT_OF_YES = 4.0
RECIPE = f"own_trade 1; {STRENGTH=} {WEIGHT_OF_YES=} {digest_of_scripts('')}"
SETTINGS = unfitted(
    "own_trade",
    "1",
    labels=("own_trade",),
    extras=OWN_TRADE_EXTRAS,
    buckets=2**16,
    letters=(0, 0),
    edges=True,
)


def examples() -> list[Example]:
    """Give what the model is trained on."""
    return [
        example for script, conversation, _ in training_calls() for example in _examples(script, conversation)
    ]


def main() -> None:
    """Measure, then train on all and write the file."""
    clauses = examples()
    matrix = matrix_of(SETTINGS, clauses)
    _report(clauses, _left_out(matrix, clauses))
    model = fit(matrix, clauses, STRENGTH, _weights(clauses))
    trained = replace(SETTINGS, trained_on=digest_of(SETS, RECIPE))
    file = write_model(trained, model.coef_, model.intercept_)
    record_fitted(SETTINGS.name, fitted_digest(matrix, clauses))
    tell(f"{file.name}: {file.stat().st_size} bytes from {len(clauses)} clauses")


def _examples(script: Script, conversation: Conversation) -> Iterator[Example]:
    told = [(line.text, span.start, span.end) for line, span in script.tagged("i")]
    for seen in trade_clauses(conversation):
        clause = seen.clause
        label = any(
            text == clause.turn.text and start < clause.end and clause.start < end
            for text, start, end in told
        )
        yield Example(seen.text, seen.extras, int(label), "scripts", script.name)


def _weights(clauses: Sequence[Example]) -> Any:
    return np.array([WEIGHT_OF_YES if clause.label else 1.0 for clause in clauses])


def _left_out(matrix: Any, clauses: Sequence[Example]) -> Any:
    """Give each clause's likelihood from a model that saw nothing of its call."""
    folds = np.array(folds_of(clauses))
    found = np.zeros(len(clauses))
    for fold in sorted(set(folds)):
        seen, unseen = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        own = [clauses[int(index)] for index in seen]
        found[unseen] = fit(matrix[seen], own, STRENGTH, _weights(own)).predict_proba(matrix[unseen])[:, 1]
    return found


def _report(clauses: Sequence[Example], found: Any) -> None:
    labels = [bool(clause.label) for clause in clauses]
    named = [bool(clause.extras[0]) for clause in clauses]
    ours = [bool(value > 0.5) for value in found]
    tell(f"calls that were left out: {sum(labels)} of {len(labels)} clauses say it")
    tell(f"  F1 {f1_of_true(labels, ours):.3f}; whatever names a trade {f1_of_true(labels, named):.3f}")
    tell(f"  average precision {average_precision_score(labels, found):.3f}")


if __name__ == "__main__":
    main()
