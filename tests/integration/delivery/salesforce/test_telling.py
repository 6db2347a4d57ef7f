"""A call told to Salesforce by the real client."""

from datetime import timedelta
from typing import Any

import pytest

from aftercall.delivery.salesforce.fields import CALL_FIELDS
from aftercall.delivery.salesforce.people import MOST_CANDIDATES
from aftercall.ledger.outcomes import Delivered, Skipped
from aftercall.reports.call_record import CallRecord
from aftercall.session.models import DiscoveredSignals
from local.stand_ins.salesforce.organisation import convert_lead
from local.stand_ins.salesforce.records import collection_of
from tests.fakes.call_records import a_call, a_person, sample_call
from tests.fakes.ledger import a_claim
from tests.integration.delivery.salesforce.conftest import BASE_URL, Organisation

EMAIL = "sam@northwind.example"


@pytest.fixture
def hot_call(organisation: Organisation) -> CallRecord:
    begun = organisation.clock() - timedelta(minutes=6)
    return sample_call("01-hot-lead-booked").model_copy(update={"occurred_at": begun})


def tier_1(organisation: Organisation, **given: Any) -> CallRecord:
    known: dict[str, Any] = {
        "email": EMAIL,
        "qualification_tier": "Tier 1",
        "occurred_at": organisation.clock() - timedelta(minutes=6),
        "person": a_person(latest_session_id=given.get("session_id", "RM_1.AJ_1")),
        "signals": DiscoveredSignals(location="Boston"),
    }
    return a_call(**known | given)


def test_somebody_new_becomes_a_lead_with_a_call_and_a_task(
    organisation: Organisation, hot_call: CallRecord
) -> None:
    outcome = organisation.told(hot_call)
    lead, call, task = (organisation.only(name) for name in ("Lead", "Voice_Call__c", "Task"))

    assert outcome.warning is None
    assert outcome.external_id == call["Id"]
    assert (lead["Name"], lead["Email"]) == ("Renata Solberg", hot_call.email)
    assert lead["Qualification_Tier__c"] == "Tier 1 - Sales Ready"
    assert lead["Lead_Score__c"] == hot_call.lead_score
    assert call["Lead__c"] == task["WhoId"] == lead["Id"]
    assert call["Task_Id__c"] == task["Id"]
    assert call["Session_Id__c"] == hot_call.session_id


def test_every_field_of_the_call_arrives(organisation: Organisation, hot_call: CallRecord) -> None:
    organisation.told(hot_call)
    call = organisation.only("Voice_Call__c")

    assert {field.name for field in CALL_FIELDS if call.get(field.name) is None} == {"Contact__c"}


def test_a_call_of_somebody_new_costs_three_requests_and_of_somebody_known_two(
    organisation: Organisation,
) -> None:
    organisation.told(tier_1(organisation))
    first = organisation.api.calls
    organisation.told(tier_1(organisation, session_id="RM_2.AJ_2"))

    assert (first, organisation.api.calls - first) == (3, 2)
    assert organisation.stand_ins.salesforce.requests_used() == 5


def test_the_same_story_is_not_sent_again(organisation: Organisation) -> None:
    call = tier_1(organisation)
    first = organisation.told(call)
    used = organisation.api.calls

    again = organisation.told(call, delivered_hash=first.payload_hash, external_id=first.external_id)

    assert again == Delivered(first.payload_hash, first.external_id)
    assert organisation.api.calls == used


def test_a_call_told_again_changes_nothing_twice(organisation: Organisation, hot_call: CallRecord) -> None:
    first = organisation.told(hot_call)
    again = organisation.told(hot_call)

    assert again == first
    for name in ("Lead", "Voice_Call__c", "Task"):
        organisation.only(name)


def test_a_task_that_somebody_deleted_is_not_made_again(organisation: Organisation) -> None:
    call = tier_1(organisation)
    organisation.told(call)
    records = organisation.stand_ins.salesforce.records
    records.delete(records.schema.get("Task"), organisation.only("Task")["Id"])

    organisation.told(call)

    assert organisation.all("Task") == []


def test_a_call_that_turns_out_to_be_tier_1_gets_its_task_then(organisation: Organisation) -> None:
    organisation.told(tier_1(organisation, qualification_tier="Tier 2"))
    assert organisation.all("Task") == []

    organisation.told(tier_1(organisation))

    assert organisation.only("Voice_Call__c")["Task_Id__c"] == organisation.only("Task")["Id"]


