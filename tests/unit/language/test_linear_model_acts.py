"""What the trained models add to the patterns of dialogue acts."""

import pytest

from aftercall.language.acts import asks_for_action, classify
from aftercall.language.normalisation import normalise
from aftercall.session.prepared import DialogueAct


@pytest.mark.parametrize("text", ["Hmm.", "Mm-hmm", "mm hmm", "mmm", "uh-huh"])
def test_humming_alone_acknowledges(text: str) -> None:
    assert classify(normalise(text).text)[0] is DialogueAct.ACKNOWLEDGEMENT


@pytest.mark.parametrize("clause", ["seven", "engagement letters", "thursday at two", "yeah five"])
def test_a_bare_value_answers_rather_than_acknowledges(clause: str) -> None:
    assert classify(clause)[0] is not DialogueAct.ACKNOWLEDGEMENT


@pytest.mark.parametrize(
    "clause", ["i'm driving", "sorry about that", "i don't care right now", "he's gonna hate that"]
)
def test_what_is_said_of_oneself_is_no_promise(clause: str) -> None:
    assert classify(clause)[0] is not DialogueAct.COMMITMENT


@pytest.mark.parametrize("clause", ["you guys do nonprofit pricing", "you mean for each person"])
def test_a_question_without_the_words_of_one_is_heard(clause: str) -> None:
    assert classify(clause)[0] is DialogueAct.QUESTION


def test_a_request_in_an_e_mail_is_more_likely_an_action_than_news_is() -> None:
    assert asks_for_action("please send me the signed copy by friday.") > 0.5
    assert asks_for_action("the meeting went well and everybody liked the slides.") < 0.5


def test_the_likelihood_of_an_act_is_its_confidence() -> None:
    _, confidence = classify("i'll send you the list tomorrow")
    assert 0.5 < confidence <= 1
