"""What only takes up what was said, as people say it on the telephone and in meetings."""

import pytest

from aftercall.language.acknowledgements import is_acknowledgement, is_thanks
from aftercall.language.acts import classify
from aftercall.language.normalisation import normalise
from aftercall.session.prepared import DialogueAct

ACKNOWLEDGING = """
yeah|Yeah.|yes|yep|yup|okay|OK|'kay|mm'kay|mm-hmm|mm hmm|um-hmm|um hmm|uh-huh|uh huh|mhm|hmm|Mm.|oh|ah
aha|ooh|wow|right|alright|all right|sure|sure thing|for sure|of course|great|good|cool|fine|perfect
exactly|absolutely|definitely|true|correct|indeed|I see|oh I see|got it|gotcha|understood|makes sense
that makes sense|fair enough|fair point|sounds good|sounds great|no problem|no worries|good to know
very good|that's right|that's true|that's correct|that's fine|that's great|it's fine|that's really good
that's so funny|it's pretty cool|I understand|I know|I know what you mean|I hear you|I agree|me too
I think so|I think so too|works for me|that works|happy to|yeah yeah|yeah yeah yeah yeah yeah yeah yeah
okay okay|right right okay|no no no|okay, got it|Okay. Got it.|oh okay great|yeah, that makes sense
yeah I see|well yeah|um okay|okay uh yeah|yeah, um, sure|mm-hmm, mm-hmm|alright perfect thank you
okay, thank you so much|great, thanks|sure, Dana|okay Miguel|yes sir|yes ma'am|got it guys|yes please
you're right|oh really|oh wow okay|i totally understand that|not really|nope|yes it is|yeah I do
""".replace("\n", "|").strip("|")
SAYING_MORE = """
yeah we have twelve people|right, so how much is it|okay so|okay but|yeah so|yeah because|so|well|and
twelve|yeah five|right now|good morning|sure but what about|no budget|no Miguel|too expensive
it's expensive|sounds expensive|it's terrible|yes it does work with salesforce|okay who is this
i see the invoice|that makes three of us|i understand you do templates|thank you|thanks a lot
thank you very much|no we use docusign
""".replace("\n", "|").strip("|")


@pytest.mark.parametrize("said", ACKNOWLEDGING.split("|"))
def test_everyday_acknowledgements_are_told(said: str) -> None:
    text = normalise(said).text.strip()
    assert is_acknowledgement(text)


@pytest.mark.parametrize("said", SAYING_MORE.split("|"))
def test_what_says_more_is_none(said: str) -> None:
    assert classify(normalise(said).text.strip())[0] is not DialogueAct.ACKNOWLEDGEMENT


def test_thanks_alone_are_told_apart() -> None:
    assert is_thanks("thank you very much")
    assert not is_thanks("okay thank you")


def test_a_long_hum_is_read_at_once() -> None:
    assert not is_acknowledgement("m" * 5_000 + "x")
    assert not is_acknowledgement("yeah " * 5_000)
