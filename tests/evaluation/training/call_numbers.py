"""Train the two models that weigh a call's numbers: ``python -m tests.evaluation.training.call_numbers``.

A number is right where it equals the label of its call. Nothing is counted but what
``number_evidence`` observes, so the models are lists of weights.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, Final

import numpy as np

from aftercall.analysis.conversation import Conversation
from aftercall.analysis.sales import monthly_volume, team_size
from aftercall.analysis.sales.number_evidence import NUMBER_EXTRAS
from aftercall.language.linear_model import ModelSettings
from tests.evaluation.harness.scores import f1
from tests.evaluation.training.fitting import Example, fit, fitted_digest, folds_of, matrix_of, unfitted
from tests.evaluation.training.model_files import record_fitted, write_model
from tests.evaluation.training.scripted_calls import digest_of_scripts, training_calls
from tests.evaluation.training.telling import tell

STRENGTH: Final = 1.0
RECIPE: Final = f"call numbers 1; {STRENGTH=}"
_THRESHOLDS: Final = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4)


@dataclass(frozen=True, slots=True)
class Choice:
    """A number of a call as an example, and its value."""

    example: Example
    value: int


def choices(name: str) -> list[Choice]:
    """Give every number that a model chooses from, labelled."""
    found: list[Choice] = []
    for script, conversation, _ in training_calls():
        labelled = script.headers.get(name)
        right = int(labelled) if labelled and labelled != "null" else None
        for value, extras in _numbers(name, script.headers, conversation):
            example = Example("", extras, int(round(value) == right), "scripts", script.name)
            found.append(Choice(example, round(value)))
    return found


def _numbers(
    name: str, headers: Mapping[str, str], conversation: Conversation
) -> Iterator[tuple[float, tuple[float, ...]]]:
    if name == team_size.MODEL_NAME:
        for people in team_size.people_counted(conversation):
            yield people.value, people.extras
        return
    team = headers.get("team_size")
    people_there = int(team) if team and team != "null" else None
    for volume in monthly_volume.volumes(conversation, people_there):
        yield volume.value, volume.extras


def _settings(name: str) -> ModelSettings:
    return unfitted(name, "1", labels=(name,), extras=NUMBER_EXTRAS, buckets=1, letters=(0, 0))


def _script(name: str) -> SimpleNamespace:
    return SimpleNamespace(
        SETTINGS=_settings(name), examples=lambda: [choice.example for choice in choices(name)]
    )


TEAM_SIZE: Final = _script(team_size.MODEL_NAME)
MONTHLY_VOLUME: Final = _script(monthly_volume.MODEL_NAME)


def main() -> None:
    """Measure both models on calls they have not seen, then train on all and write the files."""
    for script in (TEAM_SIZE, MONTHLY_VOLUME):
        settings = script.SETTINGS
        found = choices(settings.name)
        numbers = [choice.example for choice in found]
        matrix = matrix_of(settings, numbers)
        _report(settings.name, found, _left_out(matrix, numbers))
        model = fit(matrix, numbers, STRENGTH, np.ones(len(numbers)))
        trained = replace(settings, trained_on=digest_of_scripts(RECIPE))
        file = write_model(trained, model.coef_, model.intercept_)
        record_fitted(settings.name, fitted_digest(matrix, numbers))
        tell(f"{file.name}: {file.stat().st_size} bytes from {len(numbers)} numbers")


def _left_out(matrix: Any, numbers: Sequence[Example]) -> Any:
    """Give each number's likelihood from a model that saw nothing of its call."""
    folds = np.array(folds_of(numbers))
    found = np.zeros(len(numbers))
    for fold in sorted(set(folds)):
        seen, unseen = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        own = [numbers[int(index)] for index in seen]
        model = fit(matrix[seen], own, STRENGTH, np.ones(len(own)))
        found[unseen] = model.predict_proba(matrix[unseen])[:, 1]
    return found


def _report(name: str, found: Sequence[Choice], likely: Any) -> None:
    calls: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for choice, likelihood in zip(found, likely, strict=True):
        calls[choice.example.group].append((float(likelihood), choice.value))
    labels = {script.name: script.headers.get(name) for script, _, _ in training_calls()}
    labelled = sum(value is not None for value in labels.values())
    for threshold in _THRESHOLDS:
        said = {call: max(numbers)[1] for call, numbers in calls.items() if max(numbers)[0] > threshold}
        hits = sum(str(value) == labels[call] for call, value in said.items())
        tell(f"{name}, calls left out, from {threshold}: F1 {f1(hits, len(said), labelled):.3f}")


if __name__ == "__main__":
    main()
