"""The tagger of personal data: what it is made of, and that it scores each token."""

import pytest

from aftercall.language.linear_model import UnreadableModel
from aftercall.language.personal_data_tagger import PersonalDataTagger, bucket_of, load_tagger
from aftercall.language.personal_data_tokens import TAGS, all_names, tokens_of, words_of
from tests.evaluation.training.model_files import digest_of
from tests.evaluation.training.personal_data import SETS, recipe


def tokens(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens_of(text)]


def test_neither_the_data_nor_the_recipe_changed_since_the_tagger_was_trained() -> None:
    assert load_tagger().settings.trained_on == digest_of(SETS, recipe())


def test_the_tagger_knows_the_tags_that_the_product_reads() -> None:
    assert load_tagger().settings.labels == TAGS


def test_every_token_gets_a_score_for_each_tag() -> None:
    said = tokens("my name is dana reyes")
    assert [len(scores) for scores in load_tagger().scores(said)] == [len(TAGS)] * len(said)


def test_an_introduced_name_scores_highest_as_a_person() -> None:
    scores = load_tagger().scores(tokens("my name is dana reyes"))
    assert [TAGS[max(range(len(TAGS)), key=row.__getitem__)] for row in scores] == ["O"] * 3 + ["PERSON"] * 2


def test_the_product_sums_what_training_counts() -> None:
    settings = load_tagger().settings
    weights = bytes(range(256)) * (settings.buckets * len(TAGS) // 256)
    said = tokens("call me at 44 mill road")
    found = [row[0] for row in PersonalDataTagger(settings, weights).scores(said)]
    signed = [value - 256 if value > 127 else value for value in range(256)]
    counted = [
        sum(signed[bucket_of(name, settings.buckets) % 256] for name in names)
        for names in all_names(words_of(said))
    ]
    assert found == pytest.approx([settings.intercepts[0] + settings.scales[0] * total for total in counted])


def test_small_letters_say_nothing_where_a_turn_has_no_capitals() -> None:
    assert words_of(["dana"])[0].shape != words_of(["Dana", "dana"])[1].shape


def test_the_possessive_is_no_part_of_a_name() -> None:
    assert tokens("Dana's and O'Brien") == ["Dana", "'", "s", "and", "O'Brien"]


def test_a_damaged_model_is_named() -> None:
    with pytest.raises(UnreadableModel, match="personal_data"):
        PersonalDataTagger(load_tagger().settings, b"\x00")
