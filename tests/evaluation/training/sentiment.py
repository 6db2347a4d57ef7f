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
from tests.evaluation.harness.rows import DataSets
from tests.evaluation.harness.scores import macro_f1
from tests.evaluation.harness.splits import group_of, training_rows
from tests.evaluation.training.fitting import (
    Example,
    balanced_weights,
    fit,
    leave_out,
    matrix_of,
    sources_of,
    unfitted,
)
from tests.evaluation.training.model_files import digest_of, write_model
from tests.evaluation.training.speech import as_recognised
from tests.evaluation.training.telling import tell

SETS = ("sentiment_utterances", "sentiment_goemotions")
STRENGTH = 0.1
RECIPE = f"sentiment 1; {STRENGTH=}; written and recognised"
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


def main() -> None:
    """Measure on one source at a time, then train on all and write the file."""
    rows = training_rows(DataSets(reported_only=False).rows(*SETS))
    rows = [row for row in rows if row["label"] in SENTIMENT_LABELS]
    texts = [_MASK.sub("", row["text"]) for row in rows]
    spoken = [
        example_of(as_recognised(text), row["label"], row["source"], group_of(row))
        for text, row in zip(texts, rows, strict=True)
    ]
    written = [
        example_of(text, row["label"], row["source"], group_of(row))
        for text, row in zip(texts, rows, strict=True)
    ]
    settings = unfitted("sentiment", "1", labels=SENTIMENT_LABELS, extras=SENTIMENT_EXTRAS, buckets=2**17)
    matrix = matrix_of(settings, spoken)
    found = leave_out(matrix, spoken, STRENGTH, sources_of)
    _report(spoken, texts, found)
    examples = spoken + written
    model = fit(matrix_of(settings, examples), examples, STRENGTH, balanced_weights(examples) / 2)
    digest = digest_of(SETS, RECIPE)
    tell(write_model(replace(settings, trained_on=digest), model.coef_, model.intercept_).name)


def _report(examples: list[Example], texts: list[str], found: object) -> None:
    import numpy as np  # noqa: PLC0415 - only here

    answers = [SENTIMENT_LABELS[index] for index in np.argmax(np.asarray(found), axis=1)]
    labels = [SENTIMENT_LABELS[example.label] for example in examples]
    vader = [vader_sentiment(as_recognised(text)) for text in texts]
    tell("macro-F1 on a source that was left out (ours, VADER):")
    for source in sorted({example.source for example in examples}):
        own = [index for index, example in enumerate(examples) if example.source == source]
        ours = macro_f1([labels[index] for index in own], [answers[index] for index in own])
        theirs = macro_f1([labels[index] for index in own], [vader[index] for index in own])
        tell(f"  {source:22} {ours:.3f} {theirs:.3f}  {len(own)} items")
    tell(f"  {'together':22} {macro_f1(labels, answers):.3f} {macro_f1(labels, vader):.3f}")


if __name__ == "__main__":
    main()
