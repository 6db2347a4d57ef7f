"""Train the tagger of personal data: ``python -m tests.evaluation.training.personal_data``.

One multinomial logistic regression over each word's features; the file is written as the product reads it.
"""

import hashlib
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # it carries no types
from sklearn.linear_model import LogisticRegression

from aftercall.language.linear_model import ModelSettings
from aftercall.language.personal_data_tagger import MODEL_NAME, bucket_of
from aftercall.language.personal_data_tokens import TAGS, all_names, telling_places, words_of
from tests.evaluation.training import personal_data_sentences as sentences
from tests.evaluation.training.fitting import matrix_digest, unfitted
from tests.evaluation.training.model_files import MODELS, digest_of, record_fitted, write_model
from tests.evaluation.training.personal_data_examples import (
    PERSONAL_SETS,
    PLAIN_ROWS,
    PLAIN_SETS,
    SEED,
    TaggedTurn,
    training_turns,
)

SETS = PERSONAL_SETS + PLAIN_SETS
STRENGTH = 0.3
BUCKETS = 2**16
MOST_STEPS = 300
TOLERANCE = 1e-5
_LISTS = ("person_names.json", "common_words.txt", "place_and_product_words.json")
VALUES = (
    sentences.VENDORS,
    sentences.COMPANIES,
    sentences.CITIES,
    sentences.STREET_NAMES,
    sentences.UNLISTED,
)
_RECIPE = (
    f"personal data 3; {STRENGTH=} {TOLERANCE=} {BUCKETS=} {SEED=} {PLAIN_ROWS=} {sentences.CALLS=} {VALUES=}"
)


def recipe() -> str:
    """Give what the model depends on beside the labelled sets: settings, sentences and lists of words."""
    lists = [(MODELS / name).read_bytes() for name in _LISTS]
    return _RECIPE + "".join(f" {hashlib.sha256(content).hexdigest()}" for content in lists)


def matrix_of(turns: list[TaggedTurn]) -> tuple[Any, Any, Any]:
    """Give the features, the tags and the weights of every word that the tagger is asked about."""
    places: list[int] = []
    ends = [0]
    tags: list[int] = []
    weights: list[float] = []
    known: dict[str, int] = {}
    for turn in turns:
        words = words_of(turn.tokens)
        asked = frozenset(telling_places(words))
        for position, (names, tag) in enumerate(zip(all_names(words), turn.tags, strict=True)):
            if position not in asked:
                continue
            for name in names:
                place = known.get(name)
                if place is None:
                    place = known[name] = bucket_of(name, BUCKETS)
                places.append(place)
            ends.append(len(places))
            tags.append(TAGS.index(tag))
            weights.append(turn.weight)
    matrix = csr_matrix((np.ones(len(places), dtype=np.float64), places, ends), shape=(len(tags), BUCKETS))
    matrix.sum_duplicates()
    return matrix, np.array(tags), np.array(weights)


def main() -> None:
    """Train on the training split and write the file; ``python -m tests.evaluation`` measures it."""
    matrix, tags, weights = matrix_of(training_turns())
    model = LogisticRegression(C=STRENGTH, solver="lbfgs", max_iter=MOST_STEPS, tol=TOLERANCE)
    model.fit(matrix, tags, sample_weight=weights)
    record_fitted(MODEL_NAME, matrix_digest(matrix, tags, weights))
    settings: ModelSettings = unfitted(
        MODEL_NAME, "3", labels=TAGS, extras=(), buckets=BUCKETS, letters=(0, 0)
    )
    trained_on = digest_of(SETS, recipe())
    write_model(replace(settings, trained_on=trained_on), model.coef_, model.intercept_)


if __name__ == "__main__":
    main()
