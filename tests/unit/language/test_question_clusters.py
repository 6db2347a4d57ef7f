"""Which questions of different calls ask the same."""

from aftercall.language.embeddings import pack
from aftercall.language.question_clusters import kept_subject, likeness, nearest, subject_of
from tests.fakes.embedder import Alike, WordEmbedder


def test_without_embeddings_most_of_the_words_have_to_be_the_same() -> None:
    asked = subject_of("Does it sync with Ledgerly?", None)
    assert likeness(asked, subject_of("sync with ledgerly", None)) > 0
    assert likeness(asked, subject_of("sync with the calendar", None)) == 0


def test_one_shared_word_is_enough_only_where_there_is_no_other() -> None:
    assert likeness(subject_of("pricing?", None), subject_of("the pricing", None)) > 0
    assert likeness(subject_of("pricing for schools", None), subject_of("pricing in euros", None)) == 0


def test_questions_without_a_telling_word_are_alike_only_word_for_word() -> None:
    assert likeness(subject_of("What is it?", None), subject_of("what is it", None)) == 1.0
    assert likeness(subject_of("What is it?", None), subject_of("how would they", None)) == 0


def test_embeddings_of_different_models_are_not_compared() -> None:
    embedding = pack([1.0, 2.0])
    one, other = kept_subject("cost", embedding, "first"), kept_subject("price", embedding, "second")
    assert likeness(one, other) == 0
    assert likeness(one, kept_subject("price", embedding, "first")) > 0.99


def test_a_question_joins_the_cluster_it_is_most_surely_the_same_as() -> None:
    embedder = WordEmbedder()
    known = [
        ("near", subject_of("sync contracts with ledgerly every week", embedder)),
        ("same", subject_of("sync contracts with ledgerly", embedder)),
    ]
    assert nearest(subject_of("contracts with ledgerly sync", embedder), known) == "same"


def test_a_question_like_no_other_joins_none() -> None:
    assert nearest(subject_of("zebras", None), [(1, subject_of("ledgerly", None))]) is None


def test_among_equals_the_first_wins() -> None:
    known = [(1, subject_of("one", Alike())), (2, subject_of("two", Alike()))]
    assert nearest(subject_of("three", Alike()), known) == 1
