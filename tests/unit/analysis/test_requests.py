"""What the caller asks to be shown and to be sent, apart from what they show and send themselves."""

import pytest

from aftercall.reports.action_items import ActionItemReport
from tests.unit.analysis.calls import analyzed


def requests(said: str) -> ActionItemReport:
    report = analyzed(f"A: How can I help?\nU: {said}\nA: Of course.").reports.action_items
    assert report is not None
    return report


@pytest.mark.parametrize(
    "said",
    [
        "Okay, send me a one page comparison with the overage in it.",
        "could you email me the security overview before Friday",
        "can someone send our lawyer the data processing terms",
        "He's gonna want the SOC 2 report and the pen test summary.",
        "I'd need something for the board, a one-pager with the figures.",
        "In writing, please, not a phone call.",
        "I'd have to have it on paper for the insurers.",
        "do you have a case study from another school",
        "have sales send over a quote for twelve",
        "Can I get a copy of that certificate?",
        "you might fire over the data protection agreement",
        "Have you a leaflet I could put in front of him?",
        "get them to put it in an email",
        "Something short I can show the trustees, one page.",
        "yeah shoot me whatever you have on encryption",
        "Could you put the credit in writing, with the conditions?",
        "have them bring me a sample of that certificate",
        "do you have a little movie I can show them",
    ],
)
def test_a_document_the_caller_wants_is_found(said: str) -> None:
    assert len(requests(said).document_requests) == 1


@pytest.mark.parametrize(
    "said",
    [
        "Then we PDF it and email it and they print it and scan it.",
        "I have a driver contract that went to the wrong address.",
        "The secretaries would just email me, they do that anyway.",
        "Text it to 'em, they don't read email.",
        "We send out about forty proposals a month.",
        "I need the quote-to-document thing with line items.",
        "you don't need to send me anything",
        "can we email it to them in Spanish",
        "I'll send you our order forms by Monday",
        "I'd need the quote to jump over on its own, we can't type it twice.",
        "If the foreman doesn't like the certificate page, that's that.",
        "some send me a photo of the paper",
    ],
)
def test_how_the_caller_sends_documents_is_no_request(said: str) -> None:
    assert requests(said).document_requests == ()


@pytest.mark.parametrize(
    "said",
    [
        "can we get a demo with somebody technical",
        "I want to see it with our actual contract, not a pretend company.",
        "could someone walk us through the approval flow",
        "one demo also we want for the legal team",
        "show me how the table works",
        "When can I see it.",
        "have them build one live while my partner watches",
        "let somebody rebuild our worst quote in front of her",
        "I'd like to watch somebody make one from scratch",
        "could a specialist run it start to finish with our own lease",
        "have your engineer show my foreman both sides",
    ],
)
def test_a_wish_to_be_shown_is_found(said: str) -> None:
    assert len(requests(said).demo_requests) == 1


@pytest.mark.parametrize(
    "said",
    [
        "I don't need the tour",
        "the sync fell over twice in the demo",
        "I want to see the price first",
        "we had a demo last year",
        "they can see it when they open the link",
        "I want something I can show my boss on a screen",
        "show me where the button is",
        "our people sign it in front of a notary",
    ],
)
def test_other_talk_of_seeing_is_no_wish_for_a_demo(said: str) -> None:
    assert requests(said).demo_requests == ()


def test_asking_when_and_saying_what_is_one_wish() -> None:
    found = requests("When can I see it. I want to see it with our own lease.").demo_requests
    assert [wish.evidence[0].quote for wish in found] == ["I want to see it with our own lease."]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("Would it help to have an official quote?", "a quote with both numbers next to each other, please"),
        ("What would help you in front of them?", "A written proposal with the price for twenty."),
    ],
)
def test_a_document_that_is_only_named_is_wanted_where_the_agent_offers_something(
    asked: str, answered: str
) -> None:
    report = analyzed(f"A: {asked}\nU: {answered}\nA: Of course.").reports.action_items
    assert report is not None
    assert len(report.document_requests) == 1


def test_a_document_that_is_named_as_what_they_send_is_no_request() -> None:
    report = analyzed("A: What would you like to send?\nU: The service contract.\nA: I see.").reports
    assert report.action_items is not None
    assert report.action_items.document_requests == ()
