"""The model itself, where its packages are installed."""

import importlib.util
from collections.abc import Iterator

import pytest

from aftercall.embedding.minilm import MODEL_NAME, NEEDED_PACKAGES, MiniLM, load_embedder
from aftercall.language.embeddings import pack, unpack


@pytest.fixture(scope="module")
def embedder() -> MiniLM:
    loaded = load_embedder()
    if loaded is None:
        pytest.skip("the dependency group `embeddings` is not installed")
    return loaded


def test_an_embedding_has_length_one_and_names_its_model(embedder: MiniLM) -> None:
    values = embedder.embed("do you work with salesforce")
    assert len(values) == 384
    assert sum(value * value for value in values) == pytest.approx(1.0)
    assert embedder.name == MODEL_NAME


def test_the_same_question_in_other_words_is_nearer_than_another_question(embedder: MiniLM) -> None:
    first, again, other = (
        unpack(pack(embedder.embed(text)))
        for text in (
            "what does the enterprise plan cost",
            "how much is enterprise per seat",
            "do you integrate with salesforce",
        )
    )
    assert first.cosine(again) > 0.5
    assert first.cosine(other) < 0.3


def test_the_same_text_gives_the_same_embedding(embedder: MiniLM) -> None:
    assert embedder.embed("send me a proposal") == embedder.embed("send me a proposal")


def test_an_empty_text_has_an_embedding_too(embedder: MiniLM) -> None:
    assert len(embedder.embed("")) == 384


@pytest.mark.parametrize("missing", NEEDED_PACKAGES)
def test_without_its_packages_there_is_no_embedder_and_no_error(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else find(name))
    assert load_embedder() is None


def shrinking(value: float) -> Iterator[float]:
    while value > 0.001:
        yield value
        value *= 0.9


def test_keeping_an_embedding_as_bytes_turns_it_by_less_than_a_degree() -> None:
    values = [(-1) ** index * value for index, value in enumerate(shrinking(0.2))]
    kept = unpack(pack(values))
    exact = sum(value * value for value in values) ** 0.5
    cosine = sum(a * b for a, b in zip(values, kept.values, strict=True)) / (exact * kept.length)
    assert cosine > 0.9998
