"""Which turns get an embedding, and how embeddings are kept and compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.language import embeddings
from aftercall.language.embeddings import embed_turns, group_alike, pack, unpack, vectors_of
from aftercall.language.prepare import annotate
from aftercall.session.prepared import PreparedSession
from tests.fakes.embedder import WordEmbedder
from tests.unit.analysis.calls import PROFILE, call

DIALOGUE = """
A: Hello, how can I help you today?
U: okay sure
U: we are a team of twelve people. what does the enterprise plan cost?
U: I really like how simple it looks
"""


def embedded(dialogue: str, embedder: WordEmbedder) -> PreparedSession:
    return annotate(call(dialogue), PROFILE, embedder)


def test_only_what_the_caller_asks_in_three_words_or_more_gets_an_embedding() -> None:
    result = embedded(f"{DIALOGUE}\nU: really?", WordEmbedder())
    assert [item.embedding is not None for item in result.annotations] == [False, False, True, False, False]


def test_of_a_turn_that_asks_only_the_question_is_embedded() -> None:
    embedder = WordEmbedder()
    embedded(DIALOGUE, embedder)
    assert embedder.asked == ["what does the enterprise plan cost?"]


def test_the_model_is_named_where_there_are_embeddings() -> None:
    assert embedded(DIALOGUE, WordEmbedder()).embedding_model == "words"
    assert annotate(call(DIALOGUE), PROFILE).embedding_model is None
    assert all(item.embedding is None for item in annotate(call(DIALOGUE), PROFILE).annotations)


def test_of_an_endless_call_the_richest_questions_are_embedded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embeddings, "MOST_TURNS", 2)
    embedder = WordEmbedder()
    rich = "does it send proposals contracts quotes and invoices to clients every week?"
    embedded(f"U: can it do that?\nU: {rich}\nU: what does it cost a month?", embedder)
    assert embedder.asked == [rich, "what does it cost a month?"]


def test_an_endless_call_costs_at_most_so_many_words() -> None:
    embedder = WordEmbedder()
    asked = (" ".join(f"word{n}x{m}" for m in range(97)) for n in range(200))
    session = call("\n".join(f"U: what does {words} cost?" for words in asked))
    embed_turns(session, annotate(session, PROFILE).annotations, embedder)
    assert len(embedder.asked) == embeddings.MOST_WORDS // 100


@given(st.lists(st.floats(-1, 1, width=32), min_size=8, max_size=8).filter(any))
def test_what_is_kept_points_the_same_way(values: list[float]) -> None:
    once = unpack(pack(values))
    assert once.cosine(unpack(pack([value * 3 for value in values]))) == pytest.approx(1.0, abs=0.02)


def test_nothing_but_noughts_is_like_nothing() -> None:
    assert unpack(pack([0.0, 0.0])).cosine(unpack(pack([1.0, 0.0]))) == 0.0


def test_embeddings_of_two_models_are_unlike() -> None:
    assert unpack(pack([1.0, 0.0])).cosine(unpack(pack([1.0, 0.0, 0.0]))) == 0.0


def test_embeddings_are_found_by_their_item() -> None:
    result = embedded(DIALOGUE, WordEmbedder())
    assert set(vectors_of(result.annotations)) == {"item_2"}


def test_a_chain_of_small_steps_does_not_join_two_subjects() -> None:
    assert group_alike([1, 2, 3, 4], lambda first, second: second - first <= 1) == ((1, 2), (3, 4))
