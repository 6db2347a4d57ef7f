"""SOQL as Salesforce answers and refuses it, asked through simple-salesforce."""
# ruff: noqa: S608 - writing queries is what is tested, and there is no database behind them

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError
from simple_salesforce.format import format_soql

from local.stand_ins.running import StandIns
from local.stand_ins.salesforce import organisation

PEOPLE: list[dict[str, Any]] = [
    {"LastName": "Ash", "Company": "Example Ltd", "Email": "ash@example.com", "Score__c": 90},
    {"LastName": "Birch", "Company": "Sample Inc", "Email": "birch@example.com", "Score__c": 50},
    {
        "LastName": "O'Cedar",
        "Company": "50% Off_Season",
        "Email": "cedar@example.com",
        "Needs__c": "API;Zapier",
    },
]


@pytest.fixture
def client(salesforce: Salesforce, stand_ins: StandIns) -> Salesforce:
    for person in PEOPLE:
        organisation.seed(stand_ins.salesforce.records, "Lead", person)
    return salesforce


def names(client: Salesforce, where: str) -> list[str]:
    return [one["LastName"] for one in client.query(f"SELECT LastName FROM Lead {where}")["records"]]


def refusal(client: Salesforce, query: str) -> dict[str, Any]:
    with pytest.raises(SalesforceError) as raised:
        client.query(query)
    content: Any = raised.value.content
    return dict(content[0])


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("WHERE Email = 'ASH@example.com'", ["Ash"]),
        ("WHERE Email != 'ash@example.com'", ["Birch", "O'Cedar"]),
        ("WHERE Email IN ('ash@example.com', 'cedar@example.com')", ["Ash", "O'Cedar"]),
        ("WHERE Email NOT IN ('ash@example.com')", ["Birch", "O'Cedar"]),
        ("WHERE Score__c >= 50 AND Score__c < 90", ["Birch"]),
        ("WHERE Score__c = NULL", ["O'Cedar"]),
        ("WHERE Score__c > 80 OR LastName = 'Birch'", ["Ash", "Birch"]),
        ("WHERE (Score__c > 80 OR LastName = 'Birch') AND Company LIKE 'sample%'", ["Birch"]),
        ("WHERE NOT Score__c > 80", ["Birch", "O'Cedar"]),
        ("WHERE IsConverted = false AND Score__c = 90", ["Ash"]),
        ("WHERE Company LIKE '50\\% Off\\_%'", ["O'Cedar"]),
        ("WHERE Company LIKE '_0%'", ["O'Cedar"]),
        ("WHERE Company LIKE 'Example\\%'", []),
        ("WHERE LastName = 'O\\'Cedar'", ["O'Cedar"]),
        ("WHERE Needs__c INCLUDES ('API')", ["O'Cedar"]),
        ("WHERE Needs__c INCLUDES ('API;Salesforce')", []),
        ("WHERE Owner.Name LIKE 'Nobody%'", []),
        ("WHERE CreatedDate = TODAY", ["Ash", "Birch", "O'Cedar"]),
        ("WHERE CreatedDate < LAST_N_DAYS:3", []),
        ("ORDER BY Score__c", ["O'Cedar", "Birch", "Ash"]),
        ("ORDER BY Score__c DESC NULLS LAST LIMIT 2", ["Ash", "Birch"]),
        ("ORDER BY LastName LIMIT 1 OFFSET 1", ["Birch"]),
    ],
)
def test_a_query_finds_what_its_conditions_say(client: Salesforce, where: str, expected: list[str]) -> None:
    assert names(client, where) == expected


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT Id FROM", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE LastName = 'O'Cedar'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE LastName = 'a\\z'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE Score__c > 1 AND Score__c < 2 OR Score__c = 3", "MALFORMED_QUERY"),
        ("SELECT * FROM Lead", "MALFORMED_QUERY"),
        ("SELECT COUNT(Id) FROM Lead", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead LIMIT -1", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead; DELETE", "MALFORMED_QUERY"),
        ("SELECT FIELDS(ALL) FROM Lead", "MALFORMED_QUERY"),
        ("SELECT Invented__c FROM Lead", "INVALID_FIELD"),
        ("SELECT Owner.Invented FROM Lead", "INVALID_FIELD"),
        ("SELECT Ownr.Name FROM Lead", "INVALID_FIELD"),
        ("SELECT Id, id FROM Lead", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE Notes__c = 'x'", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE Score__c = '90'", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE LastName = 90", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE CreatedDate > '2026-01-01'", "INVALID_FIELD"),
        ("SELECT Id FROM Invented__c", "INVALID_TYPE"),
        ("SELECT Id FROM Lead WHERE OwnerId = 'me'", "INVALID_QUERY_FILTER_OPERATOR"),
    ],
)
def test_a_query_that_cannot_be_answered_is_refused(client: Salesforce, query: str, code: str) -> None:
    assert refusal(client, query)["errorCode"] == code