def test_the_task_goes_to_the_owner_of_the_territory(organisation: Organisation) -> None:
    organisation.told(tier_1(organisation, signals=DiscoveredSignals(location="Germany", team_size=2)))
    morgan = organisation.user_id("morgan.lindqvist@example.com")

    assert organisation.only("Task")["OwnerId"] == morgan
    assert organisation.only("Lead")["Recommended_Owner__c"] == morgan


def test_an_owner_whom_salesforce_does_not_know_leaves_the_task_to_the_queue(
    organisation: Organisation,
) -> None:
    settings = organisation.profile.destinations.salesforce
    owner = settings.routing.owners[0].model_copy(
        update={"email": "casey.left@example.com", "territories": ()}
    )
    routing = settings.routing.model_copy(update={"owners": (owner,)})
    salesforce = settings.model_copy(update={"routing": routing})
    destinations = organisation.profile.destinations.model_copy(update={"salesforce": salesforce})
    organisation.new_destination(organisation.profile.model_copy(update={"destinations": destinations}))

    outcome = organisation.told(tier_1(organisation))
    queue = next(one["Id"] for one in organisation.all("Group") if one["DeveloperName"] == "Voice_Leads")

    assert organisation.only("Task")["OwnerId"] == queue
    assert outcome.warning == "the routed owner is no active user of Salesforce: the queue was taken"
    assert organisation.only("Lead").get("Recommended_Owner__c") is None


def test_the_task_links_to_the_record_and_the_transcript(organisation: Organisation) -> None:
    organisation.told(tier_1(organisation))
    text = organisation.only("Task")["Description"]

    assert f"{organisation.stand_ins.urls['salesforce']}/{organisation.only('Lead')['Id']}" in text
    assert f"{BASE_URL}/calls/RM_1.AJ_1" in text


def test_a_contact_is_told_in_place_of_a_new_lead(organisation: Organisation) -> None:
    contact = organisation.seed("Contact", LastName="Northwind", Email="Sam@Northwind.example")

    organisation.told(tier_1(organisation, lead_score=70))

    assert organisation.all("Lead") == []
    assert organisation.record(contact)["Lead_Score__c"] == 70
    assert organisation.only("Voice_Call__c")["Contact__c"] == contact
    assert organisation.only("Task")["WhoId"] == contact


def test_a_converted_lead_leads_to_its_contact_whatever_its_address_is_now(
    organisation: Organisation,
) -> None:
    organisation.told(tier_1(organisation))
    lead = organisation.only("Lead")["Id"]
    made = convert_lead(organisation.stand_ins.salesforce.records, lead)
    records = organisation.stand_ins.salesforce.records
    contacts = records.schema.get("Contact")
    contact = organisation.record(made["ConvertedContactId"])
    moved = contact | {"Email": "sam.n@northwind.example"}
    records.store.put(collection_of(contacts), contact["Id"], moved)

    organisation.told(tier_1(organisation, session_id="RM_2.AJ_2", lead_score=77))

    assert organisation.record(made["ConvertedContactId"])["Lead_Score__c"] == 77
    assert len(organisation.all("Lead")) == 1


def test_of_two_leads_the_most_recently_changed_is_told_and_it_is_said(organisation: Organisation) -> None:
    old = organisation.seed("Lead", LastName="Old", Company="Northwind", Email=EMAIL)
    organisation.clock.ahead = timedelta(hours=1)
    new = organisation.seed("Lead", LastName="New", Company="Northwind", Email=EMAIL)

    outcome = organisation.told(tier_1(organisation, lead_score=70))

    assert organisation.record(new)["Lead_Score__c"] == 70
    assert organisation.record(old).get("Lead_Score__c") is None
    assert outcome.warning == "2 records of Lead match: the most recently changed was taken"


def test_a_caller_who_is_known_by_phone_alone_is_found_by_phone(organisation: Organisation) -> None:
    lead = organisation.seed("Lead", LastName="Ruiz", Company="Ruiz", Phone="(212) 555-0100")
    call = tier_1(organisation, email=None, person=None, phone="+12125550100", lead_score=66)

    organisation.told(call)

    assert organisation.record(lead)["Lead_Score__c"] == 66
    assert organisation.only("Voice_Call__c")["Lead__c"] == lead


