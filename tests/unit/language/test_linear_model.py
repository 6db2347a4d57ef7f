"""Small linear models: features, scores and the files they are read from."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.language.linear_model import (
    LinearModel,
    ModelSettings,
    UnreadableModel,
    features_of,
    load_model,
    settings_from_json,
    shared_weight,
    tokens_of,
)

BUCKETS = 64
SETTINGS = ModelSettings(
    name="example",
    version="1",
    labels=("no", "yes"),
    buckets=BUCKETS,
    letters=(3, 4),
    edges=True,
    extras=("evidence",),
    scales=(0.5, 0.25),
    intercepts=(0.1, -0.2),
    extra_weights=((1.0,), (-2.0,)),
    trained_on="",
)
WEIGHTS = bytes((7 * bucket + 3) % 256 for bucket in range(2 * BUCKETS))
MODELS = ("sentiment", "frustration", "question", "acknowledgement", "commitment", "action", "resistance")


def signed(byte: int) -> int:
    return byte - 256 if byte > 127 else byte


@given(st.text(max_size=80), st.floats(-3, 3))
def test_a_score_is_the_sum_that_training_counts(text: str, evidence: float) -> None:
    features = features_of(SETTINGS, text)
    expected = []
    for label in range(2):
        row = [signed(byte) for byte in WEIGHTS[label * BUCKETS : (label + 1) * BUCKETS]]
        shared = shared_weight(len(features.shared)) * sum(row[bucket] for bucket in features.shared)
        hashed = shared + sum(row[bucket] for bucket in features.single)
        score = SETTINGS.intercepts[label] + SETTINGS.scales[label] * hashed
        expected.append(score + SETTINGS.extra_weights[label][0] * evidence)
    assert LinearModel(SETTINGS, WEIGHTS).scores(text, (evidence,)) == pytest.approx(tuple(expected))


@given(st.text(max_size=80))
def test_probabilities_add_up_to_one(text: str) -> None:
    assert sum(LinearModel(SETTINGS, WEIGHTS).probabilities(text, (0.0,)).values()) == pytest.approx(1)


def test_the_same_text_gives_the_same_answer_however_often_it_is_asked() -> None:
    model = LinearModel(SETTINGS, WEIGHTS)
    first = model.scores("it keeps losing my prices", (1.0,))
    model.scores("and something else", (0.0,))
    assert model.scores("it keeps losing my prices", (1.0,)) == first


def test_every_number_is_the_same_word() -> None:
    assert tokens_of("Twenty of 120, at 3.") == ["twenty", "of", "0", "at", "0"]


def test_a_model_whose_weights_are_cut_short_is_named() -> None:
    with pytest.raises(UnreadableModel, match="example"):
        LinearModel(SETTINGS, WEIGHTS[:-1])


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(UnreadableModel, match="astrology"):
        load_model("astrology")


def test_evidence_of_another_length_than_the_model_was_trained_with_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        LinearModel(SETTINGS, WEIGHTS).scores("yes", ())


def test_settings_survive_their_file() -> None:
    header = json.dumps({name: getattr(SETTINGS, name) for name in ModelSettings.__slots__}).encode()
    assert settings_from_json(header) == SETTINGS


@pytest.mark.parametrize("name", MODELS)
@given(text=st.text(max_size=120))
def test_every_shipped_model_answers_any_text(name: str, text: str) -> None:
    model = load_model(name)
    found = model.probabilities(text, tuple(0.0 for _ in model.settings.extras))
    assert all(0 <= value <= 1 for value in found.values())
