"""What became of callers, read back by the real client."""

from datetime import timedelta
from decimal import Decimal

from aftercall.delivery.salesforce.api import Subrequest
from aftercall.delivery.salesforce.opportunities import read_opportunities
from local.stand_ins.salesforce.organisation import convert_lead
from tests.integration.delivery.salesforce.conftest import Organisation

CALLED = "2026-03-10T15:00:00.000+0000"


def a_deal(organisation: Organisation, name: str = "Northwind", **given: object) -> str:
    account = organisation.seed("Account", Name=name)
    known = {"Name": f"{name} deal", "AccountId": account, "StageName": "Prospecting", "Amount": 1200.5}
    return organisation.seed("Opportunity", **known | {"CloseDate": "2026-06-30"} | given)


def a_contact(organisation: Organisation, email: str, *, called: bool = True) -> str:
    given = {"Last_Voice_Call_Date__c": CALLED} if called else {}
    return organisation.seed("Contact", LastName="Northwind", Email=email, **given)


def joined(organisation: Organisation, deal: str, contact: str, *, primary: bool = False) -> None:
    role = {"OpportunityId": deal, "ContactId": contact, "IsPrimary": primary}
    organisation.seed("OpportunityContactRole", **role)


def test_a_callers_opportunity_is_read_with_all_that_is_asked_of_it(organisation: Organisation) -> None:
    deal = a_deal(organisation, StageName="Closed Won")
    joined(organisation, deal, a_contact(organisation, "Sam@Northwind.example"), primary=True)

    (found,) = read_opportunities(organisation.api, None)
    read = found.opportunity

    assert found.is_primary
    assert (read.opportunity_id, read.email) == (deal, "sam@northwind.example")
    assert (read.amount, read.stage, read.is_closed, read.is_won) == (
        Decimal("1200.5"),
        "Closed Won",
        True,
        True,
    )
    assert (read.account_name, read.owner_name) == ("Northwind", "Avery Stone")
    assert read.close_date is not None
    assert read.close_date.isoformat() == "2026-06-30"


def test_an_opportunity_of_somebody_who_never_called_is_none_of_ours(organisation: Organisation) -> None:
    joined(organisation, a_deal(organisation), a_contact(organisation, "pat@x.example", called=False))

    assert list(read_opportunities(organisation.api, None)) == []


def test_a_converted_leads_opportunity_is_read_under_the_leads_address(organisation: Organisation) -> None:
    given = {"LastName": "N", "Company": "Northwind", "Last_Voice_Call_Date__c": CALLED}
    lead = organisation.seed("Lead", Email="sam@northwind.example", **given)
    made = convert_lead(organisation.stand_ins.salesforce.records, lead, {"Amount": 900})

    found = list(read_opportunities(organisation.api, None))

    assert {one.opportunity.opportunity_id for one in found} == {made["ConvertedOpportunityId"]}
    assert {one.opportunity.email for one in found} == {"sam@northwind.example"}


def test_only_what_changed_is_read_again(organisation: Organisation) -> None:
    joined(organisation, a_deal(organisation), a_contact(organisation, "sam@northwind.example"))
    since = organisation.clock() + timedelta(minutes=1)
    assert list(read_opportunities(organisation.api, since)) == []

    organisation.clock.ahead = timedelta(minutes=5)
    joined(organisation, a_deal(organisation, "Later"), a_contact(organisation, "kim@later.example"))

    (found,) = read_opportunities(organisation.api, since)
    assert found.opportunity.account_name == "Later"


def test_somebody_who_calls_for_the_first_time_brings_an_opportunity_from_before(
    organisation: Organisation,
) -> None:
    contact = a_contact(organisation, "sam@northwind.example", called=False)
    joined(organisation, a_deal(organisation), contact)
    organisation.clock.ahead = timedelta(minutes=5)
    since = organisation.clock()

    records = organisation.stand_ins.salesforce.records
    body: dict[str, object] = {"Last_Voice_Call_Date__c": CALLED}
    organisation.api.composite([changed(contact, body)], all_or_none=True)

    assert len(records.all(records.schema.get("Opportunity"))) == 1
    assert len(list(read_opportunities(organisation.api, since))) == 1


def changed(contact: str, body: dict[str, object]) -> Subrequest:
    return Subrequest("contact", "PATCH", f"sobjects/Contact/{contact}", body)


def test_page_after_page_is_read(organisation: Organisation) -> None:
    contact = a_contact(organisation, "sam@northwind.example")
    deal = a_deal(organisation)
    for _ in range(205):
        joined(organisation, deal, contact)
    organisation.session.headers["Sforce-Query-Options"] = "batchSize=200"

    assert len(list(read_opportunities(organisation.api, None))) == 205
    assert organisation.api.calls == 4
