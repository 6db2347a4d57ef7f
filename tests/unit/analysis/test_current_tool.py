"""What the caller works with today: a product, the manual way, or neither."""

import pytest

from aftercall.analysis.competitors import find_competitors
from aftercall.analysis.conversation import read_conversation
from aftercall.analysis.sales.facts import find_current_tool
from aftercall.analysis.sales.needs import find_use_cases
from aftercall.profile import load_profile
from tests.unit.analysis.calls import prepared


def tool(dialogue: str) -> str | None:
    conversation, profile = read_conversation(prepared(dialogue)), load_profile()
    found = find_current_tool(conversation, profile, find_competitors(conversation, profile))
    return found.value if found else None


def primary_use_case(dialogue: str) -> str | None:
    cases = find_use_cases(read_conversation(prepared(dialogue)))
    return next((case.value for case in cases if case.primary), None)


@pytest.mark.parametrize(
    "question",
    [
        "And what's in place today?",
        "And at the moment?",
        "What's being replaced?",
        "How are you collecting it now?",
        "And you're using something today?",
    ],
)
def test_a_tool_that_answers_how_it_is_done_today(question: str) -> None:
    assert tool(f"A: {question}\nU: DocuSign. It's dull.") == "DocuSign"


def test_a_tool_named_first_when_asked_is_in_use_whatever_is_said_of_it() -> None:
    said = "Adobe Acrobat Sign, which came free with something and isn't free anymore."
    assert tool(f"A: And what are you using today?\nU: {said}") == "Adobe Sign"


def test_a_tool_in_use_beside_what_is_looked_at() -> None:
    said = "I'm looking at enrollment contracts, we have DocuSign at the moment."
    assert tool(f"A: How can I help?\nU: {said}") == "DocuSign"


def test_a_tool_that_others_use_is_not_in_use() -> None:
    assert tool("A: How can I help?\nU: My cousin has DocuSign for that.") is None


@pytest.mark.parametrize(
    "answer",
    ["They come in and they do it at the front desk.", "she walks it down the hall", "a stamp and a folder"],
)
def test_errands_that_answer_how_it_is_done_today_are_the_manual_way(answer: str) -> None:
    assert tool(f"A: How do they get signed today?\nU: {answer}") == "manual"


def test_errands_told_of_something_else_are_no_tool() -> None:
    assert tool("A: Where are you?\nU: I walked down the hall.") is None


def test_a_bill_of_the_product_is_no_use_case() -> None:
    said = "I've been charged twice, there are two invoices here."
    assert primary_use_case(f"A: How can I help?\nU: {said}") is None


def test_invoices_that_the_caller_sends_are_one() -> None:
    assert primary_use_case("A: What do you send?\nU: we send invoices to forty clients") == "invoices"
