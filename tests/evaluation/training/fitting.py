"""Turning examples into a matrix, fitting a linear model, and measuring it on what it has not seen."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]  # it carries no types
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from aftercall.language.linear_model import ModelSettings, features_of, shared_weight

type Matrix = Any
FOLDS = 5
_DIGEST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled text.

    Parameters
    ----------
    text
        Normalised, as the product sees it.
    extras
        The numbers that the model's settings name.
    label
        The class's position, or 1 for yes and 0 for no.
    source
        The corpus it comes from.
    group
        What must not be torn apart between training and measuring.
    weight
        How much it counts, beside the balancing of sources and labels.
    """

    text: str
    extras: tuple[float, ...]
    label: int
    source: str
    group: str
    weight: float = 1.0


def unfitted(
    name: str,
    version: str,
    *,
    labels: tuple[str, ...],
    extras: tuple[str, ...],
    buckets: int,
    letters: tuple[int, int] = (3, 5),
    edges: bool = False,
) -> ModelSettings:
    """Give the settings of a model that has no weights yet."""
    return ModelSettings(
        name=name,
        version=version,
        labels=labels,
        buckets=buckets,
        letters=letters,
        edges=edges,
        extras=extras,
        scales=(),
        intercepts=(),
        extra_weights=(),
        trained_on="",
    )


def matrix_of(settings: ModelSettings, examples: Sequence[Example]) -> Matrix:
    """Count each example's features as :class:`aftercall.language.linear_model.LinearModel` does."""
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, example in enumerate(examples):
        features = features_of(settings, example.text)
        alone = features.single
        columns.extend(features.shared + alone)
        values.extend([shared_weight(len(features.shared))] * len(features.shared) + [1.0] * len(alone))
        rows.extend([row] * (len(features.shared) + len(alone)))
    hashed = csr_matrix((values, (rows, columns)), shape=(len(examples), settings.buckets))
    extras = csr_matrix(np.array([example.extras for example in examples], dtype=float))
    return hstack([hashed, extras]).tocsr()


def balanced_weights(examples: Sequence[Example]) -> Any:
    """Let every source count the same, and within it every label."""
    counts = Counter((example.source, example.label) for example in examples)
    share = len(examples) / len(counts)
    weights = [example.weight * share / counts[(example.source, example.label)] for example in examples]
    return np.array(weights)


def fitted_digest(matrix: Matrix, examples: Sequence[Example]) -> str:
    """Give one SHA-256 over all that a fit sees: the same as long as it would give the same model."""
    labels = np.array([(example.label, example.weight) for example in examples])
    return matrix_digest(matrix, labels)


def matrix_digest(matrix: Matrix, *beside: Any) -> str:
    """Give one SHA-256 over a sparse matrix and what stands beside its rows."""
    digest = hashlib.sha256(repr(matrix.shape).encode())
    whole = matrix.tocsr()
    whole.sum_duplicates()
    for values in (whole.indptr, whole.indices):
        digest.update(values.astype(np.int64).tobytes())
    for values in (whole.data, *beside):
        digest.update(np.round(values.astype(np.float64), _DIGEST_DIGITS).tobytes())
    return digest.hexdigest()


def fit(matrix: Matrix, examples: Sequence[Example], strength: float, weights: Any) -> LogisticRegression:
    """Fit a logistic regression; ``strength`` is the inverse of the regularisation."""
    several = len({example.label for example in examples}) > 2
    solver = "lbfgs" if several else "liblinear"
    model = LogisticRegression(C=strength, solver=solver, max_iter=1000, tol=1e-3)
    labels = np.array([example.label for example in examples])
    return model.fit(matrix, labels, sample_weight=weights)


def leave_out(
    matrix: Matrix,
    examples: Sequence[Example],
    strength: float,
    split: Callable[[Sequence[Example]], Sequence[str]],
) -> Any:
    """Give each example's probabilities from a model that saw nothing of its part.

    ``split`` names each example's part: its source, say, or one of a few folds.
    """
    parts = np.array(split(examples))
    weights = balanced_weights(examples)
    classes = len({example.label for example in examples})
    found = np.zeros((len(examples), classes))
    for part in sorted(set(parts)):
        seen = np.flatnonzero(parts != part)
        unseen = np.flatnonzero(parts == part)
        model = fit(matrix[seen], [examples[int(index)] for index in seen], strength, weights[seen])
        found[unseen] = model.predict_proba(matrix[unseen])
    return found


def sources_of(examples: Sequence[Example]) -> list[str]:
    """Name each example's source: the split for leaving one source out."""
    return [example.source for example in examples]


def folds_of(examples: Sequence[Example]) -> list[str]:
    """Name each example's fold; a group is never torn apart."""
    groups = [example.group for example in examples]
    named = [""] * len(examples)
    for number, (_, held_out) in enumerate(GroupKFold(FOLDS).split(groups, groups=groups)):
        for index in held_out:
            named[index] = str(number)
    return named
