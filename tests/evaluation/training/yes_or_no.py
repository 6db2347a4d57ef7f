"""Measuring and writing a model that answers yes or no."""

from collections.abc import Sequence
from dataclasses import replace

from aftercall.language.linear_model import ModelSettings
from tests.evaluation.harness.scores import f1_of_true, macro_f1
from tests.evaluation.training.fitting import (
    Example,
    balanced_weights,
    fit,
    fitted_digest,
    folds_of,
    leave_out,
    matrix_of,
    sources_of,
)
from tests.evaluation.training.model_files import digest_of, record_fitted, write_model
from tests.evaluation.training.telling import tell


def train(
    settings: ModelSettings,
    examples: Sequence[Example],
    strength: float,
    sets: Sequence[str],
    recipe: str,
    rules: Sequence[bool],
) -> None:
    """Tell how good a model is on groups and on sources it has not seen, then write it.

    ``rules`` are the answers of the patterns alone, for comparison.
    """
    matrix = matrix_of(settings, examples)
    _report(
        "groups that were left out", examples, leave_out(matrix, examples, strength, folds_of)[:, 1], rules
    )
    answered = {(example.source, example.label) for example in examples}
    sources = {example.source for example in examples}
    if len(sources) > 1 and len(answered) == 2 * len(sources):
        found = leave_out(matrix, examples, strength, sources_of)[:, 1]
        _report("a source that was left out", examples, found, rules)
    model = fit(matrix, examples, strength, balanced_weights(examples))
    file = write_model(replace(settings, trained_on=digest_of(sets, recipe)), model.coef_, model.intercept_)
    record_fitted(settings.name, fitted_digest(matrix, examples))
    tell(f"{file.name}: {file.stat().st_size} bytes from {len(examples)} examples")


def _report(title: str, examples: Sequence[Example], found: Sequence[float], rules: Sequence[bool]) -> None:
    tell(f"F1, macro-F1 on {title} (ours; patterns alone):")
    for source in sorted(set(sources_of(examples))):
        own = [index for index, example in enumerate(examples) if example.source == source]
        labels = [bool(examples[index].label) for index in own]
        ours = [bool(found[index] > 0.5) for index in own]
        theirs = [rules[index] for index in own]
        figures = (f1_of_true(labels, ours), macro_f1(labels, ours))
        beside = (f1_of_true(labels, theirs), macro_f1(labels, theirs))
        tell(
            f"  {source:22} {figures[0]:.3f} {figures[1]:.3f}; {beside[0]:.3f} {beside[1]:.3f}"
            f"  {sum(labels)} of {len(own)}"
        )
