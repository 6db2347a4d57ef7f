"""Train the model of whole calls' moods: ``python -m tests.evaluation.training.call_mood``.

The scripted calls that may be trained on, and the development calls. Three regressions over the same
numbers, written as one model: the caller's sentiment, its trend, and whether the caller is frustrated.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from aftercall.analysis.call_mood import ATTITUDES, MODEL_NAME, MOOD_EXTRAS, MOOD_LABELS, TRENDS
from aftercall.analysis.conversation import read_conversation
from aftercall.analysis.sentiment import evidence_of
from aftercall.language.prepare import annotate
from aftercall.profile import load_profile
from aftercall.session.parsing import parse_report
from tests.evaluation.harness.call_scores import agrees, alternatives
from tests.evaluation.harness.rows import DATA
from tests.evaluation.harness.script_labels import labels_of_script
from tests.evaluation.harness.script_reports import report_of
from tests.evaluation.harness.scripts import read_script
from tests.evaluation.training.fitting import FOLDS, Example, fitted_digest, matrix_of, unfitted
from tests.evaluation.training.model_files import digest_of, record_fitted, write_model
from tests.evaluation.training.scripted_calls import digest_of_scripts, training_files
from tests.evaluation.training.telling import tell

type _Labels = dict[str, Any]

SETS: tuple[str, ...] = ()
STRENGTHS: Final = {"sentiment": 0.3, "sentiment_trend": 0.1, "frustrated": 0.3}
ALTERNATIVE: Final = 0.3  # what the other readings of a call together weigh
STEP: Final = 0.3
LEAST_SPREAD: Final = 0.1  # what shows in a few calls only is not made loud
RECIPE: Final = f"call_mood 1; {STRENGTHS=} {ALTERNATIVE=} {STEP=} {LEAST_SPREAD=} {digest_of_scripts('')}"
SETTINGS: Final = unfitted(MODEL_NAME, "1", labels=MOOD_LABELS, extras=MOOD_EXTRAS, buckets=1, letters=(0, 0))
ANSWERS: Final = {
    "sentiment": tuple(item.value for item in ATTITUDES),
    "sentiment_trend": tuple(item.value for item in TRENDS),
    "frustrated": ("false", "true"),
}
_DEVELOPMENT = DATA / "written_calls" / "development"


@dataclass(frozen=True, slots=True)
class Call:
    """A labelled call and what is read of its mood."""

    name: str
    evidence: tuple[float, ...]
    labels: _Labels


@lru_cache(maxsize=1)
def calls() -> tuple[Call, ...]:
    """Give the calls in which the caller says anything."""
    scripts = [
        (script.name, report_of(script), labels_of_script(script))
        for script in map(read_script, training_files())
    ]
    written = [
        (file.name, json.loads(file.read_text(encoding="utf-8")), _labels_beside(file))
        for file in sorted(_DEVELOPMENT.glob("*.report.json"))
    ]
    found = [_call(*given) for given in (*scripts, *written)]
    return tuple(call for call in found if call is not None)


def examples() -> list[Example]:
    """Give what the model is trained on; the label is all three answers in one number."""
    return [Example("", call.evidence, _answers(call), "calls", call.name) for call in calls()]


def main() -> None:
    """Measure on calls that were left out, then train on all and write the file."""
    read = calls()
    values = np.array([call.evidence for call in read])
    spread = np.maximum(values.std(axis=0), LEAST_SPREAD) / STEP
    for name in ANSWERS:
        tell(f"{name:16} {_unseen(name, read, values / spread):.3f} of the calls that were left out")
    fitted = [_fit(name, read, values / spread) for name in ANSWERS]
    weights = np.vstack([model.coef_ for model in fitted]) / spread
    coefficients = np.hstack([np.zeros((len(MOOD_LABELS), SETTINGS.buckets)), weights])
    trained = replace(SETTINGS, trained_on=digest_of(SETS, RECIPE))
    file = write_model(trained, coefficients, np.concatenate([model.intercept_ for model in fitted]))
    record_fitted(SETTINGS.name, fitted_digest(matrix_of(SETTINGS, examples()), examples()))
    tell(f"{file.name}: {file.stat().st_size} bytes from {len(read)} calls")


def _labels_beside(report: Any) -> _Labels:
    labels: _Labels = json.loads(
        report.with_name(report.name.replace("report", "gold")).read_text(encoding="utf-8")
    )
    return labels


def _call(name: str, report: _Labels, labels: _Labels) -> Call | None:
    profile = load_profile()
    prepared = annotate(parse_report(report, profile.tools), profile)
    return Call(name, evidence_of(prepared), labels) if read_conversation(prepared).user else None


def _answers(call: Call) -> int:
    code = 0
    for name, answers in ANSWERS.items():
        code = code * len(answers) + answers.index(_label(call, name))
    return code


def _label(call: Call, name: str) -> str:
    return str(call.labels[name]).lower()


def _accepted(call: Call, name: str) -> list[tuple[str, float]]:
    """Give the label and the other readings of a call with what each weighs."""
    label = _label(call, name)
    others = [item for item in dict.fromkeys(alternatives(call.labels, name)) if item != label]
    if not others:
        return [(label, 1.0)]
    return [(label, 1 - ALTERNATIVE), *((item, ALTERNATIVE / len(others)) for item in others)]


def _fit(name: str, read: Sequence[Call], values: Any) -> LogisticRegression:
    rows = [
        (row, ANSWERS[name].index(answer), weight)
        for row, call in enumerate(read)
        for answer, weight in _accepted(call, name)
    ]
    places, answers, weights = zip(*rows, strict=True)
    model = LogisticRegression(C=STRENGTHS[name], max_iter=1000)
    return model.fit(values[list(places)], answers, sample_weight=weights)


def _unseen(name: str, read: Sequence[Call], values: Any) -> float:
    """Give the share of right answers for calls that the model has not seen."""
    right = 0
    for seen, unseen in GroupKFold(2 * FOLDS).split(values, groups=[call.name for call in read]):
        model = _fit(name, [read[int(place)] for place in seen], values[seen])
        for place, answer in zip(unseen, model.predict(values[unseen]), strict=True):
            said: Callable[[str], str | bool] = (lambda text: text == "true") if name == "frustrated" else str
            right += agrees(name, read[int(place)].labels, said(ANSWERS[name][int(answer)]))
    return right / len(read)


if __name__ == "__main__":
    main()