@pytest.mark.parametrize(
    "word", ["O'Cedar", "' OR Name != '", "\\", "\\' OR Id != NULL", "50%", "a\nb", '"', "%_"]
)
def test_what_the_library_escapes_is_read_back_as_it_was(
    salesforce: Salesforce, stand_ins: StandIns, word: str
) -> None:
    organisation.seed(stand_ins.salesforce.records, "Lead", {"LastName": word, "Company": "Example"})
    organisation.seed(stand_ins.salesforce.records, "Lead", {"LastName": "Other", "Company": "Example"})

    found = salesforce.query(format_soql("SELECT LastName FROM Lead WHERE LastName = {}", word))

    assert [one["LastName"] for one in found["records"]] == [word]


def test_a_pattern_that_the_library_escapes_matches_only_itself(client: Salesforce) -> None:
    found = client.query(format_soql("SELECT LastName FROM Lead WHERE Company LIKE '{:like}%'", "50% Off_"))

    assert [one["LastName"] for one in found["records"]] == ["O'Cedar"]


def test_fields_of_related_records_come_below_their_relationship(client: Salesforce) -> None:
    found = client.query("SELECT Owner.Name, ConvertedContact.Email FROM Lead LIMIT 1")["records"][0]

    assert found["ConvertedContact"] is None
    assert set(found) == {"attributes", "Owner", "ConvertedContact"}


def test_a_query_may_ask_among_the_results_of_another(client: Salesforce, stand_ins: StandIns) -> None:
    records = stand_ins.salesforce.records
    lead_id = client.query("SELECT Id FROM Lead WHERE LastName = 'Ash'")["records"][0]["Id"]
    made = organisation.convert_lead(records, lead_id, {"Name": "Ash deal", "Amount": 5000})

    found = client.query(
        format_soql(
            "SELECT Name, Amount FROM Opportunity WHERE Id IN"
            " (SELECT OpportunityId FROM OpportunityContactRole WHERE ContactId = {})",
            made["ConvertedContactId"],
        )
    )

    assert [(one["Name"], one["Amount"]) for one in found["records"]] == [("Ash deal", 5000.0)]


def test_a_count_has_no_records(client: Salesforce) -> None:
    assert client.query("SELECT COUNT() FROM Lead") == {"totalSize": 3, "done": True, "records": []}


def test_a_moment_is_compared_as_a_moment(client: Salesforce) -> None:
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat(timespec="seconds")

    assert names(client, f"WHERE CreatedDate > {soon.replace('+00:00', 'Z')}") == []
    assert len(names(client, f"WHERE CreatedDate < {soon.replace('+00:00', 'Z')}")) == 3


def test_more_records_than_a_page_holds_are_fetched_page_by_page(
    salesforce: Salesforce, stand_ins: StandIns
) -> None:
    for number in range(450):
        seeded = {"LastName": f"Person {number}", "Company": "Example"}
        organisation.seed(stand_ins.salesforce.records, "Lead", seeded)

    first = salesforce.query("SELECT Id FROM Lead", headers={"Sforce-Query-Options": "batchSize=200"})
    rest = salesforce.query_all("SELECT Id FROM Lead", headers={"Sforce-Query-Options": "batchSize=200"})

    assert (first["totalSize"], first["done"], len(first["records"])) == (450, False, 200)
    assert len({one["Id"] for one in rest["records"]}) == 450
