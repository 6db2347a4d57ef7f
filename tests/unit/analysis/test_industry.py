"""Which industry the caller works in: a trade counts where its clause is about the caller's own company."""

import pytest

from aftercall.analysis.conversation import read_conversation
from aftercall.analysis.sales.industry import find_industry, trade_clauses
from tests.unit.analysis.calls import prepared


def industry(dialogue: str) -> str | None:
    found = find_industry(read_conversation(prepared(dialogue)))
    return found.value if found else None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Hi, I run a small dental practice in Ohio.", "healthcare"),
        ("we're a family trucking company", "logistics"),
        ("yeah hi i own a roofing company", "construction"),
        ("Good morning, I'm with a credit union in Dayton.", "finance"),
        ("We run a food bank.", "nonprofit"),
    ],
)
def test_what_callers_say_of_their_own_company(said: str, expected: str) -> None:
    assert industry(f"A: How can I help?\nU: {said}") == expected


@pytest.mark.parametrize(
    "said",
    [
        "I need to ask our lawyer first",
        "my sister works at a hospital",
        "is that even legal",
        "our finance people want the invoice",
        "we're a HubSpot shop",
        "three percent is my whole bank account",
    ],
)
def test_trades_that_are_not_the_callers(said: str) -> None:
    assert industry(f"A: Anything else?\nU: well okay\nA: Sure.\nU: right\nA: And?\nU: {said}") is None


def test_the_own_trade_outweighs_the_customers() -> None:
    dialogue = """
    A: How can I help?
    U: Hi, I'm at an insurance agency in Boise.
    A: What do you send?
    U: applications, mostly to restaurants and a hotel or two
    """
    assert industry(dialogue) == "insurance"


def test_a_business_that_no_industry_knows_is_other() -> None:
    assert industry("A: What do you do?\nU: we are a small ghost tracking business") == "other"


def test_the_evidence_is_the_clause_that_says_it() -> None:
    conversation = read_conversation(prepared("A: Hello.\nU: Hi there. I run a bakery cafe. How much is it?"))
    found = find_industry(conversation)
    assert found is not None
    assert [item.quote for item in found.evidence] == ["I run a bakery cafe."]


def test_the_model_sees_how_a_trade_is_said_and_not_which() -> None:
    first, second = (
        [told.text for told in trade_clauses(read_conversation(prepared(f"A: Hello.\nU: we're a {trade}")))]
        for trade in ("law firm", "tile shop")
    )
    assert first == second
