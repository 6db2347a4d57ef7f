"""The shipped models are what the training scripts make of the labelled sets."""

from types import ModuleType

import pytest

from aftercall.analysis.call_mood import MOOD_EXTRAS
from aftercall.analysis.promise_model import PROMISE_EXTRAS
from aftercall.analysis.sales.industry import OWN_TRADE_EXTRAS
from aftercall.language.act_rules import ACT_EXTRAS
from aftercall.language.emotions import FRUSTRATION_EXTRAS
from aftercall.language.linear_model import load_model
from aftercall.language.resistance import RESISTANCE_EXTRAS
from aftercall.language.sentiment import SENTIMENT_EXTRAS, SENTIMENT_LABELS
from tests.evaluation.training import (
    acknowledgement,
    action,
    action_item,
    call_mood,
    commitment,
    frustration,
    own_trade,
    question,
    resistance,
    sentiment,
)
from tests.evaluation.training.model_files import MODELS, digest_of

LARGEST_BYTES = 1_500_000
TRAINED = {
    "sentiment": (sentiment, SENTIMENT_EXTRAS),
    "frustration": (frustration, FRUSTRATION_EXTRAS),
    "question": (question, ACT_EXTRAS),
    "acknowledgement": (acknowledgement, ACT_EXTRAS),
    "commitment": (commitment, ACT_EXTRAS),
    "action": (action, ACT_EXTRAS),
    "action_item": (action_item, PROMISE_EXTRAS),
    "call_mood": (call_mood, MOOD_EXTRAS),
    "resistance": (resistance, RESISTANCE_EXTRAS),
    "own_trade": (own_trade, OWN_TRADE_EXTRAS),
}


@pytest.mark.parametrize(("name", "script"), [(name, script) for name, (script, _) in TRAINED.items()])
def test_neither_the_data_nor_the_recipe_changed_since_a_model_was_trained(
    name: str, script: ModuleType
) -> None:
    assert load_model(name).settings.trained_on == digest_of(script.SETS, script.RECIPE)


@pytest.mark.parametrize(("name", "extras"), [(name, extras) for name, (_, extras) in TRAINED.items()])
def test_a_model_weighs_the_evidence_that_the_product_gives_it(name: str, extras: tuple[str, ...]) -> None:
    assert load_model(name).settings.extras == extras


def test_the_sentiment_model_knows_the_labels_that_scores_are_made_of() -> None:
    assert load_model("sentiment").settings.labels == SENTIMENT_LABELS


@pytest.mark.parametrize("name", TRAINED)
def test_a_model_is_small(name: str) -> None:
    assert (MODELS / f"{name}.model").stat().st_size < LARGEST_BYTES


@pytest.mark.parametrize("name", TRAINED)
def test_a_model_has_a_card(name: str) -> None:
    cards = MODELS.parents[5] / "docs" / "models"
    assert (cards / f"{name}.md").read_text(encoding="utf-8").startswith("# ")
