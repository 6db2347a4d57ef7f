"""What counts as a promise: work for after the call, said by one side and meant."""

import pytest

from aftercall.reports.action_items import ActionItem, Owner
from tests.unit.analysis.calls import VOICEMAIL, analyzed


def items(dialogue: str) -> tuple[ActionItem, ...]:
    report = analyzed(dialogue).reports.action_items
    assert report is not None
    return report.items


@pytest.mark.parametrize(
    ("said", "owner"),
    [
        ("A: I'll have a solutions engineer write to you by Wednesday.", Owner.SALES),
        ("A: I'll ask our billing colleagues to confirm the amount.", Owner.SUPPORT),
        ("A: I've opened a ticket, and the support lead will call you back before five.", Owner.SUPPORT),
        ("A: A sales representative will email you today to set up Monday morning.", Owner.SALES),
        ("A: You'll hear from our sales team by Friday.", Owner.AGENT),
        ("A: I'll send the checklist over within the hour.", Owner.AGENT),
        ("A: I'll forward both to the specialist before the call.", Owner.AGENT),
        ("A: I'll have our integrations specialist confirm it for you.", Owner.SALES),
        ("A: One of our design specialists will write to you by Friday.", Owner.SALES),
        ("A: Our security team will fill in their part within five days.", Owner.SUPPORT),
        ("A: I'll forward this to billing, and they'll reply to you on Monday.", Owner.SUPPORT),
        ("A: I've passed it to our privacy team, and they'll reply within thirty days.", Owner.SUPPORT),
        ("U: I'll dig out last year's invoices so you can compare.", Owner.USER),
        ("U: I'll do the upgrade tonight once the kids are in bed.", Owner.USER),
        ("U: let me run it by my partner first", Owner.USER),
        ("U: my assistant will send you the templates tomorrow", Owner.USER),
        ("U: I'll talk to her on Monday, and if she agrees we go ahead", Owner.USER),
    ],
)
def test_a_promise_of_work_has_the_one_who_does_it_as_its_owner(said: str, owner: Owner) -> None:
    assert [item.owner for item in items(f"A: Hi there.\nU: hello\n{said}")] == [owner]


@pytest.mark.parametrize(
    "said",
    [
        "A: I'll note that you asked for one.",
        "A: Let me look that up for you.",
        "A: I'll book Thursday at ten for you.",
        "A: I'll do my best.",
        "A: I'll connect you with Tamsin from our healthcare team.",
        "A: I'll try one more time.",
        "A: You'll get an email when they sign.",
        "A: The pricing page will have the current limits.",
        "A: If he gives us a ring, we'll look after him.",
        "U: I'll be honest with you, it's slow.",
        "U: I'll bring my two grumpiest reps to watch.",
        "U: call it three hundred a month",
        "U: well, so maybe I'll tell him",
        "U: if it goes wrong I'll be back on to you",
        "U: I'll miss her, though",
        "U: okay let me get some water, hold on",
        "U: he's gonna hate that",
        "U: we won't do it before May",
    ],
)
def test_what_is_done_at_once_or_only_said_is_no_promise(said: str) -> None:
    assert items(f"A: Hi there.\nU: hello\n{said}\nA: Okay.") == ()


def test_an_offer_counts_when_it_is_accepted_and_not_replaced_by_a_promise() -> None:
    offer = "A: I can have sales put together a quote. Would that help?"
    promise = "A: I'll have sales email you the quote by Friday."
    assert len(items(f"{offer}\nU: yes please\nA: Very good.")) == 1
    assert items(f"{offer}\nU: no, not yet\nA: All right.") == ()
    assert [item.deadline_text for item in items(f"{offer}\nU: yes please\n{promise}")] == ["by Friday"]


def test_a_promise_that_is_repeated_is_one() -> None:
    first = "A: I'll have sales email you the comparison by Friday."
    again = "A: I'll make sure the comparison arrives by Friday."
    assert len(items(f"{first}\nU: thanks\n{again}\nU: bye")) == 1


def test_a_greeting_of_a_machine_promises_nothing() -> None:
    assert items(VOICEMAIL.replace("after the tone", "after the tone and I'll call you back")) == ()


def test_digits_of_a_telephone_number_are_no_deadline() -> None:
    said = "A: We'll call you this week at five one eight, five five five, oh one four seven."
    assert [item.deadline_text for item in items(f"{said}\nU: good")] == ["this week"]


@pytest.mark.parametrize(
    "words", ["as soon as we hang up", "right away", "within the hour", "before the call"]
)
def test_a_deadline_without_a_date_is_kept_as_said(words: str) -> None:
    (item,) = items(f"A: I'll email you that page {words}.\nU: great")
    assert item.deadline_text == words
