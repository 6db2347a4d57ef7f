"""What is written, given what stands there."""

from datetime import timedelta
from typing import Any

from aftercall.delivery.salesforce.changes import call_links, changes_of_person, lead_to_create
from aftercall.delivery.salesforce.fields import PERSON_FIELDS
from aftercall.delivery.salesforce.people import STANDARD_FIELDS, Person
from aftercall.delivery.salesforce.person_values import Values
from aftercall.delivery.salesforce.story import call_story
from aftercall.profile.salesforce import SalesforceDelivery
from aftercall.reports.call_record import CallRecord
from aftercall.session.models import DiscoveredSignals
from tests.fakes.call_records import a_call, a_person, sample_profile
from tests.fakes.clock import NOON

SETTINGS = sample_profile().destinations.salesforce


def standing(kind: str = "Lead", **fields: Any) -> Person:
    empty = dict.fromkeys([*STANDARD_FIELDS[kind], *(field.name for field in PERSON_FIELDS)])
    return Person(kind, {"Id": "00Q1", **empty, **fields})


def changes(record: CallRecord, person: Person, owner: str | None = None) -> Values:
    return changes_of_person(person, call_story(record, sample_profile(), None), SETTINGS, owner)


def told(**signals: Any) -> CallRecord:
    return a_call(
        email="sam@northwind.example",
        signals=DiscoveredSignals.model_validate(signals),
        person=a_person(**signals),
    )


def test_what_the_call_told_replaces_what_stands_there() -> None:
    assert changes(told(team_size=24), standing(Team_Size__c=8))["Team_Size__c"] == 24


def test_what_the_call_did_not_tell_stays_as_a_person_typed_it() -> None:
    assert "Team_Size__c" not in changes(told(), standing(Team_Size__c=8))


def test_what_an_earlier_call_told_does_not_undo_what_a_person_typed_since() -> None:
    record = a_call(email="sam@northwind.example", person=a_person(team_size=24))

    assert "Team_Size__c" not in changes(record, standing(Team_Size__c=30))


def test_what_an_earlier_call_told_fills_what_is_empty() -> None:
    record = a_call(email="sam@northwind.example", person=a_person(team_size=24))

    assert changes(record, standing())["Team_Size__c"] == 24


def test_what_is_the_same_is_not_written() -> None:
    assert "Team_Size__c" not in changes(told(team_size=24), standing(Team_Size__c=24.0))


def test_the_same_time_written_in_another_way_is_the_same() -> None:
    there = NOON.strftime("%Y-%m-%dT%H:%M:%S.000+0000")

    assert "Last_Voice_Call_Date__c" not in changes(told(), standing(Last_Voice_Call_Date__c=there))


def test_nothing_that_a_person_ticked_is_unticked() -> None:
    there = standing(Integration_Needs__c="Zapier;HubSpot")

    assert changes(told(integration_needs=("salesforce", "hubspot")), there)["Integration_Needs__c"] == (
        "Zapier;HubSpot;Salesforce"
    )


def test_a_call_that_is_not_the_newest_fills_only_what_is_empty() -> None:
    newest = NOON + timedelta(days=1)
    person = a_person(latest_session_id="RM_2.AJ_2", last_call_date=newest, team_size=24, urgency="low")
    record = a_call(
        email="sam@northwind.example", person=person, lead_score=90, signals=DiscoveredSignals(team_size=9)
    )

    written = changes(record, standing(Urgency_Level__c="High", Lead_Score__c=40))

    assert written["Team_Size__c"] == 24
    assert not {"Urgency_Level__c", "Lead_Score__c"} & written.keys()


def test_of_a_caller_known_by_phone_alone_salesforce_says_which_call_is_newer() -> None:
    record = a_call(phone="+12125550100", signals=DiscoveredSignals(team_size=24))
    newer = (NOON + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    older = (NOON - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S.000+0000")

    assert "Team_Size__c" not in changes(record, standing(Last_Voice_Call_Date__c=newer, Team_Size__c=8))
    assert "Team_Size__c" in changes(record, standing(Last_Voice_Call_Date__c=older, Team_Size__c=8))


def test_a_name_and_an_address_are_filled_where_there_is_none() -> None:
    record = a_call(
        email="sam@northwind.example", name="Sam Northwind", phone="+12125550100", company="Northwind"
    )
    there = standing(LastName="Unknown", Company="Unknown", Phone="212-555-0100")

    written = changes(record, there)

    assert (written["FirstName"], written["LastName"]) == ("Sam", "Northwind")
    assert (written["Email"], written["Company"]) == ("sam@northwind.example", "Northwind")
    assert "Phone" not in written


def test_a_name_that_stands_there_is_not_mixed_with_another() -> None:
    record = a_call(email="sam@northwind.example", name="Sam Northwind")

    assert not {"FirstName", "LastName"} & changes(record, standing(LastName="Nordwind")).keys()


def test_a_contact_has_no_company_of_its_own() -> None:
    record = a_call(email="sam@northwind.example", company="Northwind")

    assert "Company" not in changes(record, standing("Contact", LastName="Northwind"))


def test_the_recommended_owner_comes_with_what_the_call_told() -> None:
    assert changes(told(), standing(), "005X")["Recommended_Owner__c"] == "005X"


def test_an_older_call_recommends_nobody() -> None:
    record = a_call(email="sam@northwind.example", person=a_person(latest_session_id="RM_2.AJ_2"))

    assert "Recommended_Owner__c" not in changes(record, standing(), "005X")


def test_a_new_lead_has_what_salesforce_demands() -> None:
    story = call_story(a_call(email="sam@northwind.example"), sample_profile(), None)

    lead = lead_to_create(story, SETTINGS, None)

    assert (lead["LastName"], lead["Company"], lead["Email"]) == (
        "Unknown",
        "Unknown",
        "sam@northwind.example",
    )


def test_a_new_lead_has_the_source_that_the_profile_names() -> None:
    story = call_story(a_call(email="sam@northwind.example"), sample_profile(), None)

    assert "LeadSource" not in lead_to_create(story, SalesforceDelivery(), None)
    assert lead_to_create(story, SalesforceDelivery(lead_source="Voice"), None)["LeadSource"] == "Voice"


def test_a_call_is_linked_with_the_lead_or_the_contact() -> None:
    assert call_links(standing("Lead"), None) == {"Lead__c": "00Q1"}
    assert call_links(standing("Contact"), {"Lead__c": None}) == {"Contact__c": "00Q1"}


def test_a_call_that_turns_out_to_be_somebody_elses_leaves_the_one_it_was_linked_with() -> None:
    there = {"Lead__c": "00Q9", "Contact__c": None}

    assert call_links(standing("Contact"), there) == {"Contact__c": "00Q1", "Lead__c": None}


def test_a_link_that_a_person_made_by_hand_stays_while_nobody_knows_who_called() -> None:
    assert call_links(None, {"Lead__c": "00Q9", "Contact__c": None}) == {}
