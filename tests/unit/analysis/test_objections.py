"""Objections, barriers and comparisons."""

import pytest

from aftercall.reports.objections import ObjectionCategory, ObjectionReport, Severity
from tests.unit.analysis.calls import analyzed


def objections(dialogue: str) -> ObjectionReport:
    report = analyzed(dialogue).reports.objections
    assert report is not None
    return report


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("that's too expensive for us", ObjectionCategory.PRICING),
        ("it doesn't integrate with our system, that's a deal breaker", ObjectionCategory.FEATURES),
        ("not right now, maybe later this year", ObjectionCategory.TIMING),
        ("I'm worried about where the data is stored", ObjectionCategory.TRUST),
        ("our recruiters won't use another tool", ObjectionCategory.OTHER),
    ],
)
def test_categories(said: str, category: ObjectionCategory) -> None:
    assert [item.category for item in objections(f"U: {said}\nA: I see.").objections] == [category]


def test_a_request_for_a_discount_is_an_implicit_objection_to_the_price() -> None:
    found = objections("U: is there any discount for nonprofits?\nA: Let me check.").objections[0]
    assert (found.category, found.explicit) == (ObjectionCategory.PRICING, False)


def test_an_objection_is_resolved_when_the_caller_says_so() -> None:
    said = "U: I'm worried about where the data is stored\nA: It is stored in Canada.\nU: {}\nA: Good."
    assert objections(said.format("Oh good, that's a relief.")).objections[0].resolved
    assert not objections(said.format("That's not what I asked.")).objections[0].resolved


def test_a_blocker_comes_before_a_concern() -> None:
    found = objections(
        "U: it seems a bit pricey\nA: Hm.\n"
        "U: and if it doesn't sync we can't use it, that's a deal breaker\nA: Hm."
    ).objections
    assert [item.severity for item in found] == [Severity.BLOCKER, Severity.CONCERN]


def test_a_comparison_request_names_the_competitor() -> None:
    found = objections("U: how does your pricing compare to DocuSign?\nA: Well.").comparisons
    assert [(item.competitor, item.about) for item in found] == [("DocuSign", "pricing")]


def test_switching_barriers() -> None:
    kinds = {
        item.kind
        for item in objections(
            "U: our contract runs until March and we'd have to train everyone\nA: Hm."
        ).switching_barriers
    }
    assert kinds == {"contractual", "organizational"}


def test_a_battlecard_is_recommended_for_a_tool_in_use_but_not_for_hearsay() -> None:
    assert objections("U: we use DocuSign right now\nA: Hm.").battlecards == ("DocuSign",)
    assert objections("U: my sister works at DocuSign\nA: Hm.").battlecards == ()


def test_small_talk_is_no_objection() -> None:
    assert objections("U: what a nice day it is, we have three clinics\nA: Lovely.").objections == ()


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("if it goes over eighteen thousand then our CFO will not sign", ObjectionCategory.PRICING),
        ("that's near double, it's not gonna fly", ObjectionCategory.PRICING),
        ("there has to be a login otherwise security will reject it", ObjectionCategory.TRUST),
        ("we can't do anything until our contract is up in June", ObjectionCategory.TIMING),
        ("no, we don't need it", ObjectionCategory.OTHER),
        ("without an offline mode it's useless to us", ObjectionCategory.FEATURES),
    ],
)
def test_a_refusal_is_about_what_it_is_said_of(said: str, category: ObjectionCategory) -> None:
    assert [item.category for item in objections(f"U: {said}\nA: I see.").objections] == [category]


def test_a_complaint_about_the_tool_of_today_is_no_objection() -> None:
    assert objections("A: What do you use today?\nU: it can't sync and it's too expensive").objections == ()


def test_a_plain_question_is_no_objection() -> None:
    assert objections("U: Does it work with Outlook?\nA: Yes.").objections == ()


def test_an_objection_raised_again_is_one_objection_led_by_its_clearest_words() -> None:
    (found,) = objections(
        "U: that seems a bit expensive\nA: There are plans.\nU: well, we can't afford it\nA: I see."
    ).objections
    assert found.severity is Severity.BLOCKER
    assert [item.quote for item in found.evidence] == [
        "well, we can't afford it",
        "that seems a bit expensive",
    ]


def test_an_ouch_after_a_price_hints_at_an_objection() -> None:
    (found,) = objections("A: It is ninety dollars per user per month.\nU: ouch\nA: Hm.").objections
    assert (found.category, found.explicit) == (ObjectionCategory.PRICING, False)


def test_a_worry_that_the_agent_asked_for_is_an_objection() -> None:
    asked = "A: Is there anything that worries you about it?\nU: {}\nA: I see."
    (found,) = objections(asked.format("Adoption, I guess. Half of them never logged in.")).objections
    assert found.category is ObjectionCategory.OTHER
    assert objections(asked.format("No, nothing at all.")).objections == ()


def test_not_now_is_an_objection_but_a_day_for_a_meeting_is_not() -> None:
    asked = "A: {}\nU: not right now, after the holidays\nA: I see."
    assert objections(asked.format("Would you like to see a demo?")).objections
    assert not objections(asked.format("When would you like to meet?")).objections


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("what happens if the internet goes down?", ObjectionCategory.FEATURES),
        ("will you still be around in ten years?", ObjectionCategory.TRUST),
        ("we got burned by a vendor before, they kept our money", ObjectionCategory.TRUST),
        ("my father would rather not have anything to do with it", ObjectionCategory.OTHER),
        ("we couldn't start before the summer", ObjectionCategory.TIMING),
    ],
)
def test_a_fear_a_bad_experience_and_a_foreseen_refusal_are_objections(
    said: str, category: ObjectionCategory
) -> None:
    assert [item.category for item in objections(f"U: {said}\nA: I see.").objections] == [category]


def test_a_price_that_hurts_is_told_by_what_the_caller_holds_against_it() -> None:
    (found,) = objections(
        "A: It is forty dollars per user.\nU: I know a gardener who charges less than that.\nA: I see."
    ).objections
    assert found.evidence[0].quote == "I know a gardener who charges less than that."


def test_a_price_that_pleases_is_no_objection() -> None:
    said = "A: It is forty dollars per user.\nU: oh that's nothing, we spend more than that on tea\nA: Good."
    assert objections(said).objections == ()
