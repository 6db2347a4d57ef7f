"""The shipped models see in a text what they were fitted to.

The digests (`training/fitted.json`) are over every feature of every example that a model was trained on:
rules, word lists, normalisation, hashing. When one differs, training again would give another model;
run `python -m tests.evaluation.training.<model>`.
"""

from types import ModuleType

import pytest

from aftercall.language.personal_data_tagger import MODEL_NAME
from tests.evaluation.training import (
    acknowledgement,
    action,
    action_item,
    call_mood,
    call_numbers,
    commitment,
    frustration,
    own_trade,
    personal_data,
    question,
    resistance,
    sentiment,
)
from tests.evaluation.training.fitting import fitted_digest, matrix_digest, matrix_of
from tests.evaluation.training.model_files import MODELS, fitted_digests
from tests.evaluation.training.personal_data_examples import training_turns

SCRIPTS = (
    acknowledgement,
    action,
    action_item,
    call_mood,
    call_numbers.MONTHLY_VOLUME,
    call_numbers.TEAM_SIZE,
    commitment,
    frustration,
    own_trade,
    question,
    resistance,
    sentiment,
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.SETTINGS.name)
def test_no_feature_changed_since_a_model_was_trained(script: ModuleType) -> None:
    examples = script.examples()
    digest = fitted_digest(matrix_of(script.SETTINGS, examples), examples)
    assert digest == fitted_digests()[script.SETTINGS.name]


def test_no_feature_changed_since_the_tagger_was_trained() -> None:
    digest = matrix_digest(*personal_data.matrix_of(training_turns()))
    assert digest == fitted_digests()[MODEL_NAME]


def test_what_every_model_was_fitted_to_is_noted() -> None:
    assert set(fitted_digests()) == {file.stem for file in MODELS.glob("*.model")}
