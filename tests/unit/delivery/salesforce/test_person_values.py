"""What a call means to a Lead or Contact: each field with a call that fills it and one that must not."""

import json
from dataclasses import dataclass
from dataclasses import field as given
from datetime import timedelta
from typing import Any

import pytest

from aftercall.delivery.salesforce.fields import PERSON_FIELDS
from aftercall.delivery.salesforce.person_values import (
    Values,
    follow_up_priority,
    label_or_other,
    person_values,
)
from aftercall.reports.call_record import CallRecord
from aftercall.reports.lead_score import LeadScoreReport
from aftercall.session.models import DiscoveredSignals, Level
from tests.fakes.call_records import a_call, a_person, sample_profile
from tests.fakes.clock import NOON
from tests.fakes.findings import resting_on, with_objections, with_sales


def signals(**told: Any) -> dict[str, Any]:
    return {"signals": DiscoveredSignals.model_validate(told)}


def next_action(text: str, timing: str) -> dict[str, Any]:
    return {
        "reports": {
            "executive_summary": {
                "outcome": "qualified",
                "qualified": True,
                "qualification_tier": "Tier 1",
                "headline": "A call",
                "paragraphs": ("One paragraph.",),
                "next_action": {"action": "call", "text": text, "owner": "sales", "timing": timing},
                "confidence": 0.9,
            }
        }
    }


def objection(**given: Any) -> dict[str, Any]:
    known = {"category": "pricing", "severity": "concern", "resolved": False}
    return known | resting_on("That is too dear") | given


def competitor(name: str, context: str = "mention", mentions: int = 1) -> dict[str, Any]:
    known = {"name": name, "context": context, "attitude": "neutral", "mentions": mentions}
    return known | resting_on(f"We know {name}")


@dataclass(frozen=True)
class Case:
    """A field, a call that fills it, what it then says, and a call that leaves it alone."""

    field: str
    filled: dict[str, Any]
    value: object
    empty: dict[str, Any] = given(default_factory=dict)


