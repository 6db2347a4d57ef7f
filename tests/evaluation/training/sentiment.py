"""Train the sentiment model: ``python -m tests.evaluation.training.sentiment``.

VADER's four gold sets and GoEmotions, every source counting the same, each text as written and as a
recogniser would write it; strongly regularised, because what a model learns of one kind of text
hurts on another.
"""

import re
from dataclasses import replace

from aftercall.language.normalisation import normalise
from aftercall.language.sentences import split_clauses
from aftercall.language.sentiment import SENTIMENT_EXTRAS, SENTIMENT_LABELS, sentiment_evidence
from tests.evaluation.harness.baselines import vader_sentiment
from tests.evaluation.harness.rows import DataSets, Row
from tests.evaluation.harness.scores import macro_f1
from tests.evaluation.harness.splits import group_of, training_rows
from tests.evaluation.training.fitting import (
    Example,
    balanced_weights,
    fit,
    fitted_digest,
    leave_out,
    matrix_of,
    sources_of,
    unfitted,
)
from tests.evaluation.training.model_files import digest_of, record_fitted, write_model
from tests.evaluation.training.speech import as_recognised
from tests.evaluation.training.telling import tell

SETS = ("sentiment_utterances", "sentiment_goemotions")
STRENGTH = 0.1
RECIPE = f"sentiment 1; {STRENGTH=}; written and recognised"
SETTINGS = unfitted("sentiment", "1", labels=SENTIMENT_LABELS, extras=SENTIMENT_EXTRAS, buckets=2**17)
_MASK = re.compile(r"\[[A-Z]+\]")


def example_of(text: str, label: str, source: str, group: str) -> Example:
    """Give a text as the product would read it."""
    normalised = normalise(text)
    clauses = [normalised.text[start:end] for start, end in split_clauses(normalised)]
    return Example(
        text=" ".join(clauses),
        extras=sentiment_evidence(clauses),
        label=SENTIMENT_LABELS.index(label),
        source=source,
        group=group,
    )


def labelled_texts() -> list[Row]:
    """Give the rows to train on."""
    rows = training_rows(DataSets(reported_only=False).rows(*SETS))
    return [row for row in rows if row["label"] in SENTIMENT_LABELS]


def spoken_examples() -> list[Example]:
    """Give every text as a recogniser would write it."""
    return [
        example_of(as_recognised(text_of(row)), row["label"], row["source"], group_of(row))
        for row in labelled_texts()
    ]


def examples() -> list[Example]:
    """Give what the model is trained on: every text as spoken and as written."""
    written = [
        example_of(text_of(row), row["label"], row["source"], group_of(row)) for row in labelled_texts()
    ]
    return spoken_examples() + written


def text_of(row: Row) -> str:
    """Give a row's text without the masks of names."""
    return _MASK.sub("", row["text"])


def main() -> None:
    """Measure on one source at a time, then train on all and write the file."""
    spoken = spoken_examples()
    found = leave_out(matrix_of(SETTINGS, spoken), spoken, STRENGTH, sources_of)
    _report(spoken, list(map(text_of, labelled_texts())), found)
    both = examples()
    matrix = matrix_of(SETTINGS, both)
    model = fit(matrix, both, STRENGTH, balanced_weights(both) / 2)
    settings = replace(SETTINGS, trained_on=digest_of(SETS, RECIPE))
    tell(write_model(settings, model.coef_, model.intercept_).name)
    record_fitted(SETTINGS.name, fitted_digest(matrix, both))


def _report(measured: list[Example], texts: list[str], found: object) -> None:
    import numpy as np  # noqa: PLC0415 - only here

    answers = [SENTIMENT_LABELS[index] for index in np.argmax(np.asarray(found), axis=1)]
    labels = [SENTIMENT_LABELS[example.label] for example in measured]
    vader = [vader_sentiment(as_recognised(text)) for text in texts]
    tell("macro-F1 on a source that was left out (ours, VADER):")
    for source in sorted({example.source for example in measured}):
        own = [index for index, example in enumerate(measured) if example.source == source]
        ours = macro_f1([labels[index] for index in own], [answers[index] for index in own])
        theirs = macro_f1([labels[index] for index in own], [vader[index] for index in own])
        tell(f"  {source:22} {ours:.3f} {theirs:.3f}  {len(own)} items")
    tell(f"  {'together':22} {macro_f1(labels, answers):.3f} {macro_f1(labels, vader):.3f}")


if __name__ == "__main__":
    main()
