"""What hurts at work is told in many ways; wishes, praise and our own prices are no trouble."""

import pytest

from aftercall.reports.sales_intelligence import PainPoint
from tests.unit.analysis.calls import analyzed


def pains(dialogue: str) -> tuple[PainPoint, ...]:
    report = analyzed(dialogue).reports.sales_intelligence
    assert report is not None
    return report.pain_points


@pytest.mark.parametrize(
    "said",
    [
        "Half the time we can't find the signed copy.",
        "Nobody knows which version is the right one.",
        "We lost a customer last spring because the letter went missing.",
        "The office spends every Monday chasing signatures.",
        "It took us three weeks to get one signature back.",
        "My team has to retype the address every single time.",
        "People keep sending us the old form and we start over.",
    ],
)
def test_trouble_is_found_however_it_is_told(said: str) -> None:
    found = pains(f"A: How do you do it today?\nU: {said}\nA: I see.")
    assert [item.evidence[0].quote.rstrip(".") for item in found] == [said.rstrip(".")]


@pytest.mark.parametrize(
    "said",
    [
        "I would love it if nobody had to chase anyone.",
        "That's great, thank you.",
        "We send about forty letters.",
        "Could it remind people who forget?",
        "No problem at all, take your time.",
        "We're a small school with three offices.",
    ],
)
def test_wishes_praise_and_plain_facts_are_no_trouble(said: str) -> None:
    assert pains(f"A: What can I do for you?\nU: {said}\nA: I see.") == ()


def test_what_follows_from_a_problem_is_no_second_one() -> None:
    found = pains(
        "A: What happened?\nU: We sent the wrong price twice this quarter. It cost us a customer.\nA: Oh."
    )
    assert len(found) == 1