SCORE_REPORT = LeadScoreReport.model_validate(
    {
        "score": 86,
        "temperature": "hot",
        "confidence_level": "high",
        "components": [
            {
                "name": "intent",
                "score": 20,
                "maximum": 20,
                "factors": [{"name": "meeting", "points": 5, "reason": "=A meeting is booked"}],
            }
        ],
        "justification": ["A meeting is booked (+5)"],
    }
)
CASES = [
    Case("Lead_Score__c", {"lead_score": 86}, 86),
    Case("Qualification_Tier__c", {"qualification_tier": "Tier 1"}, "Tier 1 - Sales Ready"),
    Case(
        "Qualification_Tier__c",
        {"qualification_tier": "Tier 2"},
        "Tier 2 - Self Serve",
        {"qualification_tier": "Unknown"},
    ),
    Case("Last_Call_Duration_Minutes__c", {"duration_seconds": 290}, 4.8, {"duration_seconds": None}),
    Case("Voice_Engagement_Score__c", {"engagement_score": 9.26}, 9.3),
    Case("Team_Size__c", signals(team_size=24), 24, signals(team_size=0)),
    Case("Team_Size__c", signals(team_size=12_000), 9999),
    Case("Monthly_Document_Volume__c", signals(monthly_volume=300), 300),
    Case("Monthly_Document_Volume__c", signals(monthly_volume=250_000), 99_999),
    Case("Integration_Needs__c", signals(integration_needs=("hubspot", "salesforce")), "Salesforce;HubSpot"),
    Case("Integration_Needs__c", signals(integration_needs=("salesforce", "wand")), "Salesforce;Other"),
    Case("Industry_Vertical__c", signals(industry="real estate"), "Real Estate"),
    Case("Industry_Vertical__c", signals(industry="falconry"), "Other"),
    Case("Decision_Timeline__c", signals(decision_timeline="next_quarter"), "Next Quarter"),
    Case("Budget_Authority__c", signals(budget_authority="needs_approval"), "Needs Approval"),
    Case("Current_Tool__c", signals(current_tool="manual"), "Manual"),
    Case("Urgency_Level__c", signals(urgency="high"), "High"),
    Case("Pain_Points__c", signals(pain_points=("wrong rate card",)), "• wrong rate card"),
    Case(
        "Pain_Points__c",
        {
            "reports": with_sales(
                pain_points=[
                    {"problem": "proposals take too long", "impact": "four hours"} | resting_on("too long"),
                    {"problem": "=cmd()"} | resting_on("=cmd()"),
                ]
            )
        },
        "• proposals take too long (four hours)\n• '=cmd()",
    ),
    Case(
        "Use_Cases__c",
        {
            "reports": with_sales(
                use_cases=[
                    {"value": "ndas", "primary": False} | resting_on("NDAs"),
                    {"value": "proposals", "primary": True} | resting_on("proposals"),
                ]
            )
        },
        "Sales Proposals;NDAs",
    ),
    Case(
        "Feature_Requests__c",
        {
            "reports": with_sales(
                feature_requests=[{"feature": "bulk send", "must_have": True} | resting_on("bulk send")]
            )
        },
        "• bulk send (must have)",
    ),
    Case(
        "Feature_Requests__c",
        signals(integration_needs=("wand",)),
        "• Integration: wand",
        signals(integration_needs=("hubspot", "other")),
    ),
    Case(
        "Competitor_Mentioned__c",
        {"reports": with_sales(competitors=[competitor("DocuSign")])},
        "DocuSign",
        {"reports": with_sales()},
    ),
    Case(
        "Competitor_Mentioned__c",
        {
            "reports": with_sales(
                competitors=[competitor("DocuSign", mentions=7), competitor("manual", "current_tool")]
            )
        },
        "Manual Process",
    ),
    Case(
        "Competitor_Mentioned__c",
        {"reports": with_sales(competitors=[competitor("DocuSign"), competitor("Qwilr", mentions=3)])},
        "Other",
    ),
    Case(
        "Competitor_Mentioned__c",
        {"reports": with_objections(competitors=[competitor("Dropbox Sign")])},
        "HelloSign",
    ),
    Case(
        "Current_Solution__c",
        {"reports": with_sales(current_tool={"value": "manual"} | resting_on("a Word doc and e-mail"))},
        "Manual: “a Word doc and e-mail”",
    ),
    Case(
        "Switching_Barriers__c",
        {
            "reports": with_objections(
                switching_barriers=[
                    {"kind": "contractual", "mitigation": "Start at renewal."}
                    | resting_on("locked in until May")
                ]
            )
        },
        "• Contractual: “locked in until May”; Start at renewal.",
    ),
    Case(
        "Objections_Raised__c",
        {"reports": with_objections(objections=[objection(), objection(category="trust", resolved=True)])},
        "• Pricing, concern, open: “That is too dear”\n• Trust, concern, resolved: “That is too dear”",
    ),
    Case(
        "Buying_Signals__c",
        {
            "reports": with_sales(
                buying_signals=[
                    {"strength": "strong", "explicit": True, "kind": "next_steps"}
                    | resting_on("send me the contract")
                ]
            )
        },
        "• Strong, next steps: “send me the contract”",
    ),
    Case(
        "Stakeholders_Mentioned__c",
        {
            "reports": with_sales(
                stakeholders=[
                    {"role": "CFO", "influence": "decision_maker"} | resting_on("our CFO"),
                    {"role": "IT lead", "influence": "gatekeeper"} | resting_on("IT"),
                ]
            )
        },
        "CFO (decision maker); IT lead (gatekeeper)",
    ),
    Case(
        "Key_Quotes__c",
        {"reports": with_objections(objections=[objection()])},
        "• “That is too dear”",
    ),
    Case("Call_Sentiment__c", {"sentiment": "negative"}, "Negative"),
    Case(
        "Next_Best_Action__c",
        next_action("Call back about pricing.", "tomorrow"),
        "Call back about pricing (tomorrow)",
    ),
    Case("Follow_Up_Priority__c", {"qualification_tier": "Tier 1"}, "Medium (within week)"),
]
SAID_BY_EVERY_CALL = {"Last_Voice_Call_Date__c"}
JSON_FIELDS = {"Lead_Score_Breakdown__c"}
DECIDED_IN_SALESFORCE = {"Recommended_Owner__c"}


def told(**call: Any) -> Values:
    return person_values(a_call(**call), sample_profile()).told


def test_every_field_has_a_case() -> None:
    covered = {case.field for case in CASES} | SAID_BY_EVERY_CALL | JSON_FIELDS | DECIDED_IN_SALESFORCE

    assert covered == {one.name for one in PERSON_FIELDS}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.field}-{case.value}"[:60])
