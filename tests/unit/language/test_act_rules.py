"""What a clause shows is not missed where its pattern is only tried beside certain words."""

import pytest

from aftercall.language.act_rules import evidence_of, says_more


@pytest.mark.parametrize(
    "ending",
    [
        "right", "correct", "is it", "isn't it", "is that right", "does it", "doesn't it", "do you",
        "don't you", "is that possible", "or no", "or not", "yes or no", "or is that crazy",
        "or is that not", "is that okay", "is that correct", "you know what i mean",
    ],
)  # fmt: skip
@pytest.mark.parametrize("mark", ["", "?", " ?"])
def test_every_tag_is_seen(ending: str, mark: str) -> None:
    assert evidence_of(f"it works, {ending}{mark}").tag
    assert not evidence_of(f"it works, {ending} and more").tag


@pytest.mark.parametrize("said", ["seats for 7", "two of them", "next months", "tuesday then", "at noon"])
def test_a_value_is_a_digit_or_a_word_for_one(said: str) -> None:
    assert evidence_of(said).value
    assert not evidence_of("someone often weakens").value


@pytest.mark.parametrize(
    "said", ["mhm", "mmhmm then", "uh-huh", "i got it", "very much", "'kay", "of course"]
)
def test_a_cue_may_be_hummed_or_several_words(said: str) -> None:
    assert evidence_of(said).cue
    assert not evidence_of("the invoice is there").cue


@pytest.mark.parametrize(
    "said",
    [
        "i'll be honest", "we will see", "i won't sign", "we don't do that", "he's gonna call", "i'm sorry",
        "it's going to break", "i should've known", "i'd like that", "let me think",
    ],
)  # fmt: skip
def test_a_figure_of_speech_promises_nothing(said: str) -> None:
    assert evidence_of(said).figure_of_speech


def test_what_follows_a_denial_may_take_it_back() -> None:
    assert says_more("no, the invoice")
    assert not says_more("no, right")