def test_a_caller_whom_nobody_can_name_is_a_call_alone(organisation: Organisation) -> None:
    outcome = organisation.told(tier_1(organisation, email=None, person=None))
    call = organisation.only("Voice_Call__c")

    assert outcome.warning == "no_identity"
    assert (call.get("Lead__c"), call.get("Contact__c")) == (None, None)
    assert organisation.all("Lead") == organisation.all("Task") == []


def test_late_identity_gives_the_call_its_person(organisation: Organisation) -> None:
    organisation.told(tier_1(organisation, email=None, person=None))

    organisation.told(tier_1(organisation))

    assert organisation.only("Voice_Call__c")["Lead__c"] == organisation.only("Lead")["Id"]
    organisation.only("Task")


def test_a_call_that_turns_out_to_be_somebody_elses_moves_to_them(organisation: Organisation) -> None:
    contact = organisation.seed("Contact", LastName="Lee", Email="pat@northwind.example")
    organisation.told(tier_1(organisation))
    assert organisation.only("Voice_Call__c")["Lead__c"] == organisation.only("Lead")["Id"]

    organisation.told(tier_1(organisation, email="pat@northwind.example", person=None))

    call = organisation.only("Voice_Call__c")
    assert (call["Contact__c"], call.get("Lead__c")) == (contact, None)


def test_a_caller_behind_a_number_that_many_share_is_found_by_address(organisation: Organisation) -> None:
    switchboard = "+498912345"
    own = organisation.seed("Contact", LastName="Northwind", Email=EMAIL, Phone=switchboard)
    organisation.clock.ahead = timedelta(minutes=1)  # the others were changed since
    for number in range(MOST_CANDIDATES + 5):
        organisation.seed(
            "Contact", LastName="Lee", Email=f"lee{number}@northwind.example", Phone=switchboard
        )

    organisation.told(tier_1(organisation, phone=switchboard))

    assert organisation.only("Voice_Call__c")["Contact__c"] == own
    assert organisation.all("Lead") == []


def test_a_better_report_takes_the_place_of_the_one_that_was_told(organisation: Organisation) -> None:
    first = organisation.told(tier_1(organisation, session_id="CA1"))

    second = organisation.told(
        tier_1(organisation, session_id="RM_1.AJ_1"), dedupe_id="CA1", external_id=first.external_id
    )

    assert second.external_id == first.external_id
    assert organisation.only("Voice_Call__c")["Session_Id__c"] == "RM_1.AJ_1"
    organisation.only("Task")


def test_what_a_person_typed_survives_a_call_that_says_nothing_of_it(organisation: Organisation) -> None:
    typed = {"Team_Size__c": 60, "Current_Tool__c": "Own portal", "Integration_Needs__c": "Zapier"}
    lead = organisation.seed("Lead", LastName="Northwind", Company="Northwind", Email=EMAIL, **typed)
    signals = DiscoveredSignals(location="Boston", integration_needs=("hubspot",))
    person = a_person(team_size=24, current_tool="manual", integration_needs=("hubspot",))

    organisation.told(tier_1(organisation, signals=signals, person=person))
    told = organisation.record(lead)

    assert (told["Team_Size__c"], told["Current_Tool__c"]) == (60, "Own portal")
    assert told["Integration_Needs__c"] == "Zapier;HubSpot"


def test_a_call_that_was_brought_in_later_changes_nothing_of_the_newer_one(
    organisation: Organisation,
) -> None:
    newest = tier_1(
        organisation, session_id="RM_2.AJ_2", lead_score=90, signals=DiscoveredSignals(team_size=30)
    )
    organisation.told(newest)
    old = tier_1(
        organisation,
        occurred_at=newest.occurred_at - timedelta(days=90),
        lead_score=20,
        backfilled=True,
        person=a_person(
            latest_session_id="RM_2.AJ_2", lead_score=90, team_size=30, last_call_date=newest.occurred_at
        ),
        signals=DiscoveredSignals(team_size=3),
    )

    organisation.told(old)
    lead = organisation.only("Lead")

    assert (lead["Lead_Score__c"], lead["Team_Size__c"]) == (90, 30)
    assert {call["Lead__c"] for call in organisation.all("Voice_Call__c")} == {lead["Id"]}
    organisation.only("Task")


def test_a_call_that_is_gone_is_not_told(organisation: Organisation) -> None:
    assert organisation.destination.deliver(a_claim(subject_id="gone")) == Skipped("call_not_found")