def test_a_call_that_tells_fills_the_field(case: Case) -> None:
    assert told(**case.filled)[case.field] == case.value


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.field}-{case.value}"[:60])
def test_a_call_that_does_not_tell_leaves_the_field_alone(case: Case) -> None:
    assert case.field not in told(**case.empty)


def test_the_date_of_the_call_is_told_in_utc() -> None:
    assert told()["Last_Voice_Call_Date__c"] == NOON.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_scores_breakdown_is_json_with_components_and_reasons() -> None:
    document = json.loads(str(told(reports={"lead_score": SCORE_REPORT})["Lead_Score_Breakdown__c"]))

    assert document["score"] == 86
    assert document["components"][0]["factors"][0]["reason"] == "'=A meeting is booked"
    assert document["justification"] == ["A meeting is booked (+5)"]


def test_without_a_score_there_is_no_breakdown() -> None:
    assert "Lead_Score_Breakdown__c" not in told()


def test_a_text_longer_than_its_field_ends_with_an_ellipsis() -> None:
    text = str(told(**next_action("call " * 100, "soon"))["Next_Best_Action__c"])

    assert len(text) <= 255
    assert text.endswith("call…")


def test_what_only_earlier_calls_told_is_known_but_not_told() -> None:
    person = a_person(team_size=24, current_tool="DocuSign", lead_score=70)
    values = person_values(a_call(person=person), sample_profile())

    assert values.known["Team_Size__c"] == 24
    assert values.known["Lead_Score__c"] == 70
    assert not {"Team_Size__c", "Current_Tool__c", "Lead_Score__c"} & values.told.keys()


def test_a_call_that_is_not_the_newest_tells_nothing_and_knows_the_state() -> None:
    newest = NOON + timedelta(days=2)
    person = a_person(latest_session_id="RM_2.AJ_2", last_call_date=newest, urgency="low")
    values = person_values(a_call(person=person, **signals(urgency="high")), sample_profile())

    assert values.told == {}
    assert values.known["Urgency_Level__c"] == "Low"
    assert values.known["Last_Voice_Call_Date__c"] == newest.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_new_record_says_unknown_and_none_where_the_call_was_understood_and_did_not_tell() -> None:
    values = person_values(a_call(reports=with_sales()), sample_profile())

    assert values.initial == {"Budget_Authority__c": "Unknown", "Competitor_Mentioned__c": "None"}


def test_a_new_record_of_a_call_that_was_not_understood_claims_nothing() -> None:
    assert person_values(a_call(), sample_profile()).initial == {}


def test_what_the_call_told_is_stronger_than_what_a_new_record_begins_with() -> None:
    values = person_values(
        a_call(reports=with_sales(), **signals(budget_authority="influencer")), sample_profile()
    )

    assert values.for_new_record["Budget_Authority__c"] == "Influencer"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (signals(urgency="high"), Level.HIGH),
        ({"qualification_tier": "Tier 1", "lead_score": 81}, Level.HIGH),
        ({"qualification_tier": "Tier 2", "lead_score": 95}, Level.LOW),
        ({"qualification_tier": "Tier 1", "lead_score": 80}, Level.MEDIUM),
        ({"qualification_tier": "Tier 1", **signals(urgency="low")}, Level.MEDIUM),
        (signals(urgency="medium"), Level.MEDIUM),
        (signals(urgency="low"), Level.LOW),
        ({}, None),
    ],
)
def test_how_soon_to_follow_up(call: dict[str, Any], expected: Level | None) -> None:
    record: CallRecord = a_call(**call)

    assert follow_up_priority(record, sample_profile()) == expected


def test_the_most_certain_quotes_come_first_and_once() -> None:
    reports = with_objections(
        objections=[
            objection(**resting_on("maybe", 0.5)),
            objection(**resting_on("certainly", 0.95)),
            objection(**resting_on("maybe", 0.5)),
        ]
    )

    assert told(reports=reports)["Key_Quotes__c"] == "• “certainly”\n• “maybe”"


@pytest.mark.parametrize("name", ["industries", "use_cases", "integrations"])
def test_every_word_of_the_vocabulary_has_a_value_or_is_other(name: str) -> None:
    profile = sample_profile()
    picklist = getattr(profile.destinations.salesforce.picklists, name)

    for term in getattr(profile.vocabulary, name):
        assert label_or_other(term.name, picklist) in picklist.values
